/**
 * The tokens the SDK writes: compact JWE with `dir` and `A256GCM`, key by HKDF-SHA256 from the secret (v4.30.0
 * cookies.js, v3.8.0 auth0-session/utils/hkdf.js), and v3's signed values (auth0-session/utils/signed-cookies.js).
 */
import { hkdf } from '@panva/hkdf';
import { base64url, compactDecrypt, errors, flattenedVerify } from 'jose';
import { decodeUtf8 } from './utf8';

export type JsonObject = Record<string, unknown>;

const IV_LENGTH = 16;
const TAG_LENGTH = 22;
/** No request header carries more, and none is decrypted. */
export const MAX_VALUE_LENGTH = 1_000_000;

/** What can be told of a value without a key. */
export type Shape =
  | { is: 'jwe'; header: JsonObject; isComplete: boolean; problem: string | null; plaintextBytes: number }
  | { is: 'jwt'; header: JsonObject; claims: JsonObject }
  | { is: 'headless' }
  | { is: 'other' };

export function shapeOf(value: string): Shape {
  const dots = value.length > MAX_VALUE_LENGTH ? [] : value.split('.', 7);
  const header = jsonPart(dots[0] ?? '');
  if (header === null) return { is: dots.length === 5 && isBase64url(value) ? 'headless' : 'other' };
  if (typeof header['enc'] === 'string') return jweShape(header, dots);
  const claims = dots.length === 3 ? jsonPart(dots[1] ?? '') : null;
  return claims === null ? { is: 'other' } : { is: 'jwt', header, claims };
}

function jweShape(header: JsonObject, parts: readonly string[]): Shape {
  const [, key = '', iv = '', text = '', tag = ''] = parts;
  const isComplete = parts.length === 5 && tag.length >= TAG_LENGTH;
  const plaintextBytes = Math.floor((text.length * 3) / 4);
  return { is: 'jwe', header, isComplete, problem: problemOf(parts, { key, iv, text, tag }), plaintextBytes };
}

function problemOf(
  parts: readonly string[],
  { key, iv, text, tag }: { key: string; iv: string; text: string; tag: string },
): string | null {
  if (parts.length > 5)
    return 'it has more than the five parts of an encrypted cookie: two values run together';
  if (!parts.slice(1).every(isBase64url)) return 'it has a character that no encrypted cookie has';
  if (parts.length < 5 || tag.length < TAG_LENGTH) return 'its end is missing';
  if (tag.length > TAG_LENGTH) return 'there is more after its end';
  // Base64 has no text of 4n + 1 characters.
  if (key !== '' || iv.length !== IV_LENGTH || text.length % 4 === 1) return 'a piece of it is missing';
  return null;
}

function isBase64url(text: string): boolean {
  return /^[\w.-]*$/.test(text);
}

function jsonPart(part: string): JsonObject | null {
  if (part.length < 8 || !/^[\w-]+$/.test(part)) return null;
  try {
    return jsonObject(decodeUtf8(base64url.decode(part)));
  } catch {
    return null;
  }
}

export function jsonObject(text: string | undefined): JsonObject | null {
  if (text === undefined) return null;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : null;
  } catch {
    return null;
  }
}

/** A secret that opens nothing keeps its place in the list as null. */
export type KeyList = readonly (Keys | null)[];

/** One secret with its keys, derived when they are first needed. */
export interface Keys {
  encryption(): Promise<Uint8Array>;
  signing(): Promise<Uint8Array>;
}

export function keysOf(secret: string): Keys {
  const derive = (info: string) => {
    let key: Promise<Uint8Array> | undefined;
    return () => (key ??= hkdf('sha256', secret, '', info, 32));
  };
  return { encryption: derive('JWE CEK'), signing: derive('JWS Cookie Signing') };
}

export type Opening =
  | { opened: true; payload: JsonObject | null; header: JsonObject; secret: number }
  | { opened: false; reason: 'wrong-secret' | 'malformed' };

/** `payload` is null when the decrypted text is no JSON object. */
export async function openJwe(value: string, keys: KeyList): Promise<Opening> {
  for (const [secret, key] of keys.entries()) {
    if (key === null) continue;
    try {
      const { plaintext, protectedHeader } = await compactDecrypt(value, await key.encryption(), {
        keyManagementAlgorithms: ['dir'],
        contentEncryptionAlgorithms: ['A256GCM'],
      });
      return {
        opened: true,
        payload: jsonObject(decodeUtf8(plaintext)),
        header: { ...protectedHeader },
        secret,
      };
    } catch (error) {
      if (!(error instanceof errors.JWEDecryptionFailed)) return { opened: false, reason: 'malformed' };
    }
  }
  return { opened: false, reason: 'wrong-secret' };
}

/** v3 signs `name=value` without encrypting it: `value.signature`. */
export async function openSigned(
  name: string,
  value: string,
  keys: KeyList,
): Promise<{ text: string; secret: number } | null> {
  const signed = splitSigned(value);
  if (signed === null) return null;
  const token = {
    protected: base64url.encode(JSON.stringify({ alg: 'HS256', b64: false, crit: ['b64'] })),
    payload: `${name}=${signed.text}`,
    signature: signed.signature,
  };
  for (const [secret, key] of keys.entries()) {
    if (key === null) continue;
    try {
      await flattenedVerify(token, await key.signing(), { algorithms: ['HS256'] });
      return { text: signed.text, secret };
    } catch {
      // The next secret may have signed it.
    }
  }
  return null;
}

/** The SDK splits at the first dot, so what it signs holds none. 43 characters are the 256 bits of HS256. */
export function splitSigned(value: string): { text: string; signature: string } | null {
  const match = /^([^.]+)\.([\w-]{43})$/s.exec(value);
  return match === null ? null : { text: match[1] ?? '', signature: match[2] ?? '' };
}

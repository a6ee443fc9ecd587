/** What can be told of a cookie's value without a key. Apart from jwe.ts, as a size needs no cryptography. */
import { decode } from 'jose/base64url';
import { decodeUtf8 } from './utf8';

export type JsonObject = Record<string, unknown>;

const IV_LENGTH = 16;
const TAG_LENGTH = 22;
/** No request header carries more, and none is decrypted. */
export const MAX_VALUE_LENGTH = 1_000_000;

export type Shape =
  | { is: 'jwe'; header: JsonObject; isComplete: boolean; problem: string | null; plaintextBytes: number }
  | { is: 'jwt'; header: JsonObject; claims: JsonObject }
  | { is: 'headless' }
  | { is: 'other' };

export function shapeOf(value: string): Shape {
  const dots = value.length > MAX_VALUE_LENGTH ? [] : value.split('.', 7);
  const header = jsonPart(dots[0] ?? '');
  if (header === null) return { is: dots.length === 5 && isBase64url(value) ? 'headless' : 'other' };
  if (typeof header['enc'] === 'string') return jweShape(header, value, dots);
  const claims = dots.length === 3 ? jsonPart(dots[1] ?? '') : null;
  return claims === null ? { is: 'other' } : { is: 'jwt', header, claims };
}

function jweShape(header: JsonObject, value: string, parts: readonly string[]): Shape {
  const [, key = '', iv = '', text = '', tag = ''] = parts;
  const isComplete = parts.length === 5 && tag.length >= TAG_LENGTH;
  const plaintextBytes = Math.floor((text.length * 3) / 4);
  // What prints the value has left a part out.
  const isCropped = /…|\.{3}/.test(value);
  const problem = isCropped
    ? 'it was cut off before it was copied, where “…” stands'
    : problemOf(parts, { key, iv, text, tag });
  return { is: 'jwe', header, isComplete, problem, plaintextBytes };
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
    return jsonObject(decodeUtf8(decode(part)));
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

/** The SDK splits at the first dot, so what it signs holds none. 43 characters are the 256 bits of HS256. */
export function splitSigned(value: string): { text: string; signature: string } | null {
  const match = /^([^.]+)\.([\w-]{43})$/s.exec(value);
  return match === null ? null : { text: match[1] ?? '', signature: match[2] ?? '' };
}

/**
 * The tokens the SDK writes: compact JWE with `dir` and `A256GCM`, key by HKDF-SHA256 from the secret (v4.30.0
 * cookies.js, v3.8.0 auth0-session/utils/hkdf.js), and v3's signed values (auth0-session/utils/signed-cookies.js).
 */
import { hkdf } from '@panva/hkdf';
import { base64url, compactDecrypt, errors, flattenedVerify } from 'jose';
import { jsonObject, splitSigned, type JsonObject } from './shape';
import { decodeUtf8 } from './utf8';

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

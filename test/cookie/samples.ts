/** Cookies as the SDK writes them, without the SDK: small enough to be read in a test. The differential test has the real ones. */
import { hkdf } from '@panva/hkdf';
import { EncryptJWT, FlattenedSign } from 'jose';

export const SECRET = 'a secret of these tests, 64 characters long, never used elsewhere';
/** 5 January 2026, 10:00 UTC. */
export const NOW = 1_767_607_200;
export const HOUR = 3600;
export const DAY = 86_400;

export async function jwe(
  payload: object,
  { secret = SECRET, exp, header = {} }: { secret?: string; exp?: number; header?: object } = {},
): Promise<string> {
  const token = new EncryptJWT({ ...payload }).setProtectedHeader({ enc: 'A256GCM', alg: 'dir', ...header });
  if (exp !== undefined) token.setExpirationTime(exp);
  return token.encrypt(await hkdf('sha256', secret, '', 'JWE CEK', 32));
}

export async function signed(name: string, value: string, secret = SECRET): Promise<string> {
  const key = await hkdf('sha256', secret, '', 'JWS Cookie Signing', 32);
  const { signature } = await new FlattenedSign(new TextEncoder().encode(`${name}=${value}`))
    .setProtectedHeader({ alg: 'HS256', b64: false, crit: ['b64'] })
    .sign(key);
  return `${value}.${signature}`;
}

export function session(createdAt: number, more: object = {}): Record<string, unknown> {
  return {
    user: { sub: 'auth0|1', name: 'Ada' },
    tokenSet: { accessToken: 'an access token', idToken: 'an ID token', expiresAt: NOW },
    internal: { sid: 'sid', createdAt },
    ...more,
  };
}

/** A session so large that it takes `chunks` cookies; as pairs of name and value. */
export async function chunked(chunks: number, name = '__session'): Promise<[string, string][]> {
  const filler = 'x'.repeat(2625 * (chunks - 1));
  const value = await jwe(session(NOW - HOUR, { filler }), { exp: NOW + HOUR });
  const pairs: [string, string][] = [];
  for (let i = 0; i * 3500 < value.length; i++) {
    pairs.push([`${name}__${i}`, value.slice(i * 3500, (i + 1) * 3500)]);
  }
  return pairs;
}

export function pasted(
  pairs: readonly (readonly [string | null, string])[],
): { name: string | null; value: string }[] {
  return pairs.map(([name, value]) => ({ name, value }));
}

/** An unsigned imitation: only its parts are looked at. */
export function jwt(claims: object, header: object = { alg: 'RS256', typ: 'JWT' }): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.${'s'.repeat(342)}`;
}

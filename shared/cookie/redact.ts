/** Payloads that can be shown to others: secrets are replaced by their length. */
import type { CookieKind } from './types';
import { utf8Length } from './utf8';

/** `idToken`, `access_token`, `codeVerifier`, `mfaToken`, and whatever an app adds in their manner. */
const SECRET_NAME = /(?:tokens?|secrets?|verifier|password|passphrase|assertion|api[-_]?keys?|privatekey)$/i;
/** A JWT or JWE under any other name, also with `Bearer` in front. */
const TOKEN = /^(?:bearer\s+)?eyJ[\w-]{8,}(?:\.[\w-]*){2,4}$/i;
/** What protects a login in progress is no secret elsewhere: `address.state`. */
const LOGIN_SECRET = /^(?:nonce|state|authSession)$/;
/** No session nests so deep, and recursion has an end. */
const MAX_DEPTH = 100;

/** The payload with every token and every other secret as `<redacted N bytes>`, N in UTF-8. A copy, same order. */
export function redactPayload(payload: Record<string, unknown>, kind: CookieKind): Record<string, unknown> {
  return redactObject(payload, kind === 'transaction', 0);
}

function redactObject(
  value: Record<string, unknown>,
  isLogin: boolean,
  depth: number,
): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, item]) => {
    const isSecret = SECRET_NAME.test(name) || (isLogin && LOGIN_SECRET.test(name));
    return [name, redact(item, isSecret, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

function redact(value: unknown, isSecret: boolean, depth: number): unknown {
  if (typeof value === 'string') {
    return isSecret || TOKEN.test(value) ? `<redacted ${utf8Length(value)} bytes>` : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '<redacted: nested too deep>';
  // `accessTokens` and `connectionTokenSets` are lists of objects: what is no secret in those stays readable.
  if (Array.isArray(value)) return (value as unknown[]).map((item) => redact(item, isSecret, depth + 1));
  return redactObject(value as Record<string, unknown>, false, depth);
}

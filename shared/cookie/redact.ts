/** Payloads that can be shown to others: secrets are replaced by their length. */
import type { CookieKind } from './types';
import { utf8Length } from './utf8';

/** `idToken`, `access_token`, `codeVerifier`, `mfaToken`, and whatever an app adds in their manner. */
const SECRET_NAME =
  /(?:tokens?|secrets?|verifier|passwords?|passphrase|assertion|credentials?|api[-_]?keys?|privatekey)$/i;
/** Under any other name: a JWT or JWE, and whatever follows `Bearer`. */
const TOKEN = /^(?:eyJ[\w-]{8,}(?:\.[\w-]*){2,4}|bearer\s+\S{8,})$/i;
/** Refresh tokens of Auth0, and tokens of Google, GitHub, GitLab, Slack and Stripe: they tell by their start what they are. */
const KNOWN_TOKEN =
  /^(?:v1\.M[\w-]{16}|ya29\.|1\/\/0|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|[sr]k_(?:live|test)_)[\w.-]{4,}$/;
/** What protects a login in progress is no secret elsewhere: `address.state`. */
const LOGIN_SECRET = /^(?:nonce|state|authSession)$/;
/** No session nests so deep, and recursion has an end. */
const MAX_DEPTH = 100;

/** The payload with every token and every other secret as `<redacted N bytes>`, N in UTF-8. A copy, same order. */
export function redactPayload(payload: Record<string, unknown>, kind: CookieKind): Record<string, unknown> {
  return redactObject(payload, { isLogin: kind === 'transaction' }, 0);
}

function redactObject(
  value: Record<string, unknown>,
  { isLogin = false, isSecret = false }: { isLogin?: boolean; isSecret?: boolean },
  depth: number,
): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, item]) => {
    const isNamed = SECRET_NAME.test(name) || (isLogin && LOGIN_SECRET.test(name));
    return [name, redact(item, isSecret || isNamed, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

function redact(value: unknown, isSecret: boolean, depth: number): unknown {
  if (typeof value === 'string') {
    const isToken = isSecret || TOKEN.test(value) || KNOWN_TOKEN.test(value);
    return isToken ? `<redacted ${utf8Length(value)} bytes>` : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '<redacted: nested too deep>';
  // The SDK's own `accessTokens` is a list of objects: what is no secret in those, such as the audience, stays readable.
  if (Array.isArray(value)) {
    return (value as unknown[]).map((item) =>
      redact(item, isSecret && (typeof item === 'string' || Array.isArray(item)), depth + 1),
    );
  }
  // An app's `tokens: { google: '…' }` holds nothing else.
  return redactObject(value as Record<string, unknown>, { isSecret }, depth);
}

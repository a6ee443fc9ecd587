/** What a value is that the SDK did not write. Sentences hold no part of the value. */
import type { JsonObject } from './shape';
import { kindByName } from './names';

/** Names of other libraries' cookies, without chunk suffix, prefixes of the browser removed. */
const OTHERS: readonly (readonly [RegExp, string])[] = [
  [/^next-auth\.(session-token|csrf-token|callback-url|pkce|state|nonce)/, 'NextAuth.js v4'],
  [/^authjs\.(session-token|csrf-token|callback-url|pkce|state|nonce|challenge)/, 'Auth.js (NextAuth.js v5)'],
  [/^sb-.+-auth-token/, 'Supabase'],
  [/^(__client(_uat)?|__clerk_.+|clerk_.+)$|^(__session|__client_uat|__refresh)_[\w-]{6,}$/, 'Clerk'],
  [/^better-auth\./, 'Better Auth'],
  [/^connect\.sid$/, 'express-session'],
  [/^wos-session$/, 'WorkOS AuthKit'],
  [/^auth_session$/, 'Lucia'],
  [/^(auth0|auth0_compat|did|did_compat|auth0-mf)$/, 'Auth0 itself: the login on its own domain'],
  [/^auth0\..+\.is\.authenticated$|^_?legacy_auth0/, 'the Auth0 SDK for single-page apps'],
];

/** `NextAuth.js v4`, or null. */
export function libraryOf(name: string | null, value: string): string | null {
  if (/^Fe26\.\d\*/.test(value)) return 'iron-session';
  if (name === null) return null;
  const bare = name.replace(/^__(?:Secure|Host)-/, '');
  return OTHERS.find(([pattern]) => pattern.test(bare))?.[1] ?? null;
}

/** `This is a cookie of NextAuth.js v4, not of @auth0/nextjs-auth0.` */
export function describeLibrary(library: string): string {
  return `This is a cookie of ${library}, not of @auth0/nextjs-auth0.`;
}

const ENCRYPTED = 'the SDK encrypts its cookies (JWE, five parts)';

/** A signed token of three parts. */
export function describeJwt(name: string | null, header: JsonObject, claims: JsonObject): string {
  const issuer = typeof claims['iss'] === 'string' ? claims['iss'] : '';
  const sid = typeof claims['sid'] === 'string' ? claims['sid'] : '';
  if (/clerk|\baccounts\.dev$/.test(issuer) || sid.startsWith('sess_') || 'fva' in claims) {
    const shared = name === '__session' ? ', which also names its cookie __session' : '';
    return `This is a session token of Clerk${shared}: not a cookie of @auth0/nextjs-auth0.`;
  }
  if (issuer.startsWith('https://session.firebase.google.com/')) {
    return 'This is a session cookie of Firebase, which also uses the name __session: not one of @auth0/nextjs-auth0.';
  }
  const kind = jwtKind(header, claims);
  return `This is ${kind} (a signed JWT), not a session cookie: ${ENCRYPTED}.`;
}

function jwtKind(header: JsonObject, claims: JsonObject): string {
  const type =
    typeof header['typ'] === 'string' ? header['typ'].toLowerCase().replace('application/', '') : '';
  const has = (...names: readonly string[]) => names.some((name) => name in claims);
  if (type === 'logout+jwt' || has('events')) return 'a logout token';
  if (type === 'at+jwt' || has('scope', 'scp', 'permissions', 'gty', 'client_id')) return 'an access token';
  if (has('nonce', 'at_hash', 'c_hash', 's_hash', 'auth_time', 'sid', 'email', 'name', 'nickname')) {
    return 'an ID token';
  }
  if (has('aud') && has('sub') && has('iss')) {
    return Array.isArray(claims['aud']) ? 'an access token' : 'an ID token or access token';
  }
  return 'a token of another kind';
}

/** An encrypted token whose header is not of the kind the SDK writes; null when it is. */
export function describeOtherJwe(header: JsonObject): string | null {
  const { alg, enc } = header;
  if (alg === 'dir' && enc === 'A256GCM') {
    // Opaque access tokens of Auth0 name their issuer in the header; the SDK's header has no such field.
    if ('iss' in header) {
      return 'This is an opaque access token of Auth0, not a session cookie: only Auth0 can open it.';
    }
    // The SDK writes `enc` first, and v3 more behind it (v4.0.0 to 4.30.0 cookies.js, v3.8.0 stateless-session.js).
    return Object.keys(header).join() === 'alg,enc'
      ? 'This is an encrypted token as NextAuth.js v4 writes it, not a cookie of @auth0/nextjs-auth0.'
      : null;
  }
  if (alg === 'dir' && enc === 'A256CBC-HS512') {
    return 'This is an encrypted token as Auth.js (NextAuth.js v5) writes it, not a cookie of @auth0/nextjs-auth0.';
  }
  return 'This is a JWE, but not one of @auth0/nextjs-auth0, which uses dir and A256GCM.';
}

/** Whatever is left. */
export function describeOther(name: string | null, value: string): string {
  if (value === '' || value === '""') return 'The cookie is empty: this is how the SDK deletes it.';
  if (/^v1\.M[\w-]+$/.test(value)) return 'This is a refresh token, not a session cookie.';
  if (/^s:.+\./.test(value)) return describeLibrary('express-session');
  if (name === null) {
    return 'This is no cookie of @auth0/nextjs-auth0: its sessions start with eyJ and have five parts between dots.';
  }
  return kindByName(name) === null
    ? 'This is no cookie of @auth0/nextjs-auth0.'
    : 'The value is none that @auth0/nextjs-auth0 writes: those start with eyJ and have five parts between dots.';
}

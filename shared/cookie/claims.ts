/**
 * What each part of an opened cookie is for. Sources: the types of 4.30.0 (dist/types/index.d.ts, mcd.d.ts,
 * token-vault.d.ts, server/transaction-store.d.ts), of 3.8.0 (dist/auth0-session/session/abstract-session.d.ts,
 * session/session.d.ts), OpenID Connect Core 1.0 §5.1 and Auth0's documentation of organisations.
 */
import type { CookieKind } from './types';

type Hints = Readonly<Record<string, string>>;

const USER: Hints = {
  sub: 'Who the user is: the connection and the id of the user in it.',
  sid: 'The session at Auth0. A back-channel logout names it.',
  name: 'Full name.',
  nickname: 'Casual name.',
  given_name: 'First name.',
  family_name: 'Last name.',
  middle_name: 'Middle name.',
  picture: 'Address of the profile picture.',
  email: 'E-mail address.',
  email_verified: 'Whether Auth0 has verified the e-mail address.',
  phone_number: 'Telephone number.',
  phone_number_verified: 'Whether the telephone number was verified.',
  updated_at: 'When the profile was last changed.',
  locale: 'Language of the user.',
  zoneinfo: 'Time zone of the user.',
  org_id: 'The organization the user signed in through.',
  org_name: 'Name of the organization the user signed in through.',
  act: 'Who acts for the user: delegation or impersonation.',
  amr: 'How the user signed in, such as `mfa`.',
  acr: 'How strong the sign-in was.',
  auth_time: 'When the user last entered credentials.',
  session_expiry: "End of the identity provider's session. From 4.24.0 the SDK ends its own with it.",
  iss: 'The tenant that issued the ID token.',
  aud: 'The application the ID token is for.',
  iat: 'When the ID token was issued.',
  exp: 'When the ID token expires. The session does not end with it.',
  nonce: 'Ties the ID token to its login. Nothing needs it afterwards.',
  s_hash: "Hash of the login's state. Nothing needs it afterwards.",
  at_hash: 'Hash of the access token. Nothing needs it afterwards.',
  c_hash: "Hash of the login's code. Nothing needs it afterwards.",
  azp: 'The application that asked for the ID token.',
  'urn:auth0:my_org_current_user_permissions': 'Permissions of the user in the organization.',
};

const TOKENS: Hints = {
  accessToken: 'Opens the API named by the audience.',
  idToken: 'Who signed in. Kept since 4.3.0, and sent as `id_token_hint` at logout.',
  refreshToken: 'Gets new access tokens without the user. The most valuable part of the cookie.',
  scope: 'What the access token may do.',
  requestedScope: 'What was asked for; `scope` is what was given.',
  audience: 'The API the access token is for.',
  expiresAt: 'When the access token expires. The session does not end with it.',
  token_type: 'How the access token is sent: `Bearer` or `DPoP`.',
};

const SESSION: Hints = {
  exp: 'When the cookie stops being accepted; 15 seconds of tolerance from 4.6.0.',
  iat: 'When the cookie was encrypted.',
  id: 'Id of the record in the session store.',
  ...prefixed('user', USER),
  ...prefixed('tokenSet', TOKENS),
  ...prefixed('accessTokens[]', TOKENS),
  ...prefixed('connectionTokenSets[]', TOKENS),
  'internal.sid': 'The session at Auth0. A back-channel logout names it.',
  'internal.createdAt': 'The login. absoluteDuration counts from here.',
  'internal.sessionExpiresAt': "End of the identity provider's session (4.24.0 and later).",
  'internal.mcd.domain': 'The custom domain the user signed in at (4.17.0 and later).',
  'internal.mcd.issuer': 'The issuer of that domain.',
};

const LEGACY: Hints = {
  ...prefixed('user', USER),
  iat: 'The login. absoluteDuration counts from here.',
  uat: 'When the session was last extended. rollingDuration counts from here.',
  exp: 'When v3 stops accepting the cookie. v4 does not check it.',
  accessToken: TOKENS.accessToken ?? '',
  accessTokenScope: TOKENS.scope ?? '',
  accessTokenExpiresAt: TOKENS.expiresAt ?? '',
  idToken: 'Who signed in; sent as `id_token_hint` at logout.',
  refreshToken: TOKENS.refreshToken ?? '',
  token_type: TOKENS.token_type ?? '',
};

const CONNECTION: Hints = {
  ...TOKENS,
  connection: 'The connection whose API the access token opens.',
  loginHint: 'The account at the connection.',
  accessToken: "Opens the connection's own API, such as Google's.",
  exp: SESSION.exp ?? '',
};

const TRANSACTION: Hints = {
  state: "Ties the answer of Auth0 to this login. Part of the cookie's name too.",
  nonce: 'Ties the ID token to this login.',
  codeVerifier: 'The proof (PKCE) that this browser started the login.',
  responseType: 'What Auth0 answers with.',
  returnTo: 'Where the user goes after the login.',
  maxAge: 'How long ago the user may have entered credentials, in seconds.',
  scope: 'What is asked for.',
  audience: 'The API an access token is asked for.',
  authSession: 'The session at Auth0 in which an account is connected.',
  challengeMode: 'Whether the login runs in a popup.',
  originDomain: 'The custom domain the login goes to.',
  originIssuer: 'The issuer of that domain.',
  exp: 'The login has to be finished by then.',
  code_verifier: 'The proof (PKCE) that this browser started the login.',
  max_age: 'How long ago the user may have entered credentials, in seconds.',
};

const BY_KIND: Readonly<Record<CookieKind, Hints>> = {
  session: SESSION,
  'session-id': SESSION,
  legacy: LEGACY,
  'connection-token': CONNECTION,
  transaction: TRANSACTION,
  unknown: SESSION,
};

/** What `user.org_id` is for; null for what the SDK does not write itself. Indexes as in `accessTokens[0].scope`. */
export function explainClaim(path: string, kind: CookieKind): string | null {
  const hints = BY_KIND[kind];
  const general = path.replace(/\[\d+\]/g, '[]');
  if (Object.hasOwn(hints, general)) return hints[general] ?? null;
  return /^user\.https?:/.test(path) ? 'A claim of your own, added by an Action or a rule.' : null;
}

/** Names of claims that hold Unix seconds. */
const MOMENTS = new Set([
  'exp',
  'iat',
  'uat',
  'nbf',
  'auth_time',
  'session_expiry',
  'expiresAt',
  'createdAt',
  'sessionExpiresAt',
  'accessTokenExpiresAt',
]);

/** The value as Unix seconds where the claim is a moment; null otherwise. 1990 to 2200: anything else is no clock. */
export function momentOf(name: string, value: unknown): number | null {
  if (!MOMENTS.has(name) || typeof value !== 'number') return null;
  return value > 631_152_000 && value < 7_258_118_400 ? value : null;
}

/** The name people know a token by: `tokenSet.idToken` → `ID token`. */
export function tokenLabel(path: string): string {
  const name = /([^.[\]]+)(?:\[\d+\])?$/.exec(path)?.[1] ?? path;
  const number = /\[(\d+)\]/.exec(path)?.[1];
  const label = LABELS[name] ?? name;
  return number === undefined ? label : `${label} ${Number(number) + 2}`;
}

const LABELS: Readonly<Record<string, string>> = {
  accessToken: 'Access token',
  idToken: 'ID token',
  refreshToken: 'Refresh token',
  codeVerifier: 'Code verifier',
  code_verifier: 'Code verifier',
  authSession: 'Auth session',
  nonce: 'Nonce',
  state: 'State',
  id: 'Session id',
};

function prefixed(prefix: string, hints: Hints): Hints {
  return Object.fromEntries(Object.entries(hints).map(([name, hint]) => [`${prefix}.${name}`, hint]));
}

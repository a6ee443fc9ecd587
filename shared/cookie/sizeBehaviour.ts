/** What decides how many bytes of cookies an SDK version writes. Read in the published packages, by minor version. */

export interface SizeBehaviour {
  /** Null when it was unknown, and the newest known was assumed. */
  version: string | null;
  generation: 3 | 4;
  /** Name of the session cookie when the app sets none. */
  defaultName: string;
  /** The options `name` and `sameSite` exist (v3, and from 4.0.1, abstract-session-store.js). */
  cookieOptions: boolean;
  /** The options `path` and `domain` exist (v3, and from 4.5.0). */
  cookieScope: boolean;
  /** Characters of value in one cookie; null when the value is never split (before 4.3.0). v3 computes it from its attributes. */
  chunkSize: number | null;
  /** `exp` is part of the encrypted JSON (from 4.5.1, cookies.js encrypt); v3 has it in the protected header. */
  expInPayload: boolean;
  /** The `exp` of a stateful session has a fraction of a second: up to four more digits (4.5.1 to 4.11.0). */
  fractionalStatefulExp: boolean;
  /** A stateful session named `appSession` is deleted as v3's cookie in the response that sets it (4.4.0 to 4.6.0). */
  deletesStatefulLegacy: boolean;
  /** `session.connectionTokenSets` go to cookies of their own, `__FC_0` and on (from 4.4.0, stateless-session-store.js). */
  connectionCookies: boolean;
  /** `transient` drops Max-Age (v3, and from 4.5.0). */
  transient: boolean;
  /** How a cookie is deleted; see `deletionLine`. */
  deletion: 'expires' | 'bare' | 'scoped' | 'full';
  /** v3's `appSession` is deleted on every save, not only when the request has it (4.4.0 to 4.11.x). */
  deletesLegacyAlways: boolean;
  /** What is deleted as v3's cookie includes `appSession__0` and on, which v3 never wrote (4.4.0 to 4.5.x). */
  deletesLegacyChunks: boolean;
  /** The first five chunk names are deleted on every save, used or not (from 4.29.0, MAX_CHUNKS of cookies.js). */
  tombstones: number;
  /** Transactions are written as `{seconds}:{token}` (from 4.29.0, transaction-store.js). */
  transactionTime: boolean;
  /** `tokenSet.idToken` is stored (v3 with `storeIDToken`, and from 4.3.0). */
  storesIdToken: boolean;
  /** `beforeSessionSaved` also runs when a refresh saves new tokens (from 4.8.0, client.js). */
  hookOnRefresh: boolean;
  /** `filterDefaultIdTokenClaims` is exported from `@auth0/nextjs-auth0/server` (from 4.7.0). */
  exportsClaimFilter: boolean;
  /** `tokenSet.requestedScope`, `tokenSet.audience` and the list `accessTokens` exist (from 4.11.0). */
  moreTokens: boolean;
}

export const CHUNK_SIZE = 3500;

/** Null, and text that is no version, mean "unknown" and get the behaviour of the newest known release. */
export function sizeBehaviour(sdk: string | null | undefined): SizeBehaviour {
  const parsed = parseVersion(sdk ?? '');
  const since = (text: string): boolean => parsed === null || compare(parsed, parseVersion(text) ?? []) >= 0;
  const generation = since('4.0.0') ? 4 : 3;
  const from = (text: string): boolean => generation === 4 && since(text);
  return {
    version: parsed === null ? null : (sdk ?? null),
    generation,
    defaultName: generation === 3 ? 'appSession' : '__session',
    cookieOptions: generation === 3 || since('4.0.1'),
    cookieScope: generation === 3 || since('4.5.0'),
    chunkSize: from('4.3.0') ? CHUNK_SIZE : null,
    expInPayload: from('4.5.1'),
    fractionalStatefulExp: from('4.5.1') && !since('4.11.1'),
    deletesStatefulLegacy: from('4.4.0') && !since('4.6.1'),
    connectionCookies: from('4.4.0'),
    transient: generation === 3 || since('4.5.0'),
    deletion: since('4.21.0') ? 'full' : since('4.9.0') ? 'scoped' : since('4.8.0') ? 'bare' : 'expires',
    deletesLegacyAlways: from('4.4.0') && !since('4.12.0'),
    deletesLegacyChunks: from('4.4.0') && !since('4.6.0'),
    tombstones: from('4.29.0') ? 5 : 0,
    transactionTime: from('4.29.0'),
    storesIdToken: generation === 3 || since('4.3.0'),
    hookOnRefresh: from('4.8.0'),
    exportsClaimFilter: from('4.7.0'),
    moreTokens: from('4.11.0'),
  };
}

function parseVersion(text: string): number[] | null {
  const match = /^\s*v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?\s*$/.exec(text);
  return match === null ? null : match.slice(1, 4).map(Number);
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < 3; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

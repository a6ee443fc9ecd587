/** The names the SDK gives its cookies (v4.30.0: stateless-session-store.js, transaction-store.js; v3.8.0: get-config.js). */
import type { CookieKind } from './types';

const CONNECTION_TOKEN = /^__FC_\d+$/;
const TRANSACTION = /^__txn_/;
/** v3's signed transaction; the second name is its fallback for browsers that refuse SameSite=None. */
const SIGNED_TRANSACTION = /^_?auth_verification$/;

export interface ChunkName {
  base: string;
  index: number;
  style: 'v4' | 'v3';
}

/** `__session__1` and `appSession.1` are chunks, `__FC_1` and `__txn_…` never are. */
export function chunkNameOf(name: string): ChunkName | null {
  if (CONNECTION_TOKEN.test(name) || TRANSACTION.test(name)) return null;
  const match = /^(.+?)(__|\.)(\d{1,4})$/s.exec(name);
  if (match === null) return null;
  const [, base = '', separator, digits] = match;
  return { base, index: Number(digits), style: separator === '.' ? 'v3' : 'v4' };
}

/** The name of the cookie that a chunk belongs to; the name itself for what is no chunk. */
export function baseNameOf(name: string): string {
  return chunkNameOf(name)?.base ?? name;
}

/** Also of a chunk. */
export function isNameOfSdk(name: string | null): boolean {
  return name !== null && kindByName(baseNameOf(name)) !== null;
}

/** What a cookie of this name holds, when it cannot be opened; null for a name that is not the SDK's own. */
export function kindByName(name: string | null): CookieKind | null {
  if (name === null) return null;
  if (name === '__session') return 'session';
  if (name === 'appSession') return 'legacy';
  if (CONNECTION_TOKEN.test(name)) return 'connection-token';
  return TRANSACTION.test(name) || isSignedTransaction(name) ? 'transaction' : null;
}

export function isSignedTransaction(name: string): boolean {
  return SIGNED_TRANSACTION.test(name);
}

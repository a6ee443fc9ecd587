/** The vocabulary of opened cookies. Times are Unix seconds, bytes are UTF-8 bytes of `name=value`. */

export type CookieKind =
  /** A session held in the cookie itself: v4's `__session`, or another name. */
  | 'session'
  /** The id of a session in a store. */
  | 'session-id'
  /** Written by v3: `appSession`. */
  | 'legacy'
  /** `__FC_n`: a token set of a connection. */
  | 'connection-token'
  /** `__txn_*`: a login in progress. */
  | 'transaction'
  | 'unknown';

export type CookieStatus = 'valid' | 'expired' | 'wrong-secret' | 'malformed' | 'incomplete';

/** One cookie as it was pasted: its name as written, with the chunk suffix, or null for a bare value. */
export interface PastedCookie {
  name: string | null;
  value: string;
}

export type PastedForm =
  'value' | 'cookie-header' | 'set-cookie' | 'curl' | 'har' | 'table' | 'json' | 'empty' | 'unknown';

export interface PastedText {
  form: PastedForm;
  cookies: PastedCookie[];
}

export interface DecodedCookie {
  /** Without the chunk suffix; null for a bare value. */
  name: string | null;
  kind: CookieKind;
  /** Of all chunks together. */
  bytes: number;
  chunks: number;
  status: CookieStatus;
  payload: Record<string, unknown> | null;
  issuedAt: number | null;
  expiresAt: number | null;
  /** One precise sentence for people: what it is, or why it does not open. Holds no value of the cookie. */
  message: string;
  /** Numbers of chunks that are not there, for `incomplete`. */
  missing: number[];
  /** Which of the secrets opened it: index into the list that was given; null when none did. */
  secret: number | null;
}

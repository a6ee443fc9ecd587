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
  /** As written: quotes around it are gone, percent-encoding is still there. */
  value: string;
  /**
   * Cookies of one request, response or host carry the same number, where the text holds several (HAR files, exports
   * of a whole browser): chunks are joined only within one.
   */
  source?: number;
}

/**
 * `curl`: a command that was copied in developer tools, for whichever shell, also `fetch`. `table`: rows of cookies.
 * `text`: any other text with cookies in it.
 */
export type PastedForm =
  'value' | 'cookie-header' | 'set-cookie' | 'curl' | 'har' | 'table' | 'json' | 'text' | 'empty' | 'unknown';

export interface PastedText {
  form: PastedForm;
  cookies: PastedCookie[];
  /** One sentence for people when there is something to say: too large, a file without cookies. No value of a cookie. */
  note: string | null;
}

export interface DecodedCookie {
  /** Without the chunk suffix; null for a bare value. */
  name: string | null;
  kind: CookieKind;
  /** Of all chunks together. */
  bytes: number;
  chunks: number;
  status: CookieStatus;
  /** What the cookie holds, as it was encrypted (v4: with `exp`). Also of expired cookies. Holds tokens: see redact.ts. */
  payload: Record<string, unknown> | null;
  /** The login, where the cookie tells it: `internal.createdAt`, `iat` of v3; the start of a login for transactions. */
  issuedAt: number | null;
  /** Null where only the browser's Max-Age ends it (4.0.0 to 4.5.0). */
  expiresAt: number | null;
  /** One precise sentence for people: what it is, or why it does not open. Holds no value of the cookie. */
  message: string;
  /** Why it ended, as far as the cookie itself tells: a part of `message`. Null for what has not ended. */
  why: string | null;
  /** Numbers of chunks that are not there, for `incomplete`. */
  missing: number[];
  /** Which of the secrets opened it: index into the list that was given; null when none did. */
  secret: number | null;
}

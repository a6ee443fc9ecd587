/**
 * What the panel "Decode Session Cookie" and the extension host tell each other. The webview gets what it shows and no
 * more: no secret, no cookie that was pasted, and of a token only what `revealed` answers. Times are Unix seconds.
 */
import type { CookieKind, CookieStatus } from '../cookie/types';
import type { Life } from '../session/chart';

/** From the webview to the host. */
export type CookieRequest =
  /** The page is there, also again after it was hidden: send the view. */
  | { type: 'ready' }
  /** Forgets what was pasted before. */
  | { type: 'paste'; text: string }
  /** Try this source of secrets too, or no longer; the app's env files are read now. */
  | { type: 'choose'; source: string; use: boolean }
  /** Ask for a secret in a password box of VS Code. */
  | { type: 'type-secret' }
  /** Keep the typed secrets in VS Code's secret storage. */
  | { type: 'store-secret' }
  | { type: 'forget-secret'; source: string }
  /** Forgets the cookies, and the typed secrets too. */
  | { type: 'clear' }
  /** Decode again: a session has just ended. */
  | { type: 'refresh' }
  | { type: 'reveal'; cookie: number; token: string }
  | { type: 'copy-token'; cookie: number; token: string }
  | { type: 'copy-json' }
  | { type: 'copy-report' }
  /** Show the client whose configuration fits the cookie. */
  | { type: 'open-client'; cookie: number };

/** From the host to the webview. */
export type CookieAnswer =
  | { type: 'view'; view: CookieView }
  | { type: 'revealed'; cookie: number; token: string; revealed: RevealedToken }
  /** For the status line, which screen readers announce. */
  | { type: 'said'; text: string };

export interface CookieView {
  /** False in Restricted Mode: no env file is read, no stored secret offered. */
  trusted: boolean;
  /** Null until something was pasted. */
  paste: PasteView | null;
  sources: SecretSource[];
  /** Ids of the sources whose secrets are tried. */
  chosen: string[];
  /** What happened to the secrets: a file that is gone, a value that Next.js expands. Names only. */
  secretNotes: string[];
  cookies: CookieCard[];
}

export interface PasteView {
  /** `a Cookie header`. */
  form: string;
  characters: number;
  cookies: number;
  /** Why nothing, or not everything, could be used; null when there is nothing to say. */
  note: string | null;
}

export interface SecretSource {
  /** Stays the same while the panel lives. */
  id: string;
  kind: 'app' | 'typed' | 'stored';
  label: string;
  /** `AUTH0_SECRET in .env.local and .env`. */
  detail: string;
}

export interface CookieCard {
  /** Without the chunk suffix; null for a bare value. */
  name: string | null;
  kind: CookieKind;
  /** `Session`. */
  kindLabel: string;
  /** `locked`: encrypted, and no secret was tried yet. */
  status: CookieStatus | 'locked';
  statusLabel: string;
  message: string;
  /** What to do about a cookie that does not open; null when it did. */
  next: string | null;
  /** UTF-8 bytes of `name=value` over all chunks. */
  bytes: number;
  chunks: number;
  /** `AUTH0_SECRET in .env.local`. */
  openedWith: string | null;
  issuedAt: number | null;
  expiresAt: number | null;
  /** Null where the cookie does not tell its login and its end. */
  life: LifeView | null;
  client: ClientView | null;
  /** Of a session that ended: why the limit that ended it cannot be named. Null when it is named, or not asked. */
  doubt: string | null;
  claims: ClaimRow[];
  /** Rows that are not shown because there are too many. */
  moreClaims: number;
  tokens: TokenView[];
  size: SizeView | null;
}

/** The picture of a session's life: see shared/session/chart.ts. */
export interface LifeView {
  /** The login, Unix seconds. */
  loginAt: number;
  /** Seconds since login. */
  life: Life;
}

/** The client that wrote the cookie, or would have to. */
export interface ClientView {
  /** `auth0`, of `lib/auth0.ts`, line 6. */
  name: string;
  file: string;
  line: number;
  app: string;
  /** The lifetime in one or two sentences. */
  summary: string;
  /** Whether the cookie's end is one that this configuration writes; null where that cannot be told. */
  fits: boolean | null;
  /** When the cookie was last written, if it fits; Unix seconds. */
  lastWrite: number | null;
}

export interface ClaimRow {
  /** `user.email`, `accessTokens[0].audience`. */
  path: string;
  value: string;
  /** The value is a moment, in Unix seconds, to be shown as a date. */
  time: number | null;
  /** What the claim is for; null for claims of the app's own. */
  hint: string | null;
  redacted: boolean;
}

export interface TokenView {
  /** Path of the claim. */
  id: string;
  /** `ID token`. */
  label: string;
  bytes: number;
  format: 'jwt' | 'jwe' | 'opaque';
  /** `RS256`; of a JWT or JWE only. */
  algorithm: string | null;
  expiresAt: number | null;
}

export interface RevealedToken {
  value: string;
  /** Indented JSON; null for what is no JWT. */
  header: string | null;
  /** Null also for an encrypted token. */
  payload: string | null;
}

export interface SizeView {
  /** Bytes of the payload as JSON. */
  payloadBytes: number;
  /** UTF-8 bytes of `name=value` over all chunks. */
  cookieBytes: number;
  /** v3 signs the id of a stored session, and encrypts nothing. */
  isSigned: boolean;
  /** Bytes of each cookie. */
  chunks: number[];
  /** Bytes of payload that still fit before one more cookie is needed; null where the SDK does not chunk. */
  nextChunkIn: number | null;
  tree: SizeTile;
  /** None for what is sent beside a session. */
  limits: HeaderShare[];
  advice: SizeAdvice[];
}

export interface SizeTile {
  /** `idToken`. */
  name: string;
  /** `tokenSet.idToken`; unique in a tree. */
  path: string;
  /** False for what the encryption, the JSON and the cookie's name add. */
  isClaim: boolean;
  /** Bytes of the cookies. */
  bytes: number;
  children: SizeTile[];
}

/** Null where the host documents no number. */
export interface HeaderShare {
  host: string;
  limit: number | null;
  /** What the limit is for: `all headers`. */
  what: string;
  /** 0.2 is a fifth; above 1 the request is refused. */
  share: number | null;
  /** The page with the number, and the day on which it was read; null for the user's own limit. */
  source: string | null;
  seen: string | null;
}

export interface SizeAdvice {
  /** `without idToken: 2 cookies → 1, −1,554 bytes; costs id_token_hint at logout`, with code between backticks. */
  text: string;
  how: string;
}

/** Longest text the panel takes: HAR files are large, but not that large. In UTF-16 units. */
export const MAX_PASTE = 30_000_000;

const PLAIN = ['ready', 'type-secret', 'store-secret', 'clear', 'refresh', 'copy-json', 'copy-report'];
const WITH_TOKEN = ['reveal', 'copy-token'];

/** A message of the webview, or undefined for anything else. */
export function readRequest(message: unknown): CookieRequest | undefined {
  if (!isRecord(message) || typeof message.type !== 'string') return undefined;
  const { type, text, source, use, cookie, token } = message;
  if (PLAIN.includes(type)) return { type } as CookieRequest;
  if (type === 'paste') {
    return typeof text === 'string' && text.length <= MAX_PASTE ? { type, text } : undefined;
  }
  if (type === 'forget-secret') return typeof source === 'string' ? { type, source } : undefined;
  if (type === 'choose') {
    return typeof source === 'string' && typeof use === 'boolean' ? { type, source, use } : undefined;
  }
  if (!Number.isSafeInteger(cookie)) return undefined;
  if (type === 'open-client') return { type, cookie: cookie as number };
  if (WITH_TOKEN.includes(type) && typeof token === 'string') {
    return { type, cookie, token } as CookieRequest;
  }
  return undefined;
}

/** A message of the host, or undefined: anything that is posted to the page's window arrives there. */
export function readAnswer(message: unknown): CookieAnswer | undefined {
  if (!isRecord(message)) return undefined;
  const { type, view, text, revealed } = message;
  const isAnswer =
    (type === 'view' && isRecord(view) && Array.isArray(view.cookies) && Array.isArray(view.sources)) ||
    (type === 'said' && typeof text === 'string') ||
    (type === 'revealed' && isRecord(revealed) && typeof revealed.value === 'string');
  return isAnswer ? (message as unknown as CookieAnswer) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What the panel shows of decoded cookies. Pure: no VS Code, no clock, no disk. */
import { withReason } from '../../../shared/cookie/lifetime';
import { redactPayload } from '../../../shared/cookie/redact';
import type { CookieKind, DecodedCookie, PastedForm, PastedText } from '../../../shared/cookie/types';
import type { SessionLane } from '../../../shared/protocol';
import type { CookieCard, PasteView } from '../../../shared/webview/cookie';
import { claimRows, tokensOf } from './claims';
import { cookieLife } from './life';
import { sizeView } from './size';

/** Where a secret came from; the secret itself stays with the decoder. */
export interface SecretOrigin {
  kind: 'app' | 'typed' | 'stored';
  /** `AUTH0_SECRET in .env.local`. */
  label: string;
  /** Of the app whose env file it is. */
  root: string | null;
}

export interface CardContext {
  /** Unix seconds. */
  now: number;
  lanes: readonly SessionLane[];
  /** Of the secrets the cookies were decoded with, in the same order. */
  secrets: readonly SecretOrigin[];
  /** Bytes of request header that the user's own host takes, from the settings. */
  headerLimit: number | null;
}

/** A decoded cookie with what only the host may know of it. */
export interface OpenedCookie {
  card: CookieCard;
  /** The payload with redacted tokens; null when it does not open. */
  redacted: Record<string, unknown> | null;
  /** Values by TokenView.id. */
  tokens: ReadonlyMap<string, string>;
  /** The client whose configuration is shown. */
  lane: SessionLane | null;
}

export function openedCookie(cookie: DecodedCookie, context: CardContext): OpenedCookie {
  const { name, kind, payload, bytes, chunks, issuedAt, expiresAt } = cookie;
  const origin = cookie.secret === null ? undefined : context.secrets[cookie.secret];
  const redacted = payload === null ? null : redactPayload(payload, kind);
  const tokens = payload === null || redacted === null ? [] : tokensOf(payload, redacted);
  const { rows, more } = redacted === null ? { rows: [], more: 0 } : claimRows(redacted, kind);
  const lived = payload === null ? null : cookieLife(cookie, context.lanes, context.now, origin?.root);
  const status = cookie.status === 'wrong-secret' && context.secrets.length === 0 ? 'locked' : cookie.status;
  const card: CookieCard = {
    name,
    kind,
    kindLabel: kindLabel(kind, status),
    status,
    statusLabel: STATUSES[status],
    message: status === 'locked' ? LOCKED : lived?.why ? withReason(cookie, lived.why) : cookie.message,
    next: nextStep(status, kind, context.secrets),
    bytes,
    chunks,
    openedWith: origin?.label ?? null,
    issuedAt,
    expiresAt,
    life: lived?.life ?? null,
    client: lived?.client ?? null,
    doubt: lived?.doubt ?? null,
    claims: rows,
    moreClaims: more,
    tokens: tokens.map(({ view }) => view),
    size: payload === null ? null : sizeView(cookie, payload, lived?.lane ?? null, context.headerLimit),
  };
  const values = new Map(tokens.map(({ view, value }) => [view.id, value]));
  return { card, redacted, tokens: values, lane: lived?.lane ?? null };
}

const KINDS: Record<CookieKind, string> = {
  session: 'Session',
  'session-id': 'Id of a stored session',
  legacy: 'Session of v3',
  'connection-token': 'Token of a connection',
  transaction: 'Login in progress',
  unknown: 'Not a session',
};

/** What a value without a telling name is shows only once it is open. */
function kindLabel(kind: CookieKind, status: CookieCard['status']): string {
  const isClosed = status === 'locked' || status === 'wrong-secret';
  return kind === 'unknown' && isClosed ? 'Encrypted cookie' : KINDS[kind];
}

const STATUSES: Record<CookieCard['status'], string> = {
  valid: 'Valid',
  expired: 'Expired',
  'wrong-secret': 'Wrong secret',
  malformed: 'Not readable',
  incomplete: 'Part missing',
  locked: 'Encrypted',
};

const LOCKED = 'Encrypted. It opens with the secret of the app that wrote it.';

function nextStep(
  status: CookieCard['status'],
  kind: CookieKind,
  secrets: readonly SecretOrigin[],
): string | null {
  switch (status) {
    case 'valid':
    case 'expired':
      return null;
    case 'locked':
      return 'Choose or type a secret under “Secrets to try”.';
    case 'wrong-secret':
      return secrets.some(({ kind: from }) => from === 'app')
        ? 'Env files hold the secret of this machine. For a cookie of a deployed app, type the secret that is set there; after a rotation, the old one.'
        : 'Check that the secret is complete and has no quotes around it. After a rotation, try the old one too: all typed secrets are tried.';
    case 'incomplete':
      return 'Copy the whole Cookie header of one request, or all rows of the table in developer tools, and paste again.';
    case 'malformed':
      return kind === 'unknown'
        ? 'The SDK keeps the session in `__session` (v4), `appSession` (v3), or the name set in `session.cookie.name`. Developer tools list it under Application, Cookies.'
        : 'Copy the value again, from its first to its last character. “Copy as cURL” on a request has all of it.';
  }
}

const FORMS: Record<PastedForm, string> = {
  value: 'A cookie value',
  'cookie-header': 'A Cookie header',
  'set-cookie': 'Set-Cookie lines',
  curl: 'A copied request',
  har: 'A HAR file',
  table: 'A table of cookies',
  json: 'A JSON export',
  text: 'A text with cookies in it',
  empty: 'Nothing',
  unknown: 'Text without cookies',
};

const NO_COOKIE =
  'No cookie was found in it. Paste a cookie value, a Cookie or Set-Cookie header, “Copy as cURL”, a HAR file, or the cookies of developer tools.';

export function pasteView({ form, cookies, note }: PastedText, characters: number): PasteView {
  return {
    form: FORMS[form],
    characters,
    cookies: cookies.length,
    note: note ?? (cookies.length === 0 ? NO_COOKIE : null),
  };
}

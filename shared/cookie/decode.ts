import { describeOther } from './foreign';
import { readingsOf } from './group';
import { keysOf } from './jwe';
import { failed, openReading } from './open';
import type { CookieKind, DecodedCookie, PastedCookie } from './types';
import { explainUnrelated } from './unrelated';

export interface DecodeOptions {
  /** Unix seconds. */
  now: number;
}

/** Browsers send at most some hundred cookies; decrypting takes a tenth of a millisecond for each and secret. */
const MAX_READINGS = 1000;
/** Cookies that are not the SDK's are told of only up to so many. */
const MAX_OTHERS = 50;

const ORDER: readonly CookieKind[] = [
  'session',
  'session-id',
  'legacy',
  'connection-token',
  'transaction',
  'unknown',
];

const SESSIONS: ReadonlySet<CookieKind> = new Set(['session', 'session-id', 'legacy']);

/**
 * Opens the cookies of the SDK among the pasted ones, with the first secret that fits each. Cookies of other
 * libraries and of the app are left out when there is one of the SDK's; otherwise each is named. Sessions come first.
 * Never rejects: whatever does not open has a status, and a message that says why.
 */
export async function decodeCookies(
  cookies: readonly PastedCookie[],
  secrets: readonly string[],
  { now }: DecodeOptions,
): Promise<DecodedCookie[]> {
  const keys = secrets.map((secret) => (secret === '' ? null : keysOf(secret)));
  const own: DecodedCookie[] = [];
  const others: DecodedCookie[] = [];
  for (const reading of readingsOf(cookies).slice(0, MAX_READINGS)) {
    const decoded = await openReading(reading, keys, now);
    if (decoded !== null) own.push(decoded);
    else if (others.length < MAX_OTHERS) others.push(explainUnrelated(reading, keys));
  }
  // A rest of a session under a name of the app's own counts beside cookies that are the SDK's.
  if (own.length > 0 && !own.some(({ kind }) => SESSIONS.has(kind))) {
    own.push(...others.filter(({ status }) => status === 'incomplete'));
  }
  if (own.length > 0) return noteBothVersions(sorted(own));
  return others.length > 0 ? others : deletions(cookies);
}

function sorted(cookies: readonly DecodedCookie[]): DecodedCookie[] {
  return [...cookies].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}

/** v4 looks for v3's cookie only where its own is not there (stateless-session-store.js, `get`). */
function noteBothVersions(cookies: DecodedCookie[]): DecodedCookie[] {
  if (!cookies.some(({ kind, payload }) => kind === 'session' && payload !== null)) return cookies;
  return cookies.map((cookie) =>
    cookie.kind === 'legacy' && cookie.name === 'appSession'
      ? { ...cookie, message: `${cookie.message} v4 does not read it while it has a session of its own.` }
      : cookie,
  );
}

/** Only empty values: what a logout answers, or a session that ended when it should have been extended. */
function deletions(cookies: readonly PastedCookie[]): DecodedCookie[] {
  const readings = readingsOf(
    cookies.slice(0, MAX_OTHERS).map((cookie) => (cookie.value === '' ? { ...cookie, value: '""' } : cookie)),
  );
  const byName = new Map<string | null, DecodedCookie>();
  for (const reading of readings) {
    const message = describeOther(reading.name, '');
    const deletion = failed({ ...reading, ignored: null }, 'malformed', message);
    const before = byName.get(reading.name);
    const bytes = (before?.bytes ?? 0) + reading.bytes - 2 * reading.parts.length;
    byName.set(reading.name, { ...deletion, bytes, chunks: (before?.chunks ?? 0) + reading.parts.length });
  }
  return [...byName.values()];
}

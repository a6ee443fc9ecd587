/** When a cookie ended, and why: sentences for people. Times are Unix seconds. */
import { formatDuration } from '../session/duration';
import type { JsonObject } from './shape';
import type { CookieKind, DecodedCookie } from './types';

export interface Lifetime {
  issuedAt: number | null;
  expiresAt: number | null;
}

/** v4 treats a session as gone so long before the identity provider's limit (4.24.0 and newer). */
const IDP_MARGIN = 30;
/** jose's clockTolerance in the SDK (4.6.0 and newer). */
const TOLERANCE = 15;
const DAY = 86_400;
/** Defaults of v4: session/abstract-session-store.js. */
const DEFAULT_ABSOLUTE = 3 * DAY;
const DEFAULT_INACTIVITY = DAY;
/** A Unix time beyond the year 5138, or none. */
const MAX_TIME = 1e11;

export function lifetimeOf(
  kind: CookieKind,
  payload: JsonObject,
  header: JsonObject,
  startedAt: number | null,
): Lifetime {
  if (kind === 'legacy') return { issuedAt: time(header['iat']), expiresAt: time(header['exp']) };
  const internal = payload['internal'] as { createdAt?: unknown } | null | undefined;
  const exp = time(payload['exp']);
  const limit = idpLimit(payload);
  return {
    issuedAt: kind === 'session' ? time(internal?.createdAt) : startedAt,
    expiresAt: limit !== null && (exp === null || limit < exp) ? limit : exp,
  };
}

/** When the identity provider's `session_expiry` ends the session (4.24.0 and newer); null without one. */
export function idpLimit(payload: JsonObject): number | null {
  const internal = payload['internal'] as { sessionExpiresAt?: unknown } | null | undefined;
  const limit = time(internal?.sessionExpiresAt);
  return limit === null ? null : limit - IDP_MARGIN;
}

function time(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < MAX_TIME ? value : null;
}

export function describeLifetime(
  kind: CookieKind,
  { issuedAt, expiresAt }: Lifetime,
  payload: JsonObject,
  header: JsonObject,
  now: number,
): Pick<DecodedCookie, 'message' | 'why'> {
  const what = NOUNS[kind];
  if (expiresAt === null) {
    return { message: `${what}. ${WITHOUT_END[kind] ?? WITHOUT_END.session}`, why: null };
  }
  if (now < expiresAt)
    return { message: `${what}, valid for another ${rounded(expiresAt - now)}.`, why: null };
  const ended = `${what} that ended ${rounded(now - expiresAt)} ago`;
  const tolerated =
    kind !== 'legacy' && now - expiresAt < TOLERANCE
      ? ' The SDK accepts it for 15 seconds more, browsers do not send it any more.'
      : '';
  const because = (why: string, rest: string) => ({ message: `${ended}: ${why}.${rest}`, why });
  switch (kind) {
    case 'connection-token':
      return { message: `${ended}, with the session it belongs to.${tolerated}`, why: null };
    case 'transaction':
      return because('the login was not completed in time', tolerated);
    case 'session-id': {
      const store = 'Whether for inactivity or age stands in the store, not in the cookie.';
      return { message: `${ended}. ${store}${tolerated}`, why: null };
    }
    case 'legacy':
      return because(whyLegacy(header), V3_ENDED);
    default:
      return because(whySession(issuedAt, expiresAt, payload), tolerated);
  }
}

const V3_ENDED = " v3 refuses it; v4 does not look at the end of v3's sessions and still accepts it.";

/** The message with a better reason, from somebody who knows the configuration. */
export function withReason({ message, why }: Pick<DecodedCookie, 'message' | 'why'>, better: string): string {
  return why === null ? message : message.replace(`: ${why}.`, () => `: ${better}.`);
}

const NOUNS: Record<CookieKind, string> = {
  session: 'A session',
  'session-id': 'The id of a session in a store',
  legacy: 'A session written by v3',
  'connection-token': 'A token set of a connection',
  transaction: 'A login in progress',
  unknown: 'Something that is no session of the SDK, encrypted with this secret',
};

const WITHOUT_END: Partial<Record<CookieKind, string>> & { session: string } = {
  session:
    'It holds no end: versions before 4.5.1 leave that to the browser, so a copy of the cookie never ends.',
  'session-id': 'The cookie holds no end of its own.',
  transaction: 'It holds no end of its own; browsers drop it after an hour by default.',
};

/** The times tell when it ended, and hint at the rule: which one it was stands in the configuration. */
function whySession(createdAt: number | null, expiresAt: number, payload: JsonObject): string {
  if (idpLimit(payload) === expiresAt) return "the identity provider's session_expiry was reached";
  if (createdAt === null) return 'it does not tell when it began, so inactivity or absolute duration';
  const age = expiresAt - createdAt;
  if (near(age, DEFAULT_ABSOLUTE))
    return '3 days after login, probably the absolute duration, whose default that is';
  if (near(age, DEFAULT_INACTIVITY)) {
    return '1 day after login, probably by inactivity, whose default that is: no request extended it';
  }
  if (isRound(age)) {
    return `${formatDuration(toRound(age))} after login, so absolute duration, or inactivity without any request that extended it`;
  }
  if (age < 0) return 'its end lies before its login';
  return `${rounded(age)} after login, probably by inactivity: no request extended it further`;
}

/** v3 writes when the session was last extended (`uat`), so what was added to it can be told from the whole. */
function whyLegacy(header: JsonObject): string {
  const [iat, uat, exp] = [time(header['iat']), time(header['uat']), time(header['exp'])];
  if (iat === null || exp === null) return 'rolling or absolute duration';
  const idle = exp - (uat ?? iat);
  const age = exp - iat;
  if (isRound(idle) && (uat === iat || !isRound(age))) {
    return `inactivity, ${formatDuration(toRound(idle))} (rollingDuration) after the last request that extended it`;
  }
  if (isRound(age)) return `absolute duration, ${formatDuration(toRound(age))} after login`;
  return `rolling or absolute duration, ${rounded(age)} after login`;
}

/** The login and the saving of the cookie are a moment apart. */
function near(seconds: number, duration: number): boolean {
  return Math.abs(seconds - duration) <= 2;
}

function toRound(seconds: number): number {
  return Math.round(seconds / 3600) * 3600;
}

/** A whole number of hours is a duration somebody configured; an end that requests moved is one by chance only. */
function isRound(seconds: number): boolean {
  return toRound(seconds) > 0 && near(seconds, toRound(seconds));
}

/** Two units at most, and no seconds behind hours: `2 days 3 hours`, `5 minutes 20 seconds`. */
export function rounded(seconds: number): string {
  const grain = seconds >= DAY ? 3600 : seconds >= 3600 ? 60 : 1;
  return formatDuration(Math.round(seconds / grain) * grain).replace(/^about /, '');
}

/** `in 2 days`, `3 hours ago`. */
export function fromNow(at: number, now: number): string {
  if (at === now) return 'now';
  const duration = rounded(Math.abs(at - now));
  return at > now ? `in ${duration}` : `${duration} ago`;
}

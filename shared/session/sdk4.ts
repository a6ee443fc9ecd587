/** How v4 writes and reads the session cookie. Clock values are Unix seconds, possibly with a fraction. */
import type { Behaviour } from './behaviour';
import {
  BROWSER_COOKIE_LIMIT,
  browserKeepsUntil,
  expirationTime,
  int32,
  plus,
  type RawValue,
} from './rawValues';
import type { EndReason, SessionConfig } from './types';

/** A session cookie in the browser, with what the SDK can read from it. */
export interface Cookie {
  createdAt: number;
  /** v3: time of the last save (`uat`). */
  updatedAt: number;
  /** Expiry inside the encrypted token; null before 4.5.1. */
  exp: number | null;
  /** The browser drops it at this time; Infinity when it lasts until the browser is closed. */
  browserUntil: number;
  /** Which of the durations set this expiry. */
  limit: EndReason;
}

/** A cookie as the browser keeps it: not longer than browsers keep any. Null when it is deleted at once. */
export function inBrowser(cookie: Cookie, now: number): Cookie | null {
  const { browserUntil, exp } = cookie;
  if (browserUntil <= now) return null;
  const longest = now + BROWSER_COOKIE_LIMIT;
  if (browserUntil === Infinity || browserUntil <= longest) return cookie;
  const limit = exp !== null && exp <= longest ? cookie.limit : 'browser-limit';
  return { ...cookie, browserUntil: longest, limit };
}

export type Written = { cookie: Cookie | null; limit: EndReason } | { error: string };
export type Read = 'alive' | 'gone' | { error: string };

/** Accepted after `exp`: `clockTolerance` of `jwtDecrypt`, seconds. */
export const CLOCK_TOLERANCE = 15;

export interface Durations {
  rolling: RawValue;
  absoluteDuration: RawValue;
  inactivityDuration: RawValue;
}

/** The options after defaults: only `undefined` takes the default (destructuring in `AbstractSessionStore`). */
export function withDefaults(config: SessionConfig, behaviour: Behaviour): Durations {
  const { defaults } = behaviour;
  const {
    rolling = defaults.rolling,
    absoluteDuration = defaults.absoluteDuration,
    inactivityDuration = defaults.inactivityDuration,
  } = config;
  return { rolling, absoluteDuration, inactivityDuration };
}

/** `calculateMaxAge` of `AbstractSessionStore`, the same in 4.0.0 to 4.30.0. Not a number only when the option is none. */
export function calculateMaxAge(durations: Durations, createdAt: number, now: number): RawValue {
  if (!durations.rolling) return durations.absoluteDuration;
  const updatedAt = int32(now);
  const { idle, absolute } = ends(durations, createdAt, updatedAt);
  const maxAge = Math.min(idle, absolute) - updatedAt;
  return maxAge > 0 ? maxAge : 0;
}

function ends(durations: Durations, createdAt: number, updatedAt: number) {
  return {
    idle: Number(plus(updatedAt, durations.inactivityDuration)),
    absolute: Number(plus(createdAt, durations.absoluteDuration)),
  };
}

/**
 * `sessionStore.set` at `now`: the cookie the browser then holds (null when it deletes it), or the SDK's error.
 * `previous` is the cookie of the request.
 */
export function write4(
  config: SessionConfig,
  behaviour: Behaviour,
  createdAt: number,
  now: number,
  previous: Cookie | null = null,
): Written {
  // The stateful store opens the old cookie for its id, and nothing catches an expired one.
  const old = previous && config.stateful && read4(previous, { ...config, stateful: false }, behaviour, now);
  if (old !== null && typeof old === 'object') return old;
  const durations = withDefaults(config, behaviour);
  const maxAge = calculateMaxAge(durations, createdAt, now);
  const token = behaviour.tokenExpires ? tokenExpiry(config, behaviour, maxAge, now) : { exp: null };
  if ('error' in token) return token;
  const keepsAttribute = !(behaviour.transient && config.transient && !config.stateful);
  const browserUntil = browserKeepsUntil(keepsAttribute ? maxAge : undefined, now);
  const limit = limitOf(durations, behaviour, createdAt, now);
  const cookie = inBrowser({ createdAt, updatedAt: now, exp: token.exp, browserUntil, limit }, now);
  return { cookie, limit: cookie?.limit ?? limit };
}

function tokenExpiry(config: SessionConfig, behaviour: Behaviour, maxAge: RawValue, now: number) {
  if (behaviour.expiryFlooredAsWhole) {
    const sum = plus(now, maxAge);
    return expirationTime(config.stateful ? sum : Math.floor(Number(sum)), now);
  }
  const clock = behaviour.expiryFromInt32 ? int32(now) : config.stateful ? now : Math.floor(now);
  return expirationTime(plus(clock, maxAge), Math.floor(now));
}

function limitOf(durations: Durations, behaviour: Behaviour, createdAt: number, now: number): EndReason {
  // A window that every request restarts ends because no request came, whatever the option is called.
  if (!durations.rolling) return behaviour.resavesNonRolling ? 'inactivity' : 'absolute';
  const { idle, absolute } = ends(durations, createdAt, int32(now));
  return idle < absolute ? 'inactivity' : 'absolute';
}

/** `sessionStore.get` at `now`, for a cookie the browser may have dropped already. */
export function read4(cookie: Cookie, config: SessionConfig, behaviour: Behaviour, now: number): Read {
  if (now >= cookie.browserUntil) return 'gone';
  if (cookie.exp === null) return 'alive';
  const tolerance = behaviour.clockTolerance ? CLOCK_TOLERANCE : 0;
  if (cookie.exp > Math.floor(now) - tolerance) return 'alive';
  // The stateful store catches what decryption throws.
  return behaviour.expiredTokenThrows && !config.stateful ? { error: 'ERR_JWT_EXPIRED' } : 'gone';
}

/** When the session ends if nothing is written any more, the clock tolerance not counted. */
export function end4(cookie: Cookie): number {
  return Math.min(cookie.browserUntil, cookie.exp ?? Infinity);
}

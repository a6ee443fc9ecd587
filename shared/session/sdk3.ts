/** How v3 writes and reads the session cookie: `auth0-session/session/abstract-session.js` and `get-config.js` of 3.8.0. */
import type { Behaviour } from './behaviour';
import { expiresAttribute, int32, type RawValue } from './rawValues';
import { inBrowser, type Cookie, type Read, type Written } from './sdk4';
import type { SessionConfig } from './types';

export interface Durations3 {
  rolling: boolean;
  absoluteDuration: number | false;
  rollingDuration: number | false;
}

type Checked<T> = { value: T } | { error: string };

/** The options as the SDK's schema accepts and converts them, or the message of the TypeError it throws. */
export function validate3(config: SessionConfig, behaviour: Behaviour): Durations3 | { error: string } {
  const { defaults } = behaviour;
  const rolling = toBoolean(config.rolling, defaults.rolling);
  if ('error' in rolling) return rolling;
  const rollingDuration = rolling.value
    ? toInteger(config.inactivityDuration, defaults.inactivityDuration, 'rollingDuration')
    : toFalse(config.inactivityDuration, 'rollingDuration');
  if ('error' in rollingDuration) return rollingDuration;
  const absoluteFalse = rolling.value && toFalse(config.absoluteDuration ?? 0, 'absoluteDuration');
  const absoluteDuration =
    absoluteFalse && 'value' in absoluteFalse
      ? absoluteFalse
      : toInteger(config.absoluteDuration, defaults.absoluteDuration, 'absoluteDuration');
  if ('error' in absoluteDuration) return absoluteDuration;
  return {
    rolling: rolling.value,
    absoluteDuration: absoluteDuration.value,
    rollingDuration: rollingDuration.value,
  };
}

function toBoolean(value: RawValue, fallback: boolean): Checked<boolean> {
  if (value === undefined) return { value: fallback };
  const text = typeof value === 'string' ? value.trim().toLowerCase() : value;
  if (text === true || text === 'true') return { value: true };
  if (text === false || text === 'false') return { value: false };
  return { error: '"session.rolling" must be a boolean' };
}

function toFalse(value: RawValue, name: string): Checked<false> {
  const boolean = toBoolean(value, false);
  return 'value' in boolean && !boolean.value
    ? { value: false }
    : { error: `"session.${name}" must be false when "session.rolling" is disabled` };
}

function toInteger(value: RawValue, fallback: number, name: string): Checked<number> {
  if (value === undefined) return { value: fallback };
  const number = typeof value === 'string' ? fromText(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number)
    ? { value: number }
    : { error: `"session.${name}" must be provided an integer value` };
}

function fromText(text: string): number | undefined {
  return /^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text) ? Number(text) : undefined;
}

/** `AbstractSession.save` at `now`. A session that was just created passes its own time as `createdAt`. */
export function write3(config: SessionConfig, behaviour: Behaviour, createdAt: number, now: number): Written {
  const durations = validate3(config, behaviour);
  if ('error' in durations) return durations;
  const { rolling, absoluteDuration, rollingDuration } = durations;
  const updatedAt = int32(now);
  const idle = updatedAt + (rolling ? Number(rollingDuration) : Infinity);
  const absolute = absoluteDuration === false ? Infinity : createdAt + absoluteDuration;
  const exp = Math.min(idle, absolute);
  const limit = idle < absolute ? 'inactivity' : 'absolute';
  const browserUntil = config.transient ? Infinity : expiresAttribute(exp * 1000);
  const cookie = inBrowser({ createdAt, updatedAt, exp, browserUntil, limit }, now);
  return { cookie, limit: cookie?.limit ?? limit };
}

/**
 * `AbstractSession.read`: the durations configured now count as well as those of the time of the save. A configuration
 * the schema refuses fails on every request, with or without a cookie.
 */
export function read3(cookie: Cookie | null, config: SessionConfig, behaviour: Behaviour, now: number): Read {
  const durations = validate3(config, behaviour);
  if ('error' in durations) return durations;
  return cookie !== null && now < cookie.browserUntil && int32(now) < serverEnd(cookie, durations)
    ? 'alive'
    : 'gone';
}

/** When the session ends if nothing is written any more and the configuration stays. */
export function end3(cookie: Cookie, config: SessionConfig, behaviour: Behaviour): number {
  const durations = validate3(config, behaviour);
  return 'error' in durations ? -Infinity : Math.min(cookie.browserUntil, serverEnd(cookie, durations));
}

function serverEnd(cookie: Cookie, { absoluteDuration, rollingDuration }: Durations3): number {
  return Math.min(
    cookie.exp ?? Infinity,
    rollingDuration ? cookie.updatedAt + rollingDuration : Infinity,
    absoluteDuration === false ? Infinity : cookie.createdAt + absoluteDuration,
  );
}

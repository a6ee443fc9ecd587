/**
 * Odd configuration values, computed as JavaScript computes them inside the SDK. v4 validates no duration, so a text from
 * an environment variable, `null` or `NaN` goes through the same arithmetic as a number and ends in surprising places.
 */

/** What a session option can hold when types are not enforced. */
export type RawValue = string | number | boolean | null | undefined;

/** JavaScript's `number + value`: a text on the right makes it a concatenation. */
export function plus(left: number, right: RawValue): number | string {
  return typeof right === 'string' ? `${left}${right}` : left + Number(right);
}

/** `(Date.now() / 1000) | 0` as the SDK has it: a signed 32-bit number, which runs over on 19 January 2038. */
export function int32(seconds: number): number {
  return seconds | 0;
}

const TIME_SPAN =
  /^(\+|-)? ?(\d+|\d+\.\d+) ?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|years?|yrs?|y)(?: (ago|from now))?$/i;
const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800, y: 31_557_600 };

/**
 * jose's `setExpirationTime(input)`, the expiry it stores, in Unix seconds. A text is a time span counted from now
 * (`2h`), which the SDK reaches by accident when a duration is a text. Returns the message of the TypeError it throws
 * for anything else (jose 5.10 and 6.2, `lib/jwt_claims_set.js`).
 */
export function expirationTime(input: number | string, now: number): { exp: number } | { error: string } {
  if (typeof input === 'number') {
    return Number.isFinite(input) ? { exp: input } : { error: 'Invalid setExpirationTime input' };
  }
  const match = TIME_SPAN.exec(input);
  const [, sign, amount, unit, direction] = match ?? [];
  if (amount === undefined || unit === undefined || (sign !== undefined && direction !== undefined)) {
    return { error: 'Invalid time period format' };
  }
  const span = Math.round(Number.parseFloat(amount) * (SECONDS[unit.charAt(0).toLowerCase()] ?? 0));
  return { exp: now + (sign === '-' || direction?.toLowerCase() === 'ago' ? -span : span) };
}

/**
 * Until when a browser would keep a cookie that the SDK sets with this `maxAge` at `now` (Unix seconds): exclusive,
 * `-Infinity` when it deletes the cookie at once, `Infinity` when neither attribute is usable and the cookie lasts until
 * the browser is closed. The SDK's cookie library writes `Max-Age` for numbers only and `Expires` for every truthy value;
 * browsers read `Max-Age` first and only if it is an integer (RFC 6265 section 5.2, the same in Chromium 147).
 */
export function browserKeepsUntil(maxAge: RawValue, now: number): number {
  if (typeof maxAge === 'number' && /^-?\d+$/.test(String(maxAge))) {
    return maxAge <= 0 ? -Infinity : now + maxAge;
  }
  return maxAge ? expiresAttribute(now * 1000 + Number(maxAge) * 1000) : Infinity;
}

/** Seconds of an `Expires` attribute made from a date in milliseconds; `Infinity` for an impossible date. */
export function expiresAttribute(milliseconds: number): number {
  const time = new Date(milliseconds).getTime();
  return Number.isNaN(time) ? Infinity : Math.floor(time / 1000);
}

/** The longest time a browser keeps a cookie, whatever it says: 400 days (draft RFC 6265bis, Chromium), seconds. */
export const BROWSER_COOKIE_LIMIT = 34_560_000;

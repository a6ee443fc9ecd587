/** Durations for people. All numbers are seconds. */

const UNITS = [
  { seconds: 86_400, name: 'day', short: 'd' },
  { seconds: 3_600, name: 'hour', short: 'h' },
  { seconds: 60, name: 'minute', short: 'm' },
  { seconds: 1, name: 'second', short: 's' },
] as const;

const WEEK = 7 * 86_400;

/** Beyond this a limit is a slip (a text that was appended to the clock), not a plan: seconds of 100 years. */
export const NO_LIMIT = 100 * 365 * 86_400;

type Unit = (typeof UNITS)[number];

interface Split {
  parts: { count: number; unit: Unit }[];
  exact: boolean;
}

/** Splits into at most two units; rounds to the unit below the largest when that is not enough. */
function split(seconds: number): Split {
  const whole = Math.round(seconds);
  // Beyond a million days hours are noise, and beyond 2^53 they are made up.
  const [day] = UNITS;
  if (whole >= 1e6 * day.seconds) {
    return {
      parts: [{ count: Math.round(whole / day.seconds), unit: day }],
      exact: seconds % day.seconds === 0,
    };
  }
  const parts = divide(whole);
  if (parts.length <= 2) return { parts, exact: whole === seconds };
  const largest = UNITS.findIndex((unit) => whole >= unit.seconds);
  const grain = UNITS[largest + 1]?.seconds ?? 1;
  return { parts: divide(Math.round(whole / grain) * grain), exact: false };
}

function divide(seconds: number): Split['parts'] {
  let rest = seconds;
  return UNITS.flatMap((unit) => {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    return count > 0 ? [{ count, unit }] : [];
  });
}

/**
 * `604800` → `7 days`, `5400` → `1 hour 30 minutes`, `90061` → `about 1 day 1 hour`. Units are days and smaller, so
 * that a value reads as it is usually written in a configuration (`30 days`, not `4 weeks 2 days`).
 * Never throws: `NaN` → `not a number`, `Infinity` → `without limit`, `-60` → `minus 1 minute`.
 */
export function formatDuration(seconds: number): string {
  if (Number.isNaN(seconds)) return 'not a number';
  if (seconds === Infinity) return 'without limit';
  if (seconds < 0) return `minus ${seconds === -Infinity ? 'infinity' : formatDuration(-seconds)}`;
  if (seconds > 0 && seconds < 1) return 'less than 1 second';
  const { parts, exact } = split(seconds);
  if (parts.length === 0) return '0 seconds';
  const text = parts
    .map(({ count, unit }) => `${plainNumber(count)} ${unit.name}${count === 1 ? '' : 's'}`)
    .join(' ');
  return exact ? text : `about ${text}`;
}

/** `604800` → `7d`, `5400` → `1h30m`, `90061` → `~1d1h`, `0` → `0s`, `Infinity` → `∞`. Never throws. */
export function formatDurationShort(seconds: number): string {
  if (Number.isNaN(seconds)) return 'NaN';
  if (seconds === Infinity) return '∞';
  if (seconds < 0) return `-${formatDurationShort(-seconds)}`;
  if (seconds > 0 && seconds < 1) return '<1s';
  const { parts, exact } = split(seconds);
  if (parts.length === 0) return '0s';
  const text = parts.map(({ count, unit }) => `${plainNumber(count)}${unit.short}`).join('');
  return exact ? text : `~${text}`;
}

/** No exponent for the durations somebody may write by mistake (`Number.MAX_SAFE_INTEGER` is 104,249,991,374 days). */
function plainNumber(count: number): string {
  return count < 1e15 ? count.toFixed(0) : count.toExponential(0);
}

const PARTS = /(\d+(?:\.\d+)?)\s*([smhdw])\s*/giy;

/**
 * `90s`, `15m`, `2h`, `7d`, `2w`, several together (`1h30m`, `1d 12h`), or plain seconds (`3600`) → seconds.
 * Undefined for anything else, negative numbers and numbers too large to count in seconds included.
 */
export function parseDuration(text: string): number | undefined {
  const trimmed = text.trim();
  if (/^\d+(\.\d+)?$/.test(trimmed)) return safe(Number(trimmed));
  let total = 0;
  let end = 0;
  for (const match of trimmed.matchAll(PARTS)) {
    total += Number(match[1]) * secondsOf(match[2] ?? '');
    end = match.index + match[0].length;
  }
  return end > 0 && end === trimmed.length ? safe(total) : undefined;
}

function secondsOf(letter: string): number {
  const lower = letter.toLowerCase();
  return lower === 'w' ? WEEK : (UNITS.find((unit) => unit.short === lower)?.seconds ?? 0);
}

function safe(seconds: number): number | undefined {
  return seconds <= Number.MAX_SAFE_INTEGER ? seconds : undefined;
}

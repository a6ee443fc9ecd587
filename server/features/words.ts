/** Short wordings that several features share. */
import { formatDurationShort } from '../../shared/session/duration';

const UNITS: Record<string, string> = { d: 'd', h: 'h', m: 'min', s: 's' };

/** `86400` → `1 d`, `5400` → `1 h 30 min`: short enough for half a line, and still read at a glance. */
export function shortDuration(seconds: number): string {
  const short = formatDurationShort(seconds);
  const spaced = short.replace(
    /(\d)([dhms])/g,
    (_all, digit: string, unit: string) => `${digit} ${UNITS[unit]} `,
  );
  return spaced.replace(/^~/, 'about ').trim();
}

/** `a`, `a or b`, `a, b or c`. */
export function joined(items: readonly string[], word: 'and' | 'or'): string {
  return items.length > 1 ? `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}` : (items[0] ?? '');
}

/** `1 route`, `3 routes`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

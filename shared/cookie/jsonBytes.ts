/** Bytes of JSON without writing it: a hostile payload can be nested deeper than `JSON.stringify` can follow. */
import { utf8Length } from './utf8';

/** One member of an object as `JSON.stringify` sees it. */
export type Member = readonly [key: string, value: unknown];

/** UTF-8 bytes of `JSON.stringify(value)`; 0 for what it leaves out. */
export function jsonBytes(value: unknown): number {
  const open: unknown[] = [value];
  let bytes = 0;
  while (open.length > 0) {
    const next = plain(open.pop());
    if (Array.isArray(next)) {
      bytes += 2 + Math.max(0, next.length - 1);
      for (const element of next) open.push(isLeftOut(plain(element)) ? null : element);
    } else if (typeof next === 'object' && next !== null) {
      const members = membersOf(next);
      bytes += 2 + Math.max(0, members.length - 1);
      for (const [key, member] of members) {
        bytes += keyBytes(key);
        open.push(member);
      }
    } else if (!isLeftOut(next)) {
      bytes += utf8Length(JSON.stringify(next));
    }
  }
  return bytes;
}

/** Bytes of `"key":`. */
export function keyBytes(key: string): number {
  return utf8Length(JSON.stringify(key)) + 1;
}

/** The members that end up in the JSON, in its order. */
export function membersOf(value: object): Member[] {
  return Object.entries(value).filter(([, member]) => !isLeftOut(plain(member)));
}

/** What stands for the value in JSON: dates are texts. */
export function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('toJSON' in value)) return value;
  return typeof value.toJSON === 'function' ? (value.toJSON as () => unknown)() : value;
}

function isLeftOut(value: unknown): boolean {
  return value === undefined || typeof value === 'function' || typeof value === 'symbol';
}

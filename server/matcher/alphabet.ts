/** The characters of a search: one for all that the expressions at hand do not tell apart. */
import { includes } from './charSet';
import type { CharSet } from './charSet';

/** A set with a quick answer for ASCII; one object for equal sets, see positions.ts. */
export interface CharTable {
  set: CharSet;
  ascii: Uint8Array;
}

export function createCharTable(set: CharSet): CharTable {
  return { set, ascii: Uint8Array.from({ length: 128 }, (_, code) => (includes(set, code) ? 1 : 0)) };
}

export function contains({ set, ascii }: CharTable, code: number): boolean {
  return code < 128 ? ascii[code] === 1 : includes(set, code);
}

/** Printable ASCII, the characters a reader likes to see in an example first. */
const PRINTABLE =
  'abcdefghijklmnopqrstuvwxyz0123456789-_/.ABCDEFGHIJKLMNOPQRSTUVWXYZ~@!$&\'()*+,;=:%"#<>?[\\]^`{|}';

/** A class for every character of the alphabet; characters of a class are in the same sets. */
export interface Partition {
  codes: readonly number[];
  classes: Int32Array;
  count: number;
}

/** All characters in one class. */
export function coarsest(extra = ''): Partition {
  const codes = Array.from({ length: PRINTABLE.length + extra.length }, (_, i) =>
    (PRINTABLE + extra).charCodeAt(i),
  );
  return { codes, classes: new Int32Array(codes.length), count: 1 };
}

export function refine(partition: Partition, tables: Iterable<CharTable>): Partition {
  const { codes } = partition;
  const classes = partition.classes.slice();
  let { count } = partition;
  for (const table of new Set(tables)) {
    const renamed = new Int32Array(2 * count).fill(-1);
    let next = 0;
    for (let i = 0; i < codes.length; i++) {
      const key = (classes[i] as number) * 2 + (contains(table, codes[i] as number) ? 1 : 0);
      if (renamed[key] === -1) renamed[key] = next++;
      classes[i] = renamed[key] as number;
    }
    count = next;
  }
  return { codes, classes, count };
}

/** The nicest character of every class, nicest first. */
export function representatives({ codes, classes, count }: Partition): number[] {
  const isSeen = new Uint8Array(count);
  return codes.filter((_, i) => {
    const own = classes[i] as number;
    if (isSeen[own] === 1) return false;
    isSeen[own] = 1;
    return true;
  });
}

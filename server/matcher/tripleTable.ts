/** A hash table from three numbers to one, all non-negative 32-bit integers; several times a Map with joined keys. */
export interface TripleTable {
  /** -1 when absent. */
  get(a: number, b: number, c: number): number;
  set(a: number, b: number, c: number, value: number): void;
}

const FIELDS = 4;

export function createTripleTable(): TripleTable {
  let slots = 4096;
  let count = 0;
  // Values are stored plus one, so that zero marks a free slot.
  let data = new Int32Array(slots * FIELDS);

  /** Offset of the entry, or of the free slot where it belongs. */
  function find(a: number, b: number, c: number): number {
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
    hash ^= hash >>> 15;
    for (let slot = hash & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const at = slot * FIELDS;
      const isFree = data[at + 3] === 0;
      if (isFree || (data[at] === a && data[at + 1] === b && data[at + 2] === c)) return at;
    }
  }

  function grow(): void {
    const old = data;
    slots *= 2;
    data = new Int32Array(slots * FIELDS);
    for (let at = 0; at < old.length; at += FIELDS) {
      if (old[at + 3] === 0) continue;
      const to = find(old[at] as number, old[at + 1] as number, old[at + 2] as number);
      for (let field = 0; field < FIELDS; field++) data[to + field] = old[at + field] as number;
    }
  }

  return {
    get: (a, b, c) => (data[find(a, b, c) + 3] as number) - 1,
    set(a, b, c, value) {
      if (++count * 2 > slots) grow();
      const at = find(a, b, c);
      data[at] = a;
      data[at + 1] = b;
      data[at + 2] = c;
      data[at + 3] = value + 1;
    },
  };
}

/** Puts chunks together, as the SDK's `getChunkedCookie` does (v4.30.0, cookies.js), and finds what is left over. */
import { chunkNameOf, type ChunkName } from './names';
import type { PastedCookie } from './types';
import { utf8Length } from './utf8';

/** One value with the cookies that carry it. */
export interface Reading {
  /** Without the chunk suffix; null for a bare value. */
  name: string | null;
  /** Of all chunks together, without percent-encoding. */
  value: string;
  bytes: number;
  /** Values of the chunks in their order; one for a cookie in one piece. */
  parts: string[];
  /** Numbers of the chunks in `parts`; null for a cookie in one piece. */
  indexes: number[] | null;
  /** How the chunks are numbered, `__0` or `.0`; null for a cookie in one piece. */
  style: ChunkName['style'] | null;
  /** Chunks that are not there, below the highest that is. */
  missing: number[];
  /** Why the SDK does not read it: the cookie is there in one piece as well, or again later in the header. */
  ignored: 'whole-cookie' | 'later-cookie' | null;
}

/** More copies of one name than any browser sends are not looked at. */
const MAX_COPIES = 50;
/** The SDK writes chunks one after the other: a number far beyond the count is no chunk of a cookie. */
const MAX_INDEX = 999;

type Chunks = Map<number, string[]>;

export function readingsOf(cookies: readonly PastedCookie[]): Reading[] {
  const whole = new Map<string, { name: string | null; values: string[] }>();
  const chunked = new Map<string, { chunk: ChunkName; wholeKey: string; chunks: Chunks }>();
  for (const { name, value, source = -1 } of cookies) {
    // An empty value is how the SDK deletes a cookie or a chunk.
    if (value === '') continue;
    const chunk = name === null ? null : chunkOf(name);
    const wholeKey = JSON.stringify([source, chunk?.base ?? name]);
    if (chunk === null) {
      const found = whole.get(wholeKey) ?? { name, values: [] };
      whole.set(wholeKey, found);
      add(found.values, value);
    } else {
      const key = `${chunk.style} ${wholeKey}`;
      const found = chunked.get(key) ?? { chunk, wholeKey, chunks: new Map<number, string[]>() };
      chunked.set(key, found);
      const values = found.chunks.get(chunk.index) ?? [];
      found.chunks.set(chunk.index, values);
      add(values, value);
    }
  }
  const readings = [...whole.values()].flatMap(({ name, values }) =>
    values.map((value, i) => wholeReading(name, value, i < values.length - 1)),
  );
  for (const { chunk, wholeKey, chunks } of chunked.values()) {
    readings.push(...chunkReadings(chunk, chunks, whole.has(wholeKey)));
  }
  return withoutRepeats(readings);
}

function chunkOf(name: string): ChunkName | null {
  const chunk = chunkNameOf(name);
  return chunk !== null && chunk.index <= MAX_INDEX ? chunk : null;
}

function add(values: string[], value: string): void {
  const at = values.indexOf(value);
  if (at >= 0) values.splice(at, 1);
  values.push(value);
  if (values.length > MAX_COPIES) values.shift();
}

function wholeReading(name: string | null, written: string, isRepeated: boolean): Reading {
  const value = unescaped(written);
  return {
    name,
    value,
    bytes: utf8Length(name === null ? written : `${name}=${written}`),
    parts: [value],
    indexes: null,
    style: null,
    missing: [],
    ignored: isRepeated && name !== null ? 'later-cookie' : null,
  };
}

/** The last copy of every chunk, and the first ones where they differ: two cookies of different paths, for example. */
function chunkReadings({ base, style }: ChunkName, chunks: Chunks, hasWhole: boolean): Reading[] {
  const suffix = style === 'v3' ? '.' : '__';
  const indexes = [...chunks.keys()].sort((a, b) => a - b);
  const select = (pick: (values: readonly string[]) => string, isRepeated: boolean): Reading => {
    const written = indexes.map((index) => pick(chunks.get(index) ?? []));
    const parts = written.map(unescaped);
    const bytes = indexes.map((index, i) => utf8Length(`${base}${suffix}${index}=${written[i] ?? ''}`));
    return {
      name: base,
      value: parts.join(''),
      bytes: bytes.reduce((sum, n) => sum + n, 0),
      parts,
      indexes,
      style,
      missing: gaps(indexes),
      ignored: hasWhole ? 'whole-cookie' : isRepeated ? 'later-cookie' : null,
    };
  };
  const last = select((values) => values.at(-1) ?? '', false);
  const repeated = [...chunks.values()].some((values) => values.length > 1);
  return repeated ? [last, select((values) => values[0] ?? '', true)] : [last];
}

function gaps(indexes: readonly number[]): number[] {
  const there = new Set(indexes);
  return Array.from({ length: indexes.at(-1) ?? 0 }, (_, i) => i).filter((i) => !there.has(i));
}

/** A cookie that was sent with many requests is one cookie. */
function withoutRepeats(readings: readonly Reading[]): Reading[] {
  const seen = new Set<string>();
  return readings.filter(({ name, indexes, value }) => {
    const key = JSON.stringify([name, indexes, value]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function unescaped(written: string): string {
  if (!written.includes('%')) return written;
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}

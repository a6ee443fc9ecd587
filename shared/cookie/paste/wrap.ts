/** Undoes the line breaks of a terminal or a mail. */

/** Columns. Longer lines are lines of their own: each chunk of a cookie in a line makes equal ones too. */
const NARROWEST = 40;
const WIDEST = 250;
const LEAST_LINES = 2;

/** Joins lines that end at the same column, without what quotes, indents or continues them. Null when there are none. */
export function unwrapped(text: string): string | null {
  const lines = text.split('\n');
  const bare = lines.map((line) => line.replace(/^[ \t>]+/, '').replace(/\\$/, ''));
  const counts = new Map<number, number>();
  for (const { length } of bare) {
    if (length >= NARROWEST && length <= WIDEST) counts.set(length, (counts.get(length) ?? 0) + 1);
  }
  const [width, count] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most), [0, 0]);
  if (count < LEAST_LINES) return null;
  // The first line may be indented by itself, and a break at a space takes the space away.
  const isFull = (length: number) => length === width || length === width - 1;
  return bare
    .map((line, i) => (isFull(line.length) || isFull(lines[i]?.length ?? 0) ? line : `${line}\n`))
    .join('');
}

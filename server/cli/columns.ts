/** How wide text is on a terminal. Tabs, wide characters and control characters would put carets in the wrong place. */

export interface Cell {
  text: string;
  /** Columns the cell takes: 2 for wide characters and most emoji. */
  width: number;
  /** Offset in UTF-16 code units of the original line. */
  offset: number;
  /** First column of the cell. */
  column: number;
}

export interface Row {
  cells: Cell[];
  width: number;
}

const TAB = 4;
const WIDE =
  /^(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}.*\ufe0f)/u;
const HALF_WIDTH = /^[\uff61-\uffdc]/;
const ZERO_WIDTH = /^[\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]+$/;
const ASCII = /^[\x20-\x7e]*$/;
let segmenter: Intl.Segmenter | undefined;

/** Splits a line into what a terminal draws as one character each; tabs become spaces up to the next tab stop. */
export function layOut(line: string): Row {
  const cells: Cell[] = [];
  let column = 0;
  for (const { segment, index } of segments(line)) {
    const text = segment === '\t' ? ' '.repeat(TAB - (column % TAB)) : visible(segment);
    const width = segment === '\t' ? text.length : widthOf(text);
    cells.push({ text, width, offset: index, column });
    column += width;
  }
  return { cells, width: column };
}

/** Column at which the character with this offset starts; the row's width for offsets at or past the end. */
export function columnAt(row: Row, offset: number): number {
  // The last cell that starts at or before the offset: an offset inside a surrogate pair belongs to its cell.
  let found: Cell | undefined;
  for (const cell of row.cells) {
    if (cell.offset > offset) return found?.column ?? 0;
    found = cell;
  }
  const end = found ? found.offset + 1 : 0;
  return found && offset < end ? found.column : row.width;
}

/** Text for a terminal: control characters, which could move the cursor or reorder the line, become visible signs. */
export function visible(text: string): string {
  return text
    .replace(/[\x00-\x08\x0b-\x1f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/\x7f/g, '\u2421')
    .replace(/[\x80-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

function* segments(line: string): Iterable<{ segment: string; index: number }> {
  if (ASCII.test(line)) {
    for (let index = 0; index < line.length; index++) yield { segment: line.charAt(index), index };
    return;
  }
  segmenter ??= new Intl.Segmenter('en', { granularity: 'grapheme' });
  yield* segmenter.segment(line);
}

function widthOf(text: string): number {
  if (ASCII.test(text)) return text.length;
  if (ZERO_WIDTH.test(text)) return 0;
  return WIDE.test(text) && !HALF_WIDTH.test(text) ? 2 : 1;
}

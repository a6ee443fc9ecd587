import { highlight } from '@babel/code-frame';
import type { Severity } from '../../shared/finding';
import type { Range } from '../../shared/text';
import { columnAt, layOut } from './columns';
import type { Row } from './columns';
import type { Colors } from './io';
import { isEnvFile, maskedEnvColumn, maskEnvLine, publicLines } from './mask';

export interface FrameOptions {
  colors: Colors;
  severity: Severity;
  /** Characters that fit on a line of the terminal. */
  width: number;
  /** Ranges that must not be shown, whatever they are called. */
  secrets?: readonly Range[];
}

const CONTEXT = 2;
/** A longer range is shown by its first lines only. */
const MAX_LINES = 8;
const HIGHLIGHTED = /\.[cm]?[jt]sx?$/;

interface FrameLine {
  number: number;
  row: Row;
  /** Columns under which carets stand; null for lines around the range. */
  mark: { from: number; to: number } | null;
}

/** The lines of a range with carets under it. Empty when the range lies outside the text. */
export function codeFrame(text: string, file: string, range: Range, options: FrameOptions): string {
  const lines = text.split(/\r\n|\n|\r/);
  if (range.start.line >= lines.length) return '';
  const frame = isEnvFile(file)
    ? envLines(lines, range)
    : sourceLines(publicLines(lines, options.secrets ?? []), range);
  return render(frame, file, options);
}

/** One line only: neighbours in a `.env` file are none of the finding's business. */
function envLines(lines: readonly string[], { start, end }: Range): FrameLine[] {
  const line = lines[start.line] ?? '';
  const row = layOut(maskEnvLine(line));
  const endCharacter = end.line > start.line ? line.length : end.character;
  const from = columnAt(row, maskedEnvColumn(line, start.character, 'start'));
  const to = columnAt(row, maskedEnvColumn(line, endCharacter, 'end'));
  return [{ number: start.line + 1, row, mark: { from, to: Math.max(to, from + 1) } }];
}

function sourceLines(lines: readonly string[], { start, end }: Range): FrameLine[] {
  // A range that ends where a line starts contains nothing of that line.
  const lastMarked = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  const cut = lastMarked - start.line >= MAX_LINES;
  const lastLine = lines.at(-1) === '' ? lines.length - 2 : lines.length - 1;
  const lastShown = cut
    ? start.line + MAX_LINES - 1
    : Math.max(lastMarked, Math.min(lastMarked + CONTEXT, lastLine));
  const frame: FrameLine[] = [];
  for (let n = Math.max(0, start.line - CONTEXT); n <= lastShown; n++) {
    const line = lines[n] ?? '';
    const row = layOut(line);
    const marked = n >= start.line && n <= lastMarked;
    const from = n === start.line ? columnAt(row, start.character) : columnAt(row, line.search(/\S|$/));
    const to = n === end.line ? columnAt(row, end.character) : columnAt(row, line.trimEnd().length);
    const isBlank = n > start.line && line.trim() === '';
    frame.push({
      number: n + 1,
      row,
      mark: marked && !isBlank ? { from, to: Math.max(to, from + 1) } : null,
    });
  }
  return frame;
}

function render(
  frame: readonly FrameLine[],
  file: string,
  { colors, severity, width }: FrameOptions,
): string {
  const digits = String(frame.at(-1)?.number ?? 1).length;
  const room = Math.max(20, width - digits - 5);
  const shift = horizontalShift(frame, room);
  const cropped = frame.map((line) => crop(line.row, shift, room));
  const source = cropped.join('\n');
  const code = (colors.isColorSupported && HIGHLIGHTED.test(file) ? highlight(source) : source).split('\n');
  const paint = severityColor(colors, severity);

  return frame
    .flatMap(({ number, mark }, i) => {
      const pointer = mark ? paint('>') : ' ';
      const line = `${pointer} ${colors.gray(`${String(number).padStart(digits)} |`)} ${code[i] ?? ''}`;
      if (!mark) return [line.trimEnd()];
      const from = Math.max(mark.from - shift, 0);
      const to = Math.min(mark.to - shift, room);
      if (to <= from) return [line.trimEnd()];
      const carets = ' '.repeat(from) + paint('^'.repeat(to - from));
      return [line, `  ${colors.gray(`${' '.repeat(digits)} |`)} ${carets}`];
    })
    .join('\n');
}

/** Long lines (minified code, long matchers) scroll sideways so that the start of the range is in view. */
function horizontalShift(frame: readonly FrameLine[], room: number): number {
  const first = frame.find((line) => line.mark)?.mark;
  if (!first || Math.min(first.to, first.from + room / 2) <= room) return 0;
  return first.from - Math.floor(room / 4);
}

function crop(row: Row, shift: number, room: number): string {
  const cells = row.cells.filter((cell) => cell.column >= shift && cell.column + cell.width <= shift + room);
  const first = cells[0];
  if (!first) return '';
  // A wide character cut at the left edge leaves a gap that keeps the columns true.
  const gap = ' '.repeat(first.column - shift);
  const texts = cells.map((cell) => cell.text);
  if (shift > 0 && first.column === shift && first.width === 1) texts[0] = '…';
  const last = cells.at(-1);
  if (last && last.column + last.width < row.width && last.width === 1) texts[texts.length - 1] = '…';
  return gap + texts.join('');
}

export function severityColor(colors: Colors, severity: Severity): (text: string) => string {
  if (severity === 'error') return colors.red;
  if (severity === 'warning') return colors.yellow;
  return severity === 'info' ? colors.blue : colors.gray;
}

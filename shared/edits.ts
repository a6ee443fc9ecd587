import type { Fix, TextEdit } from './finding';
import { lineStarts } from './text';
import type { Position, Range } from './text';

/** Offset of a position. One outside the text moves to the nearest place inside, one past a line's end to that end. */
export function offsetAt(text: string, starts: readonly number[], position: Position): number {
  const start = starts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : text.length;
  let end = starts[position.line + 1] ?? text.length;
  while (end > start && /[\r\n]/.test(text.charAt(end - 1))) end--;
  return Math.min(start + Math.max(position.character, 0), end);
}

/**
 * The text after all edits. Edits refer to the text as it is now and may come in any order; several insertions
 * at one place keep their order. Throws when two edits overlap, because no result would be what both meant.
 * Line ends of the new text follow the file's, as an editor does it.
 */
export function applyEdits(text: string, edits: readonly Omit<TextEdit, 'file'>[]): string {
  const starts = lineStarts(text);
  const spans = edits
    .map((edit) => ({
      start: offsetAt(text, starts, edit.range.start),
      end: offsetAt(text, starts, edit.range.end),
      newText: edit.newText,
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const usesCrLf = /\r\n/.test(text);
  let result = '';
  let done = 0;
  for (const { start, end, newText } of spans) {
    if (start < done || end < start) throw new Error('edits overlap');
    result += text.slice(done, start) + (usesCrLf ? newText.replace(/\r?\n/g, '\r\n') : newText);
    done = end;
  }
  return result + text.slice(done);
}

export interface MergedFixes {
  /** Edits to apply at once, by absolute file path. */
  edits: Map<string, TextEdit[]>;
  applied: Fix[];
  /** Fixes that touch what an earlier one changes; analyse again after applying and try these then. */
  skipped: Fix[];
}

/**
 * Takes as many whole fixes as fit together, first come first served. A fix is applied with all its edits or not at
 * all; an edit that several fixes have in common (one import, say) is made once.
 */
export function mergeFixes(fixes: readonly Fix[]): MergedFixes {
  const merged: MergedFixes = { edits: new Map(), applied: [], skipped: [] };
  for (const fix of fixes) {
    const taken = (file: string) => merged.edits.get(file) ?? [];
    const fresh = fix.edits.filter((edit) => !taken(edit.file).some((other) => same(edit, other)));
    const fits =
      !fresh.some((edit) => taken(edit.file).some((other) => collide(edit, other))) &&
      !fix.edits.some((a, i) => fix.edits.some((b, j) => i < j && overlap(a, b)));
    if (!fits) {
      merged.skipped.push(fix);
      continue;
    }
    merged.applied.push(fix);
    for (const edit of fresh) merged.edits.set(edit.file, [...taken(edit.file), edit]);
  }
  for (const edit of lastUses(merged.applied)) {
    const taken = merged.edits.get(edit.file) ?? [];
    if (!taken.some((other) => collide(edit, other))) merged.edits.set(edit.file, [...taken, edit]);
  }
  return merged;
}

/** An import, say, that none of the fixes can take away by itself, and that nothing needs after all of them. */
function lastUses(fixes: readonly Fix[]): TextEdit[] {
  const all = fixes.flatMap(({ lastUse }) => lastUse ?? []);
  const first = all.filter((one, i) => all.findIndex(({ edit }) => isEqual(edit, one.edit)) === i);
  return first
    .filter(
      ({ edit, of }) => sum(all.filter((one) => isEqual(one.edit, edit)).map(({ uses }) => uses)) === of,
    )
    .map(({ edit }) => edit);
}

function isEqual(a: TextEdit, b: TextEdit): boolean {
  return a.file === b.file && same(a, b);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function same(a: TextEdit, b: TextEdit): boolean {
  return (
    a.newText === b.newText &&
    compare(a.range.start, b.range.start) === 0 &&
    compare(a.range.end, b.range.end) === 0
  );
}

/** Edits of two fixes must not share a character, nor touch where one only inserts: the order would be a guess. */
function collide(a: TextEdit, b: TextEdit): boolean {
  return overlap(a, b) || (gap(a.range, b.range) === 0 && (isEmpty(a.range) || isEmpty(b.range)));
}

function overlap(a: TextEdit, b: TextEdit): boolean {
  return a.file === b.file && gap(a.range, b.range) < 0;
}

/** Negative when the ranges share something, zero when they touch, positive when something lies between. */
function gap(a: Range, b: Range): number {
  return Math.max(compare(a.start, b.end), compare(b.start, a.end));
}

function isEmpty(range: Range): boolean {
  return compare(range.start, range.end) === 0;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

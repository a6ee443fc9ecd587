/** What is wrong with the chunks of one cookie. */
import type { Reading } from './group';
import { shapeOf, type Shape } from './shape';
import { CHUNK_SIZE } from './sizeBehaviour';
import { grouped } from './sizeWords';

/** A chunk that is followed by others has 3500 characters in v4, and 4096 less its attributes in v3. */
export const LEAST_FULL_CHUNK = 3000;

/** The chunk behind the last one, when the last is a full one and the cookie does not end in it. */
export function missingEnd({ parts, indexes }: Reading, shape: Shape): number[] {
  const last = parts.at(-1) ?? '';
  const goesOn =
    shape.is === 'jwe' &&
    !shape.isComplete &&
    last.length >= Math.max(LEAST_FULL_CHUNK, parts[0]?.length ?? 0);
  return goesOn && indexes !== null ? [(indexes.at(-1) ?? 0) + 1] : [];
}

/**
 * A chunk that is followed by others is full: a shorter one was cut off when it was copied. How many characters v3 puts
 * into a full one depends on its options. Null when there is none, and
 * for chunks of a longer cookie that stayed behind a whole one.
 */
export function cutChunk({ parts, indexes, style }: Reading): string | null {
  if (indexes === null) return null;
  const full = style === 'v4' ? CHUNK_SIZE : Math.max(...parts.map((part) => part.length));
  const at = parts.findIndex((part, i) => i < parts.length - 1 && part.length < full);
  if (at < 0) return null;
  const start = shapeOf(parts.slice(0, at + 1).join(''));
  if (start.is === 'jwe' && start.isComplete) return null;
  const all = `${style === 'v4' ? '' : 'at least '}${grouped(full)} characters`;
  return `chunk ${indexes[at]} is cut off, ${grouped(parts[at]?.length ?? 0)} of ${all}`;
}

export function list(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 10).join(', ');
  return numbers.length > 10 ? `${shown} and ${numbers.length - 10} more` : shown;
}

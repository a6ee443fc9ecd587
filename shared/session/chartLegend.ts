/** What the signs of a picture mean: the same list below the panel's picture and in a copied one. */
import type { Life } from './chart';
import { markShape, PLACED_KINDS, type PlacedKind } from './chartMarks';
import type { Shape } from './chartShapes';

export interface LegendEntry {
  label: string;
  /** Within 26 × 14. */
  shapes: Shape[];
}

export const LEGEND_WIDTH = 26;
export const LEGEND_HEIGHT = 14;

const EVENTS: Record<PlacedKind, string> = {
  visit: 'visit (a request through the middleware)',
  read: 'read without middleware',
  save: 'save (updateSession, token refresh)',
  logout: 'logout',
  close: 'browser closed',
  revoke: 'record in the store deleted',
};

/** Only the signs that occur: a legend of twelve explains less than one of six. */
export function legendOf(lives: readonly Life[]): LegendEntry[] {
  const kinds = new Set(lives.flatMap(({ simulation }) => simulation.events.map(({ kind }) => kind)));
  const middle = LEGEND_HEIGHT / 2;
  const bar = (name: string, inset: number): Shape => ({
    tag: 'rect',
    attributes: { class: name, x: 1, y: 3 + inset, width: 24, height: 8 - 2 * inset, rx: 2 },
  });
  const entry = (isThere: boolean, label: string, ...shapes: Shape[]): LegendEntry[] =>
    isThere ? [{ label, shapes }] : [];
  return [
    ...entry(true, 'in use', bar('used', 0)),
    ...entry(true, 'signed in, unused', bar('idle', 0.5)),
    ...entry(
      lives.some(({ gaps }) => gaps.length > 0),
      'signed out',
      { tag: 'rect', attributes: { class: 'void', x: 1, y: 3, width: 24, height: 8 } },
      { tag: 'line', attributes: { class: 'gap', x1: 1, x2: 25, y1: middle, y2: middle } },
    ),
    ...entry(
      lives.some(({ end }) => end !== null),
      'end',
      { tag: 'path', attributes: { class: 'end', d: 'M8 2l10 10m0-10l-10 10' } },
    ),
    ...entry(
      lives.some(({ limits, limitedBy }) => limits.length > 0 && limitedBy === undefined),
      'absolute limit',
      { tag: 'line', attributes: { class: 'limit', x1: 13, x2: 13, y1: 0, y2: LEGEND_HEIGHT } },
    ),
    ...entry(
      lives.some(({ limits, limitedBy }) => limits.length > 0 && limitedBy !== undefined),
      'limit of the ID token',
      { tag: 'line', attributes: { class: 'limit idp', x1: 13, x2: 13, y1: 0, y2: LEGEND_HEIGHT } },
    ),
    ...PLACED_KINDS.flatMap((kind) =>
      entry(kinds.has(kind), EVENTS[kind], markShape(kind, 'event found', LEGEND_WIDTH / 2, middle, 4)),
    ),
  ];
}

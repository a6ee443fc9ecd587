/** Routes in Next.js notation, segment by segment. */
import type { Route, RouteKind } from '../model';

export type Segment =
  | { kind: 'literal'; text: string }
  /** `[name]`, `[...name]`, `[[...name]]`. */
  | { kind: 'one' | 'many' | 'any'; name: string };

export interface RoutePattern {
  kind: RouteKind;
  segments: readonly Segment[];
}

/** Marks of intercepting routes, which have no URL of their own. */
const INTERCEPTION = /^\(\.{1,3}\)/;

/** Null for an intercepting route. Of a plain string, groups and slots are dropped and the kind is guessed. */
export function parseRoute(route: Route | string): RoutePattern | null {
  const text = typeof route === 'string' ? route : route.route;
  let parts = text.split('/').filter((part) => part !== '');
  if (parts.some((part) => INTERCEPTION.test(part))) return null;
  if (typeof route === 'string') {
    parts = parts.filter((part) => !part.startsWith('@') && !/^\(.*\)$/.test(part));
  }
  const kind = typeof route === 'string' ? guessKind(parts) : route.kind;
  return { kind, segments: parts.map(parseSegment) };
}

function guessKind(parts: readonly string[]): RouteKind {
  if (parts[0] === '_next') return 'asset';
  return parts[0] === 'api' ? 'api' : 'page';
}

function parseSegment(text: string): Segment {
  const any = /^\[\[\.\.\.(.+)\]\]$/.exec(text);
  if (any) return { kind: 'any', name: any[1] as string };
  const many = /^\[\.\.\.(.+)\]$/.exec(text);
  if (many) return { kind: 'many', name: many[1] as string };
  const one = /^\[(.+)\]$/.exec(text);
  return one ? { kind: 'one', name: one[1] as string } : { kind: 'literal', text };
}

const RANK = { literal: 0, one: 1, many: 2, any: 3 } as const;

/**
 * Whether both routes can answer the same path and Next.js prefers `other`: at the first difference a literal wins
 * over `[x]`, that over `[...x]`, that over `[[...x]]` (dist/shared/lib/router/utils/sorted-routes.js).
 */
export function isPreferredTo(other: RoutePattern, route: RoutePattern): boolean {
  if (!canShareAPath(other.segments, route.segments)) return false;
  for (let i = 0; ; i++) {
    const ours = route.segments[i];
    const theirs = other.segments[i];
    if (!ours || !theirs) return theirs === undefined && ours !== undefined;
    if (ours.kind !== theirs.kind) return RANK[theirs.kind] < RANK[ours.kind];
  }
}

export function canShareAPath(a: readonly Segment[], b: readonly Segment[]): boolean {
  for (let i = 0; ; i++) {
    const left = a[i];
    const right = b[i];
    if (!left || !right) return (left ?? right ?? { kind: 'any' }).kind === 'any';
    if (isRest(left) || isRest(right)) {
      // What remains on the other side is at least one segment, unless it is optional; either way a rest can take it.
      return true;
    }
    if (left.kind === 'literal' && right.kind === 'literal' && left.text !== right.text) return false;
  }
}

function isRest({ kind }: Segment): boolean {
  return kind === 'many' || kind === 'any';
}

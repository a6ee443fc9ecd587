/** The routes beside one of an app, as far as they take paths away from it. */
import type { ForeignRoutes } from './foreign';
import { canShareAPath, isPreferredTo, parseRoute } from './routePattern';
import type { RoutePattern } from './routePattern';
import type { CoverageOptions } from './types';

export interface Neighbours {
  /** Their paths are not the route's. */
  preferred: readonly RoutePattern[];
  /** What is taken of these is not taken of the route. */
  foreign: ForeignRoutes;
}

/** Next.js never looks for a page below this, whatever the app's routes are. */
const FRAMEWORK: RoutePattern = {
  kind: 'asset',
  segments: [
    { kind: 'literal', text: '_next' },
    { kind: 'any', name: 'path' },
  ],
};

// Two lists, for each is kept with what was made of it.
const NO_SIBLINGS: readonly string[] = [];
const NOTHING_ANSWERED: readonly string[] = [];
const NONE: Neighbours = { preferred: [], foreign: { data: [], whole: [] } };

export function neighboursOf(route: RoutePattern, { siblings, answered }: CoverageOptions): Neighbours {
  if (route.segments.every(({ kind }) => kind === 'literal')) return NONE;
  const others = parsed(siblings ?? NO_SIBLINGS, asSiblings);
  const whole = parsed(answered ?? NOTHING_ANSWERED, asAnswered);
  const preferred = others.filter((other) => isPreferredTo(other, route));
  const data = [...others, ...whole].filter((other) => hasDataWithin(other, route));
  const shared = whole.filter((other) => canShareAPath(other.segments, route.segments));
  return { preferred, foreign: { data: [...preferred, ...shared, ...data], whole: shared } };
}

/**
 * Is some data of the shorter route a path of this one? Of `/` it is `/index.json`, and in newer versions of `/a` also
 * `/a.segments/b.segment.rsc`.
 */
function hasDataWithin({ segments }: RoutePattern, route: RoutePattern): boolean {
  if (segments.length >= route.segments.length) return false;
  return segments.every((segment, i) => {
    const other = route.segments[i];
    if (segment.kind === 'many' || segment.kind === 'any' || !other) return false;
    if (other.kind !== 'literal') return true;
    // The last one carries the suffix.
    return i < segments.length - 1 && (segment.kind !== 'literal' || segment.text === other.text);
  });
}

const parsedLists = new WeakMap<readonly string[], readonly RoutePattern[]>();

/** The lists are the same for all routes of an app. */
function parsed(
  routes: readonly string[],
  parse: (routes: readonly string[]) => readonly RoutePattern[],
): readonly RoutePattern[] {
  let patterns = parsedLists.get(routes);
  if (!patterns) parsedLists.set(routes, (patterns = parse(routes)));
  return patterns;
}

function asSiblings(routes: readonly string[]): readonly RoutePattern[] {
  return [FRAMEWORK, ...routes.map(parseRoute).filter((other) => other !== null)];
}

/** They are no pages: with i18n they are asked for without a locale. */
function asAnswered(paths: readonly string[]): readonly RoutePattern[] {
  const patterns = paths.map((route) => parseRoute({ route, kind: 'sdk', file: null }));
  return patterns.filter((pattern) => pattern !== null);
}

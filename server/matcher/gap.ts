/**
 * What of a route covered in part is worth speaking of. Nearly every matcher leaves out some path that a parameter
 * could take, such as `/users/favicon.ico`; such a path is no page anybody has. Not so where all paths of one form are
 * left out, whatever the parameters are: `/docs/[...path]` with one segment, or with two.
 */
import type { Route } from '../model';
import { decideCoverage, witnessOfForm } from './coverage';
import { plainPaths } from './candidates';
import { parseRoute } from './routePattern';
import type { RoutePattern, Segment } from './routePattern';
import type { CompiledMatcher, CoverageOptions, MatcherContext } from './types';

/** Names for the segments of a catch-all behind the first. */
const DEEPER = ['page', 'part'];
/** Forms of a catch-all are looked at up to this many segments. */
const MAX_REST = 1 + DEEPER.length;

export interface Gap {
  /** Nothing of the route is taken. */
  isWhole: boolean;
  /** A path of the form. */
  example: string;
}

/**
 * A form of which every path is skipped, for certain; null when there is none, or when it cannot be decided. Folders
 * of other routes do not count as values: beside `/auth/login`, a matcher `/auth/:path*` also takes `/auth`, which is
 * formally a path of `/[slug]`, and still misses every page of it.
 */
export function findGap(
  route: Route | string,
  compiled: readonly CompiledMatcher[],
  context: MatcherContext,
  options: CoverageOptions = {},
): Gap | null {
  const pattern = parseRoute(route);
  const coverage = decideCoverage(route, compiled, context, options);
  const { covered, witness } = coverage;
  if (!pattern || witness === null || covered === 'all' || covered === 'unknown') return null;
  if (covered === 'none') return { isWhole: true, example: witness };
  if (pattern.segments.every(isLiteral)) {
    // Its few paths differ in the locale; without locales only in a slash behind a name with a dot.
    return context.i18n ? { isWhole: false, example: witness } : null;
  }
  const others = [...(options.siblings ?? []), ...(options.answered ?? [])];
  const folders = foldersBeside(pattern, others);
  const plain = new Set(plainPaths(pattern, context));
  for (const form of formsOf(pattern)) {
    const example = witnessOfForm(pattern, form, folders, compiled, context, options);
    if (example === null) continue;
    // The route's own witness reads better than one that was made for the form.
    const isBetter = plain.has(witness) && depthOf(witness) === depthOf(example);
    return { isWhole: false, example: isBetter ? witness : example };
  }
  return null;
}

function isLiteral({ kind }: Segment): boolean {
  return kind === 'literal';
}

function depthOf(path: string): number {
  return path.split('/').filter((part) => part !== '').length;
}

/** The route with so many single segments in the place of a catch-all. */
function formsOf(pattern: RoutePattern): RoutePattern[] {
  const last = pattern.segments.at(-1);
  if (!last || (last.kind !== 'many' && last.kind !== 'any')) return [pattern];
  const front = pattern.segments.slice(0, -1);
  const least = last.kind === 'any' ? 0 : 1;
  return Array.from({ length: MAX_REST - least + 1 }, (_, i) => {
    const rest = Array.from({ length: least + i }, (_, at): Segment => ({
      kind: 'one',
      name: DEEPER[at - 1] ?? last.name,
    }));
    return { ...pattern, segments: [...front, ...rest] };
  });
}

/** What lies below a name that another route has in the place of this one's first parameter. */
function foldersBeside({ segments, kind }: RoutePattern, others: readonly string[]): RoutePattern[] {
  const at = segments.findIndex((segment) => !isLiteral(segment));
  const front = segments.slice(0, at);
  const names = new Set<string>();
  for (const other of others) {
    const theirs = parseRoute(other)?.segments ?? [];
    const name = theirs[at];
    const isBeside = front.every(
      (segment, i) => isLiteral(segment) && JSON.stringify(segment) === JSON.stringify(theirs[i]),
    );
    if (isBeside && name?.kind === 'literal') names.add(name.text);
  }
  return [...names].flatMap((text): RoutePattern[] => {
    const folder: Segment[] = [...front, { kind: 'literal', text }];
    return [
      { kind, segments: folder },
      { kind, segments: [...folder, { kind: 'many', name: 'rest' }] },
    ];
  });
}

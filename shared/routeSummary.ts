/** How a route table is told in one line; the same in the code lens and in the list of routes. */
import type { RouteCoverage, RouteRow, RouteTable } from './routes';

/** Pages, handlers and the SDK's own routes: what people and their browsers ask for, and where a session matters. */
export function isCounted({
  kind,
  metadata,
  optional,
}: Pick<RouteRow, 'kind' | 'metadata' | 'optional'>): boolean {
  return kind !== 'asset' && !metadata && !optional;
}

/** Counted routes by coverage, in the order of the table. */
export type RoutesByCoverage = Record<RouteCoverage, RouteRow[]>;

export function byCoverage({ routes }: RouteTable): RoutesByCoverage {
  const groups: RoutesByCoverage = { all: [], partial: [], none: [], unknown: [] };
  for (const row of routes) if (isCounted(row)) groups[row.covered].push(row);
  return groups;
}

/** Routes on which the middleware runs, in part at least, and surely extends no session. The SDK's own never do. */
export function notRolling(table: RouteTable): RouteRow[] {
  const { all, partial } = byCoverage(table);
  return [...all, ...partial].filter(({ kind, rolls }) => kind !== 'sdk' && rolls === 'no');
}

/** `runs on 14 of 17 routes · 1 in part · 2 missed · 3 do not roll`. Undefined where nothing is known. */
export function routesInShort(table: RouteTable): string | undefined {
  const { all, partial, none, unknown } = byCoverage(table);
  const decided = all.length + partial.length + none.length;
  const total = decided + unknown.length;
  if (decided === 0) return undefined;
  const everywhere = total === 1 ? 'runs on the only route' : `runs on all ${total} routes`;
  const still = notRolling(table);
  const isConditional = [...all, ...partial].some(({ condition }) => condition !== null);
  return [
    all.length === total ? everywhere : `runs on ${all.length} of ${total} route${total === 1 ? '' : 's'}`,
    ...(partial.length > 0 ? [`${partial.length} in part`] : []),
    ...(none.length > 0 ? [`${none.length} missed`] : []),
    ...(unknown.length > 0 ? [`${unknown.length} undecided`] : []),
    ...(still.length > 0 ? [`${still.length} ${still.length === 1 ? 'does' : 'do'} not roll`] : []),
    ...(isConditional ? ['under conditions'] : []),
  ].join(' · ');
}

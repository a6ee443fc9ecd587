/** Above `config.matcher`: on how many routes the middleware runs. */
import ts from 'typescript';
import type { RouteRow, RouteTable } from '../../../shared/routes';
import { byCoverage, notRolling, routesInShort } from '../../../shared/routeSummary';
import type { Span } from '../../../shared/text';
import { routeTable } from '../../app/routeTable';
import type { AppModel } from '../../model';
import type { Lens } from './lens';

/** One lens, unless the matcher cannot be read or nothing about it is known. */
export function matcherLenses(app: AppModel, file: string): Lens[] {
  const { middleware, project } = app;
  if (middleware?.file !== file || middleware.matcher.kind !== 'entries' || !middleware.matcher.node)
    return [];
  const table = routeTable(app);
  const title = routesInShort(table);
  if (title === undefined) return [];
  const action = { command: 'sessionLens.showRoutes', argument: { root: project.root } };
  return [{ span: anchor(middleware.matcher.node), title, tooltip: inSentences(table), action }];
}

/** The property, up to the value's start: a matcher can go on for many lines. */
function anchor(value: ts.Node): Span {
  const { parent } = value;
  const start = ts.isPropertyAssignment(parent) ? parent.getStart() : value.getStart();
  return { start, end: Math.max(start, value.getStart()) };
}

function inSentences(table: RouteTable): string {
  const { all, partial, none, unknown } = byCoverage(table);
  const still = notRolling(table);
  const conditions = new Set([...all, ...partial].flatMap(({ condition }) => condition ?? []));
  return [
    'Counted are pages, handlers and the routes of the SDK.',
    ...(partial.length > 0
      ? [`In part: some paths of a route are skipped, such as ${examples(partial)}.`]
      : []),
    ...(none.length > 0 ? [`Missed: ${examples(none)}.`] : []),
    ...(still.length > 0 ? [`It runs, but visits do not extend the session: ${examples(still)}.`] : []),
    ...(unknown.length > 0 ? ['Undecided: it could not be computed whether the middleware runs there.'] : []),
    ...[...conditions].map((condition) => `It runs on some only ${condition.replace(/`/g, '')}.`),
  ].join(' ');
}

function examples(rows: readonly RouteRow[]): string {
  const paths = rows.slice(0, 3).map(({ route, witness }) => witness ?? route);
  return `${paths.join(', ')}${rows.length > paths.length ? ', …' : ''}`;
}

/** Where an app's middleware runs, and where a session rolls: the matcher's decision and the body's data flow in one. */
import type { RouteKind, RouteRow, RouteTable } from '../../shared/routes';
import { rollsOn } from '../facts/flow/coverage';
import { decideCoverage, type Coverage } from '../matcher';
import type { AppModel, Route } from '../model';
import { compileFor } from './compiledMatcher';
import { sdkRoutes } from './sdkRoutes';

type Decide = (route: string, kind: RouteKind) => Pick<Coverage, 'covered' | 'witness' | 'conditions'>;

const RUNS: Decide = () => ({ covered: 'all', witness: null });
const NEVER_RUNS: Decide = (route) => ({ covered: 'none', witness: route.includes('[') ? null : route });
const UNDECIDED: Decide = () => ({ covered: 'unknown', witness: null });

/** Every route that Next.js or the SDK serves, in the order of their paths. */
export function routeTable(app: AppModel): RouteTable {
  const { project, middleware } = app;
  const decide = decider(app);
  const own = project.routes.map((route) => toRow(app, route, decide(route.route, route.kind)));
  const routes = [...own, ...sdkRows(app, new Set(project.routes.map(({ route }) => route)), decide)];
  return {
    root: project.root,
    name: project.name,
    matchers: middleware?.matcher.kind === 'entries' ? middleware.matcher.entries.map((e) => e.source) : [],
    middleware: middleware?.file ?? null,
    routes: routes.sort((a, b) => (a.route < b.route ? -1 : a.route > b.route ? 1 : 0)),
  };
}

/** Compiles the matcher once: its automata are kept with the compiled entries and the list of siblings. */
function decider(app: AppModel): Decide {
  const { middleware, middlewareModules, project } = app;
  // A file of that name that cannot be read runs all the same; one that Next.js does not take never does.
  if (!middleware)
    return middlewareModules.length === project.middlewareFiles.length ? NEVER_RUNS : UNDECIDED;
  const { matcher } = middleware;
  if (matcher.kind === 'all' || matcher.isIgnored) return RUNS;
  const compiled = matcher.kind === 'unreadable' ? undefined : compileFor(app, matcher.entries);
  if (!compiled) return UNDECIDED;
  const { matchers, context, options } = compiled;
  const ofSdk = { ...options, answered: [] };
  return (route, kind) => decideCoverage(route, matchers, context, kind === 'sdk' ? ofSdk : options);
}

function toRow(app: AppModel, route: Route, coverage: ReturnType<Decide>): RouteRow {
  return {
    route: route.route,
    kind: route.kind,
    covered: coverage.covered,
    witness: coverage.witness,
    rolls: rolls(app, route.route, coverage),
    condition: coverage.conditions ?? null,
    file: route.file,
    metadata: route.metadata === true,
    optional: false,
  };
}

/** The SDK's routes never roll the session: only what falls through to the page does (4.30.0, auth-client.js, handler). */
function sdkRows(app: AppModel, taken: ReadonlySet<string>, decide: Decide): RouteRow[] {
  const rows = new Map<string, RouteRow>();
  for (const { path, fromEnv, optional } of app.clients.flatMap((client) => sdkRoutes(client, app))) {
    const { covered, witness, conditions } = decide(path, 'sdk');
    // A path from an .env file is told by its variable's name.
    const route = fromEnv === null ? path : `$${fromEnv}`;
    if (taken.has(route) || rows.has(route)) continue;
    rows.set(route, {
      route,
      kind: 'sdk',
      covered,
      witness: fromEnv === null ? witness : null,
      rolls: 'no',
      condition: conditions ?? null,
      file: null,
      metadata: false,
      optional,
    });
  }
  return [...rows.values()];
}

function rolls(
  { middleware, callsMiddleware, sessionCookies }: AppModel,
  route: string,
  { covered, conditions }: ReturnType<Decide>,
): RouteRow['rolls'] {
  if (covered === 'none' || callsMiddleware === false) return 'no';
  if (!middleware?.flow) return 'maybe';
  const answer = rollsOn(middleware.flow, route, sessionCookies);
  return answer === 'yes' && (covered !== 'all' || conditions !== undefined) ? 'maybe' : answer;
}

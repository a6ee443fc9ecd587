import type { AppModel, ClientModel, Rule, RuleFix } from '../model';
import { meantEntries } from './support/basePath';
import { coverageOf, coverageWith } from './support/coverage';
import { placeOf } from './support/edits';
import { addToMatcher, sourceFor } from './support/matcherSources';
import { hasOwnRoute, neededSdkRoutes, type NeededRoute } from './support/routes';
import { isV4 } from './support/session';
import { list } from './support/text';

export const rule: Rule = {
  meta: {
    id: 'matcher-misses-auth-routes',
    severity: 'error',
    description: 'The matcher skips routes that only the middleware answers: login, logout or callback.',
    fixable: true,
  },
  check(app, report) {
    const node = app.middleware?.matcher.node;
    const covers = coverageWith(app, meantEntries(app));
    if (!node || !coverageOf(app) || !covers || !isV4(app) || app.callsMiddleware === false) return;
    const missed = new Map<string, NeededRoute>();
    const concerned = new Set<ClientModel>();
    for (const client of app.clients) {
      for (const route of neededSdkRoutes(client, app)) {
        if (covers({ route: route.path }) !== 'none' || hasOwnRoute(app, route.path)) continue;
        missed.set(route.path, route);
        concerned.add(client);
      }
    }
    if (missed.size === 0) return;
    const routes = [...missed.values()];
    const fix = fixOf(app, routes);
    report({
      ...placeOf(node),
      message: messageOf(routes),
      related: [...concerned].map(({ node: client }) => ({
        ...placeOf(client.expression),
        message: 'The client whose middleware answers.',
      })),
      fixes: fix ? [fix] : [],
    });
  },
};

function messageOf(routes: readonly NeededRoute[]): string {
  const has = (...names: NeededRoute['name'][]): boolean =>
    routes.some((route) => names.includes(route.name));
  const signing = [...(has('login', 'callback') ? ['in'] : []), ...(has('logout') ? ['out'] : [])];
  const consequences = [
    ...(signing.length > 0 ? [`nobody can sign ${signing.join(' or ')}`] : []),
    ...(has('profile') ? ['useUser() never gets a user'] : []),
    ...(has('accessToken') ? ['getAccessToken() fails in the browser'] : []),
  ];
  const names = routes.map(({ path, fromEnv }) => (fromEnv ? `the path in ${fromEnv}` : path));
  return `${list(consequences).replace(/^n/, 'N')}: the middleware answers ${list(names)}, and this matcher skips ${
    names.length === 1 ? 'it' : 'them'
  }.`;
}

function fixOf(app: AppModel, routes: readonly NeededRoute[]): RuleFix | null {
  // A path from an .env file does not get into the source.
  if (routes.some((route) => route.fromEnv !== null || /[^\w\-./~]/.test(route.path))) return null;
  const added = [...new Set(routes.map(({ path }) => sourceFor(path)))];
  const covers = coverageWith(app, [
    ...(app.middleware?.matcher.entries ?? []),
    ...added.map((source) => ({ source })),
  ]);
  if (!covers || !routes.every((route) => covers({ route: route.path }) === 'all')) return null;
  const edits = addToMatcher(app, added);
  return edits && { title: `Add ${list(added)} to the matcher`, edits, safe: true };
}

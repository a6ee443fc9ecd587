import type { AppModel, Rule } from '../model';
import { atLeast } from '../project/semver';
import { coverageOf, coverageWith } from './support/coverage';
import { placeOf } from './support/edits';
import { replaceMatcher, sourceFor } from './support/matcherSources';
import { neededSdkRoutes, visitedRoutes } from './support/routes';
import { isRolling, sessionClients } from './support/session';
import { list } from './support/text';

export const rule: Rule = {
  meta: {
    id: 'matcher-narrow-ok-when-not-rolling',
    severity: 'hint',
    description: 'With rolling off the middleware is needed on the routes of the SDK only.',
    fixable: true,
    enabledByDefault: false,
  },
  check(app, report) {
    const { matcher } = app.middleware ?? {};
    const clients = sessionClients(app);
    // Before 4.17.0 it saves whatever `rolling` says, which is worth more than a hint: rolling-false-still-rolls.
    const isSafe = atLeast(app.project.sdk, '4.17.0') === true;
    if (!matcher?.node || !isSafe || clients.length === 0 || !onlyHandsOn(app)) return;
    if (!clients.every((client) => isRolling(client) === false)) return;
    const covers = coverageOf(app);
    const isBroad = visitedRoutes(app).some((route) => covers?.(route) === 'all');
    const paths = app.clients.flatMap((client) => neededSdkRoutes(client, app)).map(({ path }) => path);
    const sources = [...new Set(paths.map(sourceFor))];
    if (!isBroad || !takesAll(app, sources, paths)) return;
    const edit = replaceMatcher(app, sources);
    report({
      ...placeOf(matcher.node),
      message: `With rolling off the middleware does nothing on ordinary pages: ${list(sources)} would do.`,
      fixes: edit
        ? [{ title: 'Run the middleware on the routes of the SDK only', edits: [edit], safe: false }]
        : [],
    });
  },
};

/** Nothing but `return auth0.middleware(request)`: a handler that guards pages needs its matcher. */
function onlyHandsOn(app: AppModel): boolean {
  const { flow } = app.middleware ?? {};
  return (
    flow?.complete === true &&
    flow.saves.length === 0 &&
    flow.returns.length > 0 &&
    flow.returns.every(
      ({ response, exceptional, opaque }) => response.kind === 'auth' && !exceptional && !opaque,
    )
  );
}

/** Do these patterns take every route that the middleware has to answer? */
function takesAll(app: AppModel, sources: readonly string[], paths: readonly string[]): boolean {
  const covers = coverageWith(
    app,
    sources.map((source) => ({ source })),
  );
  return covers !== undefined && paths.length > 0 && paths.every((route) => covers({ route }) === 'all');
}

import type { AppModel, Rule, RuleFix } from '../model';
import { atLeast } from '../project/semver';
import { coverageOf, coverageWith } from './support/coverage';
import { placeOf, quoted, quoteOf, replaceNode } from './support/edits';
import { sourceFor } from './support/matcherSources';
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
    const sources = neededSources(app);
    if (!covers || !isBroad || !keepsAuth(app, sources)) return;
    const fix = fixOf(app, sources);
    report({
      ...placeOf(matcher.node),
      message: `With rolling off the middleware does nothing on ordinary pages: ${list(sources)} would do.`,
      fixes: fix ? [fix] : [],
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

/** The patterns of the SDK's own routes. */
function neededSources(app: AppModel): string[] {
  const paths = app.clients.flatMap((client) => neededSdkRoutes(client, app)).map(({ path }) => path);
  return [...new Set(paths.map(sourceFor))];
}

function keepsAuth(app: AppModel, sources: readonly string[]): boolean {
  const covers = coverageWith(
    app,
    sources.map((source) => ({ source })),
  );
  const needed = app.clients.flatMap((client) => neededSdkRoutes(client, app));
  return (
    covers !== undefined && needed.length > 0 && needed.every(({ path }) => covers({ route: path }) === 'all')
  );
}

function fixOf(app: AppModel, sources: readonly string[]): RuleFix | null {
  const { node, entries } = app.middleware?.matcher ?? {};
  const sample = entries?.[0]?.node;
  if (!node || !sample) return null;
  const text = sources.map((source) => quoted(source, quoteOf(sample))).join(', ');
  return {
    title: 'Run the middleware on the routes of the SDK only',
    edits: [replaceNode(node, `[${text}]`)],
    safe: false,
  };
}

import type { FlowCall } from '../facts/flow/types';
import type { AppModel, Route, Rule } from '../model';
import { atLeast } from '../project/semver';
import { coverageOf } from './support/coverage';
import { placeOf } from './support/edits';
import { neededSdkRoutes, visitedRoutes } from './support/routes';
import { isV4 } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'app-route-shadowed-by-sdk',
    severity: 'error',
    description: 'The SDK answers this path itself, so the page or route handler is never reached.',
    fixable: false,
  },
  check(app, report) {
    const call = delegation(app);
    if (!isV4(app) || !call) return;
    const covers = app.middleware?.matcher.kind === 'all' ? () => 'all' : coverageOf(app);
    if (!covers) return;
    for (const route of visitedRoutes(app)) {
      const cause = shadow(app, route);
      if (cause === undefined || route.file === null || covers(route) !== 'all') continue;
      report({
        file: route.file,
        // The start of the file: what is wrong is that it is there.
        span: { start: 0, end: 6 },
        message: `${route.route} is never reached: ${cause}`,
        related: [{ ...placeOf(call.node), message: 'This call answers the path.' }],
      });
    }
  },
};

/** The call to which every request goes first that the matcher lets through. */
function delegation(app: AppModel): FlowCall | undefined {
  const flow = app.middleware?.flow;
  return flow?.complete
    ? flow.calls.find(({ condition }) => condition.exact && condition.cases.some((c) => c.size === 0))
    : undefined;
}

function shadow(app: AppModel, { route }: Route): string | undefined {
  // The proxy for the My Account and My Organization APIs: 4.12.0, dist/server/auth-client.js, handler.
  const prefix = /^\/(me|my-org)\//.exec(route)?.[0];
  if (prefix !== undefined && atLeast(app.project.sdk, '4.12.0') === true) {
    return `since 4.12.0 the SDK answers everything below ${prefix} itself, and no option changes that. Move it to another path.`;
  }
  const sdk = app.clients
    .flatMap((client) => neededSdkRoutes(client, app))
    .find(({ path }) => path === route);
  return sdk && !/^(profile|accessToken)$/.test(sdk.name)
    ? `the SDK answers this path itself, as its ${sdk.name} route. Move the page, or the SDK's route with the routes option.`
    : undefined;
}

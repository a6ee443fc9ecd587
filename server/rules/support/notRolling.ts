/** What happens to sessions with `rolling: false`. */
import { rollsOn } from '../../facts/flow/coverage';
import { optionOf } from '../../app/clientConfigs';
import { sdkRoutes } from '../../app/sdkRoutes';
import type { AppModel, ClientCall, ClientModel, Route } from '../../model';
import { atLeast } from '../../project/semver';
import { alternatives } from '../../syntax/value';
import { coverageOf } from './coverage';
import { visitedRoutes } from './routes';
import { isRolling } from './session';

/**
 * Routes whose every visit saves the session although `rolling` is off. 4.0.0 to 4.16.1: the middleware does not ask for
 * `rolling` before it saves (dist/server/auth-client.js, handler), and calculateMaxAge starts anew.
 */
export function rollsAnywayOn(client: ClientModel, app: AppModel): readonly Route[] {
  const { sdk } = app.project;
  const { flow, matcher } = app.middleware ?? {};
  if (isRolling(client) !== false || !flow || !matcher) return [];
  if (atLeast(sdk, '4.0.0') !== true || atLeast(sdk, '4.17.0') !== false) return [];
  const isOwn = flow.calls.every(({ node }) => {
    const call = app.clientCalls.find((each) => each.node === node);
    return call !== undefined && isCallOf(call, client);
  });
  const covers = coverageOf(app);
  if (!isOwn || (matcher.kind !== 'all' && !covers)) return [];
  const answered = new Set(sdkRoutes(client, app).map(({ path }) => path));
  return visitedRoutes(app).filter(
    (route) =>
      !answered.has(route.route) &&
      (covers?.(route) ?? 'all') === 'all' &&
      rollsOn(flow, route.route, app.sessionCookies) === 'yes',
  );
}

/** Is it this client, and surely no other? */
export function isCallOf({ clients }: ClientCall, client: ClientModel): boolean {
  return clients.length === 1 && clients[0] === client;
}

/**
 * Does the client ask for refresh tokens? Without a scope of its own it does
 * (DEFAULT_SCOPES, 4.0.0 dist/server/auth-client.js to 4.30.0 dist/utils/constants.js). False also when it is not known.
 */
export function asksForRefreshTokens(client: ClientModel): boolean {
  const scopes = alternatives(optionOf(client, 'authorizationParameters', 'scope'));
  return scopes.every(
    (scope) =>
      scope.kind === 'known' &&
      (!scope.value || (typeof scope.value === 'string' && /(^|\s)offline_access(\s|$)/.test(scope.value))),
  );
}

/** Which paths the SDK answers itself, and whether an app has a route of its own there. */
import type { AppModel, ClientModel, Route } from '../../model';
import { memberOf } from '../../app/client';

export interface SdkRoute {
  name: 'login' | 'logout' | 'callback' | 'profile' | 'accessToken';
  path: string;
  /** From an `.env` file: its value stays out of messages and edits. */
  fromEnv: string | null;
}

/** Defaults and variables: 4.30.0, dist/server/client.js, constructor. `routes` wins over the variables. */
const table = [
  { name: 'login', path: '/auth/login', variable: 'NEXT_PUBLIC_LOGIN_ROUTE' },
  { name: 'callback', path: '/auth/callback', variable: null },
  { name: 'logout', path: '/auth/logout', variable: null },
  { name: 'profile', path: '/auth/profile', variable: 'NEXT_PUBLIC_PROFILE_ROUTE' },
  { name: 'accessToken', path: '/auth/access-token', variable: 'NEXT_PUBLIC_ACCESS_TOKEN_ROUTE' },
] as const;

/** The routes that the app surely needs of this client, as far as their paths are known. */
export function neededSdkRoutes(client: ClientModel, app: AppModel): SdkRoute[] {
  const origin = { node: client.node, module: client.file };
  const routes = memberOf(client.options, 'routes', origin).value;
  return table.flatMap(({ name, path, variable }): SdkRoute[] => {
    const standard = standardRoute(path, variable, app);
    const option = memberOf(routes, name, origin).value;
    if (option.kind !== 'known') return [];
    const own: SdkRoute | null =
      option.value === undefined
        ? standard && { name, ...standard }
        : typeof option.value === 'string'
          ? { name, path: option.value, fromEnv: null }
          : null;
    if (!own || !/^\/[^\s]*$/.test(own.path)) return [];
    if (name !== 'profile' && name !== 'accessToken') return [own];
    // The browser's helpers know the variables only, not the client's `routes`.
    return app.usesClientHelpers[name] && own.path === standard?.path ? [own] : [];
  });
}

function standardRoute(
  path: string,
  variable: string | null,
  app: AppModel,
): { path: string; fromEnv: string | null } | null {
  const values = new Set(
    app.project.env
      .filter((entry) => entry.name === variable && entry.value !== '')
      .map((entry) => entry.value),
  );
  const [value] = values;
  if (value === undefined) return { path, fromEnv: null };
  return values.size === 1 ? { path: value, fromEnv: variable } : null;
}

/** Has the app a handler for this path, or a page for exactly this path, that may do the SDK's work? */
export function hasOwnRoute(app: AppModel, path: string): boolean {
  return app.project.routes.some(
    ({ route, kind, file }) =>
      file !== null &&
      (kind === 'page' ? route === path : kind !== 'asset' && kind !== 'sdk' && takes(route, path)),
  );
}

/** Does a route in Next.js notation (`/auth/[...auth0]`) take the path? */
export function takes(route: string, path: string): boolean {
  const wanted = route.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  for (const [i, segment] of wanted.entries()) {
    if (/^\[\[\.\.\..+\]\]$/.test(segment)) return true;
    if (/^\[\.\.\..+\]$/.test(segment)) return given.length > i;
    const value = given[i];
    if (value === undefined || (!/^\[.+\]$/.test(segment) && segment !== value)) return false;
  }
  return wanted.length === given.length;
}

/** Pages and handlers that people visit: no metadata files, no assets, no routes of the SDK. */
export function visitedRoutes(app: AppModel): readonly Route[] {
  return app.project.routes.filter(
    (route) => (route.kind === 'page' || route.kind === 'handler' || route.kind === 'api') && !route.metadata,
  );
}

/** Other machines call health checks and webhooks, without a session. */
export function isForBrowsers({ route }: Route): boolean {
  return !/\/\.well-known\/|\.\w+$|\/(?:health|healthz|ping|metrics|cron|webhooks?)(\/|$)/.test(route);
}

/** Below `/api`, by its path: a route handler there is as good as an API route of the Pages Router. */
export function isBelowApi({ route }: Route): boolean {
  return route === '/api' || route.startsWith('/api/');
}

/** Points a reader to the files of routes. */
export function relatedRoutes(
  routes: readonly Route[],
  message: (route: string) => string = (route) => `${route} is skipped.`,
): { file: string; span: { start: number; end: number }; message: string }[] {
  return routes.flatMap(({ route, file }) =>
    file === null ? [] : [{ file, span: { start: 0, end: 0 }, message: message(route) }],
  );
}

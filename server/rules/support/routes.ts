/** Which paths the SDK answers itself, and whether an app has a route of its own there. */
import type { Gap } from '../../matcher';
import type { AppModel, ClientModel, Place, Route } from '../../model';
import { helperRoute, sdkRoutes, type SdkRoute } from '../../app/sdkRoutes';

const NEEDED = ['login', 'callback', 'logout', 'profile', 'accessToken'] as const;

export interface NeededRoute extends SdkRoute {
  name: (typeof NEEDED)[number];
}

/** The routes that the app surely needs of this client, as far as their paths are known. */
export function neededSdkRoutes(client: ClientModel, app: AppModel): NeededRoute[] {
  return sdkRoutes(client, app).flatMap((route) => {
    const name = NEEDED.find((each) => each === route.name);
    if (name === undefined) return [];
    const needed = { ...route, name };
    if (name !== 'profile' && name !== 'accessToken') return [needed];
    // The browser's helpers know the variables only, not the client's `routes`.
    return app.usesClientHelpers[name] && route.path === helperRoute(name, app) ? [needed] : [];
  });
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

/** Where people sign in or out they have no session. */
const SIGNING = /\/(?:log-?(?:in|out)|sign-?(?:in|out|up)|register)$/i;

/**
 * Should requests to this route extend a session? Pages should, and handlers that read it. Other handlers are called
 * by machines (webhooks, health checks, feeds), or by pages that have no use for a session there.
 */
export function isWorthRolling(app: AppModel, { route, kind, file }: Route): boolean {
  return kind === 'page' ? !SIGNING.test(route) : file !== null && app.sessionFiles.has(file);
}

/** Below `/api`, by its path: a route handler there is as good as an API route of the Pages Router. */
export function isBelowApi({ route }: Route): boolean {
  return route === '/api' || route.startsWith('/api/');
}

/** Pages, and handlers elsewhere than below `/api`, which matchers often leave out on purpose. */
export function isOutsideApi(route: Route): boolean {
  return route.kind === 'page' || !isBelowApi(route);
}

/** More locations than these are no help to a reader. */
const MAX_RELATED = 5;

/** Points a reader to the files of routes, the first few of them. */
export function relatedRoutes<R extends Route>(
  routes: readonly R[],
  message: (route: R) => string = ({ route }) => `${route} is skipped.`,
): RelatedPlace[] {
  return routes
    .flatMap((route) =>
      route.file === null ? [] : [{ file: route.file, span: { start: 0, end: 0 }, message: message(route) }],
    )
    .slice(0, MAX_RELATED);
}

interface RelatedPlace extends Place {
  message: string;
}

/** A route of which something is skipped. */
export interface SkippedRoute extends Route {
  gap: Gap;
}

/** `/reports`, or `some URLs of /docs/[...path] (such as /docs/a/b)`. */
export function nameOfSkipped({ route, gap }: SkippedRoute): string {
  return gap.isWhole ? route : `some URLs of ${route} (such as ${gap.example})`;
}

export function relatedToSkipped(routes: readonly SkippedRoute[]): RelatedPlace[] {
  return relatedRoutes(routes, ({ route, gap }) =>
    gap.isWhole ? `${route} is skipped.` : `Some URLs of ${route} are skipped, such as ${gap.example}.`,
  );
}

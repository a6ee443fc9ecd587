/** Links that Next.js follows by itself. */
import { rollsOn } from '../../facts/flow/coverage';
import type { LinkSite } from '../../facts/links';
import type { AppModel, Report } from '../../model';
import { coverageWith } from './coverage';
import { placeOf } from './edits';
import { anchorFix } from './linkFix';
import { neededSdkRoutes, type NeededRoute } from './routes';
import { isV4 } from './session';

/**
 * The links to a route of the SDK that a production build fetches as soon as they are in view, which the SDK then answers as
 * if somebody had clicked: Next.js takes the header that tells a prefetch off the request before the middleware sees it
 * (next/dist/server/web/adapter.js, 14.2 to 16.4). Seen in both routers.
 */
function prefetchedLinks(app: AppModel, name: NeededRoute['name']): LinkSite[] {
  const links = app.links.filter(({ isPrefetched }) => isPrefetched);
  if (links.length === 0 || !isV4(app)) return [];
  const path = pathOf(app, name);
  if (path === undefined || !isAnswered(app, path)) return [];
  return links.filter(({ paths }) => paths.some((each) => (each.replace(/\/$/, '') || '/') === path));
}

/** With the fix that makes an `<a>` of it, where that is certain to do the same. */
export function reportLinks(
  app: AppModel,
  name: NeededRoute['name'],
  message: string,
  report: (r: Report) => void,
): void {
  for (const link of prefetchedLinks(app, name)) {
    const fix = anchorFix(link, app);
    report({ ...placeOf(link.opening.tagName), message, fixes: fix ? [fix] : [] });
  }
}

/** Where all clients have the route; with `enterpriseConnect` there is no session, and another login. */
function pathOf(app: AppModel, name: NeededRoute['name']): string | undefined {
  const paths = app.clients.map((client) =>
    client.enterpriseConnect === false
      ? neededSdkRoutes(client, app).find((route) => route.name === name)?.path
      : undefined,
  );
  return new Set(paths).size === 1 ? paths[0] : undefined;
}

/**
 * Does the middleware run for the path, and hand out what the SDK answers? A common matcher leaves prefetches out by their
 * header, so entries with conditions do not count.
 */
function isAnswered(app: AppModel, path: string): boolean {
  const { flow, matcher } = app.middleware ?? {};
  if (!flow || !matcher || matcher.kind === 'unreadable') return false;
  const always = matcher.entries.filter(({ has, missing }) => !has && !missing);
  const isTaken = matcher.kind === 'all' || coverageWith(app, always)?.({ route: path }) === 'all';
  const visited = app.project.nextConfig.trailingSlash ? [path, `${path}/`] : [path];
  return isTaken && visited.every((each) => rollsOn(flow, each, app.sessionCookies) === 'yes');
}

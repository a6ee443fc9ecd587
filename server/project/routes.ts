import type { Route, RouteKind } from '../model';
import { appDirectories, stripPageExtension } from './appDirectories';
import { isGroup, metadataRoute } from './metadataRoutes';
import { join, relativeTo } from './paths';

export interface RouteOptions {
  /** Directory of the app. */
  root: string;
  /** `pageExtensions` of next.config, without dots. */
  pageExtensions: readonly string[];
}

/** Marks of intercepting routes: such a page is shown at the intercepted page's URL, on client navigation only. */
const INTERCEPTION = /^\((?:\.|\.\.|\.\.\.)\)/;
/** Pages Router files that make no URL of their own. */
const SPECIAL_PAGES = new Set(['/_app', '/_document', '/_error', '/404', '/500']);

/**
 * The routes of a Next.js app from the names of its files, without reading them; sorted, each route once. A page of
 * the App Router comes before a page of the Pages Router, and both before a public file of the same name.
 *
 * - 'page' and 'handler' (`route.*`, computed metadata) come from `app`, 'page' and 'api' from `pages`;
 * - 'asset' is what Next.js serves as a file: static metadata, `public/`, `/_next/static` and `/_next/image`.
 *
 * Sitemaps and images that export `generateSitemaps` or `generateImageMetadata` are listed under their common name.
 * Checked against next/dist/build/route-discovery.js of 16.4.6.
 */
export function discoverRoutes(files: readonly string[], options: RouteOptions): Route[] {
  const { app, pages } = appDirectories(files, options.root);
  const routes = new Map<string, Route>();
  const add = (found: Iterable<Route>): void => {
    for (const route of found) if (!routes.has(route.route)) routes.set(route.route, route);
  };
  const sorted = [...files].sort();
  if (app !== null) add(appRoutes(sorted, app, options.pageExtensions));
  if (pages !== null) add(pagesRoutes(sorted, pages, options.pageExtensions));
  add(publicRoutes(sorted, join(options.root, 'public')));
  if (app !== null || pages !== null) {
    add([
      { route: '/_next/static/[...path]', kind: 'asset', file: null },
      { route: '/_next/image', kind: 'asset', file: null },
    ]);
  }
  return [...routes.values()].sort((a, b) => (a.route < b.route ? -1 : 1));
}

function* below(files: readonly string[], directory: string): Generator<[file: string, segments: string[]]> {
  for (const file of files) {
    const relative = relativeTo(directory, file);
    if (relative) yield [file, relative.split('/')];
  }
}

function appRoutes(files: readonly string[], app: string, pageExtensions: readonly string[]): Route[] {
  const routes: Route[] = [];
  const metadata: Route[] = [];
  const defaults = new Set<string>();
  const known = new Set(files);
  const hasDefault = (directory: string): boolean => {
    if (
      !defaults.has(directory) &&
      pageExtensions.some((each) => known.has(`${directory}/default.${each}`))
    ) {
      defaults.add(directory);
    }
    return defaults.has(directory);
  };

  for (const [file, segments] of below(files, app)) {
    const name = segments.at(-1) as string;
    const directories = segments.slice(0, -1);
    // A leading underscore makes a folder (or file) private.
    if (segments.some((segment) => segment.startsWith('_'))) continue;
    if (directories.some((segment) => INTERCEPTION.test(segment))) continue;
    const stem = stripPageExtension(name, pageExtensions);
    if (stem === 'page' || stem === 'route') {
      if (!isReachable(app, directories, hasDefault)) continue;
      routes.push({ route: url(directories), kind: stem === 'page' ? 'page' : 'handler', file });
      continue;
    }
    const meta = metadataRoute(directories, name, stem);
    if (!meta) continue;
    const kind: RouteKind = meta.isStatic ? 'asset' : 'handler';
    metadata.push({ route: url([...directories, meta.segment]), kind, file, metadata: true });
  }
  return [...routes, ...metadata];
}

/**
 * A page in a parallel slot answers a URL by itself only when the slot's siblings have something to show there: the
 * layout's own `children` need a default. Pages the siblings have at the same URL are listed on their own account.
 */
function isReachable(
  app: string,
  directories: readonly string[],
  hasDefault: (directory: string) => boolean,
): boolean {
  return directories.every(
    (segment, i) =>
      !segment.startsWith('@') ||
      segment === '@children' ||
      hasDefault([app, ...directories.slice(0, i)].join('/')),
  );
}

/** Groups and slots are no part of the URL; `%5F` writes a leading underscore that is. */
function url(segments: readonly string[]): string {
  const visible = segments.filter((segment) => !isGroup(segment) && !segment.startsWith('@'));
  return `/${visible.join('/').replaceAll('%5F', '_')}`;
}

function* pagesRoutes(
  files: readonly string[],
  pages: string,
  pageExtensions: readonly string[],
): Generator<Route> {
  for (const [file, segments] of below(files, pages)) {
    if (file.endsWith('.d.ts')) continue;
    const stem = stripPageExtension(`/${segments.join('/')}`, pageExtensions);
    if (stem === undefined || stem.endsWith('/')) continue;
    const route = stem.replace(/\/index$/, '') || '/';
    if (SPECIAL_PAGES.has(route)) continue;
    const isApi = route === '/api' || route.startsWith('/api/');
    yield { route, kind: isApi ? 'api' : 'page', file };
  }
}

function* publicRoutes(files: readonly string[], directory: string): Generator<Route> {
  for (const [file, segments] of below(files, directory)) {
    // Brackets would read as a parameter in the notation of routes.
    if (segments.some((segment) => segment.includes('['))) continue;
    yield { route: `/${segments.join('/')}`, kind: 'asset', file };
  }
}

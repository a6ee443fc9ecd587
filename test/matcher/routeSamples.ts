/** Pathnames of a route as the server tests them, written down independently of server/matcher. */
import { createRequire } from 'node:module';
import type { RouteCase } from './arbitraries';
import { createRandom } from './urls';
import type { Random } from './urls';

export const I18N = { locales: ['en', 'fr'], defaultLocale: 'en' };

const CHARACTERS = "abxyzABZ019-_.~!$&'()*+,;=:@";
const USUAL = [
  'a',
  'b',
  'ab',
  'api',
  'en',
  'x',
  'auth',
  'v1',
  'a.b',
  '42',
  'my-post',
  'logo.png',
  'x.a',
  'index',
  '.a',
];

interface SortedRoutes {
  getSortedRoutes(routes: readonly string[]): string[];
}

const require = createRequire(new URL('../peers/package.json', import.meta.url));
const SORTED_ROUTES = 'next-16/dist/shared/lib/router/utils/sorted-routes.js';

/** Without the siblings that Next.js does not accept beside the route. */
export function possible(each: RouteCase): RouteCase {
  const siblings: string[] = [];
  for (const sibling of new Set(each.siblings)) {
    try {
      if (sibling !== each.route) sorted([each.route, ...siblings, sibling]);
      siblings.push(sibling);
    } catch {
      // Such an app is not built.
    }
  }
  return { ...each, siblings: siblings.filter((sibling) => sibling !== each.route) };
}

function sorted(routes: readonly string[]): string[] {
  return (require(SORTED_ROUTES) as SortedRoutes).getSortedRoutes(routes);
}

/** The route that Next.js serves this path with: the very path, or the first that fits in its own order. */
export function serverOf(body: readonly string[], each: RouteCase): string | undefined {
  const path = `/${body.join('/')}`;
  let routes = expressions.get(each);
  if (!routes) {
    routes = new Map(sorted([each.route, ...each.siblings]).map((route) => [route, expressionOf(route)]));
    expressions.set(each, routes);
  }
  return routes.has(path) ? path : [...routes].find(([, expression]) => expression.test(path))?.[0];
}

const expressions = new WeakMap<RouteCase, Map<string, RegExp>>();

function expressionOf(route: string): RegExp {
  const parts = route.split('/').filter((part) => part !== '');
  const source = parts.map((part) => {
    if (part.startsWith('[[')) return '(?:/[^/]+)*';
    if (part.startsWith('[...')) return '(?:/[^/]+)+';
    return part.startsWith('[') ? '/[^/]+' : `/${part.replace(/\./g, '\\.')}`;
  });
  return new RegExp(`^${source.join('')}/?$`);
}

/** Is the path taken because of another route: its data, or what the middleware answers? */
export function isForeign(tested: string, each: RouteCase): boolean {
  const inside = tested.slice(each.basePath.length).replace(/\/$/, '');
  const path = each.hasI18n ? inside.replace(/^\/(?:en|fr)(?=\/|$|\.|index)/, '') : inside;
  if (each.answered.includes(path)) return true;
  const pages = [/[^/]json$/, /\.rsc$/, /\.segments\/.+\.segment\.rsc$/]
    .flatMap((suffix) => [path.replace(suffix, ''), path.replace(suffix, '').replace(/\/?index$/, '')])
    .concat(path.replace(/\/?index$/, ''))
    .filter((page) => page !== path);
  return pages.some((page) => {
    const server = serverOf(
      page.split('/').filter((part) => part !== ''),
      each,
    );
    const isOfAnswered = each.answered.includes(page);
    return isOfAnswered || (server !== undefined && server !== each.route);
  });
}

export function sampleRoute(each: RouteCase, count: number, seed: number, longest: number): string[] {
  const random = createRandom(seed);
  const named = [...each.sources, ...each.siblings, ...each.answered].flatMap(
    (text) => text.match(/[\w-]+/g) ?? [],
  );
  const words = [...USUAL, ...named, ...named.map((word) => `${word}.json`)];
  const found = new Set<string>();
  // A static route has a handful of paths, so that the number of tries is bounded too.
  for (let tries = 0; found.size < count && tries < count * 4; tries++) {
    for (const path of pathsOf(each, random, words)) if (path.length <= longest) found.add(path);
  }
  return [...found];
}

function pathsOf(each: RouteCase, random: Random, words: readonly string[]): string[] {
  const { basePath, hasI18n, trailingSlash } = each;
  const parts = each.route.split('/').filter((part) => part !== '');
  const body = parts.flatMap((part) => {
    if (!part.startsWith('[')) return [part];
    const least = part.startsWith('[[') ? 0 : 1;
    const times = part.includes('...') ? least + random.below(3) : 1;
    return Array.from({ length: times }, () => segment(random, words));
  });
  const isTaken = parts.some((part) => part.startsWith('[')) && serverOf(body, each) !== each.route;
  // Below /_next there are no pages, except with a locale in front, where nothing is special about it.
  if (isTaken || (body[0] === '_next' && parts[0] !== '_next')) return [];
  const isApi = parts[0] === 'api';
  const locale = !hasI18n ? [] : [isApi ? I18N.defaultLocale : random.pick(I18N.locales)];
  const path = `${basePath}/${[...locale, ...body].join('/')}`;
  if (body.length === 0) {
    const bare = path.replace(/\/$/, '');
    return [bare === '' ? '/' : trailingSlash ? `${bare}/` : bare];
  }
  const last = body.at(-1) as string;
  if (!trailingSlash || /.\.\w+$/.test(last)) return [path];
  return last.includes('.') ? [path, `${path}/`] : [`${path}/`];
}

function segment(random: Random, words: readonly string[]): string {
  const word = random.pick(words);
  const noise = Array.from(
    { length: 1 + random.below(4) },
    () => CHARACTERS[random.below(CHARACTERS.length)],
  ).join('');
  const text = random.pick([word, word, word + noise, noise + word, noise, `${word}-${random.pick(words)}`]);
  return /^\.{1,2}$/.test(text) ? 'dots' : text;
}

/** The pathname the server tests for a request of this URL path. */
export function tested(path: string, { basePath, hasI18n, trailingSlash }: RouteCase): string {
  const rest = path.slice(basePath.length);
  if (!hasI18n || rest.startsWith('/_next/') || /^\/(?:en|fr)(?:\/|$)/.test(rest)) return path;
  const inside = rest === '/' || rest === '' ? (trailingSlash ? '/' : '') : rest;
  return `${basePath}/${I18N.defaultLocale}${inside}`;
}

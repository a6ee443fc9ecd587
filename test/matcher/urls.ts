/** URL paths to try on a matcher: what tends to go wrong, what the matcher itself speaks of, and chance. */
import type { Configuration } from './corpus';

// prettier-ignore
const ADVERSARIAL = [
  '/', '//', '/index', '/index.json', '/index.rsc', '/index.segments/_tree.segment.rsc', '/.json', '/.rsc', '/json',
  '/about', '/about/', '/about//', '/about.json', '/about.rsc', '/aboutXjson', '/about.segments/_tree.segment.rsc',
  '/about.segments/a/b.segment.rsc', '/about.json/', '/about.rsc.json', '/About', '/abou', '/aboutx', '/about/us',
  '/_next', '/_next/', '/_next/data/B/about.json', '/_next/data/B/index.json', '/_next/data/B/', '/_next/data/B.json',
  '/_next/data/B/api/x.json', '/_next/data//about.json', '/_next/data/B/C/about.json', '/_next/static/x.js',
  '/_next/staticfoo', '/_next/image', '/favicon.ico', '/faviconXico', '/favicon.icon-page', '/x/favicon.ico',
  '/robots.txt', '/robotsXtxt', '/sitemap.xml', '/sitemap.xml/1', '/api', '/api/', '/api/x', '/apiary', '/xapi',
  '/api-docs/x', '/API/x', '//api/x', '/a//b', '/a.png', '/a.png/', '/a.png.json', '/a.js', '/a.json', '/x.css',
  '/john.doe', '/v1.2', '/users/john.doe', '/users/42', '/users/4x', '/blog/2024/07', '/blog/my-post/comments/42',
  '/dashboard', '/dashboard/', '/dashboard/a', '/dashboard/a/b/c', '/dashboardx', '/Dashboard', '/profile/a/edit',
  '/caf%C3%A9', '/%61dmin', '/a%20b', '/a%2Fb', '/x%', '/foo$', '/$price', '/swagger', '/swagger/', '/swagge',
  '/stats7', '/stats7/a', '/@me', '/files/a.b', '/files/a.b.c', '/flights/a-b', '/flights/a-b-c', '/x-', '/x-a',
  '/shop/a', '/shop/a/b', '/product-1', '/items+more', '/brackets(x)', '/t/a.json', '/t/a.json.json', '/a', '/b',
  '/ax', '/a/bx', '/abx', '/wxyz', '/wz', '/wx/yz', '/en', '/en/', '/en/about', '/en/api/x', '/de/x/y', '/zz/dashboard',
  '/fr', '/fr/dashboard', '/docs', '/docs/', '/docs/about', '/docs/en', '/docs/en/dashboard', '/docs/api/x',
  '/docs/_next/data/B/about.json', '/docsabout', '/docs/en/_next/x', '/internal', '/x/internal/y', '/admin/login',
  '/admin/x', '/abcab', '/Xyz', '/1', '/a1', '/settings', '/x/settings', '/auth/login', '/auth', '/authors', '/authors/',
];

const PIECES = [
  'a',
  'b',
  'x',
  'y',
  'z',
  'api',
  'en',
  '_next',
  'data',
  '42',
  '2024',
  'my-post',
  '.json',
  '.rsc',
  'A',
  '-',
  '.',
  '$',
  '~',
];

export interface Random {
  /** From 0 up to, not including, the bound. */
  below(bound: number): number;
  pick<T>(items: readonly T[]): T;
}

/** Mulberry32: the same numbers everywhere. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const below = (bound: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
  return { below, pick: (items) => items[below(items.length)] as (typeof items)[number] };
}

/** At least `count` different pathnames as a server gets them, the same for the same arguments. */
export function sampleUrls(
  source: string,
  configuration: Configuration,
  count: number,
  seed: number,
): string[] {
  const random = createRandom(seed);
  const { basePath = '', i18n } = configuration;
  const prefixes = [basePath, i18n ? `${basePath}/en` : basePath];
  const words = source.split(/[^\w.%@-]+/).filter((word) => word !== '');
  const found = new Set<string>();
  const add = (path: string): void => {
    found.add(new URL(`http://localhost${path}`).pathname);
  };

  for (const word of words) {
    for (const path of [
      word,
      `${word}/`,
      `${word}x`,
      `x${word}`,
      `${word}/x`,
      `x/${word}`,
      `${word}.json`,
      `${word}.rsc`,
    ]) {
      add(`${random.pick(prefixes)}/${path}`);
    }
    add(`${random.pick(prefixes)}/${word.toUpperCase()}`);
  }
  for (const path of ADVERSARIAL) add(path);
  while (found.size < count) {
    const parts = Array.from({ length: 1 + random.below(4) }, () =>
      Array.from({ length: 1 + random.below(3) }, () =>
        random.below(3) === 0 && words.length > 0 ? random.pick(words) : random.pick(PIECES),
      ).join(''),
    );
    add(`${random.pick(prefixes)}/${parts.join('/')}${random.pick(['', '', '', '/', '.json', '.rsc'])}`);
  }
  return [...found];
}

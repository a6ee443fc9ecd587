import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PAGE_EXTENSIONS } from '../../server/project/appDirectories';
import { discoverRoutes } from '../../server/project/routes';
import type { Route } from '../../server/model';

const FRAMEWORK = ['/_next/image', '/_next/static/[...path]'];

function discover(files: readonly string[], pageExtensions = DEFAULT_PAGE_EXTENSIONS): Route[] {
  return discoverRoutes(
    files.map((file) => `/web/${file}`),
    { root: '/web', pageExtensions },
  );
}

/** `route kind` lines without the framework's own assets. */
function lines(files: readonly string[], pageExtensions = DEFAULT_PAGE_EXTENSIONS): string[] {
  return discover(files, pageExtensions)
    .filter(({ route }) => !FRAMEWORK.includes(route))
    .map(({ route, kind, metadata }) => `${route} ${kind}${metadata ? ' metadata' : ''}`);
}

describe('App Router', () => {
  it('lists pages and route handlers in the notation of Next.js', () => {
    expect(
      lines([
        'app/page.tsx',
        'app/layout.tsx',
        'app/not-found.tsx',
        'app/blog/[slug]/page.tsx',
        'app/docs/[...path]/page.js',
        'app/shop/[[...filters]]/page.jsx',
        'app/api/items/route.ts',
        'app/blog/helper.ts',
        'app/blog/xpage.tsx',
        'app/blog/Page.tsx',
        'app/blog/page.d.ts',
        'app/blog/page.test.tsx',
        'app/.well-known/jwks.json/route.ts',
      ]),
    ).toEqual([
      '/ page',
      '/.well-known/jwks.json handler',
      '/api/items handler',
      '/blog/[slug] page',
      '/docs/[...path] page',
      '/shop/[[...filters]] page',
    ]);
  });

  it('leaves groups out of the URL, and lists a URL once', () => {
    const files = [
      'app/(shop)/page.tsx',
      'app/(a)/(b)/cart/page.tsx',
      'app/(x)/cart/page.tsx',
      'app/(a)(b)/z/page.tsx',
    ];
    expect(lines(files)).toEqual(['/ page', '/cart page', '/z page']);
    expect(discover(files).find(({ route }) => route === '/cart')?.file).toBe(
      '/web/app/(a)/(b)/cart/page.tsx',
    );
  });

  it('has no routes in private folders, and writes %5F as an underscore', () => {
    expect(
      lines([
        'app/_lib/page.tsx',
        'app/a/_b/c/page.tsx',
        'app/_page.tsx',
        'app/%5Flog/page.tsx',
        'app/a_b/page.tsx',
      ]),
    ).toEqual(['/_log page', '/a_b page']);
  });

  it('gives intercepting routes no URL of their own', () => {
    expect(
      lines([
        'app/photo/[id]/page.tsx',
        'app/@modal/(.)photo/[id]/page.tsx',
        'app/feed/(..)photo/[id]/page.tsx',
        'app/feed/(..)(..)deep/page.tsx',
        'app/feed/(...)root/page.tsx',
        'app/@modal/default.tsx',
      ]),
    ).toEqual(['/photo/[id] page']);
  });

  it('lists a page that only a parallel slot has when the layout has a default for its children', () => {
    expect(lines(['app/page.tsx', 'app/@team/settings/page.tsx'])).toEqual(['/ page']);
    expect(lines(['app/page.tsx', 'app/default.tsx', 'app/@team/settings/page.tsx'])).toEqual([
      '/ page',
      '/settings page',
    ]);
    // The documented way to close a modal: a catch-all in the slot is no page.
    expect(lines(['app/page.tsx', 'app/@modal/[...rest]/page.tsx'])).toEqual(['/ page']);
    expect(lines(['app/@children/about/page.tsx'])).toEqual(['/about page']);
  });

  it('knows the metadata files', () => {
    expect(
      lines([
        'app/favicon.ico',
        'app/robots.ts',
        'app/manifest.ts',
        'app/sitemap.ts',
        'app/icon.png',
        'app/icon1.svg',
        'app/apple-icon.tsx',
        'app/blog/sitemap.xml',
        'app/blog/[slug]/opengraph-image.tsx',
        'app/blog/twitter-image.jpg',
        'app/blog/robots.txt',
        'app/blog/favicon.ico',
        'app/icon12.png',
        'app/apple-icon.svg',
        'app/opengraph-image.alt.txt',
      ]),
    ).toEqual([
      '/apple-icon handler metadata',
      '/blog/[slug]/opengraph-image handler metadata',
      '/blog/sitemap.xml asset metadata',
      '/blog/twitter-image.jpg asset metadata',
      '/favicon.ico asset metadata',
      '/icon.png asset metadata',
      '/icon1.svg asset metadata',
      '/manifest.webmanifest handler metadata',
      '/robots.txt handler metadata',
      '/sitemap.xml handler metadata',
    ]);
  });

  it('tells metadata of route groups apart by the hash that Next.js appends', () => {
    // The expected names are those of next 16.4.6.
    expect(
      lines([
        'app/(group)/[[...opt]]/%5Funder/icon.png',
        'app/route/(a)(b)/%5Funder/opengraph-image.tsx',
        'app/(group)/sitemap.ts',
      ]),
    ).toEqual([
      '/[[...opt]]/_under/icon-1gz0ut.png asset metadata',
      '/route/_under/opengraph-image-wthagz handler metadata',
      '/sitemap.xml handler metadata',
    ]);
  });
});

describe('Pages Router', () => {
  it('lists pages and API routes, without the special files', () => {
    expect(
      lines([
        'pages/index.tsx',
        'pages/_app.tsx',
        'pages/_document.tsx',
        'pages/_error.js',
        'pages/404.tsx',
        'pages/500.tsx',
        'pages/about.tsx',
        'pages/blog/index.tsx',
        'pages/blog/[slug].tsx',
        'pages/docs/[...path].tsx',
        'pages/index/index.tsx',
        'pages/api/index.ts',
        'pages/api/auth/[auth0].ts',
        'pages/apiary.tsx',
        'pages/_components/nav.tsx',
        'pages/types.d.ts',
        'pages/styles.css',
      ]),
    ).toEqual([
      '/ page',
      '/_components/nav page',
      '/about page',
      '/api api',
      '/api/auth/[auth0] api',
      '/apiary page',
      '/blog page',
      '/blog/[slug] page',
      '/docs/[...path] page',
      '/index page',
    ]);
  });

  it('lives beside the App Router, whose routes come first', () => {
    const files = ['app/page.tsx', 'app/both/page.tsx', 'pages/both.tsx', 'pages/old.tsx', 'pages/api/x.ts'];
    expect(lines(files)).toEqual(['/ page', '/api/x api', '/both page', '/old page']);
    expect(discover(files).find(({ route }) => route === '/both')?.file).toBe('/web/app/both/page.tsx');
  });
});

describe('directories and extensions', () => {
  it('reads src/, and prefers the root', () => {
    expect(lines(['src/app/page.tsx', 'src/pages/old.tsx'])).toEqual(['/ page', '/old page']);
    expect(lines(['app/a/page.tsx', 'src/app/b/page.tsx'])).toEqual(['/a page']);
    expect(lines(['src/app/a/page.tsx', 'lib/app/b/page.tsx'])).toEqual(['/a page']);
  });

  it('follows pageExtensions', () => {
    const files = [
      'app/page.tsx',
      'app/a/page.mdx',
      'app/b/page.page.tsx',
      'pages/c.page.tsx',
      'pages/c.test.tsx',
    ];
    expect(lines(files, ['mdx'])).toEqual(['/a page']);
    expect(lines(files, ['page.tsx'])).toEqual(['/b page', '/c page']);
    expect(lines(files, ['tsx', 'page.tsx'])).toEqual(['/ page', '/b page', '/c page', '/c.test page']);
  });

  it('lists public files and the framework as assets', () => {
    const routes = discover(['app/page.tsx', 'public/logo.svg', 'public/img/a b.png', 'public/[odd].txt']);
    expect(routes.map(({ route, kind, file }) => [route, kind, file])).toEqual([
      ['/', 'page', '/web/app/page.tsx'],
      ['/_next/image', 'asset', null],
      ['/_next/static/[...path]', 'asset', null],
      ['/img/a b.png', 'asset', '/web/public/img/a b.png'],
      ['/logo.svg', 'asset', '/web/public/logo.svg'],
    ]);
  });

  it('finds nothing where there is no app', () => {
    expect(discover(['lib/page.tsx', 'application/page.tsx'])).toEqual([]);
  });

  it('does not depend on the order of the files, and never lists a URL twice', () => {
    const segment = fc.constantFrom(
      'app',
      'pages',
      'src',
      'public',
      '(g)',
      '@s',
      '[id]',
      '_p',
      'a',
      'index',
      'page.tsx',
    );
    const file = fc
      .tuple(
        fc.array(segment, { maxLength: 5 }),
        fc.constantFrom('page.tsx', 'route.ts', 'index.js', 'icon.png', 'a.txt'),
      )
      .map(([directories, name]) => [...directories, name].join('/'));
    fc.assert(
      fc.property(fc.uniqueArray(file, { maxLength: 20 }), (files) => {
        const routes = discover(files);
        expect(discover([...files].reverse())).toEqual(routes);
        expect(new Set(routes.map(({ route }) => route)).size).toBe(routes.length);
        for (const { route } of routes) expect(route).toMatch(/^\/(?!.*\/\/)/);
      }),
      { numRuns: 300 },
    );
  });
});

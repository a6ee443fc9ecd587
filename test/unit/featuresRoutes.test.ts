import { describe, expect, it } from 'vitest';
import { listTitle, routeItems } from '../../client/routeItems';
import { routesInShort } from '../../shared/routeSummary';
import type { RouteRow, RouteTable } from '../../shared/routes';

function row(route: string, more: Partial<RouteRow> = {}): RouteRow {
  return {
    route,
    kind: 'page',
    covered: 'all',
    witness: null,
    rolls: 'yes',
    condition: null,
    file: `/shop/app${route === '/' ? '' : route}/page.tsx`,
    metadata: false,
    optional: false,
    ...more,
  };
}

function table(routes: readonly RouteRow[], more: Partial<RouteTable> = {}): RouteTable {
  return {
    root: '/shop',
    name: 'shop',
    matchers: ['/x'],
    middleware: '/shop/proxy.ts',
    routes: [...routes],
    ...more,
  };
}

const MIXED = table([
  row('/dashboard'),
  row('/', { covered: 'none', witness: '/', rolls: 'no' }),
  row('/blog/[slug]', { covered: 'partial', witness: '/blog/api-news' }),
  row('/api/x', { kind: 'api', covered: 'unknown', rolls: 'maybe' }),
  row('/auth/login', { kind: 'sdk', file: null }),
  row('/auth/mfa/verify', { kind: 'sdk', file: null, covered: 'none', optional: true }),
  row('/robots.txt', { metadata: true, covered: 'none' }),
  row('/_next/static/[...path]', { kind: 'asset', file: null, covered: 'none' }),
]);

describe('a route table in one line', () => {
  it('counts pages, handlers and routes of the SDK', () => {
    expect(routesInShort(MIXED)).toBe('runs on 2 of 5 routes · 1 in part · 1 missed · 1 undecided');
  });

  it.each([
    [[row('/'), row('/a')], 'runs on all 2 routes'],
    [[row('/')], 'runs on the only route'],
    [[row('/'), row('/pricing', { rolls: 'no' })], 'runs on all 2 routes · 1 does not roll'],
    [
      [
        row('/', { rolls: 'no' }),
        row('/a', { rolls: 'no' }),
        row('/auth/login', { kind: 'sdk', rolls: 'no' }),
      ],
      'runs on all 3 routes · 2 do not roll',
    ],
    [[row('/', { covered: 'none' })], 'runs on 0 of 1 route · 1 missed'],
    [
      [row('/', { condition: 'when the cookie `x` is present' })],
      'runs on the only route · under conditions',
    ],
  ])('has words for every case', (rows, expected) => {
    expect(routesInShort(table(rows))).toBe(expected);
  });

  it('is nothing where nothing is decided, or there is nothing to decide', () => {
    expect(routesInShort(table([row('/', { covered: 'unknown' })]))).toBeUndefined();
    expect(routesInShort(table([]))).toBeUndefined();
  });
});

describe('the list of routes', () => {
  it('groups by coverage, what is missed first and files last', () => {
    expect(
      routeItems([MIXED]).map(({ kind, label }) => (kind === 'separator' ? `— ${label}` : label)),
    ).toEqual([
      '— missed (1)',
      '/',
      '— in part (1)',
      '/blog/[slug]',
      '— undecided (1)',
      '/api/x',
      '— runs (2)',
      '/dashboard',
      '/auth/login',
      '— optional routes of the SDK (1)',
      '/auth/mfa/verify',
      '— files (2)',
      '/robots.txt',
      '/_next/static/[...path]',
    ]);
  });

  it('says the state, the kind, the witness and the file of each in words', () => {
    const items = routeItems([MIXED]);
    const item = (route: string) => items.find(({ label }) => label === route);
    expect(item('/')).toMatchObject({
      description: 'missed · page',
      icon: 'circle-slash',
      detail: 'app/page.tsx',
    });
    expect(item('/blog/[slug]')).toMatchObject({
      description: 'runs in part · page',
      detail: '/blog/api-news is skipped · app/blog/[slug]/page.tsx',
    });
    expect(item('/api/x')?.description).toBe('undecided · API route');
    expect(item('/dashboard')).toMatchObject({ description: 'runs · page', icon: 'check' });
    expect(item('/robots.txt')?.description).toBe('missed · metadata file');
  });

  it('opens the page, and the middleware for a route of the SDK', () => {
    const items = routeItems([MIXED]);
    expect(items.find(({ label }) => label === '/dashboard')?.file).toBe('/shop/app/dashboard/page.tsx');
    expect(items.find(({ label }) => label === '/auth/login')?.file).toBe('/shop/proxy.ts');
    expect(items.find(({ label }) => label === '/_next/static/[...path]')?.file).toBeNull();
  });

  it('tells routes that run without rolling, and conditions', () => {
    const condition = 'when the header `x` is absent';
    const items = routeItems([table([row('/a', { rolls: 'no' }), row('/b', { condition })])]);
    expect(items.find(({ label }) => label === '/a')).toMatchObject({
      icon: 'info',
      detail: 'visits do not extend the session · app/a/page.tsx',
    });
    expect(items.find(({ label }) => label === '/b')).toMatchObject({
      description: 'runs under a condition · page',
      detail: 'runs when the header x is absent · app/b/page.tsx',
    });
  });

  it('keeps apps apart', () => {
    const other = table([row('/')], { root: '/blog', name: 'blog' });
    const separators = routeItems([MIXED, other]).filter(({ kind }) => kind === 'separator');
    expect(separators.map(({ label }) => label)).toContain('shop · missed (1)');
    expect(separators.map(({ label }) => label)).toContain('blog · runs (1)');
  });

  it('has a title with the count', () => {
    expect(listTitle([MIXED])).toBe(
      'shop: middleware runs on 2 of 5 routes · 1 in part · 1 missed · 1 undecided',
    );
    expect(listTitle([{ ...MIXED, middleware: null }])).toBe('shop: no middleware');
    expect(listTitle([MIXED, MIXED])).toBe('Routes of 2 apps');
    expect(listTitle([table([])])).toBe('Routes of shop');
  });
});

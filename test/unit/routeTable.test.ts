import { describe, expect, it } from 'vitest';
import { routeTable } from '../../server/app/routeTable';
import type { RouteRow } from '../../shared/routes';
import { analysed, manifest } from '../support/analysed';
import { HEALTHY_PROXY } from '../support/nextApp';

const PAGE = 'export default function Page() { return null; }\n';

const proxyWith = (matcher: string): string =>
  HEALTHY_PROXY.replace(/matcher: .*,/, () => `matcher: ${matcher},`);

async function rows(
  matcher: string,
  pages: readonly string[],
  more: Record<string, string> = {},
): Promise<(route: string) => RouteRow | undefined> {
  const { apps } = await analysed({
    ...Object.fromEntries(pages.map((page) => [`app/${page}/page.tsx`, PAGE])),
    ...more,
    'proxy.ts': proxyWith(matcher),
  });
  const { routes } = routeTable(apps[0]!);
  return (route) => routes.find((row) => row.route === route);
}

describe('a parameter beside a page', () => {
  const exact = "['/auth/login', '/auth/logout', '/auth/callback', '/dashboard/:path*']";

  it('is missed where only the page and what the SDK answers are covered', async () => {
    const row = await rows(exact, ['dashboard', '[slug]', 'files/[...path]']);
    expect(row('/dashboard')).toMatchObject({ covered: 'all' });
    expect(row('/[slug]')).toMatchObject({ covered: 'none', witness: '/my-post', rolls: 'no' });
    expect(row('/files/[...path]')).toMatchObject({ covered: 'none' });
    expect(row('/auth/login')).toMatchObject({ covered: 'all' });
  });

  it('is missed in every version of Next.js', async () => {
    for (const next of ['13.5.11', '14.2.35', '15.0.3', '15.5.29']) {
      const row = await rows(exact, ['dashboard', '[slug]'], {
        'package.json': manifest({ next }),
        'middleware.ts': proxyWith(exact).replace('function proxy', 'function middleware'),
      });
      expect([next, row('/[slug]')?.covered]).toEqual([next, 'none']);
    }
  });

  it('is covered in part where the folder is a path of the parameter', async () => {
    const row = await rows("['/auth/:path*', '/dashboard/:path*']", ['dashboard', '[slug]']);
    expect(row('/[slug]')).toMatchObject({ covered: 'partial', witness: '/my-post' });
  });

  it('a prefix that the SDK hands on is judged as any other route', async () => {
    const row = await rows("['/auth/:path*', '/me/v1/:path*']", ['dashboard'], {
      'package.json': manifest({ '@auth0/nextjs-auth0': '4.30.0' }),
    });
    expect(row('/me/[...path]')).toMatchObject({ covered: 'partial' });
  });
});

describe('what is certain without a matcher', () => {
  const proxy = HEALTHY_PROXY.replace(/\.\/lib/, '@/lib');
  const files = { 'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }' };

  async function covered(more: Record<string, string>): Promise<string | undefined> {
    const { apps } = await analysed({ ...files, ...more });
    return routeTable(apps[0]!).routes.find(({ route }) => route === '/')?.covered;
  }

  it('is that a file in the wrong place never runs, nor a proxy before Next.js 16', async () => {
    const none = { 'proxy.ts': '' };
    expect(await covered({ ...none, 'app/proxy.ts': proxy })).toBe('none');
    expect(await covered({ ...none, 'proxy.mjs': proxy })).toBe('none');
    expect(await covered({ 'package.json': manifest({ next: '15.5.29' }), 'proxy.ts': proxy })).toBe('none');
  });

  it('is that Next.js 14 runs it everywhere when it cannot read the matcher', async () => {
    const middleware = proxyWith('sources').replace('function proxy', 'function middleware');
    const next = (version: string) => ({
      'package.json': manifest({ next: version }),
      'proxy.ts': '',
      'middleware.ts': middleware,
    });
    expect(await covered(next('14.2.35'))).toBe('all');
    expect(await covered(next('15.5.29'))).toBe('unknown');
  });
});

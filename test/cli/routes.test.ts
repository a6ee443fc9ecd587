import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nextApp } from '../support/nextApp';
import { project, runCli } from './runCli';

const examples = join(import.meta.dirname, '../../examples');

function json(directory: string) {
  const { code, stdout } = runCli(['routes', directory, '--format', 'json']);
  expect(code).toBe(0);
  return JSON.parse(stdout) as {
    version: number;
    apps: {
      root: string;
      matchers: string[];
      routes: {
        route: string;
        kind: string;
        covered: string;
        witness: string | null;
        condition: string | null;
        rolls: string;
      }[];
    }[];
  };
}

describe('session-lens routes', () => {
  it('follows the contract, and finds what the narrow matcher of the broken example skips', () => {
    const { version, apps } = json(join(examples, 'broken'));
    expect(version).toBe(1);
    expect(apps).toHaveLength(1);
    const [app] = apps;
    expect(Object.keys(app!)).toEqual(['root', 'matchers', 'routes']);
    expect(app!.root).toBe('.');
    for (const row of app!.routes)
      expect(Object.keys(row)).toEqual(['route', 'kind', 'covered', 'witness', 'condition', 'rolls']);
    expect(app!.routes).toContainEqual({
      route: '/',
      kind: 'page',
      covered: 'none',
      witness: '/',
      condition: null,
      rolls: 'no',
    });
    const kinds = new Set(app!.routes.map(({ kind }) => kind));
    expect(kinds).toContain('sdk');
    expect(kinds).toContain('asset');
  });

  it('covers every page and SDK route of the healthy example', () => {
    const rows = json(join(examples, 'healthy')).apps[0]!.routes.filter(({ kind }) => kind !== 'asset');
    expect(rows.length).toBeGreaterThan(5);
    expect(rows.filter(({ covered, route }) => covered !== 'all' && !/\.\w+$/.test(route))).toEqual([]);
  });

  it('names a path that a lookahead skips in part', () => {
    const root = project(
      nextApp({
        'app/blog/[slug]/page.tsx': 'export default function Post() { return null; }\n',
        'app/apiary/page.tsx': 'export default function Bees() { return null; }\n',
        'proxy.ts': `import { auth0 } from './lib/auth0';
export const proxy = (request: Request) => auth0.middleware(request);
export const config = { matcher: ['/((?!api|blog/api).*)'] };
`,
      }),
    );
    const { routes } = json(root).apps[0]!;
    expect(routes.find(({ route }) => route === '/apiary')).toMatchObject({ covered: 'none' });
    const post = routes.find(({ route }) => route === '/blog/[slug]');
    expect(post?.covered).toBe('partial');
    expect(post?.witness).toMatch(/^\/blog\/api/);
  });

  it('says on what it depends', () => {
    const root = project(
      nextApp({
        'proxy.ts': `import { auth0 } from './lib/auth0';
export const proxy = (request: Request) => auth0.middleware(request);
export const config = { matcher: [{ source: '/:path*', has: [{ type: 'cookie', key: '__session' }] }] };
`,
      }),
    );
    const home = json(root).apps[0]!.routes.find(({ route }) => route === '/');
    const condition = 'when the cookie `__session` is present';
    expect(home).toMatchObject({ covered: 'all', condition, rolls: 'maybe' });
    const { stdout } = runCli(['routes', root]);
    expect(stdout.split(condition)).toHaveLength(2);
    expect(stdout).toMatch(/^\[1\] when the cookie/m);
    expect(stdout).toMatch(/^✓ \/ +page +\[1\]$/m);
  });

  it('prints a tree with marks', () => {
    const { code, stdout } = runCli(['routes', join(examples, 'broken')]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^✗ \/ +page +skipped$/m);
    expect(stdout).toMatch(/^ {2}\/auth$/m);
    expect(stdout).toMatch(/^The middleware runs on \d+ of \d+ routes/m);
  });

  it('tells a path from an .env file by its variable', () => {
    const root = project(nextApp({ '.env': 'NEXT_PUBLIC_LOGIN_ROUTE=/secret-door\n' }));
    const { stdout } = runCli(['routes', root, '--format', 'json']);
    expect(stdout).not.toContain('secret-door');
    expect(stdout).toContain('$NEXT_PUBLIC_LOGIN_ROUTE');
  });

  it('says so when there is no app', () => {
    const root = project({ 'package.json': '{}' });
    const { code, stdout, stderr } = runCli(['routes', root, '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ version: 1, apps: [] });
    expect(stderr).toContain('no Next.js app');
  });
});

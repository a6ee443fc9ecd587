import { describe, expect, it } from 'vitest';
import { discoverProjects, type DiscoverOptions } from '../../server/project/discover';
import { Cancelled } from '../../server/project/pace';
import { completeProject } from '../../server/project/skeleton';
import { memoryHost, type MemoryFiles, type MemoryHost } from '../support/memoryHost';
import type { NextConfig } from '../../server/model';

const SDK = '@auth0/nextjs-auth0';
const CLIENT = `import { Auth0Client } from '${SDK}/server';\nexport const auth0 = new Auth0Client();`;

function manifest(name: string | null, dependencies: Record<string, string> = {}, rest: object = {}): string {
  return JSON.stringify({ ...(name === null ? {} : { name }), dependencies, ...rest });
}

const APP = { next: '16.0.0', react: '^19.0.0' };
const AUTH_APP = { ...APP, [SDK]: '^4.0.0' };

function discover(files: MemoryFiles | MemoryHost, roots = ['/repo'], options: DiscoverOptions = {}) {
  return discoverProjects('readFile' in files ? (files as MemoryHost) : memoryHost(files), roots, options);
}

/** Files below /repo, prefixed. */
function repo(files: MemoryFiles): MemoryFiles {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`/repo/${path}`, text]));
}

async function roots(files: MemoryFiles, from?: string[]): Promise<string[]> {
  return (await discover(files, from)).map(({ root }) => root);
}

describe('a single app', () => {
  const files = repo({
    'package.json': manifest('web', AUTH_APP),
    'next.config.ts': 'export default {}',
    'lib/auth0.ts': CLIENT,
    'app/page.tsx': '',
    'app/page.test.tsx': '',
    'components/nav.stories.tsx': '',
    'types/global.d.ts': '',
    'e2e/login.ts': '',
    'app/e2e/page.tsx': '',
    'proxy.ts': '',
    'middleware.js': '',
    'instrumentation.ts': '',
    'tailwind.config.js': '',
    'lib/auth.config.ts': '',
    'public/logo.svg': '',
    '.env.local': 'AUTH0_DOMAIN=example.auth0.com',
    '.storybook/main.ts': '',
    'node_modules/next/package.json': '{"version":"16.0.3"}',
    'node_modules/next/index.js': '',
    '.next/server/app.js': '',
    'dist/app.js': '',
  });

  it('is described completely', async () => {
    const [project, ...others] = await discover(files);
    expect(others).toEqual([]);
    expect(project).toMatchObject({
      root: '/repo',
      name: 'web',
      manifest: '/repo/package.json',
      isNextApp: true,
      sdk: { version: null, range: '^4.0.0', source: 'package.json' },
      next: { version: '16.0.3', range: '16.0.0', source: 'node_modules' },
      packageRoots: [],
      truncated: false,
    });
    expect(project?.env.map(({ name }) => name)).toEqual(['AUTH0_DOMAIN']);
    expect(project?.sourceFiles).toEqual(
      [
        'app/e2e/page.tsx',
        'app/page.tsx',
        'instrumentation.ts',
        'lib/auth.config.ts',
        'lib/auth0.ts',
        'middleware.js',
        'proxy.ts',
      ].map((file) => `/repo/${file}`),
    );
    expect(project?.files).toContain('/repo/public/logo.svg');
    expect(project?.files.filter((file) => /node_modules|\.next|dist/.test(file))).toEqual([]);
  });

  it('is completed by its next.config', async () => {
    const host = memoryHost({ ...files, '/repo/proxy.page.ts': 'export default 1' });
    const [skeleton] = await discover(host);
    const config: NextConfig = {
      file: '/repo/next.config.ts',
      known: true,
      basePath: '/docs',
      trailingSlash: false,
      i18n: null,
      pageExtensions: ['tsx', 'page.ts'],
    };
    const project = completeProject(skeleton!, config, host);
    expect(project.nextConfig).toBe(config);
    expect(project.middlewareFiles).toEqual(['/repo/proxy.page.ts']);
    const pages = project.routes.filter(({ kind }) => kind === 'page');
    expect(pages.map(({ route }) => route)).toEqual(['/', '/e2e']);
    expect(project).not.toHaveProperty('files');
  });

  it('may be JavaScript with src/, pages and app', async () => {
    const [project] = await discover(
      repo({
        'package.json': manifest(null, AUTH_APP),
        'src/pages/index.js': '',
        'src/app/new/page.mjs': '',
        'src/lib/auth0.cjs': CLIENT,
      }),
    );
    expect(project).toMatchObject({ root: '/repo', name: 'repo', isNextApp: true });
    expect(project?.sourceFiles).toHaveLength(3);
  });

  it('is found from a folder inside it', async () => {
    expect(await roots(files, ['/repo/app'])).toEqual(['/repo']);
    expect(await roots(files, ['/repo/app', '/repo/lib', '/repo/'])).toEqual(['/repo']);
  });

  it('is not found from outside a repository that holds it', async () => {
    const inner = { ...files, '/repo/vendor/tool/.git/HEAD': 'ref', '/repo/vendor/tool/index.ts': '' };
    expect(await roots(inner, ['/repo/vendor/tool'])).toEqual([]);
    const deeper = { ...inner, '/repo/vendor/tool/src/index.ts': '' };
    expect(await roots(deeper, ['/repo/vendor/tool/src'])).toEqual([]);
  });

  it('keeps folders with the names of build output where they are part of a URL', async () => {
    const [project] = await discover({
      ...files,
      '/repo/app/build/page.tsx': '',
      '/repo/app/.well-known/x/route.ts': '',
      '/repo/lib/build/out.ts': '',
      '/repo/public/dist/a.js': '',
    });
    expect(project?.files).toEqual(
      expect.arrayContaining([
        '/repo/app/build/page.tsx',
        '/repo/app/.well-known/x/route.ts',
        '/repo/public/dist/a.js',
      ]),
    );
    expect(project?.files).not.toContain('/repo/lib/build/out.ts');
  });
});

describe('workspaces without the SDK', () => {
  it('read no source file', async () => {
    const host = memoryHost(
      repo({
        'package.json': manifest('mono', {}, { workspaces: ['apps/*'] }),
        'apps/web/package.json': manifest('web', APP),
        'apps/web/next.config.js': CLIENT,
        'apps/web/app/page.tsx': CLIENT,
        'apps/web/middleware.ts': CLIENT,
        'apps/web/.env': 'A=1',
        'apps/web/.gitignore': '/out',
        'package-lock.json': '{}',
      }),
    );
    expect(await discover(host)).toEqual([]);
    const read = host.reads.map((path) => path.slice(path.lastIndexOf('/') + 1));
    expect(read).toContain('package.json');
    const allowed = ['package.json', 'pnpm-workspace.yaml', '.gitignore', '.git', 'HEAD'];
    expect(read.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('have no projects, whatever their sources say', async () => {
    expect(await discover({})).toEqual([]);
    expect(await discover(repo({ 'app/page.tsx': CLIENT }))).toEqual([]);
    expect(await discover(repo({ 'package.json': '{"dependencies":{"@auth0/nextjs-auth0":' }))).toEqual([]);
    expect(await discover(repo({ 'package.json': '[]' }))).toEqual([]);
    expect(await discover(repo({ 'package.json': '{"dependencies":["@auth0/nextjs-auth0"]}' }))).toEqual([]);
  });
});

describe('monorepos', () => {
  const npm = repo({
    'package.json': manifest('mono', {}, { workspaces: ['apps/*', 'packages/*'] }),
    'apps/web/package.json': manifest('web', { ...APP, '@acme/session': '*' }),
    'apps/web/app/page.tsx': '',
    'apps/admin/package.json': manifest('admin', { ...AUTH_APP, next: '^15.1.0' }),
    'apps/admin/app/page.tsx': '',
    'apps/docs/package.json': manifest('docs', APP),
    'apps/docs/app/page.tsx': '',
    'packages/session/package.json': manifest('@acme/session', { '@acme/auth': 'workspace:*' }),
    'packages/session/src/index.ts': '',
    'packages/auth/package.json': manifest(
      '@acme/auth',
      { [SDK]: '4.9.0' },
      { peerDependencies: { next: '>=14' } },
    ),
    'packages/auth/src/pages/client.ts': CLIENT,
    'packages/auth/src/client.test.ts': '',
    'packages/ui/package.json': manifest('@acme/ui', {}),
    'packages/ui/src/index.ts': '',
  });

  it('list the apps that use the SDK, directly or through workspace packages', async () => {
    const projects = await discover(npm);
    expect(projects.map(({ root, isNextApp }) => [root, isNextApp])).toEqual([
      ['/repo/apps/admin', true],
      ['/repo/apps/web', true],
    ]);
    const web = projects[1]!;
    expect(web.manifest).toBe('/repo/packages/auth/package.json');
    expect(web.sdk).toEqual({ version: '4.9.0', range: '4.9.0', source: 'package.json' });
    expect(web.packageRoots).toEqual(['/repo/packages/auth', '/repo/packages/session']);
    expect(web.sourceFiles).toEqual([
      '/repo/apps/web/app/page.tsx',
      '/repo/packages/auth/src/pages/client.ts',
      '/repo/packages/session/src/index.ts',
    ]);
    expect(web.workspacePackages.get('@acme/auth')).toBe('/repo/packages/auth');
    expect(projects[0]?.sourceFiles).toEqual(['/repo/apps/admin/app/page.tsx']);
    expect(projects[0]?.next.range).toBe('^15.1.0');
  });

  it('work the same with pnpm, and with cyclic dependencies', async () => {
    const files = {
      ...npm,
      '/repo/package.json': manifest('mono'),
      '/repo/pnpm-workspace.yaml': "packages:\n  - 'apps/*'\n  - packages/**\n",
      '/repo/packages/auth/package.json': manifest('@acme/auth', {
        [SDK]: '^4.0.0',
        '@acme/session': 'workspace:*',
      }),
      '/repo/pnpm-lock.yaml': `lockfileVersion: '9.0'\n\nimporters:\n\n  packages/auth:\n    dependencies:\n      '${SDK}':\n        specifier: ^4.0.0\n        version: 4.20.0(next@16.0.0)\n`,
    };
    const projects = await discover(files);
    expect(projects.map(({ root }) => root)).toEqual(['/repo/apps/admin', '/repo/apps/web']);
    expect(projects[1]?.sdk).toEqual({ version: '4.20.0', range: '^4.0.0', source: 'lockfile' });
    expect(projects[1]?.packageRoots).toEqual(['/repo/packages/auth', '/repo/packages/session']);
  });

  it('follow dependencies by path', async () => {
    const projects = await discover({
      ...npm,
      '/repo/apps/web/package.json': manifest('web', { ...APP, anything: 'file:../../packages/auth' }),
    });
    expect(projects.find(({ name }) => name === 'web')?.packageRoots).toContain('/repo/packages/auth');
  });

  it('are looked at as a whole when only one app is open', async () => {
    const host = memoryHost({ ...npm, '/repo/.git/HEAD': 'ref' });
    const [web, ...others] = await discover(host, ['/repo/apps/web']);
    expect(others).toEqual([]);
    expect(web?.root).toBe('/repo/apps/web');
    expect(web?.sourceFiles).toContain('/repo/packages/auth/src/pages/client.ts');
    expect(host.reads).not.toContain('/repo/packages/auth/src/pages/client.ts');
  });

  it('are not entered from a folder that was opened to leave the rest out', async () => {
    const files = {
      ...npm,
      '/repo/package.json': manifest('mono', AUTH_APP, { workspaces: ['apps/*', 'packages/*'] }),
      '/repo/app/page.tsx': '',
    };
    expect(await roots(files, ['/repo/apps'])).toEqual(['/repo/apps/admin', '/repo/apps/web']);
    expect(await roots(files)).toEqual(['/repo', '/repo/apps/admin', '/repo/apps/web']);
  });

  it('keep the files of nested apps and packages apart', async () => {
    const projects = await discover(
      repo({
        'package.json': manifest('outer', AUTH_APP),
        'app/page.tsx': '',
        'lib/package.json': '{"type":"module"}',
        'lib/auth0.ts': CLIENT,
        'examples/inner/package.json': manifest('inner', AUTH_APP),
        'examples/inner/app/page.tsx': '',
        'tools/package.json': manifest('tools'),
        'tools/run.ts': '',
      }),
    );
    expect(projects.map(({ root, sourceFiles }) => [root, sourceFiles])).toEqual([
      ['/repo', ['/repo/app/page.tsx', '/repo/lib/auth0.ts']],
      ['/repo/examples/inner', ['/repo/examples/inner/app/page.tsx']],
    ]);
  });

  it('may have one package.json for all apps, as Nx has', async () => {
    const projects = await discover(
      repo({
        'package.json': manifest('nx', AUTH_APP),
        'nx.json': '{}',
        'apps/web/next.config.js': '',
        'apps/web/app/page.tsx': '',
        'apps/admin/next.config.js': '',
        'apps/admin/package.json': manifest('@nx/admin'),
        'apps/admin/app/page.tsx': '',
        'libs/auth/src/index.ts': CLIENT,
        'libs/ui/package.json': manifest('@nx/ui'),
        'libs/ui/src/index.ts': '',
      }),
    );
    expect(projects.map(({ root, name, isNextApp }) => [root, name, isNextApp])).toEqual([
      ['/repo/apps/admin', '@nx/admin', true],
      ['/repo/apps/web', 'web', true],
    ]);
    for (const { root, sourceFiles, manifest: file } of projects) {
      expect(file).toBe('/repo/package.json');
      expect(sourceFiles).toEqual([
        `${root}/app/page.tsx`,
        '/repo/libs/auth/src/index.ts',
        '/repo/libs/ui/src/index.ts',
      ]);
    }
  });

  it('count an app with its own dependencies only when it mentions an SDK that is declared above it', async () => {
    const files = repo({
      'package.json': manifest('mono', { [SDK]: '^4.0.0' }, { workspaces: ['apps/*'] }),
      'server/auth.ts': CLIENT,
      'apps/web/package.json': manifest('web', APP),
      'apps/web/app/page.tsx': CLIENT,
      'apps/docs/package.json': manifest('docs', APP),
      'apps/docs/app/page.tsx': '',
    });
    expect((await discover(files)).map(({ root, isNextApp }) => [root, isNextApp])).toEqual([
      ['/repo/apps/web', true],
    ]);
    const unused = { ...files, '/repo/apps/web/app/page.tsx': '' };
    expect((await discover(unused)).map(({ root, isNextApp }) => [root, isNextApp])).toEqual([
      ['/repo', false],
    ]);
  });

  it('list a package that uses the SDK without any app', async () => {
    const projects = await discover(
      repo({
        'packages/auth/package.json': manifest(
          '@acme/auth',
          { [SDK]: '^4.0.0', next: '^16' },
          { peerDependencies: { next: '*' } },
        ),
        'packages/auth/src/pages/client.ts': CLIENT,
        'packages/kit/package.json': manifest('@acme/kit', { [SDK]: '^4.0.0', '@acme/auth': '*' }),
        'packages/kit/src/index.ts': '',
      }),
    );
    // The package that brings the other one along stands for both.
    expect(projects.map(({ root, isNextApp, sourceFiles }) => [root, isNextApp, sourceFiles.length])).toEqual(
      [['/repo/packages/kit', false, 2]],
    );
    const { routes, middlewareFiles } = completeProject(projects[0]!, {} as NextConfig, memoryHost());
    expect([routes, middlewareFiles]).toEqual([[], []]);
  });

  it('take several roots, also nested ones, and packages of one name in two checkouts', async () => {
    const files: MemoryFiles = {};
    for (const [path, text] of Object.entries(npm)) {
      files[path.replace('/repo', '/one')] = text;
      files[path.replace('/repo', '/two')] = text;
    }
    const projects = await discover(files, ['/one', '/two', '/one/apps/web']);
    expect(projects.map(({ root }) => root)).toEqual([
      '/one/apps/admin',
      '/one/apps/web',
      '/two/apps/admin',
      '/two/apps/web',
    ]);
    for (const { files: listed } of projects) expect(new Set(listed).size).toBe(listed.length);
    for (const { root, packageRoots } of projects.filter(({ name }) => name === 'web')) {
      const checkout = root.slice(0, 4);
      expect(packageRoots.every((each) => each.startsWith(checkout))).toBe(true);
      expect(packageRoots).toHaveLength(2);
    }
    for (const { root, workspacePackages } of projects) {
      expect(workspacePackages.get('@acme/auth')).toBe(`${root.slice(0, 4)}/packages/auth`);
    }
  });
});

describe('what is listed', () => {
  const app = repo({ 'package.json': manifest('web', AUTH_APP), 'app/page.tsx': '', 'lib/auth0.ts': CLIENT });

  async function files(extra: MemoryFiles, from = ['/repo']): Promise<string[]> {
    const [project] = await discover({ ...app, ...repo(extra) }, from);
    return (project?.files ?? []).map((file) => file.slice('/repo/'.length));
  }

  it('follows .gitignore files, the innermost first', async () => {
    const found = await files({
      '.gitignore': 'generated/\n*.log.ts\n/lib/secret.ts\n',
      'generated/a.ts': '',
      'lib/deep/generated/b.ts': '',
      'lib/x.log.ts': '',
      'lib/secret.ts': '',
      'lib/deep/secret.ts': '',
      'lib/keep/.gitignore': '!*.log.ts\nlocal.ts\n',
      'lib/keep/y.log.ts': '',
      'lib/keep/local.ts': '',
      'lib/local.ts': '',
    });
    expect(found.filter((file) => file.endsWith('.ts'))).toEqual([
      'lib/auth0.ts',
      'lib/deep/secret.ts',
      'lib/keep/y.log.ts',
      'lib/local.ts',
    ]);
  });

  it('follows the .gitignore of the repository above a root, unless it ignores the root itself', async () => {
    const above = { '/.git/HEAD': 'ref', '/.gitignore': '*.gen.ts' };
    const [inside] = await discover({ ...app, ...above, '/repo/lib/a.gen.ts': '' });
    expect(inside?.files).not.toContain('/repo/lib/a.gen.ts');
    const [ignored] = await discover({ ...app, '/.git/HEAD': 'ref', '/.gitignore': 'repo/' });
    expect(ignored?.files).toContain('/repo/lib/auth0.ts');
  });

  it('reads env files that .gitignore names', async () => {
    const [project] = await discover({ ...app, ...repo({ '.gitignore': '.env*', '.env.local': 'A=1' }) });
    expect(project?.env.map(({ name }) => name)).toEqual(['A']);
  });

  it('survives odd names and unreadable directories', async () => {
    const host = memoryHost({
      ...app,
      ...repo({ 'lib/.../a.ts': '', 'secret/b.ts': '', '.gitignore': '[\n\\\n!' }),
    });
    host.unreadable.add('/repo/secret');
    const [project] = await discover(host);
    expect(project?.files).toContain('/repo/lib/auth0.ts');
    expect(project?.files).not.toContain('/repo/secret/b.ts');
  });

  it('stops at its limits, and says so', async () => {
    const notes: string[] = [];
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`deep/d${i}/f.ts`, '']));
    const options = { note: (text: string) => notes.push(text), limits: { depth: 32, entries: 20 } };
    const [project] = await discover({ ...app, ...repo(many) }, ['/repo'], options);
    expect(project?.truncated).toBe(true);
    expect(notes).toHaveLength(1);

    const deep = { [`${'a/'.repeat(6)}x.ts`]: '' };
    const [shallow] = await discover({ ...app, ...repo(deep) }, ['/repo'], {
      limits: { depth: 3, entries: 1000 },
    });
    expect(shallow?.truncated).toBe(true);
    expect(shallow?.files).toContain('/repo/lib/auth0.ts');
  });
});

describe('cooperation', () => {
  const many = repo({
    'package.json': manifest('web', AUTH_APP),
    ...Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`app/p${i}/page.tsx`, ''])),
  });

  it('lets the event loop turn between pieces of work', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await discover(many, ['/repo'], { shouldYield: () => true });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(1);
  });

  it('ends when its token is cancelled meanwhile', async () => {
    const token = { isCancellationRequested: false };
    setImmediate(() => (token.isCancellationRequested = true));
    await expect(discover(many, ['/repo'], { token, shouldYield: () => true })).rejects.toThrow(Cancelled);
  });
});

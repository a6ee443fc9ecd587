import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dist, startClient, uri, plainCapabilities } from '../support/lspClient';
import { HEALTHY_CLIENT, HEALTHY_PROXY, IDLE_TOO_LONG, MANIFEST, nextApp } from '../support/nextApp';
import { tempWorkspace } from '../support/tempWorkspace';

describe('what happens on disk', () => {
  it('is watched: sources, manifests, configuration, .env files and lockfiles', async () => {
    const { root } = tempWorkspace(nextApp());
    const client = await startClient({ folders: [root] });
    await client.until(() => client.watchers.length > 0, 'registered watchers');
    const all = client.watchers.join(' ');
    for (const part of [
      'package.json',
      'tsconfig*.json',
      'jsconfig.json',
      '.env*',
      'pnpm-lock.yaml',
      'tsx',
    ]) {
      expect(all).toContain(part);
    }
  });

  it('changes findings of open documents, and the client is told', async () => {
    const workspace = tempWorkspace(nextApp());
    const client = await startClient({ folders: [workspace.root] });
    const auth0 = workspace.path('lib/auth0.ts');
    await client.open(auth0);
    expect(await client.rules(auth0)).toEqual([]);
    const told = (count: number): Promise<boolean> =>
      client.until(() => client.refreshes >= count, `refresh ${count}`);
    for (const round of [1, 2]) {
      workspace.remove('proxy.ts');
      await client.watched(workspace.path('proxy.ts'), 3);
      await told(2 * round - 1);
      expect(await client.rules(auth0)).toEqual(['middleware-missing']);
      workspace.write('proxy.ts', HEALTHY_PROXY);
      await client.watched(workspace.path('proxy.ts'), 1);
      await told(2 * round);
      expect(await client.rules(auth0)).toEqual([]);
    }
  });

  it('reaches the analysis when a whole directory vanishes', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root] });
    expect(await client.rules(workspace.path('lib/auth0.ts'))).toHaveLength(1);
    workspace.remove('lib');
    await client.watched(workspace.path('lib'), 3);
    expect(await client.rules(workspace.path('lib/auth0.ts'))).toEqual([]);
    expect((await client.status()).apps.every(({ clients }) => clients === 0)).toBe(true);
  });

  it('includes the package.json: version and dependency', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root] });
    const auth0 = workspace.path('lib/auth0.ts');
    await client.rules(auth0);
    expect((await client.status()).apps).toMatchObject([{ sdk: '4.30.0' }]);
    workspace.write('package.json', MANIFEST.replace('4.30.0', '4.9.0'));
    await client.watched(workspace.path('package.json'), 2);
    await client.rules(auth0);
    expect((await client.status()).apps).toMatchObject([{ sdk: '4.9.0' }]);
  });

  it('includes .env files: a route that moves out of the matcher', async () => {
    const proxy = HEALTHY_PROXY.replace(/matcher: .*,/, "matcher: ['/auth/:path*', '/', '/dashboard'],");
    const workspace = tempWorkspace(nextApp({ 'proxy.ts': proxy }));
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('proxy.ts');
    await client.open(file);
    expect(await client.rules(file)).toEqual([]);
    workspace.write('.env', 'NEXT_PUBLIC_LOGIN_ROUTE=/sign-in\n');
    await client.watched(workspace.path('.env'), 1);
    await client.until(() => client.refreshes > 0, 'a refresh');
    expect(await client.rules(file)).toEqual(['matcher-misses-auth-routes']);
  });

  it('does not win over an open document', async () => {
    const workspace = tempWorkspace(nextApp());
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    await client.change(file, IDLE_TOO_LONG);
    workspace.write('lib/auth0.ts', HEALTHY_CLIENT.replace('rolling: true', 'rolling: false'));
    await client.watched(file, 2);
    expect(await client.rules(file)).toEqual(['inactivity-exceeds-absolute']);
  });

  it('is looked at again on save by a server that nobody tells', async () => {
    const workspace = tempWorkspace(nextApp());
    const client = await startClient({ folders: [workspace.root], capabilities: plainCapabilities });
    const auth0 = workspace.path('lib/auth0.ts');
    await client.open(auth0);
    workspace.remove('proxy.ts');
    await client.save(auth0);
    await client.untilPublished(auth0, (items) => items.some(({ code }) => code === 'middleware-missing'));
  });
});

describe('folders', () => {
  it('are analysed side by side, and come and go', async () => {
    const workspace = tempWorkspace({
      ...nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }, 'one/'),
      ...nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG, 'package.json': MANIFEST.replace('shop', 'blog') }, 'two/'),
    });
    const [one, two] = [workspace.path('one'), workspace.path('two')];
    const client = await startClient({ folders: [one] });
    const names = async (): Promise<string[]> => {
      await client.workspaceDiagnostics();
      return (await client.status()).apps.map(({ name }) => name).sort();
    };
    expect(await names()).toEqual(['shop']);
    await client.setFolders({ added: [two] });
    expect(await names()).toEqual(['blog', 'shop']);
    expect((await client.workspaceDiagnostics()).items.map((item) => item.uri).sort()).toEqual(
      [one, two].map((root) => uri(`${root}/lib/auth0.ts`)),
    );
    await client.setFolders({ removed: [one] });
    expect(await names()).toEqual(['blog']);
  });

  it('are not needed: a single open file brings its package', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient();
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    expect(await client.rules(file)).toEqual(['inactivity-exceeds-absolute']);
  });
});

describe('settings', () => {
  it('change severities, switch rules off, and take effect at once', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({
      folders: [workspace.root],
      settings: { rules: { 'inactivity-exceeds-absolute': 'error' } },
    });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    expect(await client.diagnostics(file)).toMatchObject([{ severity: 1 }]);
    await client.setSettings({ rules: { 'inactivity-exceeds-absolute': 'off' } });
    await client.until(() => client.refreshes > 0, 'a refresh');
    expect(await client.diagnostics(file)).toEqual([]);
    await client.setSettings({ rules: { 'inactivity-exceeds-absolute': 'default', nonsense: 7 } });
    expect(await client.diagnostics(file)).toMatchObject([{ severity: 2 }]);
  });

  it('turn on a rule that is off by default, in the folder that asks for it', async () => {
    const app = {
      'app/page.tsx': 'export default function Page() {}\n',
      'proxy.ts': `import type { NextRequest } from 'next/server';
import { auth0 } from './lib/auth0';

export async function proxy(request: NextRequest) {
  return await auth0.middleware(request);
}

export const config = { matcher: ['/((?!_next/static|favicon.ico).*)'] };
`,
    };
    const workspace = tempWorkspace(nextApp(app));
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('proxy.ts');
    await client.open(file);
    expect(await client.rules(file)).toEqual([]);
    await client.setSettings({ rules: { 'matcher-unescaped-dot': 'warning' } });
    expect(await client.diagnostics(file)).toMatchObject([{ severity: 2, code: 'matcher-unescaped-dot' }]);
  });

  it('switch everything off', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root], settings: { enable: false } });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    expect(await client.diagnostics(file)).toEqual([]);
    expect((await client.status()).engineLoaded).toBe(false);
    await client.setSettings({ enable: true });
    expect(await client.rules(file)).toEqual(['inactivity-exceeds-absolute']);
  });

  it('come from clients that only push them', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({
      folders: [workspace.root],
      capabilities: { textDocument: { diagnostic: {} } },
      initializationOptions: { settings: { rules: { 'inactivity-exceeds-absolute': 'hint' } } },
    });
    const file = workspace.path('lib/auth0.ts');
    expect(await client.diagnostics(file)).toMatchObject([{ severity: 4 }]);
    await client.setSettings({ rules: {} });
    expect(await client.diagnostics(file)).toMatchObject([{ severity: 2 }]);
  });
});

describe('an app with another SDK than the rules know', () => {
  it('is unchecked, and the status says so', async () => {
    const dependencies = { '@auth0/nextjs-auth0': '^3.5.0', next: '^15.3.0' };
    const workspace = tempWorkspace({ 'package.json': JSON.stringify({ name: 'old', dependencies }) });
    const client = await startClient({ folders: [workspace.root] });
    await expect
      .poll(async () => (await client.status()).apps)
      .toMatchObject([
        { sdk: '^3.5.0', notChecked: 'nextjs-auth0 ^3.5.0 is not checked: Session Lens needs 4.x' },
      ]);
  });
});

describe('a workspace without the SDK', () => {
  const plain = {
    'package.json': JSON.stringify({ name: 'plain', dependencies: { next: '16.4.6' } }),
    'proxy.ts': 'export const config = { matcher: ["/a"] };\n',
    'app/page.tsx': 'export default function Page() { return null; }\n',
  };

  it('costs no parser, and no analysis for typing', async () => {
    const workspace = tempWorkspace(plain);
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('proxy.ts');
    await client.open(file);
    expect(await client.diagnostics(file)).toEqual([]);
    const analyses = client.statuses.length;
    await client.type(file, '"/a"', '"/b"');
    expect(await client.diagnostics(file)).toEqual([]);
    expect(await client.hover(file, 'config')).toBeNull();
    expect(client.statuses.length).toBe(analyses);
    expect(await client.status()).toEqual({
      apps: [],
      lastAnalysisMs: expect.any(Number),
      engineLoaded: false,
    });
  });

  it('never loads TypeScript: the server runs without that file', async () => {
    const workspace = tempWorkspace({ ...plain, 'bin/server.js': readFileSync(`${dist}/server.js`, 'utf8') });
    const command = [process.execPath, workspace.path('bin/server.js'), '--stdio'] as const;
    const client = await startClient({ folders: [workspace.root], command });
    await client.open(workspace.path('proxy.ts'));
    expect(await client.diagnostics(workspace.path('proxy.ts'))).toEqual([]);
    expect(client.logs.filter((line) => line.includes('failed'))).toEqual([]);

    // The counter-test: an app needs it. Even then the server lives, and says what is wrong.
    const app = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    await client.setFolders({ added: [app.root] });
    expect(await client.diagnostics(app.path('lib/auth0.ts'))).toEqual([]);
    expect(client.logs.filter((line) => line.includes('typescript.js'))).toHaveLength(1);
    expect(await client.stop()).toBe(0);
  });

  it('wakes up when the SDK is installed', async () => {
    const workspace = tempWorkspace({ ...nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }), ...plain });
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('lib/auth0.ts');
    await client.workspaceDiagnostics();
    const before = await client.status();
    workspace.write('package.json', MANIFEST);
    await client.watched(workspace.path('package.json'), 2);
    expect(await client.rules(file)).toContain('inactivity-exceeds-absolute');
    expect((await client.status()).engineLoaded).toBe(true);
    expect(before.apps.length).toBeLessThanOrEqual(1);
  });
});

describe('status', () => {
  it('is told after each analysis', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root] });
    const status = await client.until(() => client.statuses.at(-1), 'a status');
    expect(status).toEqual({
      apps: [
        {
          root: workspace.root,
          name: 'shop',
          sdk: '4.30.0',
          next: '16.4.6',
          clients: 1,
          findings: { error: 0, warning: 1, info: 0, hint: 0 },
        },
      ],
      lastAnalysisMs: expect.any(Number),
      engineLoaded: true,
    });
  });
});

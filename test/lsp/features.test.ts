import { describe, expect, it } from 'vitest';
import {
  PictureThemeNotification,
  RoutesRequest,
  SecretNamesRequest,
  SessionLanesRequest,
  type RoutesResult,
  type SecretNamesResult,
  type SessionLanesResult,
} from '../../shared/protocol';
import { plainCapabilities, startClient, vscodeCapabilities, type ClientOptions } from '../support/lspClient';
import { HEALTHY_CLIENT, NARROW_PROXY, nextApp } from '../support/nextApp';
import { tempWorkspace } from '../support/tempWorkspace';

/** What the extension announces. */
const extension = { initializationOptions: { commands: true, pictures: 'light' } };

async function opened(options: ClientOptions = extension, files: Record<string, string> = {}) {
  const workspace = tempWorkspace(nextApp(files));
  const client = await startClient({ folders: [workspace.root], ...options });
  const auth0 = workspace.path('lib/auth0.ts');
  const proxy = workspace.path('proxy.ts');
  await client.open(auth0);
  return { workspace, client, auth0, proxy };
}

/** Lets the server act on what it was told, and on what follows from that. */
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 600));

describe('code lenses', () => {
  it('run the extension’s commands', async () => {
    const { client, auth0, workspace } = await opened();
    const [lens] = await client.codeLenses(auth0);
    const { lanes } = await client.request<SessionLanesResult>(SessionLanesRequest);
    expect(lens?.range.start).toEqual({ line: 3, character: 2 });
    expect(lens?.command).toMatchObject({
      title: 'ends after 7 d idle, 30 d at most · preview',
      command: 'sessionLens.previewTimeline',
      arguments: [{ lane: lanes[0]?.id }],
    });
    const proxy = workspace.path('proxy.ts');
    await client.open(proxy);
    const [routes] = await client.codeLenses(proxy);
    expect(routes?.command).toMatchObject({
      title: expect.stringMatching(/^runs on all \d+ routes$/),
      command: 'sessionLens.showRoutes',
      arguments: [{ root: workspace.root }],
    });
  });

  it('are plain text for an editor without these commands', async () => {
    const { client, auth0 } = await opened({ capabilities: plainCapabilities });
    const [lens] = await client.codeLenses(auth0);
    expect(lens?.command).toMatchObject({ title: 'ends after 7 d idle, 30 d at most', command: '' });
    expect(lens?.command?.arguments).toBeUndefined();
  });

  it('count the routes that a matcher misses', async () => {
    const { client, proxy } = await opened(extension, { 'proxy.ts': NARROW_PROXY });
    await client.open(proxy);
    const [lens] = await client.codeLenses(proxy);
    expect(lens?.command?.title).toMatch(/^runs on 1 of \d+ routes · \d+ missed$/);
    expect(lens?.command?.tooltip).toContain('Missed: /');
  });

  it('can be switched off, and come back', async () => {
    const { client, auth0 } = await opened({ ...extension, settings: { codeLens: false } });
    expect(await client.codeLenses(auth0)).toEqual([]);
    expect(await client.inlayHints(auth0)).toHaveLength(2);
    await client.setSettings({ inlayHints: false });
    await client.until(() => client.hintRefreshes > 0, 'a refresh');
    expect(await client.codeLenses(auth0)).toHaveLength(2);
    expect(await client.inlayHints(auth0)).toEqual([]);
  });

  it('are asked for again when another file changes them, and only then', async () => {
    const { client, auth0, workspace } = await opened(extension, {
      'lib/auth0.ts': `import { WEEK } from './time';\n${HEALTHY_CLIENT.replace('60 * 60 * 24 * 7', 'WEEK')}`,
      'lib/time.ts': 'export const WEEK = 604800;\n',
    });
    const time = workspace.path('lib/time.ts');
    await client.open(time);
    expect((await client.codeLenses(auth0))[0]?.command?.title).toContain('7 d idle');
    await client.inlayHints(auth0);

    await client.type(time, '604800;', '604800; // a comment');
    await client.diagnostics(time);
    await rest();
    expect([client.lensRefreshes, client.hintRefreshes]).toEqual([0, 0]);

    await client.type(time, '604800', '3600');
    await client.diagnostics(time);
    await client.until(() => client.lensRefreshes === 1, 'a refresh of the lenses');
    await client.until(() => client.hintRefreshes === 1, 'a refresh of the hints');
    expect((await client.codeLenses(auth0))[0]?.command?.title).toContain('1 h idle');
  });

  it('cause no refresh while their own document is typed in', async () => {
    const { client, auth0 } = await opened();
    await client.codeLenses(auth0);
    await client.inlayHints(auth0);
    for (const days of ['* 6', '* 5', '* 4']) {
      await client.type(auth0, /\* \d(?=,)/.exec(client.text(auth0))?.[0] ?? '', days);
      await client.diagnostics(auth0);
      await client.codeLenses(auth0);
      await client.inlayHints(auth0);
    }
    await rest();
    expect([client.lensRefreshes, client.hintRefreshes]).toEqual([0, 0]);
    expect((await client.codeLenses(auth0))[0]?.command?.title).toContain('4 d idle');
  });

  it('never refresh what the client cannot refresh', async () => {
    const { workspace, ...capabilities } = vscodeCapabilities;
    const { codeLens: _lens, inlayHint: _hint, ...others } = workspace ?? {};
    const { client, auth0 } = await opened({ capabilities: { ...capabilities, workspace: others } });
    await client.codeLenses(auth0);
    await client.setSettings({ codeLens: false });
    await client.diagnostics(auth0);
    await rest();
    expect(client.lensRefreshes).toBe(0);
    expect(await client.codeLenses(auth0)).toEqual([]);
  });
});

describe('inlay hints', () => {
  it('stand behind the values in the range that is asked for', async () => {
    const { client, auth0 } = await opened();
    const all = await client.inlayHints(auth0);
    expect(all).toEqual([
      {
        position: { line: 5, character: 39 },
        label: '30 days',
        tooltip: '2,592,000 seconds: absoluteDuration of auth0',
        paddingLeft: true,
      },
      expect.objectContaining({ position: { line: 6, character: 40 }, label: '7 days' }),
    ]);
    const line = { start: { line: 6, character: 0 }, end: { line: 7, character: 0 } };
    expect(await client.inlayHints(auth0, line)).toEqual(all.slice(1));
  });
});

describe('hovers', () => {
  it('have a picture for the extension, and characters for any other editor', async () => {
    const first = await opened();
    const text = (await first.client.hover(first.auth0, 'session')) ?? '';
    expect(text).toMatch(/!\[The session ends after 7 days[^\]]*\]\(data:image\/svg\+xml;base64,[\w+/=]+\)$/);
    expect(text).not.toContain('```');

    await first.client.connection.sendNotification(PictureThemeNotification, 'dark');
    expect(await first.client.hover(first.auth0, 'session')).not.toBe(text);

    const second = await opened({ capabilities: plainCapabilities });
    const plain = (await second.client.hover(second.auth0, 'session')) ?? '';
    expect(plain).toMatch(/```text\n[^]+\n```$/);
    expect(plain).not.toContain('data:');
  });

  it('explain a matcher', async () => {
    const { client, proxy } = await opened(extension, { 'proxy.ts': NARROW_PROXY });
    await client.open(proxy);
    const text = (await client.hover(proxy, "'/dashboard", 3)) ?? '';
    expect(text).toContain('Matches `/dashboard` and everything below it.');
    expect(text).toMatch(/- skips `\/`/);
  });
});

describe('requests of the panels', () => {
  it('give lanes and names of secrets, of all apps or of one', async () => {
    const { client, workspace, auth0 } = await opened(extension, {
      '.env.local': 'AUTH0_SECRET=0123456789\n',
    });
    const { lanes } = await client.request<SessionLanesResult>(SessionLanesRequest);
    expect(lanes).toMatchObject([{ root: workspace.root, file: auth0, line: 3, name: 'auth0' }]);
    const own = { root: workspace.root };
    expect((await client.request<SessionLanesResult>(SessionLanesRequest, own)).lanes).toEqual(lanes);
    const other = { root: `${workspace.root}/other` };
    expect((await client.request<SessionLanesResult>(SessionLanesRequest, other)).lanes).toEqual([]);

    const answer = await client.request<SecretNamesResult>(SecretNamesRequest);
    expect(answer.secrets).toEqual([
      {
        root: workspace.root,
        app: 'shop',
        variable: 'AUTH0_SECRET',
        file: workspace.path('.env.local'),
      },
    ]);
    expect(JSON.stringify(answer)).not.toContain('0123456789');
    expect((await client.request<SecretNamesResult>(SecretNamesRequest, other)).secrets).toEqual([]);
  });

  it('give the routes with their coverage', async () => {
    const { client, workspace } = await opened(extension, { 'proxy.ts': NARROW_PROXY });
    const { tables } = await client.request<RoutesResult>(RoutesRequest, { root: workspace.root });
    expect(tables).toMatchObject([{ root: workspace.root, name: 'shop', matchers: ['/dashboard/:path*'] }]);
    const covered = Object.fromEntries(tables[0]?.routes.map((row) => [row.route, row.covered]) ?? []);
    expect(covered).toMatchObject({ '/': 'none', '/dashboard': 'all', '/auth/login': 'none' });
  });

  it('follow the text in the editor, saved or not', async () => {
    const { client, auth0 } = await opened();
    const before = await client.request<SessionLanesResult>(SessionLanesRequest);
    await client.type(auth0, '* 24 * 7', '* 5');
    const after = await client.request<SessionLanesResult>(SessionLanesRequest);
    expect(after.lanes[0]?.config.inactivityDuration).toBe(18_000);
    expect(after.lanes[0]?.id).toBe(before.lanes[0]?.id);
  });

  it('are empty without an app', async () => {
    const workspace = tempWorkspace({ 'package.json': '{ "name": "plain" }', 'a.ts': '' });
    const client = await startClient({ folders: [workspace.root] });
    expect(await client.request(SessionLanesRequest)).toEqual({ lanes: [] });
    expect(await client.request(SecretNamesRequest)).toEqual({ secrets: [] });
    expect(await client.request(RoutesRequest)).toEqual({ tables: [] });
    const file = workspace.path('a.ts');
    await client.open(file);
    expect(await client.codeLenses(file)).toEqual([]);
    expect(await client.inlayHints(file)).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { LSPErrorCodes, CancellationTokenSource, DocumentDiagnosticRequest } from 'vscode-languageserver';
import { plainCapabilities, startClient, uri, vscodeCapabilities } from '../support/lspClient';
import {
  HEALTHY_CLIENT,
  HEALTHY_PROXY,
  IDLE_TOO_LONG,
  MILLISECONDS,
  NARROW_PROXY,
  nextApp,
} from '../support/nextApp';
import { tempWorkspace } from '../support/tempWorkspace';

describe('pulled diagnostics', () => {
  it('are those of the engine, with everything an editor shows', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    const [diagnostic, ...others] = await client.diagnostics(file);
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({
      code: 'inactivity-exceeds-absolute',
      source: 'session-lens',
      severity: 2,
      codeDescription: { href: expect.stringMatching(/^https:.*\/inactivity-exceeds-absolute/) },
      range: { start: { line: 5 } },
      data: { finding: expect.any(String) },
    });
    expect(await client.rules(workspace.path('proxy.ts'))).toEqual([]);
  });

  it('name related places in the URIs of the client', async () => {
    const workspace = tempWorkspace(nextApp({ 'proxy.ts': NARROW_PROXY }));
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('proxy.ts');
    await client.open(file);
    const found = await client.diagnostics(file);
    const narrow = found.find(({ code }) => code === 'matcher-narrow-with-rolling');
    expect(narrow?.relatedInformation?.map(({ location }) => location.uri)).toEqual([
      uri(workspace.path('app/page.tsx')),
    ]);
  });

  it('leave out what the client cannot show', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const capabilities = { textDocument: { diagnostic: {} } };
    const client = await startClient({ folders: [workspace.root], capabilities });
    const [diagnostic] = await client.diagnostics(workspace.path('lib/auth0.ts'));
    expect(Object.keys(diagnostic!).sort()).toEqual(['code', 'message', 'range', 'severity', 'source']);
  });

  it('fade code without effect', async () => {
    const text = HEALTHY_CLIENT.replace('rolling: true', 'rolling: false');
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': text }));
    const client = await startClient({ folders: [workspace.root] });
    const [diagnostic] = await client.diagnostics(workspace.path('lib/auth0.ts'));
    expect(diagnostic).toMatchObject({ code: 'inactivity-ignored-when-not-rolling', tags: [1] });
  });

  it('are unchanged under the same result id, until a finding changes', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    const { resultId } = await client.pull(file);
    expect(await client.pull(file, resultId)).toEqual({ kind: 'unchanged', resultId });
    await client.type(file, 'auth0 = ', 'auth0  = ');
    expect(await client.pull(file, resultId)).toEqual({ kind: 'unchanged', resultId });
    await client.type(file, 'import', '\nimport');
    const moved = await client.pull(file, resultId);
    expect(moved).toMatchObject({ kind: 'full', items: [{ range: { start: { line: 6 } } }] });
    expect(moved.resultId).not.toBe(resultId);
  });

  it('follow edits across files without saving: proxy.ts to lib/auth0.ts', async () => {
    const workspace = tempWorkspace(nextApp());
    const client = await startClient({ folders: [workspace.root] });
    const [auth0, proxy] = [workspace.path('lib/auth0.ts'), workspace.path('proxy.ts')];
    await client.open(auth0);
    await client.open(proxy);
    expect(await client.rules(auth0)).toEqual([]);
    await client.type(proxy, 'await auth0.middleware(request)', 'new Response(null)');
    expect(await client.rules(auth0)).toEqual(['middleware-missing']);
    await client.type(proxy, 'new Response(null)', 'await auth0.middleware(request)');
    expect(await client.rules(auth0)).toEqual([]);
  });

  it('follow edits across files without saving: lib/auth0.ts to proxy.ts', async () => {
    const workspace = tempWorkspace(nextApp({ 'proxy.ts': NARROW_PROXY }));
    const client = await startClient({ folders: [workspace.root] });
    const [auth0, proxy] = [workspace.path('lib/auth0.ts'), workspace.path('proxy.ts')];
    await client.open(auth0);
    await client.open(proxy);
    expect(await client.rules(proxy)).toContain('matcher-narrow-with-rolling');
    await client.type(auth0, 'rolling: true', 'rolling: false');
    expect(await client.rules(proxy)).not.toContain('matcher-narrow-with-rolling');
    expect(await client.rules(proxy)).toContain('matcher-misses-auth-routes');
  });

  it('tell the client to ask again when an edit alters another open document', async () => {
    const workspace = tempWorkspace(nextApp());
    const client = await startClient({ folders: [workspace.root] });
    const [auth0, proxy] = [workspace.path('lib/auth0.ts'), workspace.path('proxy.ts')];
    await client.open(auth0);
    await client.open(proxy);
    await client.diagnostics(auth0);
    await client.diagnostics(proxy);
    await client.type(proxy, 'NextRequest) {', 'NextRequest) { // a comment');
    await client.diagnostics(proxy);
    expect(client.refreshes).toBe(0);
    await client.type(proxy, 'await auth0.middleware(request)', 'new Response(null)');
    await client.diagnostics(proxy);
    await client.until(() => client.refreshes === 1, 'a refresh');
  });

  it('go back to the file on disk when a changed document closes without saving', async () => {
    const workspace = tempWorkspace(nextApp());
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    await client.change(file, IDLE_TOO_LONG);
    expect(await client.rules(file)).toEqual(['inactivity-exceeds-absolute']);
    await client.close(file);
    expect(await client.rules(file)).toEqual([]);
  });

  it('see a document that is not on disk yet', async () => {
    const { 'proxy.ts': proxyText, ...files } = nextApp();
    const workspace = tempWorkspace(files);
    const client = await startClient({ folders: [workspace.root] });
    const auth0 = workspace.path('lib/auth0.ts');
    await client.open(auth0);
    expect(await client.rules(auth0)).toEqual(['middleware-missing']);
    await client.open(workspace.path('proxy.ts'), proxyText);
    expect(await client.rules(auth0)).toEqual([]);
    await client.close(workspace.path('proxy.ts'));
    expect(await client.rules(auth0)).toEqual(['middleware-missing']);
  });

  it('survive a file that is torn at any place, and recover', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    for (let end = 0; end < IDLE_TOO_LONG.length; end += 37) {
      await client.change(file, IDLE_TOO_LONG.slice(0, end));
      const lines = IDLE_TOO_LONG.slice(0, end).split('\n').length;
      for (const { range } of await client.diagnostics(file)) expect(range.end.line).toBeLessThan(lines);
    }
    await client.change(file, IDLE_TOO_LONG);
    expect(await client.rules(file)).toEqual(['inactivity-exceeds-absolute']);
    expect(client.logs.filter((line) => line.includes('failed'))).toEqual([]);
  });

  it('answer a cancelled request as cancelled, at once', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    await client.diagnostics(file);
    await client.type(file, 'auth0 = ', 'auth0  = ');
    const source = new CancellationTokenSource();
    const textDocument = { uri: uri(file) };
    const request = client.connection.sendRequest(
      DocumentDiagnosticRequest.type,
      { textDocument },
      source.token,
    );
    setTimeout(() => source.cancel(), 10);
    await expect(request).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(await client.rules(file)).toEqual(['inactivity-exceeds-absolute']);
  });

  it('show every request the state after the last key', async () => {
    const workspace = tempWorkspace(nextApp());
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    const answers: Promise<string[]>[] = [];
    for (const text of [MILLISECONDS, HEALTHY_CLIENT, IDLE_TOO_LONG]) {
      await client.change(file, text);
      answers.push(client.rules(file));
    }
    // All were asked within the pause in typing: none of them may show what stood there before.
    expect(await Promise.all(answers)).toEqual(Array(3).fill(['inactivity-exceeds-absolute']));
  });

  it('come for the whole workspace, with result ids, and are taken back', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('lib/auth0.ts');
    const first = await client.workspaceDiagnostics();
    expect(first.items).toMatchObject([
      { kind: 'full', uri: uri(file), version: null, items: [{ code: 'inactivity-exceeds-absolute' }] },
    ]);
    const previous = [{ uri: uri(file), value: first.items[0]!.resultId! }];
    expect((await client.workspaceDiagnostics(previous)).items).toMatchObject([
      { kind: 'unchanged', uri: uri(file) },
    ]);
    await client.open(file);
    await client.change(file, HEALTHY_CLIENT);
    expect((await client.workspaceDiagnostics(previous)).items).toMatchObject([
      { kind: 'full', uri: uri(file), version: 2, items: [] },
    ]);
  });
});

describe('pushed diagnostics, for a client that cannot pull', () => {
  const capabilities = plainCapabilities;

  it('appear, follow edits of another file, and vanish', async () => {
    const workspace = tempWorkspace(nextApp());
    const client = await startClient({ folders: [workspace.root], capabilities });
    const [auth0, proxy] = [workspace.path('lib/auth0.ts'), workspace.path('proxy.ts')];
    await client.open(auth0);
    await client.open(proxy);
    await client.type(proxy, 'await auth0.middleware(request)', 'new Response(null)');
    const [found] = await client.untilPublished(auth0, (items) => items.length > 0);
    expect(found?.code).toBe('middleware-missing');
    expect(client.published.get(uri(auth0))?.version).toBe(1);
    await client.change(proxy, HEALTHY_PROXY);
    await client.untilPublished(auth0, (items) => items.length === 0);
  });

  it('vanish when the document closes', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root], capabilities });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    await client.untilPublished(file, (items) => items.length === 1);
    await client.close(file);
    await client.untilPublished(file, (items) => items.length === 0);
  });

  it('are not sent again for keys that change nothing', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root], capabilities });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    await client.untilPublished(file, (items) => items.length === 1);
    const analyses = client.statuses.length;
    await client.type(file, 'auth0 = ', 'auth0  = ');
    await client.until(() => client.statuses.length > analyses, 'another analysis');
    await client.status();
    expect(client.publications).toBe(1);
  });

  it('cover closed files once the user asks for the whole workspace', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const client = await startClient({ folders: [workspace.root], capabilities });
    await client.open(workspace.path('proxy.ts'));
    const status = await client.connection.sendRequest('sessionLens/checkWorkspace');
    expect(status).toMatchObject({ apps: [{ name: 'shop', findings: { warning: 1 } }] });
    await client.untilPublished(workspace.path('lib/auth0.ts'), (items) => items.length === 1);
  });

  it('are not sent to a client that pulls', async () => {
    const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': IDLE_TOO_LONG }));
    const both = {
      ...vscodeCapabilities,
      textDocument: { ...vscodeCapabilities.textDocument, ...capabilities.textDocument },
    };
    const client = await startClient({ folders: [workspace.root], capabilities: both });
    await client.open(workspace.path('lib/auth0.ts'));
    expect(await client.rules(workspace.path('lib/auth0.ts'))).toHaveLength(1);
    await new Promise((done) => setTimeout(done, 400));
    expect(client.publications).toBe(0);
  });
});

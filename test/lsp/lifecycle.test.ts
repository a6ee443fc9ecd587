import { fork, spawn } from 'node:child_process';
import { onTestFinished, describe, expect, it } from 'vitest';
import { version } from '../../package.json';
import { dist, plainCapabilities, startClient } from '../support/lspClient';
import { nextApp } from '../support/nextApp';
import { tempWorkspace } from '../support/tempWorkspace';

describe('the life of the server', () => {
  it('introduces itself and what it can do', async () => {
    const client = await startClient();
    expect(client.initialized.serverInfo).toEqual({ name: 'Session Lens', version });
    expect(client.initialized.capabilities).toMatchObject({
      textDocumentSync: { openClose: true, change: 2, save: true },
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.sessionLens'] },
      diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: true },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    });
  });

  it('offers no pull diagnostics to a client that cannot pull', async () => {
    const client = await startClient({ capabilities: plainCapabilities });
    expect(client.initialized.capabilities.diagnosticProvider).toBeUndefined();
  });

  it('exits with 0 after shutdown, with 1 without it', async () => {
    const client = await startClient();
    expect(await client.stop()).toBe(0);
    const hurried = await startClient();
    await hurried.connection.sendNotification('exit');
    expect(await hurried.exited).toBe(1);
  });

  it('exits when the client closes the pipe', async () => {
    const client = await startClient();
    client.server.stdin?.end();
    expect(await client.exited).toBe(1);
  });

  it('exits when the process of the client is gone', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    const pid = gone.pid;
    await new Promise((done) => gone.once('exit', done));
    const client = await startClient({ processId: pid ?? null });
    expect(await client.exited).toBe(1);
  });

  it('says how to start it when no transport is named', async () => {
    const server = spawn(process.execPath, [`${dist}/server.js`]);
    let text = '';
    server.stderr.on('data', (chunk) => (text += String(chunk)));
    expect(await new Promise((done) => server.once('exit', done))).toBe(2);
    expect(text).toContain('--stdio');
  });

  it('answers over node IPC, and exits when the channel closes', async () => {
    const server = fork(`${dist}/server.js`, ['--node-ipc'], { execArgv: [], silent: true });
    onTestFinished(() => void server.kill('SIGKILL'));
    const answer = new Promise<{ id?: number; result?: { serverInfo?: unknown } }>((done) =>
      server.once('message', done),
    );
    const params = { processId: null, rootUri: null, capabilities: {} };
    server.send({ jsonrpc: '2.0', id: 1, method: 'initialize', params });
    expect(await answer).toMatchObject({ id: 1, result: { serverInfo: { name: 'Session Lens' } } });
    const exited = new Promise((done) => server.once('exit', done));
    server.disconnect();
    expect(await exited).toBe(1);
  });

  it('shows hovers', async () => {
    const workspace = tempWorkspace(nextApp());
    const client = await startClient({ folders: [workspace.root] });
    const file = workspace.path('lib/auth0.ts');
    await client.open(file);
    expect(await client.hover(file, 'absoluteDuration')).toContain('**30 days** (2592000 s), line 6');
    await client.type(file, '24 * 30', '24 * 60');
    expect(await client.hover(file, 'absoluteDuration')).toContain('**60 days**');
    expect(await client.hover(file, 'import')).toBeNull();
  });

  it('survives requests for documents it does not know and URIs it cannot read', async () => {
    const { root } = tempWorkspace(nextApp());
    const client = await startClient({ folders: [root] });
    for (const uri of [
      'untitled:Untitled-1',
      'git:/a.ts?HEAD',
      'file:///nowhere/a.ts',
      'file:///%ZZ',
      'junk',
    ]) {
      const textDocument = { uri };
      const position = { line: 900, character: 900 };
      const range = { start: position, end: position };
      const ask = (method: string, params: object): Promise<unknown> =>
        client.connection.sendRequest(method, { textDocument, ...params });
      expect(await ask('textDocument/diagnostic', {})).toMatchObject({ kind: 'full', items: [] });
      expect(await ask('textDocument/hover', { position })).toBeNull();
      expect(await ask('textDocument/codeAction', { range, context: { diagnostics: [] } })).toEqual([]);
    }
    expect(await client.stop()).toBe(0);
  });

  it('survives malformed parameters and unknown messages', async () => {
    const client = await startClient();
    await expect(client.connection.sendRequest('textDocument/hover', {})).resolves.toBeNull();
    await expect(client.connection.sendRequest('no/such/request')).rejects.toThrow();
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///a.ts' },
    });
    await client.connection.sendNotification('workspace/didChangeWatchedFiles', {});
    expect((await client.status()).apps).toEqual([]);
    expect(await client.stop()).toBe(0);
  });
});

import {
  CancellationTokenSource,
  LSPErrorCodes,
  type ClientCapabilities,
  type CompletionItem,
} from 'vscode-languageserver/node';
import { describe, expect, it } from 'vitest';
import {
  plainCapabilities,
  startClient,
  uri,
  vscodeCapabilities,
  type LspClient,
} from '../support/lspClient';
import { HEALTHY_CLIENT, HEALTHY_PROXY, nextApp } from '../support/nextApp';
import { tempWorkspace } from '../support/tempWorkspace';

const editor: ClientCapabilities = {
  ...vscodeCapabilities,
  textDocument: {
    ...vscodeCapabilities.textDocument,
    completion: { completionItem: { snippetSupport: true, labelDetailsSupport: true } },
  },
};

async function opened(
  files: Record<string, string> = {},
  capabilities = editor,
  initializationOptions: unknown = { commands: true },
) {
  const workspace = tempWorkspace(nextApp(files));
  const client = await startClient({ folders: [workspace.root], capabilities, initializationOptions });
  const open = async (name: string): Promise<string> => {
    const path = workspace.path(name);
    await client.open(path);
    return path;
  };
  return { client, open };
}

/** What is offered behind the first occurrence of `needle`. */
function complete(
  client: LspClient,
  path: string,
  needle: string,
  triggerCharacter?: string,
): Promise<CompletionItem[]> {
  const text = client.text(path);
  const before = text.slice(0, text.indexOf(needle) + needle.length).split('\n');
  return client.request<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri: uri(path) },
    position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 },
    context: triggerCharacter === undefined ? { triggerKind: 1 } : { triggerKind: 2, triggerCharacter },
  });
}

const labels = (items: readonly CompletionItem[]): string[] => items.map(({ label }) => label);
const PROXY = HEALTHY_PROXY.replace(/matcher: .*,/, "matcher: ['/da'],");

describe('completion', () => {
  it('is announced, with the characters that begin a pattern', async () => {
    const { client } = await opened();
    expect(client.initialized.capabilities.completionProvider).toEqual({
      triggerCharacters: ['"', "'", '`', '/'],
    });
  });

  it('replaces what is between the quotes', async () => {
    const { client, open } = await opened({ 'proxy.ts': PROXY });
    const path = await open('proxy.ts');
    const items = await complete(client, path, "'/da", '/');
    expect(labels(items)).toEqual(['/auth/:path*', '/((?!_next/static|…).*)', '/', '/dashboard']);
    const start = { line: 8, character: 13 };
    expect(items[3]).toMatchObject({
      kind: 12,
      labelDetails: { description: 'page' },
      documentation: { kind: 'markdown', value: expect.stringContaining('1 route of this app') },
      filterText: '/dashboard',
      insertTextFormat: 1,
      textEdit: { range: { start, end: { line: 8, character: 16 } }, newText: '/dashboard' },
    });
  });

  it('follows what is typed, before the analysis has seen it', async () => {
    const { client, open } = await opened({ 'proxy.ts': PROXY });
    const path = await open('proxy.ts');
    await client.diagnostics(path);
    await client.type(path, "['/da']", "['/auth/:path*', '/da', '']");
    const items = await complete(client, path, "'/da', '", "'");
    expect(labels(items)).toEqual(['/((?!_next/static|…).*)', '/', '/dashboard']);
    expect(items[0]?.textEdit).toMatchObject({ range: { start: { line: 8, character: 36 } } });
    const auth0 = await open('lib/auth0.ts');
    await client.type(auth0, '60 * 60 * 24 * 7', '');
    const durations = await complete(client, auth0, 'inactivityDuration: ');
    expect(labels(durations)).toContain('7 days');
    await client.type(auth0, 'export const', '// moved\nexport const');
    expect(labels(await complete(client, auth0, 'inactivityDuration: '))).toContain('7 days');
  });

  it('uses snippets and asks on only where the editor can', async () => {
    const files = { 'lib/auth0.ts': HEALTHY_CLIENT.replace(/rolling[^]*?\n {2}\}/, '\n  }') };
    const able = await opened(files);
    const path = await able.open('lib/auth0.ts');
    const items = await complete(able.client, path, 'session: {');
    expect(items.find(({ label }) => label === 'absoluteDuration')).toMatchObject({
      insertTextFormat: 2,
      textEdit: { newText: 'absoluteDuration: $0,' },
      command: { command: 'editor.action.triggerSuggest' },
    });
    expect(items.at(-1)).toMatchObject({ kind: 15, insertTextFormat: 2 });

    const plain = await opened(files, plainCapabilities, null);
    const other = await plain.open('lib/auth0.ts');
    const simple = await complete(plain.client, other, 'session: {');
    expect(labels(simple)).toEqual(labels(items));
    expect(JSON.stringify(simple)).not.toMatch(/\$\{?\d|triggerSuggest|labelDetails/);
    expect(simple.find(({ label }) => label === 'absoluteDuration')?.detail).toBe('seconds, default: 3 days');
  });

  it('has nothing to say anywhere else', async () => {
    const { client, open } = await opened({ 'proxy.ts': PROXY });
    const page = await open('app/page.tsx');
    expect(await complete(client, page, 'href="', '"')).toEqual([]);
    const path = await open('proxy.ts');
    expect(await complete(client, path, "from '", "'")).toEqual([]);
    const auth0 = await open('lib/auth0.ts');
    expect(await complete(client, auth0, "from '", "'")).toEqual([]);
    expect(client.logs.filter((line) => line.includes('failed'))).toEqual([]);
  });

  it('does not load TypeScript for a workspace without the SDK', async () => {
    const workspace = tempWorkspace({
      'package.json': '{ "dependencies": { "next": "16.4.6" } }',
      'proxy.ts': "export const config = { matcher: [''] };\n",
    });
    const client = await startClient({ folders: [workspace.root], capabilities: editor });
    const path = workspace.path('proxy.ts');
    await client.open(path);
    await client.diagnostics(path);
    expect(await complete(client, path, "['", "'")).toEqual([]);
    expect((await client.status()).engineLoaded).toBe(false);
  });

  it('answers a cancelled request as cancelled, and the next one', async () => {
    const { client, open } = await opened({ 'proxy.ts': PROXY });
    const path = await open('proxy.ts');
    const source = new CancellationTokenSource();
    const cancelled = client.connection.sendRequest(
      'textDocument/completion',
      { textDocument: { uri: uri(path) }, position: { line: 8, character: 16 } },
      source.token,
    );
    source.cancel();
    await expect(cancelled).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect(labels(await complete(client, path, "'/da"))).toContain('/dashboard');
  });
});

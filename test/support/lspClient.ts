/** A language client for tests: starts the built server as its own process and talks to it over real pipes. */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished, vi } from 'vitest';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type CodeAction,
  type CodeLens,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type Hover,
  type InitializeResult,
  type InlayHint,
  type MarkupContent,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { applyEdits } from '../../shared/edits';
import { StatusNotification, StatusRequest, type StatusResult } from '../../shared/protocol';

// Each test starts a server of its own, and several may compete for few cores.
vi.setConfig({ testTimeout: 30_000 });

/** Where the built bundles are; the build writes to `dist`. */
export const dist = resolve(process.env['SESSION_LENS_DIST'] ?? 'dist');

/** What VS Code can do, as far as this server cares. */
export const vscodeCapabilities: ClientCapabilities = {
  workspace: {
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true },
    diagnostics: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
  textDocument: {
    diagnostic: {
      relatedDocumentSupport: true,
      relatedInformation: true,
      codeDescriptionSupport: true,
      dataSupport: true,
      tagSupport: { valueSet: [1, 2] },
    },
    codeAction: {
      dataSupport: true,
      isPreferredSupport: true,
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'source.fixAll'] } },
    },
  },
};

/** A client that knows no pull diagnostics, no configuration requests and no dynamic registration. */
export const plainCapabilities: ClientCapabilities = {
  workspace: { workspaceEdit: {} },
  textDocument: { publishDiagnostics: { relatedInformation: true, versionSupport: true } },
};

export interface ClientOptions {
  folders?: readonly string[];
  capabilities?: ClientCapabilities;
  /** `sessionLens.*`, for every folder. */
  settings?: Record<string, unknown>;
  initializationOptions?: unknown;
  processId?: number | null;
  /** Command line of the server; by default the built one over stdio. */
  command?: readonly [string, ...string[]];
}

export type LspClient = Awaited<ReturnType<typeof startClient>>;

export const uri = (path: string): string => pathToFileURL(path).href;

export async function startClient(options: ClientOptions = {}) {
  const [program, ...args] = options.command ?? [process.execPath, `${dist}/server.js`, '--stdio'];
  const server = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const exited = new Promise<number | null>((done) => server.once('exit', (code) => done(code)));
  const stderr: string[] = [];
  server.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  onTestFinished(() => void server.kill('SIGKILL'));

  const reader = new StreamMessageReader(server.stdout);
  const connection = createProtocolConnection(reader, new StreamMessageWriter(server.stdin), {
    error: () => {},
    warn: () => {},
    info: () => {},
    log: () => {},
  });
  connection.onError(() => undefined);
  const heard = listen(connection, options);
  connection.listen();

  const folders = (options.folders ?? []).map((path) => ({ uri: uri(path), name: path }));
  const initialized = (await connection.sendRequest('initialize', {
    processId: options.processId === undefined ? process.pid : options.processId,
    clientInfo: { name: 'test' },
    rootUri: folders[0]?.uri ?? null,
    capabilities: options.capabilities ?? vscodeCapabilities,
    initializationOptions: options.initializationOptions,
    ...(folders.length > 0 && { workspaceFolders: folders }),
  })) as InitializeResult;
  await connection.sendNotification('initialized', {});
  const documents = new Map<string, TextDocument>();

  // What was heard changes with time: no copy of it.
  return Object.assign(heard, {
    connection,
    server: server as ChildProcess,
    exited,
    stderr,
    initialized,
    ...editing(connection, documents),
    ...asking(connection, documents),

    setSettings(settings: Record<string, unknown>) {
      heard.settings = settings;
      return connection.sendNotification('workspace/didChangeConfiguration', {
        settings: { sessionLens: settings },
      });
    },
    setFolders: (change: { added?: readonly string[]; removed?: readonly string[] }) =>
      connection.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: {
          added: (change.added ?? []).map((path) => ({ uri: uri(path), name: path })),
          removed: (change.removed ?? []).map((path) => ({ uri: uri(path), name: path })),
        },
      }),
    /** Asks the server to stop, as an editor does, and gives the exit code. */
    async stop(): Promise<number | null> {
      await connection.sendRequest('shutdown');
      await connection.sendNotification('exit');
      return exited;
    },
  });
}

/** What the server says on its own accord. */
function listen(connection: ProtocolConnection, options: ClientOptions) {
  const heard = {
    settings: options.settings ?? {},
    logs: [] as string[],
    statuses: [] as StatusResult[],
    refreshes: 0,
    lensRefreshes: 0,
    hintRefreshes: 0,
    watchers: [] as string[],
    published: new Map<string, PublishDiagnosticsParams>(),
    publications: 0,
    /** Waits until `test` gives something; polls what was heard so far. */
    async until<T>(test: () => T | undefined | false, what = 'an event', timeout = 10_000): Promise<T> {
      for (const end = Date.now() + timeout; Date.now() < end;) {
        const result = test();
        if (result) return result;
        await new Promise((done) => setTimeout(done, 10));
      }
      throw new Error(`Waited in vain for ${what}. Log:\n${heard.logs.join('\n')}`);
    },
    /** The pushed diagnostics of a file, once they satisfy `test`. */
    untilPublished: (
      path: string,
      test: (items: Diagnostic[]) => boolean = () => true,
    ): Promise<Diagnostic[]> =>
      heard.until(() => {
        const items = heard.published.get(uri(path))?.diagnostics;
        return items && test(items) && items;
      }, `diagnostics of ${path}`),
  };
  connection.onNotification(
    'window/logMessage',
    ({ message }: { message: string }) => void heard.logs.push(message),
  );
  connection.onNotification(StatusNotification, (status: StatusResult) => void heard.statuses.push(status));
  connection.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
    heard.publications++;
    heard.published.set(params.uri, params);
  });
  connection.onRequest('workspace/diagnostic/refresh', () => void heard.refreshes++);
  connection.onRequest('workspace/codeLens/refresh', () => void heard.lensRefreshes++);
  connection.onRequest('workspace/inlayHint/refresh', () => void heard.hintRefreshes++);
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) =>
    items.map(() => heard.settings),
  );
  connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
    for (const { method, registerOptions } of registrations) {
      if (method !== 'workspace/didChangeWatchedFiles') continue;
      heard.watchers.push(...(registerOptions?.watchers ?? []).map(({ globPattern }) => globPattern));
    }
  });
  return heard;
}

interface RegistrationParams {
  registrations: { method: string; registerOptions?: { watchers?: { globPattern: string }[] } }[];
}

/** What a user does to documents. */
function editing(connection: ProtocolConnection, documents: Map<string, TextDocument>) {
  const document = (path: string): TextDocument => {
    const found = documents.get(path);
    if (!found) throw new Error(`${path} is not open`);
    return found;
  };
  const set = (path: string, version: number, text: string): TextDocument => {
    const created = TextDocument.create(uri(path), languageOf(path), version, text);
    documents.set(path, created);
    return created;
  };
  return {
    text: (path: string): string => document(path).getText(),
    /** Opens a file, with the text it has on disk or another one. */
    open(path: string, text: string = readFileSync(path, 'utf8')) {
      const { languageId, version } = set(path, 1, text);
      return connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(path), languageId, version, text },
      });
    },
    /** Replaces the whole text. */
    change(path: string, text: string) {
      const { version } = set(path, document(path).version + 1, text);
      return connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(path), version },
        contentChanges: [{ text }],
      });
    },
    /** Replaces the first occurrence of `old`, as one incremental change. */
    type(path: string, old: string, replacement: string) {
      const before = document(path);
      const range = rangeOf(before, old);
      const at = before.offsetAt(range.start);
      const text = before.getText();
      const after = text.slice(0, at) + replacement + text.slice(at + old.length);
      const { version } = set(path, before.version + 1, after);
      return connection.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(path), version },
        contentChanges: [{ range, text: replacement }],
      });
    },
    save: (path: string) =>
      connection.sendNotification('textDocument/didSave', { textDocument: { uri: uri(path) } }),
    close(path: string) {
      documents.delete(path);
      return connection.sendNotification('textDocument/didClose', { textDocument: { uri: uri(path) } });
    },
    /** Tells the server what happened on disk. 1: created, 2: changed, 3: deleted. */
    watched: (path: string, type: 1 | 2 | 3) =>
      connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: uri(path), type }] }),
    /** Applies an action to the open documents. Like an editor it refuses edits for another version. */
    async apply(action: CodeAction): Promise<void> {
      for (const change of action.edit?.documentChanges ?? []) {
        if (!('edits' in change)) throw new Error('unexpected file operation');
        const [path] = [...documents].find(([p]) => uri(p) === change.textDocument.uri) ?? [];
        if (path === undefined) throw new Error(`${change.textDocument.uri} is not open`);
        if (change.textDocument.version !== document(path).version)
          throw new Error('edit for another version');
        await this.change(
          path,
          applyEdits(this.text(path), change.edits as { range: Range; newText: string }[]),
        );
      }
      for (const [target, edits] of Object.entries(action.edit?.changes ?? {})) {
        const [path = ''] = [...documents].find(([p]) => uri(p) === target) ?? [];
        await this.change(path, applyEdits(this.text(path), edits));
      }
    },
  };
}

/** What an editor asks. */
function asking(connection: ProtocolConnection, documents: Map<string, TextDocument>) {
  const ask = <R>(method: string, params: unknown): Promise<R> => connection.sendRequest(method, params);
  const rangeIn = (path: string, needle: string): Range => {
    const document = documents.get(path);
    if (!document) throw new Error(`${path} is not open`);
    return rangeOf(document, needle);
  };
  const pull = (path: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
    ask('textDocument/diagnostic', { textDocument: { uri: uri(path) }, previousResultId });
  const diagnostics = async (path: string): Promise<Diagnostic[]> => {
    const report = await pull(path);
    return report.kind === 'full' ? report.items : [];
  };
  return {
    pull,
    diagnostics,
    /** Rule ids of the findings in a file. */
    rules: async (path: string): Promise<string[]> =>
      (await diagnostics(path)).map(({ code }) => String(code)),
    workspaceDiagnostics: (previousResultIds: { uri: string; value: string }[] = []) =>
      ask<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds }),
    /** Hover text at the start of `needle`, plus `shift` characters. */
    async hover(path: string, needle: string, shift = 0): Promise<string | null> {
      const { start } = rangeIn(path, needle);
      const position: Position = { line: start.line, character: start.character + shift };
      const hover = await ask<Hover | null>('textDocument/hover', {
        textDocument: { uri: uri(path) },
        position,
      });
      return hover && (hover.contents as MarkupContent).value;
    },
    /** Actions for a diagnostic's range, or for any range. */
    codeActions(path: string, at: Diagnostic | Range, only?: string[]): Promise<CodeAction[]> {
      const diagnostic = 'range' in at ? at : undefined;
      return ask('textDocument/codeAction', {
        textDocument: { uri: uri(path) },
        range: diagnostic?.range ?? at,
        context: { diagnostics: diagnostic ? [diagnostic] : [], ...(only && { only }) },
      });
    },
    codeLenses: (path: string): Promise<CodeLens[]> =>
      ask('textDocument/codeLens', { textDocument: { uri: uri(path) } }),
    /** Hints in a range, in the whole document without one. */
    inlayHints(path: string, range?: Range): Promise<InlayHint[]> {
      const start = { line: 0, character: 0 };
      const end = { line: documents.get(path)?.lineCount ?? 0, character: 0 };
      return ask('textDocument/inlayHint', {
        textDocument: { uri: uri(path) },
        range: range ?? { start, end },
      });
    },
    /** A request of shared/protocol.ts. */
    request: <Result>(name: string, parameter: unknown = {}) => ask<Result>(name, parameter),
    status: () => ask<StatusResult>(StatusRequest, undefined),
  };
}

function rangeOf(document: TextDocument, needle: string): Range {
  const at = document.getText().indexOf(needle);
  if (at < 0) throw new Error(`no ${JSON.stringify(needle)} in ${document.uri}`);
  return { start: document.positionAt(at), end: document.positionAt(at + needle.length) };
}

function languageOf(path: string): string {
  if (path.endsWith('.tsx')) return 'typescriptreact';
  return path.endsWith('.ts') ? 'typescript' : 'plaintext';
}

import { spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import {
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DocumentDiagnosticRequest,
  InitializedNotification,
  InitializeRequest,
  LSPErrorCodes,
  ResponseError,
  ShutdownRequest,
  ExitNotification,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import type { Diagnostic, Range } from 'vscode-languageserver/node';

/** A language client that does only what a benchmark needs, over a real pipe. */
export interface LspClient {
  open(file: string, text: string): Promise<void>;
  change(file: string, range: Range, text: string): Promise<void>;
  /** Asks for the diagnostics of a file, again when the server takes the question back. */
  diagnostics(file: string): Promise<Diagnostic[]>;
  stop(): Promise<void>;
}

/** Starts a server with Node.js and these arguments, and greets it. */
export async function startClient(args: readonly string[], workspace: string): Promise<LspClient> {
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  // What a server may ask of a client that has no settings.
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('workspace/diagnostic/refresh', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.listen();
  const rootUri = pathToFileURL(workspace).href;
  await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: 'bench' }],
    capabilities: {
      textDocument: { diagnostic: { dynamicRegistration: false }, publishDiagnostics: {} },
      workspace: { workspaceFolders: true, configuration: true, diagnostics: { refreshSupport: true } },
    },
  });
  await connection.sendNotification(InitializedNotification.type, {});
  let version = 1;
  const uriOf = (file: string) => pathToFileURL(file).href;

  return {
    open: (file, text) =>
      connection.sendNotification(DidOpenTextDocumentNotification.type, {
        textDocument: { uri: uriOf(file), languageId: 'typescript', version, text },
      }),
    change: (file, range, text) =>
      connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uriOf(file), version: ++version },
        contentChanges: [{ range, text }],
      }),
    async diagnostics(file) {
      for (;;) {
        try {
          const report = await connection.sendRequest(DocumentDiagnosticRequest.type, {
            textDocument: { uri: uriOf(file) },
          });
          return report.kind === 'full' ? report.items : [];
        } catch (error) {
          const retry = error instanceof ResponseError && error.code === LSPErrorCodes.ServerCancelled;
          if (!retry) throw error;
        }
      }
    },
    async stop() {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      await ended;
      connection.dispose();
    },
  };
}

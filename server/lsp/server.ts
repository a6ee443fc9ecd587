/** Wires the parts of the language server to a connection. Loads neither the engine nor TypeScript by itself. */
import {
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { version } from '../../package.json';
import {
  CheckWorkspaceRequest,
  StatusNotification,
  StatusRequest,
  type ClientOffers,
} from '../../shared/protocol';
import { chosenRules, severityFor } from '../../shared/settings';
import type { Host } from '../model';
import { nodeHost } from '../project/nodeHost';
import { analysisService, type AnalysisService, type Snapshot } from './analysis';
import { clientAbilities } from './convert';
import { canPull, diagnosticsSupport, type DiagnosticsSupport } from './diagnostics';
import { openDocuments, type OpenDocuments } from './documents';
import { featureCapabilities, registerFeatures } from './features';
import { workspaceFolders } from './folders';
import { oneLine, type Log } from './log';
import { runSafe } from './runSafe';
import { registerSettings, settingsStore } from './settings';
import { statusOf } from './status';
import { workspaceTrust, type Trust } from './trust';
import { canWatch, registerWatchers, watchedChanges } from './watch';

/** Serves one client. Returns at once; the connection lives until the client ends it. */
export function startServer(connection: Connection, disk: Host = nodeHost()): void {
  const log: Log = (line) => connection.console.error(line);
  // The documents must listen before the first message; what they tell is acted on once there is a session.
  let session: Session | undefined;
  const trust = workspaceTrust();
  const documents = openDocuments(connection, trust.guard(disk), {
    opened: () => session?.opened(),
    changed: (path) => session?.textChanged(path),
    saved: () => session?.saved(),
    closed: (path, uri) => session?.closed(path, uri),
  });
  connection.onInitialize((params) => {
    if ((params.initializationOptions as ClientOffers | undefined)?.trusted === false) trust.restrict();
    session = createSession(connection, documents, trust, params, log);
    return initializeResult(params);
  });
  connection.onInitialized(() => session?.start());
  connection.onShutdown(() => session?.dispose());
  connection.listen();
}

function initializeResult(params: InitializeParams): InitializeResult {
  return {
    serverInfo: { name: 'Session Lens', version },
    capabilities: {
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      ...featureCapabilities,
      ...(canPull(params) && {
        diagnosticProvider: {
          identifier: 'session-lens',
          interFileDependencies: true,
          workspaceDiagnostics: true,
        },
      }),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
  };
}

interface Session {
  start(): void;
  opened(): void;
  textChanged(path: string): void;
  saved(): void;
  closed(path: string, uri: string): void;
  dispose(): void;
}

function createSession(
  connection: Connection,
  documents: OpenDocuments,
  trust: Trust,
  params: InitializeParams,
  log: Log,
): Session {
  // An open document is laid over the disk, so it needs the guard as well.
  const host = trust.guard(documents.host);
  const listeners: ((snapshot: Snapshot) => void)[] = [];
  const startOver = (): void => {
    settings.forget();
    analysis.reset();
    diagnostics.changed();
  };
  const folders = workspaceFolders(connection, params, host, startOver);
  const settings = settingsStore(connection, params, log, startOver);

  const analysis = analysisService({
    host,
    log,
    async roots() {
      const roots = folders.roots([...documents.all()].map(([path]) => path));
      await settings.load(roots);
      return roots.filter((root) => settings.of(root).enable);
    },
    adjust(finding) {
      const own = settings.of(finding.file);
      if (finding.onRequest && !chosenRules(own).includes(finding.rule)) return null;
      const severity = severityFor(own, finding.rule, finding.severity);
      return severity && { ...finding, severity };
    },
    loadEngine: async (roots) => {
      const { createEngine } = await import('../engine');
      return createEngine({
        host,
        roots,
        log,
        optional: roots.flatMap((root) => chosenRules(settings.of(root))),
      });
    },
    onAnalysed(snapshot: Snapshot) {
      diagnostics.analysed(snapshot);
      for (const listener of listeners) listener(snapshot);
      void connection.sendNotification(StatusNotification, statusOf(analysis));
    },
  });
  const abilities = clientAbilities(params);
  const diagnostics: DiagnosticsSupport = diagnosticsSupport({
    connection,
    params,
    analysis,
    documents,
    abilities,
    log,
  });

  const onAnalysed = (listener: (snapshot: Snapshot) => void): void => void listeners.push(listener);
  registerFeatures({ connection, analysis, documents, settings, abilities, log, onAnalysed });
  workspaceMessages(connection, documents, analysis, diagnostics, log);
  trust.onGranted(connection, startOver);

  return {
    start() {
      folders.listen();
      const registered = [registerSettings(connection, params)];
      if (canWatch(params)) registered.push(registerWatchers(connection));
      Promise.all(registered).catch((error) => log(`The client refused a registration: ${oneLine(error)}`));
      connection.console.info(`Session Lens ${version} is ready`);
      // The first pull, or the first edit, finds the engine loaded.
      diagnostics.changed();
    },
    opened() {
      if (!folders.followDocuments) return;
      analysis.reset();
      diagnostics.changed();
    },
    textChanged(path) {
      analysis.fileChanged(path);
      diagnostics.changed(path);
    },
    saved() {
      // Nobody tells such a server about other files that changed on disk: take the chance to look again.
      if (canWatch(params)) return;
      analysis.reset();
      diagnostics.changed();
    },
    closed: (path, uri) => diagnostics.closed(path, uri),
    dispose: () => diagnostics.dispose(),
  };
}

/** The custom requests, and what the client tells about files on disk. */
function workspaceMessages(
  connection: Connection,
  documents: OpenDocuments,
  analysis: AnalysisService,
  diagnostics: DiagnosticsSupport,
  log: Log,
): void {
  connection.onRequest(StatusRequest, () => statusOf(analysis));
  connection.onRequest(CheckWorkspaceRequest, (token) =>
    runSafe(CheckWorkspaceRequest, statusOf(analysis), log, token, async () => {
      analysis.reset();
      diagnostics.showWorkspace(await analysis.latest(token, false));
      return statusOf(analysis);
    }),
  );
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const relevant = watchedChanges(changes).filter(({ path }) => !documents.byPath(path));
    if (relevant.length === 0) return;
    if (relevant.some((change) => change.vanishedDirectory)) analysis.reset();
    for (const { path } of relevant) analysis.fileChanged(path);
    diagnostics.changed();
  });
}

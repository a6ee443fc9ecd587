import { CancellationToken } from 'vscode-languageserver';
import type { Snapshot } from './analysis';
import { resultIdOf } from './convert';
import { diagnosticsOf, type DiagnosticsContext, type DiagnosticsSupport } from './diagnostics';

/** Pause in typing before findings are published, in milliseconds. */
const DEBOUNCE_MS = 300;

/** `textDocument/publishDiagnostics` for clients that cannot ask. */
export function pushDiagnostics(context: DiagnosticsContext): DiagnosticsSupport {
  const { connection, params, analysis, documents } = context;
  const withVersion = params.capabilities.textDocument?.publishDiagnostics?.versionSupport === true;
  /** Result ids of what the client shows, by URI. */
  const shown = new Map<string, string>();
  /** Closed files join in once the user asked for the whole workspace. */
  let closedToo = false;
  let timer: NodeJS.Timeout | undefined;

  function schedule(): void {
    clearTimeout(timer);
    // The snapshot arrives through `analysed`; an outdated one never does.
    timer = setTimeout(
      () => void analysis.latest(CancellationToken.None).then(publish, () => undefined),
      DEBOUNCE_MS,
    );
  }

  function publish(snapshot: Snapshot): void {
    if (snapshot !== analysis.last) return;
    const paths = new Set([...documents.all()].map(([path]) => path));
    if (closedToo) for (const path of snapshot.byFile.keys()) paths.add(path);
    const uris = new Set<string>();
    for (const path of paths) {
      const uri = documents.uriOf(path);
      uris.add(uri);
      send(snapshot, path, uri);
    }
    for (const uri of [...shown.keys()]) if (!uris.has(uri)) clear(uri);
  }

  function send(snapshot: Snapshot, path: string, uri: string): void {
    const diagnostics = diagnosticsOf(context, snapshot, path);
    if (diagnostics.length === 0) return clear(uri);
    const resultId = resultIdOf(diagnostics);
    if (shown.get(uri) === resultId) return;
    shown.set(uri, resultId);
    const version = documents.byPath(path)?.version;
    void connection.sendDiagnostics(
      withVersion && version !== undefined ? { uri, version, diagnostics } : { uri, diagnostics },
    );
  }

  function clear(uri: string): void {
    if (shown.delete(uri)) void connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  return {
    changed: schedule,
    closed(_path, uri) {
      if (!closedToo) clear(uri);
    },
    analysed: () => undefined,
    showWorkspace(snapshot) {
      closedToo = true;
      publish(snapshot);
    },
    dispose: () => clearTimeout(timer),
  };
}

import {
  CancellationToken,
  DocumentDiagnosticReportKind,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Snapshot } from './analysis';
import { resultIdOf } from './convert';
import { diagnosticsOf, type DiagnosticsContext, type DiagnosticsSupport } from './diagnostics';
import { runSafe } from './runSafe';
import { uriToPath } from './uri';

/**
 * The client asks (`textDocument/diagnostic`, `workspace/diagnostic`). When a change alters the findings of a document
 * it did not ask about, it is told to ask again.
 */
export function pullDiagnostics(context: DiagnosticsContext): DiagnosticsSupport {
  const { connection, params, analysis, documents, log } = context;
  const canRefresh = params.capabilities.workspace?.diagnostics?.refreshSupport === true;
  /** Result ids the client holds for open documents. */
  const held = new Map<string, string>();
  /** Documents changed since the last analysis: the client asks about them on its own. */
  let typed = new Set<string>();
  let refreshing = false;

  function report(snapshot: Snapshot, path: string | undefined): { items: Diagnostic[]; resultId: string } {
    const items = path === undefined ? [] : diagnosticsOf(context, snapshot, path);
    return { items, resultId: resultIdOf(items) };
  }

  connection.languages.diagnostics.on(({ textDocument: { uri }, previousResultId }, token) =>
    runSafe('textDocument/diagnostic', emptyReport(), log, token, async () => {
      const path = uriToPath(uri);
      if (path === undefined) return emptyReport();
      const { items, resultId } = report(await analysis.latest(token), path);
      if (documents.byPath(path)) held.set(path, resultId);
      return resultId === previousResultId
        ? ({ kind: DocumentDiagnosticReportKind.Unchanged, resultId } satisfies DocumentDiagnosticReport)
        : ({ kind: DocumentDiagnosticReportKind.Full, resultId, items } satisfies DocumentDiagnosticReport);
    }),
  );

  connection.languages.diagnostics.onWorkspace(({ previousResultIds }, token) =>
    runSafe<WorkspaceDiagnosticReport, never>('workspace/diagnostic', { items: [] }, log, token, async () => {
      const snapshot = await analysis.latest(token);
      const previous = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
      const uris = new Set([...[...snapshot.byFile.keys()].map(documents.uriOf), ...previous.keys()]);
      return { items: [...uris].map((uri) => workspaceReport(snapshot, uri, previous.get(uri))) };
    }),
  );

  function workspaceReport(
    snapshot: Snapshot,
    uri: string,
    previous: string | undefined,
  ): WorkspaceDocumentDiagnosticReport {
    const path = uriToPath(uri);
    const { items, resultId } = report(snapshot, path);
    const version = (path === undefined ? undefined : documents.byPath(path)?.version) ?? null;
    return resultId === previous
      ? { kind: DocumentDiagnosticReportKind.Unchanged, uri, version, resultId }
      : { kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items };
  }

  function refresh(): void {
    if (!canRefresh || refreshing) return;
    refreshing = true;
    connection.languages.diagnostics
      .refresh()
      .catch(() => undefined)
      .finally(() => (refreshing = false));
  }

  return {
    changed(path) {
      if (path !== undefined) typed.add(path);
      // Nobody asks after a change on disk: look whether it altered what the client shows.
      else analysis.latest(CancellationToken.None).catch(() => undefined);
    },
    closed: (path) => void held.delete(path),
    analysed(snapshot) {
      const asked = typed;
      typed = new Set();
      const outdated = [...held].some(
        ([path, resultId]) => !asked.has(path) && report(snapshot, path).resultId !== resultId,
      );
      if (outdated) refresh();
    },
    showWorkspace: refresh,
    dispose: () => undefined,
  };
}

function emptyReport(): DocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, items: [] };
}

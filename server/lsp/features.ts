import { CodeActionKind, MarkupKind, type Connection } from 'vscode-languageserver';
import type { AnalysisService } from './analysis';
import { matches, SOURCE, toCodeAction, type Abilities, type OpenVersions } from './convert';
import type { OpenDocuments } from './documents';
import type { Log } from './log';
import { runSafe } from './runSafe';
import { uriToPath } from './uri';

/** As in features/codeActions.ts, which is loaded later than the capabilities are told. */
export const codeActionKinds = [CodeActionKind.QuickFix, `${CodeActionKind.SourceFixAll}.sessionLens`];

export interface FeatureContext {
  connection: Connection;
  analysis: AnalysisService;
  documents: OpenDocuments;
  abilities: Abilities;
  log: Log;
}

export function featureRequests({ connection, analysis, documents, abilities, log }: FeatureContext): void {
  const open: OpenVersions = {
    uriOf: documents.uriOf,
    versionOf: (path) => documents.byPath(path)?.version ?? null,
  };

  connection.onHover(({ textDocument, position }, token) =>
    runSafe('textDocument/hover', null, log, token, async () => {
      const path = uriToPath(textDocument.uri);
      const document = path === undefined ? undefined : documents.byPath(path);
      if (path === undefined || !document) return null;
      const { apps } = await analysis.latest(token, false);
      if (apps.length === 0) return null;
      const { hover } = await import('./lazy');
      const found = hover(apps, path, document.offsetAt(position));
      if (!found) return null;
      const range = {
        start: document.positionAt(found.span.start),
        end: document.positionAt(found.span.end),
      };
      return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range };
    }),
  );

  connection.onCodeAction(({ textDocument, range, context }, token) =>
    runSafe('textDocument/codeAction', [], log, token, async () => {
      const path = uriToPath(textDocument.uri);
      const document = path === undefined ? undefined : documents.byPath(path);
      if (path === undefined || !document) return [];
      const snapshot = await analysis.latest(token, false);
      const findings = snapshot.byFile.get(path) ?? [];
      if (findings.length === 0) return [];
      const { codeActions } = await import('./lazy');
      const actions = codeActions({
        file: path,
        text: document.getText(),
        range,
        findings,
        only: context.only,
      });
      // An outdated squiggle must not be answered with the fix of another finding that slid below it.
      const known = context.diagnostics.filter((d) => d.source === SOURCE);
      const current = known.filter((d) => findings.some((finding) => matches(d, finding)));
      return actions.map((action) => toCodeAction(action, current, abilities, open));
    }),
  );
}

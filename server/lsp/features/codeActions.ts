import { CodeActionKind } from 'vscode-languageserver';
import { matches, SOURCE, toCodeAction, type OpenVersions } from '../convert';
import { runSafe } from '../runSafe';
import { openDocument, type FeatureContext } from './context';

/** As in features/codeActions.ts, which is loaded later than the capabilities are told. */
export const codeActionKinds = [CodeActionKind.QuickFix, `${CodeActionKind.SourceFixAll}.sessionLens`];

export function registerCodeActions(context: FeatureContext): void {
  const { connection, analysis, documents, abilities, log } = context;
  const open: OpenVersions = {
    uriOf: documents.uriOf,
    versionOf: (path) => documents.byPath(path)?.version ?? null,
  };
  connection.onCodeAction(({ textDocument, range, context: asked }, token) =>
    runSafe('textDocument/codeAction', [], log, token, async () => {
      const target = openDocument(context, textDocument.uri);
      if (!target) return [];
      const { path, document } = target;
      const snapshot = await analysis.latest(token, false);
      const findings = snapshot.byFile.get(path) ?? [];
      if (findings.length === 0) return [];
      const { codeActions } = await import('../lazy');
      const actions = codeActions({
        file: path,
        text: document.getText(),
        range,
        findings,
        only: asked.only,
      });
      // An outdated squiggle must not be answered with the fix of another finding that slid below it.
      const known = asked.diagnostics.filter((d) => d.source === SOURCE);
      const current = known.filter((d) => findings.some((finding) => matches(d, finding)));
      return actions.map((action) => toCodeAction(action, current, abilities, open));
    }),
  );
}

import type { InlayHint } from 'vscode-languageserver';
import type { Span } from '../../../shared/text';
import type { Snapshot } from '../analysis';
import { runSafe } from '../runSafe';
import { openDocument, type FeatureContext } from './context';
import { refresher } from './refresh';

export function registerInlayHints(context: FeatureContext): void {
  const { connection, analysis, settings, documents, abilities, log } = context;

  async function hintsOf({ apps }: Snapshot, path: string, range?: Span): Promise<InlayHint[]> {
    const document = documents.byPath(path);
    if (apps.length === 0 || !document || !settings.of(path).inlayHints) return [];
    const { inlayHints } = await import('../lazy');
    return inlayHints(apps, path, range).map(({ offset, label, tooltip }) => ({
      position: document.positionAt(offset),
      label,
      tooltip,
      paddingLeft: true,
    }));
  }

  const refresh = refresher(
    context,
    abilities.hintRefresh,
    () => connection.languages.inlayHint.refresh(),
    (snapshot, path) => hintsOf(snapshot, path),
  );
  connection.languages.inlayHint.on(({ textDocument: { uri }, range }, token) =>
    runSafe('textDocument/inlayHint', [], log, token, async () => {
      const target = openDocument(context, uri);
      if (!target) return [];
      const { path, document } = target;
      const snapshot = await analysis.latest(token, false);
      if (abilities.hintRefresh) refresh.gave(uri, await hintsOf(snapshot, path));
      return hintsOf(snapshot, path, {
        start: document.offsetAt(range.start),
        end: document.offsetAt(range.end),
      });
    }),
  );
}

import { MarkupKind } from 'vscode-languageserver';
import { PictureThemeNotification } from '../../../shared/protocol';
import { runSafe } from '../runSafe';
import { openDocument, type FeatureContext } from './context';

export function registerHover(context: FeatureContext): void {
  const { connection, analysis, settings, abilities, log } = context;
  // A picture sees nothing of the editor around it.
  let pictures = abilities.pictures;
  connection.onNotification(PictureThemeNotification, (theme: unknown) => {
    if (theme === 'light' || theme === 'dark') pictures = theme;
  });
  connection.onHover(({ textDocument, position }, token) =>
    runSafe('textDocument/hover', null, log, token, async () => {
      const target = openDocument(context, textDocument.uri);
      if (!target) return null;
      const { path, document } = target;
      const { apps } = await analysis.latest(token, false);
      if (apps.length === 0) return null;
      const { hover } = await import('../lazy');
      const found = hover(apps, path, document.offsetAt(position), {
        pictures,
        headerLimit: settings.of(path).headerLimit,
      });
      if (!found) return null;
      const range = {
        start: document.positionAt(found.span.start),
        end: document.positionAt(found.span.end),
      };
      return { contents: { kind: MarkupKind.Markdown, value: found.markdown }, range };
    }),
  );
}

import { CodeLensRefreshRequest, type CodeLens, type Command } from 'vscode-languageserver';
import type { Lens } from '../../features/codeLens';
import type { Snapshot } from '../analysis';
import { oneLine } from '../log';
import { runSafe } from '../runSafe';
import { openDocument, type FeatureContext } from './context';
import { refresher } from './refresh';

export function registerCodeLens(context: FeatureContext): void {
  const { connection, analysis, settings, documents, abilities, log } = context;

  async function lensesOf({ apps }: Snapshot, path: string): Promise<CodeLens[]> {
    const document = documents.byPath(path);
    if (apps.length === 0 || !document || !settings.of(path).codeLens) return [];
    const { codeLenses } = await import('../lazy');
    const failed = (error: unknown): void => log(`A code lens failed: ${oneLine(error)}`);
    return codeLenses(apps, path, failed).map((lens) => ({
      range: { start: document.positionAt(lens.span.start), end: document.positionAt(lens.span.end) },
      command: commandOf(lens, abilities.commands),
    }));
  }

  const refresh = refresher(
    context,
    abilities.lensRefresh,
    () => connection.sendRequest(CodeLensRefreshRequest.type),
    lensesOf,
  );
  connection.onCodeLens(({ textDocument: { uri } }, token) =>
    runSafe('textDocument/codeLens', [], log, token, async () => {
      const target = openDocument(context, uri);
      if (!target) return [];
      const lenses = await lensesOf(await analysis.latest(token, false), target.path);
      refresh.gave(uri, lenses);
      return lenses;
    }),
  );
}

/** Without the extension's commands a lens is plain text, which is what an empty command means. */
function commandOf({ title, tooltip, action }: Lens, canRun: boolean): Command {
  const more = tooltip === undefined ? {} : { tooltip };
  if (!action || !canRun) return { title, ...more, command: '' };
  const label = action.label === undefined ? title : `${title} · ${action.label}`;
  return { title: label, ...more, command: action.command, arguments: [action.argument] };
}

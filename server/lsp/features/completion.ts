import {
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type CompletionItem,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Completion } from '../../features/completion';
import { isRelevant, TRIGGER_CHARACTERS } from '../../features/completion/relevant';
import type { Abilities } from '../convert';
import { runSafe } from '../runSafe';
import { openDocument, type FeatureContext } from './context';

export const completionTriggers = TRIGGER_CHARACTERS;

/** A feature that editors ask at many keystrokes: a place without an offer costs a search, at most a parse. */
export function registerCompletion(context: FeatureContext): void {
  const { connection, analysis, abilities, log } = context;
  connection.onCompletion(({ textDocument, position, context: asked }, token) =>
    runSafe('textDocument/completion', [], log, token, async () => {
      const target = openDocument(context, textDocument.uri);
      if (!target) return [];
      const { path, document } = target;
      const text = document.getText();
      const offset = document.offsetAt(position);
      if (!isRelevant(path, text, offset, asked?.triggerCharacter)) return [];
      const { version } = document;
      // Where nothing uses the SDK, TypeScript is not loaded.
      const { apps } = analysis.last ?? (await analysis.latest(token, false));
      if (apps.length === 0) return [];
      const { completions, completionSite } = await import('../lazy');
      const site = completionSite(path, text, offset);
      if (!site) return [];
      // What is known of the app serves well enough while somebody types; a new client has to be looked for.
      const known = completions(apps, path, text, site);
      const found = known ?? completions((await analysis.latest(token, false)).apps, path, text, site) ?? [];
      // The ranges are those of the text that was asked about.
      return document.version === version ? found.map((item) => toItem(item, document, abilities)) : [];
    }),
  );
}

const KINDS: Record<Completion['kind'], CompletionItemKind> = {
  pattern: CompletionItemKind.Value,
  duration: CompletionItemKind.Value,
  option: CompletionItemKind.Property,
  preset: CompletionItemKind.Snippet,
};

function toItem(item: Completion, document: TextDocument, abilities: Abilities): CompletionItem {
  const { label, description, documentation, kind, span, filterText, sortText } = item;
  const snippet = abilities.snippets ? item.snippet : undefined;
  return {
    label,
    ...(description !== '' &&
      (abilities.labelDetails ? { labelDetails: { description } } : { detail: description })),
    kind: KINDS[kind],
    documentation: { kind: MarkupKind.Markdown, value: documentation },
    filterText,
    sortText,
    textEdit: {
      range: { start: document.positionAt(span.start), end: document.positionAt(span.end) },
      newText: snippet ?? item.newText,
    },
    insertTextFormat: snippet === undefined ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
    insertTextMode: InsertTextMode.adjustIndentation,
    // VS Code's own; another editor may not know it.
    ...(item.continues &&
      abilities.commands && { command: { title: 'Suggest', command: 'editor.action.triggerSuggest' } }),
  };
}

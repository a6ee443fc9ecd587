/** Hover over the options that decide how large the session cookie gets. */
import ts from 'typescript';
import type { Span } from '../../shared/text';
import { memberOf } from '../app/client';
import { optionOf } from '../app/clientConfigs';
import type { AppModel, ClientModel } from '../model';
import { sizeCard, type SizeSettings } from './cookieSize';

/** Where in the options they are. */
const OPTIONS: readonly (readonly string[])[] = [
  ['beforeSessionSaved'],
  ['authorizationParameters', 'scope'],
  ['authorizationParameters', 'audience'],
  ['session', 'cookie'],
];

/** On the name of `beforeSessionSaved`, `scope`, `audience` or `cookie`; null anywhere else. */
export function cookieSizeHover(
  apps: readonly AppModel[],
  file: string,
  offset: number,
  settings: SizeSettings,
): { markdown: string; span: Span } | null {
  for (const app of apps) {
    for (const client of app.clients) {
      const span = OPTIONS.map((path) => nameSpan(client, path, file)).find(
        (found) => found && found.start <= offset && offset <= found.end,
      );
      const markdown = span && sizeCard(app, client, settings);
      if (span && markdown) return { markdown, span };
    }
  }
  return null;
}

function nameSpan(client: ClientModel, path: readonly string[], file: string): Span | null {
  const holder = optionOf(client, ...path.slice(0, -1));
  const { node } = memberOf(holder, path.at(-1) ?? '', { node: client.node, module: client.file });
  const name = node && !ts.isSpreadAssignment(node) ? node.name : undefined;
  if (!name || name.getSourceFile().fileName !== file) return null;
  return { start: name.getStart(), end: name.getEnd() };
}

/** Tells the client to ask again when an analysis alters what it shows of documents that it did not change itself. */
import type { Snapshot } from '../analysis';
import { openDocument, type FeatureContext } from './context';

export interface Refresher {
  /** Remembers what the client was given for an open document. */
  gave(uri: string, items: unknown): void;
}

/**
 * A client asks on its own about a document that its user types in: such a one is left out, so that a keystroke there
 * causes no refresh. `itemsOf` computes what the client would be given now.
 */
export function refresher(
  context: FeatureContext,
  canRefresh: boolean,
  send: () => Promise<void>,
  itemsOf: (snapshot: Snapshot, path: string) => Promise<unknown>,
): Refresher {
  const { documents } = context;
  /** By path: what the client holds, for which version of the document. */
  const held = new Map<string, { version: number; items: string }>();
  let checking: Promise<void> = Promise.resolve();

  async function check(snapshot: Snapshot): Promise<void> {
    let isOutdated = false;
    for (const [path, { version, items }] of [...held]) {
      const document = documents.byPath(path);
      if (document?.version === version && JSON.stringify(await itemsOf(snapshot, path)) === items) continue;
      // Either the client asks on its own, or it is told to: what it holds does not count any more.
      held.delete(path);
      if (document?.version === version) isOutdated = true;
    }
    if (isOutdated) await send();
  }

  if (canRefresh) {
    context.onAnalysed((snapshot) => {
      if (held.size > 0) checking = checking.then(() => check(snapshot)).catch(() => undefined);
    });
  }
  return {
    gave(uri, items) {
      const target = canRefresh ? openDocument(context, uri) : undefined;
      if (target) held.set(target.path, { version: target.document.version, items: JSON.stringify(items) });
    },
  };
}

import { TextDocument } from 'vscode-languageserver-textdocument';
import { TextDocuments, type Connection } from 'vscode-languageserver';
import type { DirectoryEntry, Host } from '../model';
import { relativeTo } from '../project/paths';
import { pathToUri, uriToPath } from './uri';

/** UTF-16 units; what is larger is no source file a person wrote, and the disk's host leaves it out as well. */
const LIMIT = 1024 * 1024;

export interface OpenDocuments {
  /** The disk with the open documents laid over it. */
  host: Host;
  byPath(path: string): TextDocument | undefined;
  /** Open documents with their paths. */
  all(): Iterable<[string, TextDocument]>;
  /** The client's own spelling for an open document, VS Code's for any other file. */
  uriOf(path: string): string;
}

export interface DocumentEvents {
  opened?(): void;
  /** The text of `path` differs from what the server saw before; not called when a document only opens or closes. */
  changed(path: string): void;
  saved?(): void;
  closed?(path: string, uri: string): void;
}

/** Keeps track of open documents; those without a `file:` URI are ignored. */
export function openDocuments(connection: Connection, disk: Host, events: DocumentEvents): OpenDocuments {
  const open = new Map<string, TextDocument>();
  const manager = new TextDocuments(TextDocument);

  // Fires when a document opens, too.
  manager.onDidChangeContent(({ document }) =>
    withPath(document, (path) => {
      const opens = !open.has(path);
      open.set(path, document);
      if (opens) events.opened?.();
      if (!opens || disk.readFile(path) !== document.getText()) events.changed(path);
    }),
  );
  manager.onDidSave(({ document }) => withPath(document, () => events.saved?.()));
  manager.onDidClose(({ document }) =>
    withPath(document, (path) => {
      if (open.get(path)?.uri === document.uri) open.delete(path);
      if (disk.readFile(path) !== document.getText()) events.changed(path);
      events.closed?.(path, document.uri);
    }),
  );
  manager.listen(connection);

  return {
    host: overlay(disk, open),
    byPath: (path) => open.get(path),
    all: () => open.entries(),
    uriOf: (path) => open.get(path)?.uri ?? pathToUri(path),
  };
}

function withPath(document: TextDocument, run: (path: string) => void): void {
  const path = uriToPath(document.uri);
  if (path !== undefined) run(path);
}

function overlay(disk: Host, open: ReadonlyMap<string, TextDocument>): Host {
  return {
    readFile(path) {
      const document = open.get(path);
      if (!document) return disk.readFile(path);
      const text = document.getText();
      return text.length > LIMIT ? undefined : text;
    },
    readDirectory(path) {
      const entries = disk.readDirectory(path);
      const unsaved = [...unsavedEntries(path, entries, open.keys())];
      return unsaved.length > 0 ? [...entries, ...unsaved] : entries;
    },
  };
}

/** What open documents add to a directory: new files, and the directories on the way to them. */
function* unsavedEntries(
  directory: string,
  entries: readonly DirectoryEntry[],
  paths: Iterable<string>,
): Iterable<DirectoryEntry> {
  const known = new Set(entries.map((entry) => entry.name));
  for (const path of paths) {
    const [name = '', ...rest] = relativeTo(directory, path)?.split('/') ?? [];
    if (name === '' || known.has(name)) continue;
    known.add(name);
    yield { name, kind: rest.length > 0 ? 'directory' : 'file' };
  }
}

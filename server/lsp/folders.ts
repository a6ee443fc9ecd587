import type { Connection, InitializeParams } from 'vscode-languageserver';
import type { Host } from '../model';
import { ancestors, dirname } from '../project/paths';
import { folderPath } from './uri';

export interface Folders {
  /**
   * Folders to analyse. A client that opened single files without a folder gets, for each, the nearest directory above
   * it with a package.json.
   */
  roots(openFiles: Iterable<string>): string[];
  /** No folder is open, so that the roots come and go with the documents. */
  readonly followDocuments: boolean;
}

export function workspaceFolders(
  connection: Connection,
  params: InitializeParams,
  host: Host,
  onChange: () => void,
): Folders & { listen(): void } {
  const folders = new Set(initialFolders(params));
  return {
    get followDocuments() {
      return folders.size === 0;
    },
    roots: (openFiles) =>
      folders.size > 0
        ? [...folders]
        : [...new Set([...openFiles].flatMap((path) => packageDirectory(path, host) ?? []))],
    /** Call after `initialized`. */
    listen() {
      if (params.capabilities.workspace?.workspaceFolders !== true) return;
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) folders.delete(folderPath(uri) ?? '');
        for (const { uri } of added) {
          const path = folderPath(uri);
          if (path !== undefined) folders.add(path);
        }
        onChange();
      });
    },
  };
}

/** `workspaceFolders`, or the `rootUri` and `rootPath` of clients that know no folders. */
function initialFolders({ workspaceFolders: folders, rootUri, rootPath }: InitializeParams): string[] {
  if (folders) return folders.flatMap(({ uri }) => folderPath(uri) ?? []);
  if (rootUri) return [folderPath(rootUri) ?? []].flat();
  return rootPath ? [rootPath.replace(/\\/g, '/')] : [];
}

function packageDirectory(file: string, host: Host): string | undefined {
  return ancestors(dirname(file)).find(
    (directory) => host.readFile(`${directory}/package.json`) !== undefined,
  );
}

import type { DirectoryEntry, Host } from '../../server/model';

/** A file's text; `null` makes a file that exists but cannot be read. */
export type MemoryFiles = Record<string, string | null>;

export interface MemoryHost extends Host {
  /** The files themselves: assign, replace or delete entries to change the "disk". */
  readonly files: Map<string, string | null>;
  /** Every path `readFile` was asked for, in order, whether or not the file exists. */
  readonly reads: string[];
  /** Directories that cannot be listed. */
  readonly unreadable: Set<string>;
}

/**
 * A Host over a map of absolute POSIX paths, with directories made up from the paths.
 *
 *     memoryHost({ '/app/package.json': '{"name":"web"}', '/app/lib/auth0.ts': '…' })
 */
export function memoryHost(initial: MemoryFiles = {}): MemoryHost {
  const files = new Map(Object.entries(initial));
  const reads: string[] = [];
  const unreadable = new Set<string>();

  return {
    files,
    reads,
    unreadable,
    readFile(path) {
      reads.push(path);
      return files.get(path) ?? undefined;
    },
    readDirectory(path) {
      if (unreadable.has(path)) return [];
      const prefix = path.endsWith('/') ? path : `${path}/`;
      const entries = new Map<string, DirectoryEntry>();
      for (const file of files.keys()) {
        if (!file.startsWith(prefix)) continue;
        const rest = file.slice(prefix.length);
        const slash = rest.indexOf('/');
        if (slash === -1) entries.set(rest, { name: rest, kind: 'file' });
        else entries.set(rest.slice(0, slash), { name: rest.slice(0, slash), kind: 'directory' });
      }
      return [...entries.values()];
    },
  };
}

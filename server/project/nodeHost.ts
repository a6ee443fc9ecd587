import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import type { DirectoryEntry, Host } from '../model';

const SOURCE_LIMIT = 1024 * 1024;
const LOCKFILE_LIMIT = 32 * 1024 * 1024;
const LOCKFILES = new Set([
  'package-lock.json',
  'npm-shrinkwrap.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'bun.lock',
]);

/** Forward slashes on Windows; elsewhere a backslash is an ordinary character of a name. */
export function toPosixPath(path: string, platform: NodeJS.Platform = process.platform): string {
  return platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

/** The disk. Everything that cannot be read as text is missing; nothing throws. */
export function nodeHost(): Host {
  return { readFile, readDirectory };
}

function readFile(path: string): string | undefined {
  const file = toPosixPath(path);
  const limit = LOCKFILES.has(file.slice(file.lastIndexOf('/') + 1)) ? LOCKFILE_LIMIT : SOURCE_LIMIT;
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    // Reading a named pipe would wait for a writer for ever.
    if (!stats?.isFile() || stats.size > limit) return undefined;
    const bytes = readFileSync(file);
    if (bytes.length > limit || bytes.includes(0)) return undefined;
    // Without the byte order mark, as editors count offsets.
    return bytes.toString('utf8', bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0);
  } catch {
    return undefined;
  }
}

function readDirectory(path: string): DirectoryEntry[] {
  const directory = toPosixPath(path);
  let found: Dirent[];
  try {
    found = readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
  const entries: DirectoryEntry[] = [];
  for (const entry of found) {
    if (entry.isDirectory()) entries.push({ name: entry.name, kind: 'directory' });
    else if (entry.isFile() || (entry.isSymbolicLink() && isFile(`${directory}/${entry.name}`))) {
      entries.push({ name: entry.name, kind: 'file' });
    }
  }
  return entries;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    return false;
  }
}

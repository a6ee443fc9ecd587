import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { toPosixPath } from '../project/nodeHost';
import { UsageError } from './io';

/** The path as printed; a file outside the base is reached with `..`, the base itself is `.`. */
export function relativeTo(base: string, file: string): string {
  return path.posix.relative(base, file) || '.';
}

/** Absolute POSIX paths of the directories named on the command line, the working directory when there is none. */
export function resolveDirectories(dirs: readonly string[], cwd: string): string[] {
  const named = dirs.length > 0 ? dirs : ['.'];
  return [...new Set(named.map((dir) => resolveDirectory(dir, cwd)))];
}

function resolveDirectory(dir: string, cwd: string): string {
  const resolved = path.resolve(cwd, dir);
  let isDirectory: boolean | undefined;
  try {
    isDirectory = statSync(resolved, { throwIfNoEntry: false })?.isDirectory();
    if (isDirectory) accessSync(resolved, constants.R_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(`cannot read directory: ${dir} (${reasonOf(error)})`);
  }
  if (isDirectory === undefined) throw new UsageError(`no such directory: ${dir}`);
  if (!isDirectory) throw new UsageError(`not a directory: ${dir} (name the directory of the app)`);
  return toPosixPath(resolved);
}

/** `EACCES: permission denied` of a file system error, without the call and the path behind it. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/,.*$/s, '') : String(error);
}

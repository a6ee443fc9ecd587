import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

export interface TempWorkspace {
  /** Absolute path of the directory. */
  root: string;
  path(relative: string): string;
  write(relative: string, text: string): string;
  remove(relative: string): void;
}

/** A directory with these files; it is deleted when the running test ends. */
export function tempWorkspace(files: Readonly<Record<string, string>>): TempWorkspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'session-lens-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const workspace: TempWorkspace = {
    root,
    path: (relative) => join(root, relative),
    write(relative, text) {
      const path = join(root, relative);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return path;
    },
    remove: (relative) => rmSync(join(root, relative), { recursive: true }),
  };
  for (const [path, text] of Object.entries(files)) workspace.write(path, text);
  return workspace;
}

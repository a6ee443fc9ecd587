import ignore, { type Ignore } from 'ignore';
import type { DirectoryEntry, Host } from '../model';
import type { Pace } from './pace';
import { ancestors, basename, join, relativeTo } from './paths';

export interface WalkLimits {
  /** Levels of directories below a root. */
  depth: number;
  /** Files and directories over all roots. */
  entries: number;
}

export const DEFAULT_LIMITS: WalkLimits = { depth: 32, entries: 200_000 };

export interface Tree {
  files: string[];
  directories: Set<string>;
  /** True when a limit was hit, so that a file's absence proves nothing. */
  truncated: boolean;
}

/** Never holds source that the project's author wrote. */
const DEPENDENCIES = new Set([
  'node_modules',
  'bower_components',
  '.git',
  '.next',
  '.turbo',
  '.vercel',
  '.cache',
]);
/** Build output, unless below `app`, `pages` or `public`, where such a name is part of a URL. */
const OUTPUT = new Set([
  'dist',
  'out',
  'build',
  'coverage',
  'storybook-static',
  'playwright-report',
  'test-results',
]);
const URL_DIRECTORIES = new Set(['app', 'pages', 'public']);
const NEXT_CONFIG = /^next\.config\.(?:js|mjs|cjs|ts|mts|cts)$/;

interface IgnoreRules {
  base: string;
  rules: Ignore;
}

interface Directory {
  path: string;
  depth: number;
  /** Innermost last. */
  ignores: readonly IgnoreRules[];
  /** `url`: below a directory whose names become URLs; `src`: the `src` of a package. */
  role: 'plain' | 'src' | 'url';
}

/**
 * Lists the files below the roots, nearest first, as .gitignore and a fixed list of names allow. Files are listed,
 * not read, except for .gitignore. Links to directories are not followed (the host leaves them out).
 */
export async function walk(
  host: Host,
  roots: readonly string[],
  pace: Pace,
  limits: WalkLimits = DEFAULT_LIMITS,
): Promise<Tree> {
  const tree: Tree = { files: [], directories: new Set(), truncated: false };
  const queue: Directory[] = roots.map((path) => ({
    path,
    depth: 0,
    ignores: outerIgnores(host, path),
    role: 'plain',
  }));
  let entries = 0;
  for (let next = 0; next < queue.length; next++) {
    await pace();
    const directory = queue[next] as Directory;
    if (tree.directories.has(directory.path)) continue;
    tree.directories.add(directory.path);
    const found = host.readDirectory(directory.path);
    entries += found.length;
    if (entries > limits.entries) {
      tree.truncated = true;
      break;
    }
    if (directory.depth < limits.depth) visit(host, directory, found, tree, queue);
    else tree.truncated = true;
  }
  return tree;
}

function visit(
  host: Host,
  directory: Directory,
  entries: readonly DirectoryEntry[],
  tree: Tree,
  queue: Directory[],
): void {
  const { path, depth } = directory;
  const ignores = entries.some((entry) => entry.name === '.gitignore' && entry.kind === 'file')
    ? withRulesOf(host, path, directory.ignores)
    : directory.ignores;
  const isPackage = entries.some(
    (entry) => entry.kind === 'file' && (entry.name === 'package.json' || NEXT_CONFIG.test(entry.name)),
  );
  for (const { name, kind } of entries) {
    const child = path === '/' ? `/${name}` : `${path}/${name}`;
    if (kind === 'file') {
      if (!isIgnored(child, ignores)) tree.files.push(child);
      continue;
    }
    const role = roleOf(name, directory.role, isPackage);
    if (isSkipped(name, role) || isIgnored(`${child}/`, ignores)) continue;
    queue.push({ path: child, depth: depth + 1, ignores, role });
  }
}

function roleOf(name: string, parent: Directory['role'], parentIsPackage: boolean): Directory['role'] {
  if (parent === 'url' && !parentIsPackage) return 'url';
  if ((parentIsPackage || parent === 'src') && URL_DIRECTORIES.has(name)) return 'url';
  return parentIsPackage && name === 'src' ? 'src' : 'plain';
}

function isSkipped(name: string, role: Directory['role']): boolean {
  if (DEPENDENCIES.has(name)) return true;
  // `app/.well-known/...` and `app/build/...` are routes.
  return role !== 'url' && (OUTPUT.has(name) || name.startsWith('.'));
}

/** `path` of a directory ends in a slash. As in git, the innermost .gitignore that says anything decides. */
function isIgnored(path: string, ignores: readonly IgnoreRules[]): boolean {
  for (let i = ignores.length - 1; i >= 0; i--) {
    const { base, rules } = ignores[i] as IgnoreRules;
    const relative = relativeTo(base, path);
    if (!relative || relative === '/') continue;
    const result = rules.test(relative);
    if (result.ignored) return true;
    if (result.unignored) return false;
  }
  return false;
}

function withRulesOf(host: Host, directory: string, outer: readonly IgnoreRules[]): readonly IgnoreRules[] {
  const text = host.readFile(join(directory, '.gitignore'));
  if (text === undefined) return outer;
  try {
    return [...outer, { base: directory, rules: ignore({ allowRelativePaths: true }).add(text) }];
  } catch {
    return outer;
  }
}

/** Rules of the repository above a root. They do not apply where they ignore the root itself: it was asked for. */
function outerIgnores(host: Host, root: string): readonly IgnoreRules[] {
  const outside = ancestors(root).slice(1);
  const top = [root, ...outside].findIndex((directory) => isRepository(host, directory));
  let ignores: readonly IgnoreRules[] = [];
  for (const directory of outside.slice(0, Math.max(top, 0)).reverse()) {
    ignores = withRulesOf(host, directory, ignores);
  }
  return isIgnored(`${root}/`, ignores) ? [] : ignores;
}

/** `.git` is a directory, or a file in worktrees and submodules. */
export function isRepository(host: Host, directory: string): boolean {
  return (
    host.readFile(join(directory, '.git/HEAD')) !== undefined ||
    host.readFile(join(directory, '.git')) !== undefined
  );
}

export function isNextConfig(path: string): boolean {
  return NEXT_CONFIG.test(basename(path));
}

import type { Host } from '../model';
import { dirname, join } from './paths';

export const SDK_PACKAGE = '@auth0/nextjs-auth0';
export const NEXT_PACKAGE = 'next';

/** What discovery needs of one package.json. */
export interface Manifest {
  file: string;
  directory: string;
  name: string | null;
  /** Ranges by name, of every kind of dependency; a kind that installs wins over peerDependencies. */
  dependencies: ReadonlyMap<string, string>;
  peerDependencies: ReadonlySet<string>;
  /** Globs of `workspaces`, or null when the package is no workspace root. */
  workspaces: readonly string[] | null;
}

const DEPENDENCY_KINDS = ['peerDependencies', 'optionalDependencies', 'devDependencies', 'dependencies'];

/** Undefined for a file that is missing, torn or no JSON object. */
export function readManifest(host: Host, file: string): Manifest | undefined {
  const text = host.readFile(file);
  const json = text === undefined ? undefined : parseObject(text);
  if (!json) return undefined;
  const dependencies = new Map<string, string>();
  for (const kind of DEPENDENCY_KINDS) {
    for (const [name, range] of Object.entries(asObject(json[kind]) ?? {})) {
      if (typeof range === 'string') dependencies.set(name, range);
    }
  }
  return {
    file,
    directory: dirname(file),
    name: typeof json['name'] === 'string' ? json['name'] : null,
    dependencies,
    peerDependencies: new Set(Object.keys(asObject(json['peerDependencies']) ?? {})),
    workspaces: workspaceGlobs(json['workspaces']),
  };
}

export function declares(manifest: Manifest, dependency: string): boolean {
  return manifest.dependencies.has(dependency);
}

/** Whether the file makes its directory a package of its own; `{ "type": "module" }` alone does not. */
export function isBoundary(manifest: Manifest): boolean {
  return manifest.name !== null || manifest.dependencies.size > 0 || manifest.workspaces !== null;
}

/** `["packages/*"]`, or Yarn's `{ "packages": ["packages/*"] }`. */
function workspaceGlobs(value: unknown): string[] | null {
  const list: unknown = Array.isArray(value) ? value : asObject(value)?.['packages'];
  return Array.isArray(list) ? list.filter((glob): glob is string => typeof glob === 'string') : null;
}

/** The list below `packages:` of a pnpm-workspace.yaml; null when there is no such file. */
export function pnpmWorkspaceGlobs(host: Host, directory: string): string[] | null {
  const text = host.readFile(join(directory, 'pnpm-workspace.yaml'));
  if (text === undefined) return null;
  const globs: string[] = [];
  let inPackages = false;
  for (const line of text.split(/\r?\n/)) {
    const item = /^\s*-\s*(?:'([^']*)'|"([^"]*)"|([^\s#]+))/.exec(line);
    if (/^packages\s*:/.test(line)) {
      inPackages = true;
      for (const [, glob] of line.matchAll(/['"]([^'"]+)['"]/g)) globs.push(glob as string);
    } else if (/^\S/.test(line) && !item && !line.startsWith('#')) inPackages = false;
    else if (inPackages && item) globs.push((item[1] ?? item[2] ?? item[3]) as string);
  }
  return globs;
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

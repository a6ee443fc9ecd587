import type { Host } from '../model';
import { type Manifest, pnpmWorkspaceGlobs, readManifest } from './manifest';
import type { Pace } from './pace';
import { ancestors, join, relativeTo } from './paths';
import { isRepository } from './walk';

/** No further up than this, where no repository marks the top. */
const UPWARD_LIMIT = 12;
const PACKAGE_LIMIT = 1000;
const GLOB_DEPTH = 5;

/** Manifests of the directories above a root, nearest first, up to the top of the repository. */
export function manifestsAbove(host: Host, root: string): Manifest[] {
  const found: Manifest[] = [];
  if (isRepository(host, root)) return found;
  for (const directory of ancestors(root).slice(1, UPWARD_LIMIT + 1)) {
    const manifest = readManifest(host, join(directory, 'package.json'));
    if (manifest) found.push(manifest);
    if (isRepository(host, directory)) break;
  }
  return found;
}

/** Packages of the workspace whose root is this manifest's directory; empty when it is no workspace root. */
export async function workspacePackages(host: Host, root: Manifest, pace: Pace): Promise<Manifest[]> {
  const globs = [...(root.workspaces ?? []), ...(pnpmWorkspaceGlobs(host, root.directory) ?? [])];
  const directories = new Set<string>();
  for (const glob of globs) {
    if (glob.startsWith('!')) continue;
    await expand(host, root.directory, glob.split('/').filter(Boolean), directories, pace);
  }
  const packages: Manifest[] = [];
  for (const directory of directories) {
    await pace();
    const manifest = readManifest(host, join(directory, 'package.json'));
    if (manifest) packages.push(manifest);
  }
  return packages;
}

/** Directories that a glob of `*`, `**` and names matches; excluding patterns only narrow, so they are left out. */
async function expand(
  host: Host,
  directory: string,
  segments: readonly string[],
  found: Set<string>,
  pace: Pace,
  depth = 0,
): Promise<void> {
  await pace();
  const [segment, ...rest] = segments;
  if (found.size >= PACKAGE_LIMIT || depth > GLOB_DEPTH) return;
  if (segment === undefined) {
    found.add(directory);
    return;
  }
  if (segment === '.' || segment === '..' || !segment.includes('*')) {
    await expand(host, join(directory, segment), rest, found, pace, depth + 1);
    return;
  }
  // A name with many wildcards has no use here, and could make its expression slow.
  if (segment.split('*').length > 5) return;
  if (segment === '**') await expand(host, directory, rest, found, pace, depth + 1);
  const pattern = new RegExp(`^${segment.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replace(/\*+/g, '.*')}$`);
  for (const { name, kind } of host.readDirectory(directory)) {
    if (kind !== 'directory' || name.startsWith('.') || name === 'node_modules' || !pattern.test(name))
      continue;
    await expand(host, join(directory, name), segment === '**' ? segments : rest, found, pace, depth + 1);
  }
}

/** Finds packages of the workspace by the names and paths that package.json files depend on. */
export function packageGraph(manifests: readonly Manifest[]): PackageGraph {
  const byName = new Map<string, Manifest[]>();
  const byDirectory = new Map(manifests.map((manifest) => [manifest.directory, manifest]));
  for (const manifest of manifests) {
    if (manifest.name === null) continue;
    byName.set(manifest.name, [...(byName.get(manifest.name) ?? []), manifest]);
  }

  const resolve = (from: Manifest, name: string, range: string): Manifest | undefined => {
    const path = /^(?:file|link|portal|workspace):(\.{1,2}(?:\/.*)?)$/.exec(range)?.[1];
    if (path !== undefined) return byDirectory.get(join(from.directory, path));
    return closest(byName.get(name) ?? [], from.directory);
  };

  return {
    namesFrom(directory) {
      const names = new Map<string, string>();
      for (const [name, candidates] of byName) {
        const found = closest(candidates, directory);
        if (found) names.set(name, found.directory);
      }
      return names;
    },
    closure(start) {
      const reached = new Set<Manifest>([start]);
      // The set grows while it is walked; cycles end because a member is added once.
      for (const manifest of reached) {
        for (const [name, range] of manifest.dependencies) {
          const target = resolve(manifest, name, range);
          if (target) reached.add(target);
        }
      }
      return [...reached];
    },
  };
}

export interface PackageGraph {
  /** Directories of the workspace's packages by name, as a file below `directory` sees them. */
  namesFrom(directory: string): ReadonlyMap<string, string>;
  /** The package and every workspace package it depends on, directly or not; the package itself is first. */
  closure(start: Manifest): Manifest[];
}

/** Where two checkouts in one window hold a package of the same name, the one in the same checkout. */
function closest(candidates: readonly Manifest[], from: string): Manifest | undefined {
  if (candidates.length < 2) return candidates[0];
  for (const directory of ancestors(from)) {
    const inside = candidates.find((candidate) => relativeTo(directory, candidate.directory) !== undefined);
    if (inside) return inside;
  }
  return candidates[0];
}

/** The manifest of the nearest directory at or above `directory` that satisfies the condition. */
export function nearestManifest(
  byDirectory: ReadonlyMap<string, Manifest>,
  directory: string,
  condition: (manifest: Manifest) => boolean = () => true,
): Manifest | undefined {
  for (const candidate of ancestors(directory)) {
    const manifest = byDirectory.get(candidate);
    if (manifest && condition(manifest)) return manifest;
  }
  return undefined;
}

import type { Host } from '../model';
import {
  declares,
  type Manifest,
  NEXT_PACKAGE,
  pnpmWorkspaceGlobs,
  readManifest,
  SDK_PACKAGE,
} from './manifest';
import type { Pace } from './pace';
import { basename, join } from './paths';
import { isNextConfig, type Tree, walk, type WalkLimits } from './walk';
import { manifestsAbove, type PackageGraph, packageGraph, workspacePackages } from './workspace';

/** What names of files and package.json files say about a workspace; nothing else is read for it. */
export interface Inventory {
  /** Directories that were listed with all they contain. */
  roots: readonly string[];
  tree: Tree;
  /** Every package.json that matters: below the roots, above them, and of the workspaces the roots belong to. */
  manifests: readonly Manifest[];
  byDirectory: ReadonlyMap<string, Manifest>;
  graph: PackageGraph;
}

const APP_DIRECTORIES = ['app', 'pages', 'src/app', 'src/pages'];

export async function takeInventory(
  host: Host,
  roots: readonly string[],
  pace: Pace,
  limits: WalkLimits,
): Promise<Inventory> {
  const above = new Map(roots.map((root) => [root, manifestsAbove(host, root)]));
  const starts = roots.map((root) => packageAround(host, root, above.get(root)?.[0]) ?? root);
  const tree = await walk(host, starts, pace, limits);

  const byDirectory = new Map<string, Manifest>();
  const add = (manifest: Manifest | undefined): void => {
    if (manifest && !byDirectory.has(manifest.directory)) byDirectory.set(manifest.directory, manifest);
  };
  for (const file of tree.files) {
    if (basename(file) !== 'package.json') continue;
    await pace();
    add(readManifest(host, file));
  }
  for (const manifest of [...above.values()].flat()) {
    if (byDirectory.has(manifest.directory)) continue;
    add(manifest);
    for (const member of await workspacePackages(host, manifest, pace)) add(member);
  }
  const manifests = [...byDirectory.values()];
  return { roots: starts, tree, manifests, byDirectory, graph: packageGraph(manifests) };
}

/** A root may be a folder within an app (`web/src`); the app as a whole is looked at then. */
function packageAround(host: Host, root: string, nearest: Manifest | undefined): string | undefined {
  const names = host.readDirectory(root).map((entry) => entry.name);
  if (!nearest || names.includes('package.json') || names.some(isNextConfig)) return undefined;
  const isWorkspaceRoot = nearest.workspaces !== null || pnpmWorkspaceGlobs(host, nearest.directory) !== null;
  if (isWorkspaceRoot) return undefined;
  const isApp =
    declares(nearest, NEXT_PACKAGE) &&
    APP_DIRECTORIES.some((name) => host.readDirectory(join(nearest.directory, name)).length > 0);
  return isApp || declares(nearest, SDK_PACKAGE) ? nearest.directory : undefined;
}

/** Directories of Next.js apps below the roots: with a next.config, or with the dependency and an app directory. */
export function appRoots({ tree, manifests }: Inventory): Set<string> {
  const roots = new Set<string>();
  for (const file of tree.files) {
    if (isNextConfig(file)) roots.add(join(file, '..'));
  }
  for (const manifest of manifests) {
    // A library names Next.js as a peer, and may well have a folder called `pages`.
    if (!declares(manifest, NEXT_PACKAGE) || manifest.peerDependencies.has(NEXT_PACKAGE)) continue;
    if (APP_DIRECTORIES.some((name) => tree.directories.has(join(manifest.directory, name)))) {
      roots.add(manifest.directory);
    }
  }
  return roots;
}

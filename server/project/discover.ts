import type { Host } from '../model';
import { hasUnreadEnv, readEnv } from './env';
import { appRoots, type Inventory, takeInventory } from './inventory';
import { declares, isBoundary, type Manifest, NEXT_PACKAGE, SDK_PACKAGE } from './manifest';
import { createPace, type Pace, type PaceOptions } from './pace';
import { basename, dirname, join, relativeTo } from './paths';
import type { ProjectSkeleton } from './skeleton';
import { isSourceFile } from './sources';
import { packageVersion } from './versions';
import { DEFAULT_LIMITS, walk, type WalkLimits } from './walk';
import { nearestManifest } from './workspace';

export interface DiscoverOptions extends PaceOptions {
  limits?: WalkLimits;
  /** Told in one sentence when something was left out. */
  note?: (text: string) => void;
}

/** A project to be, with the packages it is made of. */
interface Plan {
  root: string;
  isNextApp: boolean;
  /** Where the SDK is declared. */
  sdk: Manifest;
  /** Workspace packages it consists of, its own included. */
  members: readonly Manifest[];
  /** Directory whose whole content the app may use, where one package.json serves many apps (Nx). */
  sharedRoot: string | null;
  /** The SDK is declared only above the app's own dependencies: only its source tells whether it uses it. */
  mustMention: boolean;
}

/**
 * Finds the Next.js apps below the roots that use the SDK, and packages that use it without an app, by the names of
 * files and the contents of package.json. No source file is read in a workspace that does not mention the SDK.
 * Sorted by root. Unreadable directories and torn files count as absent.
 * @throws Cancelled when the token is cancelled
 */
export async function discoverProjects(
  host: Host,
  roots: readonly string[],
  options: DiscoverOptions = {},
): Promise<ProjectSkeleton[]> {
  const pace = createPace(options);
  const limits = options.limits ?? DEFAULT_LIMITS;
  const disk = remembering(host);
  const unique = [...new Set(roots.map((root) => join(root)))];
  const inventory = await takeInventory(disk, unique, pace, limits);
  if (inventory.tree.truncated) {
    options.note?.('The workspace is too large to be listed completely; some apps or routes may be missing.');
  }
  if (!inventory.manifests.some(declaresSdk)) return [];

  const apps = appRoots(inventory);
  const plans = await planProjects(disk, inventory, apps, pace);
  const files = await filesByPackage(disk, inventory, apps, plans, pace, limits);
  const projects: ProjectSkeleton[] = [];
  for (const plan of plans) {
    await pace();
    projects.push(toSkeleton(disk, plan, inventory, files, apps));
  }
  return projects;
}

function declaresSdk(manifest: Manifest): boolean {
  return declares(manifest, SDK_PACKAGE);
}

async function planProjects(
  host: Host,
  inventory: Inventory,
  apps: ReadonlySet<string>,
  pace: Pace,
): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const root of apps) {
    const plan = planApp(root, inventory);
    if (plan && (!plan.mustMention || (await mentionsSdk(host, root, inventory.tree.files, pace))))
      plans.push(plan);
  }
  const covered = new Set(plans.flatMap((plan) => [plan.sdk, ...plan.members]));

  // Larger closures first, so that a package is not listed by itself when another one already brings it along.
  const libraries = inventory.manifests
    .filter((manifest) => declaresSdk(manifest) && inventory.tree.directories.has(manifest.directory))
    .map((sdk) => ({ sdk, members: inventory.graph.closure(sdk) }))
    .sort((a, b) => b.members.length - a.members.length);
  for (const { sdk, members } of libraries) {
    if (covered.has(sdk)) continue;
    for (const member of members) covered.add(member);
    const root = sdk.directory;
    plans.push({ root, isNextApp: false, sdk, members, sharedRoot: null, mustMention: false });
  }
  return plans.sort((a, b) => (a.root < b.root ? -1 : 1));
}

function planApp(root: string, { byDirectory, graph }: Inventory): Plan | undefined {
  const own = byDirectory.get(root);
  // Where an app's own package.json names neither, one further up manages the dependencies of all apps.
  const manager = nearestManifest(
    byDirectory,
    root,
    (each) => declares(each, NEXT_PACKAGE) || declaresSdk(each),
  );
  const starts = [own, manager].filter((each) => each !== undefined);
  const members = [...new Set(starts.flatMap((each) => graph.closure(each)))];
  const plan = { root, isNextApp: true, members, sharedRoot: null, mustMention: false };

  const sdk = manager && declaresSdk(manager) ? manager : members.find(declaresSdk);
  if (sdk) return { ...plan, sdk, sharedRoot: manager && manager !== own ? manager.directory : null };
  const above = nearestManifest(byDirectory, root, declaresSdk);
  return above && { ...plan, sdk: above, mustMention: true };
}

type FilesByPackage = ReadonlyMap<string, string[]>;

/** Files by the directory of the package or app they belong to: the nearest one above them. */
async function filesByPackage(
  host: Host,
  { tree, roots, manifests }: Inventory,
  apps: ReadonlySet<string>,
  plans: readonly Plan[],
  pace: Pace,
  limits: WalkLimits,
): Promise<FilesByPackage> {
  const outside = new Set<string>();
  for (const { directory } of plans.flatMap((plan) => plan.members)) {
    // A package above a root is not walked: the root was chosen to leave its other folders out.
    const holdsRoot = roots.some((root) => relativeTo(directory, root) !== undefined);
    if (!tree.directories.has(directory) && !holdsRoot) outside.add(directory);
  }
  const beyond = await walk(host, [...outside], pace, limits);

  const boundaries = new Set([...apps, ...manifests.filter(isBoundary).map(({ directory }) => directory)]);
  const owners = new Map<string, string>();
  const ownerOf = (directory: string): string => {
    const known = owners.get(directory);
    if (known !== undefined) return known;
    const parent = dirname(directory);
    const owner = boundaries.has(directory) || parent === directory ? directory : ownerOf(parent);
    owners.set(directory, owner);
    return owner;
  };
  const files = new Map<string, string[]>();
  for (const file of [...tree.files, ...beyond.files]) {
    await pace();
    const owner = ownerOf(dirname(file));
    const list = files.get(owner);
    if (list) list.push(file);
    else files.set(owner, [file]);
  }
  return files;
}

function toSkeleton(
  host: Host,
  plan: Plan,
  { byDirectory, graph, tree }: Inventory,
  files: FilesByPackage,
  apps: ReadonlySet<string>,
): ProjectSkeleton {
  const { root, sdk, members } = plan;
  const own = byDirectory.get(root);
  const packageRoots = packagesOf(plan, files, apps);
  const next =
    nearestManifest(byDirectory, root, (each) => declares(each, NEXT_PACKAGE)) ??
    members.find((each) => declares(each, NEXT_PACKAGE));
  const name = own?.name ?? null;
  const rangeIn = (manifest: Manifest | undefined, dependency: string): string | null =>
    manifest?.dependencies.get(dependency) ?? null;

  return {
    root,
    name: name ?? basename(root),
    sdk: packageVersion(host, SDK_PACKAGE, {
      directory: sdk.directory,
      name: sdk.name,
      range: rangeIn(sdk, SDK_PACKAGE),
    }),
    next: packageVersion(host, NEXT_PACKAGE, { directory: root, name, range: rangeIn(next, NEXT_PACKAGE) }),
    manifest: sdk.file,
    isNextApp: plan.isNextApp,
    files: [...(files.get(root) ?? [])].sort(),
    sourceFiles: [root, ...packageRoots].flatMap((directory) => sourcesOf(directory, files)).sort(),
    packageRoots,
    workspacePackages: graph.namesFrom(root),
    env: readEnv(host, root),
    hasUnreadEnv: hasUnreadEnv(host, root),
    truncated: tree.truncated,
  };
}

/** Directories of the packages that the project uses besides its own. Another app is never part of it. */
function packagesOf(plan: Plan, files: FilesByPackage, apps: ReadonlySet<string>): string[] {
  const directories = new Set(plan.members.map(({ directory }) => directory));
  const { sharedRoot } = plan;
  if (sharedRoot !== null) {
    for (const directory of files.keys()) {
      if (relativeTo(sharedRoot, directory) !== undefined) directories.add(directory);
    }
  }
  return [...directories].filter((each) => each !== plan.root && !apps.has(each) && files.has(each)).sort();
}

function sourcesOf(directory: string, files: FilesByPackage): string[] {
  return (files.get(directory) ?? []).filter((file) => isSourceFile(relativeTo(directory, file) ?? file));
}

async function mentionsSdk(host: Host, root: string, files: readonly string[], pace: Pace): Promise<boolean> {
  for (const file of files) {
    const relative = relativeTo(root, file);
    if (relative === undefined || !isSourceFile(relative)) continue;
    await pace();
    if (host.readFile(file)?.includes(SDK_PACKAGE)) return true;
  }
  return false;
}

/** Lockfiles and package.json files are asked for by every app below them. */
function remembering(host: Host): Host {
  const texts = new Map<string, string | undefined>();
  return {
    readDirectory: (path) => host.readDirectory(path),
    readFile(path) {
      if (!texts.has(path)) texts.set(path, host.readFile(path));
      return texts.get(path);
    },
  };
}

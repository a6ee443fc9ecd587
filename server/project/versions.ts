import type { Host, PackageVersion } from '../model';
import { LOCKFILE_SCANNERS } from './lockfiles';
import { parseObject } from './manifest';
import { ancestors, join, relativeTo } from './paths';
import { compareVersions, parseVersion, rangeBounds } from './semver';
import { isRepository } from './walk';

export interface Dependent {
  /** Directory of the package that depends on it; lookups start here and go up. */
  directory: string;
  /** `name` in its package.json. */
  name: string | null;
  /** The range it declares, or null. */
  range: string | null;
}

/**
 * The version in use, from the best witness there is: what is installed in node_modules, else what a lockfile says,
 * else an exact version in package.json. `version` is null and `range` what package.json says, when none of them
 * knows; `source` then is 'package.json', or null when it says nothing either.
 */
export function packageVersion(host: Host, name: string, dependent: Dependent): PackageVersion {
  const { range } = dependent;
  const installed = installedVersion(host, name, dependent.directory);
  if (installed) return { version: installed, range, source: 'node_modules' };
  const locked = lockedVersion(host, name, dependent);
  if (locked) return { version: locked, range, source: 'lockfile' };
  const pinned = range !== null && parseVersion(range) ? range.replace(/^[v=\s]+/, '').trim() : null;
  return { version: pinned, range, source: range === null ? null : 'package.json' };
}

function installedVersion(host: Host, name: string, from: string): string | undefined {
  for (const directory of ancestors(from)) {
    const text = host.readFile(join(directory, 'node_modules', name, 'package.json'));
    const version = text === undefined ? undefined : parseObject(text)?.['version'];
    if (typeof version === 'string' && parseVersion(version)) return version;
  }
  return undefined;
}

/** The nearest directory with a lockfile that knows the package; not above the repository. */
function lockedVersion(
  host: Host,
  name: string,
  { directory: from, name: importerName, range }: Dependent,
): string | undefined {
  for (const directory of ancestors(from)) {
    const importer = relativeTo(directory, from) ?? '';
    for (const [file, scan] of LOCKFILE_SCANNERS) {
      const text = host.readFile(join(directory, file));
      const version = text === undefined ? undefined : scan(text, { name, range, importer, importerName });
      if (version && isPlausible(version, range)) return version;
    }
    if (isRepository(host, directory)) break;
  }
  return undefined;
}

/** A scan may meet another copy of the package; a version that the declared range rules out is not the one in use. */
function isPlausible(version: string, range: string | null): boolean {
  const bounds = range === null ? undefined : rangeBounds(range);
  const parsed = parseVersion(version);
  if (!bounds || !parsed) return true;
  return (
    compareVersions(parsed, bounds.min) >= 0 && (!bounds.below || compareVersions(parsed, bounds.below) < 0)
  );
}

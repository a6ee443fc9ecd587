/**
 * Absolute POSIX paths as strings. Not `node:path`: the engine also runs where Node's modules do not exist,
 * and on Windows its default flavour would bring backslashes back in.
 */

export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins and resolves `.` and `..`; never climbs above the root. */
export function join(directory: string, ...parts: string[]): string {
  const segments: string[] = [];
  for (const segment of [directory, ...parts].join('/').split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  // A drive letter (`c:/work`) is the first segment of a Windows path.
  return directory.startsWith('/') ? `/${segments.join('/')}` : segments.join('/');
}

/** `path` below `directory`, without a leading slash; '' for the directory itself, undefined when outside. */
export function relativeTo(directory: string, path: string): string | undefined {
  if (path === directory) return '';
  const prefix = directory.endsWith('/') ? directory : `${directory}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

export function isInside(directory: string, path: string): boolean {
  return relativeTo(directory, path) !== undefined;
}

/** The directory itself, then its parents up to the root. */
export function ancestors(directory: string): string[] {
  const all = [directory];
  let current = directory;
  for (let parent = dirname(current); parent !== current; parent = dirname(current)) {
    // `c:` has no parent of its own; dirname would answer '/', which is another place.
    if (!directory.startsWith('/') && !current.includes('/')) break;
    all.push(parent);
    current = parent;
  }
  return all;
}

/**
 * Versions out of lockfiles by scanning for the few lines that matter. A lockfile may have a hundred thousand
 * lines, and parsing one as a whole would stop the editor for longer than the answer is worth.
 */
export interface LockQuery {
  /** Name of the dependency. */
  name: string;
  /** Range under which it is declared, for lockfiles that list packages by range. */
  range: string | null;
  /** The depending package's directory relative to the lockfile's, '' for the same directory. */
  importer: string;
  /** `name` of the depending package. */
  importerName: string | null;
}

type Scanner = (text: string, query: LockQuery) => string | undefined;

/** By file name, in the order in which they are asked where a directory holds several. */
export const LOCKFILE_SCANNERS: ReadonlyMap<string, Scanner> = new Map([
  ['package-lock.json', npmVersion],
  ['npm-shrinkwrap.json', npmVersion],
  ['pnpm-lock.yaml', pnpmVersion],
  ['yarn.lock', yarnVersion],
  ['bun.lock', bunVersion],
]);

const EXACT = /^\d+\.\d+\.\d+(?:-[\w.-]+)?(?:\+[\w.-]+)?$/;

function exact(text: string | undefined): string | undefined {
  return text !== undefined && EXACT.test(text) ? text : undefined;
}

/** The directory and its parents, relative: `apps/web`, `apps`, ''. */
function importers(importer: string): string[] {
  const segments = importer.split('/').filter(Boolean);
  return Array.from({ length: segments.length + 1 }, (_, i) =>
    segments.slice(0, segments.length - i).join('/'),
  );
}

/** Versions 2 and 3 list install paths under `packages`; version 1 nests packages under `dependencies`. */
function npmVersion(text: string, { name, importer }: LockQuery): string | undefined {
  for (const directory of importers(importer)) {
    const path = `${directory === '' ? '' : `${directory}/`}node_modules/${name}`;
    const found = exact(versionInObject(text, new RegExp(`"${escape(path)}"\\s*:\\s*\\{`)));
    if (found) return found;
  }
  // In version 1 only the indentation tells a top-level entry from one nested in another package.
  const indent = /^\{\r?\n([ \t]+)"/.exec(text)?.[1];
  if (indent === undefined || /"lockfileVersion"\s*:\s*[2-9]/.test(text.slice(0, 1000))) return undefined;
  return exact(versionInObject(text, new RegExp(`^${indent}${indent}"${escape(name)}"\\s*:\\s*\\{`, 'm')));
}

/** `"version"` of the object that the expression's match opens; npm writes it before anything nested. */
function versionInObject(text: string, opening: RegExp): string | undefined {
  const match = opening.exec(text);
  if (!match) return undefined;
  const start = match.index + match[0].length;
  const body = text.slice(start, start + 4000);
  const version = /"version"\s*:\s*"([^"\n]+)"/.exec(body);
  const nested = body.search(/[{}]/);
  return version && (nested === -1 || version.index < nested) ? version[1] : undefined;
}

/**
 * Versions 5 to 9: `importers:` by directory (5 and 6 leave it out without a workspace), then the dependency with
 * its version inline (5) or below (6 and later). Peers are appended: `15.0.0_react@18.0.0`, `15.0.0(react@18.0.0)`.
 */
function pnpmVersion(text: string, { name, importer }: LockQuery): string | undefined {
  const found = pnpmImporterVersions(text, name);
  for (const directory of importers(importer)) {
    const version = found.get(directory);
    if (version) return version;
  }
  const key = escape(name);
  return onlyOne(
    text.matchAll(
      new RegExp(`^ {2}['"]?/?${key}[@/](\\d+\\.\\d+\\.\\d+[\\w.-]*?)(?:[_(][^\\n]*)?['"]?:`, 'gm'),
    ),
  );
}

function pnpmImporterVersions(text: string, name: string): Map<string, string> {
  const versions = new Map<string, string>();
  const entry = new RegExp(`^ *['"]?${escape(name)}['"]?:(?: +(\\S+))? *$`);
  let inImporters = false;
  let importer: string | null = '';
  let section = '';
  let pending = -1;
  for (const line of lines(text)) {
    const indent = line.search(/\S/);
    if (indent === -1) continue;
    if (indent === 0) {
      inImporters = /^importers:/.test(line);
      importer = inImporters ? null : '';
      section = inImporters ? '' : line;
      pending = -1;
      // Everything behind these is the bulk of the file, and says nothing about importers.
      if (/^(?:packages|snapshots):/.test(line) && versions.size > 0) break;
      continue;
    }
    if (inImporters && indent === 2) {
      const directory = unquote(line.trim().replace(/:(?: *\{\})?$/, ''));
      importer = directory === '.' ? '' : directory;
      continue;
    }
    if (inImporters && indent === 4) section = line.trim();
    if (importer === null || !/^(?:dependencies|devDependencies|optionalDependencies):/.test(section))
      continue;
    if (pending >= 0 && indent > pending) {
      const version = /^ *version: *(\S+)/.exec(line)?.[1];
      if (version) addPnpmVersion(versions, importer, version);
      continue;
    }
    pending = -1;
    const match = indent === (inImporters ? 6 : 2) ? entry.exec(line) : null;
    if (match?.[1]) addPnpmVersion(versions, importer, match[1]);
    else if (match) pending = indent;
  }
  return versions;
}

function addPnpmVersion(versions: Map<string, string>, importer: string, written: string): void {
  const version = exact(unquote(written).replace(/[_(].*$/, ''));
  if (version && !versions.has(importer)) versions.set(importer, version);
}

/** Classic: `next@^15.0.0, next@15:` and `  version "15.1.0"`; Berry: `"next@npm:^15.0.0":` and `  version: 15.1.0`. */
function yarnVersion(text: string, { name, range }: LockQuery): string | undefined {
  const versions: string[] = [];
  let header: string | null = null;
  for (const line of lines(text)) {
    if (/^\S/.test(line)) {
      header = line.startsWith(name) || line.startsWith(`"${name}@`) ? line : null;
      continue;
    }
    if (header === null) continue;
    const version = exact(/^ {2}version:? +"?([^"\s]+)"?/.exec(line)?.[1]);
    if (!version) continue;
    const descriptors = header.replace(/:\s*$/, '').replaceAll('"', '').split(/,\s*/);
    const ranges = descriptors.flatMap((each) =>
      each.startsWith(`${name}@`) ? [each.slice(name.length + 1)] : [],
    );
    header = null;
    if (ranges.length === 0) continue;
    if (range !== null && ranges.some((each) => each === range || each === `npm:${range}`)) return version;
    versions.push(version);
  }
  return new Set(versions).size === 1 ? versions[0] : undefined;
}

/** `"next": ["next@15.0.0", …]`; another version for one package is listed as `"web/next"`. */
function bunVersion(text: string, { name, importerName }: LockQuery): string | undefined {
  const key = escape(name);
  const versionOf = (path: string): string | undefined =>
    exact(new RegExp(`^\\s*"${escape(path)}"\\s*:\\s*\\[\\s*"${key}@([^"]+)"`, 'm').exec(text)?.[1]);
  return (importerName === null ? undefined : versionOf(`${importerName}/${name}`)) ?? versionOf(name);
}

function onlyOne(matches: Iterable<RegExpMatchArray>): string | undefined {
  const versions = new Set<string>();
  for (const match of matches) versions.add(match[1] as string);
  return versions.size === 1 ? exact([...versions][0]) : undefined;
}

/** Without splitting the whole text into an array of lines. */
function* lines(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline;
    yield text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
    start = end + 1;
  }
}

function unquote(text: string): string {
  return text.replace(/^(['"])(.*)\1$/, '$2');
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

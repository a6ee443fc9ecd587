/** From an import specifier to a workspace file, by TypeScript's own resolver over the host. */
import ts from 'typescript';
import type { Host } from '../model';

export interface Resolver {
  resolve(specifier: string, fromFile: string): string | undefined;
  /** May the specifier lead to the file `path` although its last part is another name? Asks no file system for it. */
  mayRename(specifier: string, fromFile: string, path: string): boolean;
}

interface Configuration {
  options: ts.CompilerOptions;
  patterns: string[];
  /** Those under which the last part of a name may be another one than its file's. */
  renaming: string[];
}

const defaults: ts.CompilerOptions = {
  allowJs: true,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  module: ts.ModuleKind.ESNext,
};

/**
 * `packages`: workspace packages by name. They need no `node_modules` link: the resolver sees each at
 * `/node_modules/<name>`, so that `exports`, `main` and `types` mean what they mean to TypeScript.
 */
export function createResolver(host: Host, packages: ReadonlyMap<string, string>): Resolver {
  const directories = new Map<string, Set<string>>();
  const configurations = new Map<string, Configuration>();
  const results = new Map<string, string | undefined>();

  const filesIn = (directory: string): Set<string> => {
    let names = directories.get(directory);
    if (!names) {
      names = new Set(
        host
          .readDirectory(directory)
          .filter((e) => e.kind === 'file')
          .map((e) => e.name),
      );
      directories.set(directory, names);
    }
    return names;
  };
  const real = (path: string): string => {
    const at = path.lastIndexOf('/node_modules/');
    if (at < 0) return path;
    const rest = path.slice(at + '/node_modules/'.length);
    const name = packageName(rest);
    const directory = name === undefined ? undefined : packages.get(name);
    return directory === undefined || name === undefined ? path : directory + rest.slice(name.length);
  };
  const fileExists = (path: string): boolean => {
    const target = real(path);
    const slash = target.lastIndexOf('/');
    return filesIn(target.slice(0, slash) || '/').has(target.slice(slash + 1));
  };
  const moduleHost: ts.ModuleResolutionHost & ts.ParseConfigHost = {
    fileExists,
    readFile: (path) => host.readFile(real(path)),
    readDirectory: () => [],
    useCaseSensitiveFileNames: true,
  };

  const configurationOf = (directory: string): Configuration => {
    const cached = configurations.get(directory);
    if (cached) return cached;
    let found: Configuration;
    const file = ['tsconfig.json', 'jsconfig.json'].map((n) => `${directory}/${n}`).find(fileExists);
    if (file) found = readConfiguration(file, moduleHost);
    else {
      const slash = directory.lastIndexOf('/');
      found =
        slash > 0
          ? configurationOf(directory.slice(0, slash))
          : { options: defaults, patterns: [], renaming: [] };
    }
    configurations.set(directory, found);
    return found;
  };

  const resolve = (specifier: string, fromFile: string): string | undefined => {
    const directory = fromFile.slice(0, fromFile.lastIndexOf('/'));
    const { options, patterns } = configurationOf(directory);
    const name = packageName(specifier);
    const isLocal =
      /^(\.|\/|#)/.test(specifier) ||
      options.baseUrl !== undefined ||
      (name !== undefined && packages.has(name)) ||
      patterns.some((p) => matchesPattern(p, specifier));
    if (!isLocal) return undefined;
    const resolved = ts.resolveModuleName(specifier, fromFile, options, moduleHost).resolvedModule
      ?.resolvedFileName;
    const path = resolved === undefined ? undefined : real(resolved);
    if (path !== undefined && !path.includes('/node_modules/') && !path.endsWith('.d.ts')) return path;
    return name !== undefined && packages.has(name)
      ? sourceOf(packages.get(name)!, specifier.slice(name.length))
      : undefined;
  };

  /** A workspace package whose `exports` point to a build that is not there: fall back to its sources. */
  const sourceOf = (directory: string, subpath: string): string | undefined => {
    const rest = subpath || '/index';
    for (const base of [`${directory}/src${rest}`, `${directory}${rest}`]) {
      for (const suffix of ['.ts', '.tsx', '.js', '.mjs', '.jsx', '/index.ts', '/index.tsx', '/index.js']) {
        if (fileExists(base + suffix)) return base + suffix;
      }
    }
    return undefined;
  };

  const mayRename = (specifier: string, fromFile: string, path: string): boolean => {
    // `..` and `./` say nothing of the folder that they mean; `#name` is whatever package.json says.
    if (specifier.startsWith('#') || specifier.endsWith('/') || specifier.endsWith('.')) return true;
    if (specifier.startsWith('.')) return false;
    const { renaming } = configurationOf(fromFile.slice(0, fromFile.lastIndexOf('/')));
    if (renaming.some((pattern) => matchesPattern(pattern, specifier))) return true;
    const directory = packages.size > 0 ? packages.get(packageName(specifier) ?? '') : undefined;
    return directory !== undefined && path.startsWith(`${directory}/`);
  };

  return {
    mayRename,
    resolve(specifier, fromFile) {
      const key = `${fromFile.slice(0, fromFile.lastIndexOf('/'))}\0${specifier}`;
      if (!results.has(key)) results.set(key, resolve(specifier, fromFile));
      return results.get(key);
    },
  };
}

function readConfiguration(file: string, host: ts.ParseConfigHost): Configuration {
  try {
    const json = ts.readConfigFile(file, (path) => host.readFile(path)).config as unknown;
    const parsed = ts.parseJsonConfigFileContent(
      json ?? {},
      host,
      file.slice(0, file.lastIndexOf('/')),
      undefined,
      file,
    );
    const { baseUrl, paths, pathsBasePath } = parsed.options;
    const options: ts.CompilerOptions = { ...defaults, baseUrl, paths };
    // `paths` without `baseUrl` is relative to the file that declares it; TypeScript keeps that place in this option.
    if (pathsBasePath !== undefined) options.pathsBasePath = pathsBasePath;
    return { options, patterns: Object.keys(paths ?? {}), renaming: renamingIn(paths ?? {}) };
  } catch {
    return { options: defaults, patterns: [], renaming: [] };
  }
}

/** `@/*` for `./src/*` keeps the last part, `@auth` for `./lib/sign-in.ts` and `~*` for `./lib/*` do not. */
function renamingIn(paths: ts.MapLike<string[]>): string[] {
  const keepsName = (pattern: string): boolean => /(?:^|\/)\*$/.test(pattern);
  return Object.entries(paths)
    .filter(([pattern, targets]) => ![pattern, ...targets].every(keepsName))
    .map(([pattern]) => pattern);
}

function matchesPattern(pattern: string, specifier: string): boolean {
  const star = pattern.indexOf('*');
  return star < 0
    ? pattern === specifier
    : specifier.startsWith(pattern.slice(0, star)) && specifier.endsWith(pattern.slice(star + 1));
}

/** `@scope/name/sub` -> `@scope/name`; undefined for relative and absolute specifiers. */
function packageName(specifier: string): string | undefined {
  return /^(@[^/]+\/[^/]+|[^./@#][^/]*)/.exec(specifier)?.[0];
}

import type { Host } from '../model';
import { appDirectories } from './appDirectories';
import { basename, dirname, isInside, join } from './paths';
import { isSourceFile } from './sources';

export interface MiddlewareFiles {
  /** Where Next.js looks: `proxy.*` first, then by the order of `pageExtensions`, of which Next.js takes the first. */
  middlewareFiles: string[];
  /** Files that read like a Next.js middleware but lie where Next.js does not look. */
  misplacedMiddlewareFiles: string[];
  /** Those of them that lie in the right place under a name that Next.js does not take: `middlewares.ts`, `proxy.mjs`. */
  misnamedMiddlewareFiles: string[];
}

const NAME = /^(middleware|proxy)\./;
/** The extension, the case or the number is wrong. */
const ALMOST = /^(?:middlewares?|proxy|proxies)\.[mc]?[jt]sx?$/i;

/**
 * Next.js takes `middleware.*` (and since 16 `proxy.*`) beside `app` or `pages`: in the root, or in `src` when they
 * are there (next/dist/build/index.js). Files without code are no middleware.
 *
 * `middleware` is also a name of other things (a Redux store, a helper that the real middleware imports), so a file
 * elsewhere counts as misplaced only when it exports a middleware, speaks of Next.js or the SDK, and either lies in a
 * place that people mistake for the right one or is the only one there is.
 */
export function findMiddlewareFiles(
  files: readonly string[],
  options: { root: string; pageExtensions: readonly string[] },
  host: Pick<Host, 'readFile'>,
): MiddlewareFiles {
  const { root, pageExtensions } = options;
  const directories = appDirectories(files, root);
  const source = join(root, 'src');
  // Without app and pages Next.js does not build; nothing is known to be misplaced then.
  const right = directories.base === null ? [root, source] : [directories.base];
  const rankOf = (file: string): number => rank(basename(file), pageExtensions);
  const named = files.filter((file) => NAME.test(basename(file)));

  const middlewareFiles = named
    .filter((file) => right.includes(dirname(file)) && rankOf(file) >= 0)
    .filter((file) => !isBlank(host.readFile(file)))
    .sort((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));

  const routeDirectories = [directories.app, directories.pages].filter((each) => each !== null);
  const isMistakable = (file: string): boolean =>
    [root, source].includes(dirname(file)) || routeDirectories.some((each) => isInside(each, file));
  const misplacedMiddlewareFiles = named
    .filter((file) => !right.includes(dirname(file)))
    .filter((file) => /^(?:middleware|proxy)\.[mc]?[jt]sx?$/.test(basename(file)) || rankOf(file) >= 0)
    .filter((file) => isSourceFile(file.slice(root.length + 1)))
    .filter((file) => isMistakable(file) || middlewareFiles.length === 0)
    .filter((file) => readsLikeMiddleware(host.readFile(file)))
    .sort();

  const misnamedMiddlewareFiles = files
    .filter((file) => middlewareFiles.length === 0 && right.includes(dirname(file)))
    .filter((file) => ALMOST.test(basename(file)) && rankOf(file) < 0)
    .filter((file) => readsLikeMiddleware(host.readFile(file)))
    .sort();

  return {
    middlewareFiles,
    misplacedMiddlewareFiles: [...misplacedMiddlewareFiles, ...misnamedMiddlewareFiles],
    misnamedMiddlewareFiles,
  };
}

/** Position in Next.js's order of preference; -1 for a name that Next.js does not take. */
function rank(name: string, pageExtensions: readonly string[]): number {
  const match = NAME.exec(name);
  const extension = match ? pageExtensions.indexOf(name.slice(match[0].length)) : -1;
  return extension === -1 ? -1 : extension + (match?.[1] === 'proxy' ? 0 : pageExtensions.length);
}

const DIRECT_EXPORT =
  /\bexport\s+default\b|\bexport\s+(?:async\s+)?(?:function|const|let|var)\s+(?:middleware|proxy)\b|\bexports\b/;
const NAMED_EXPORTS = /\bexport\s*\{([^}]{0,400})\}/g;
const SPEAKS_OF_NEXT = /['"]next\/server['"]|nextjs-auth0|\.middleware\s*\(|\bmatcher\s*:/;

function readsLikeMiddleware(text: string | undefined): boolean {
  return text !== undefined && !isBlank(text) && SPEAKS_OF_NEXT.test(text) && exportsMiddleware(text);
}

function exportsMiddleware(text: string): boolean {
  if (DIRECT_EXPORT.test(text)) return true;
  return [...text.matchAll(NAMED_EXPORTS)].some(([, names]) =>
    /\b(?:middleware|proxy|default)\b/.test(names ?? ''),
  );
}

/** Only white space and comments. A file that cannot be read is not blank: Next.js goes by the name. */
function isBlank(text: string | undefined): boolean {
  if (text === undefined) return false;
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at] as string)) at++;
    else if (text.startsWith('//', at)) at = endOf(text, '\n', at);
    else if (text.startsWith('/*', at)) at = endOf(text, '*/', at + 2);
    else return false;
  }
  return true;
}

function endOf(text: string, terminator: string, from: number): number {
  const found = text.indexOf(terminator, from);
  return found === -1 ? text.length : found + terminator.length;
}

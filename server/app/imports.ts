/** Which files are imported, as far as their names tell. */
import { basename, dirname } from '../project/paths';
import type { Program } from '../syntax/program';

/** What a file imports, as written; `ANYTHING` where that is made at run time. */
export type SpecifiersOf = (path: string) => readonly string[];

/** Stands for the name of any file. */
export const ANYTHING = '*';

/** White space and comments; each can be read in one way only, so that no text takes long. */
const gap = String.raw`(?:\s|\/\*(?:[^*]|\*(?!\/)){0,300}\*\/|\/\/[^\n]*\n)*`;
const statement = new RegExp(String.raw`\b(?:from|import)\b${gap}(['"])([^'"\n]+)\1`, 'g');
const call = new RegExp(
  String.raw`\b(?:import|require)(?:\.resolve)?\s*\(${gap}(?:(['"${'`'}])([^'"${'`'}$\n]+)\1${gap}[,)])?`,
  'g',
);
/** Loaders under another name, or of a whole folder. */
const loader = /\bcreateRequire\b|\brequire\.context\b|\bimport\.meta\.glob|[=(,:]\s*require\s*[;,)\n]/;

/** `undefined`: a file that cannot be read may import anything. */
export function specifiersIn(text: string | undefined): readonly string[] {
  if (text === undefined || loader.test(text)) return [ANYTHING];
  const found = [...text.matchAll(statement), ...text.matchAll(call)].map((each) => each[2] ?? ANYTHING);
  // Without the copy each name would keep the whole text in memory.
  return JSON.parse(JSON.stringify([...new Set(found)])) as string[];
}

/**
 * May some file import this one? Goes by the last part of what is imported, which costs nothing; only where that may
 * say nothing about the file is it resolved.
 */
export function importsOf(
  sourceFiles: readonly string[],
  specifiersOf: SpecifiersOf,
  program: Program,
): (path: string) => boolean {
  return (path) => {
    const name = stem(path);
    const leadsTo = (specifier: string, file: string): boolean => {
      if (specifier === ANYTHING || (specifier.includes(name) && stem(specifier) === name)) return true;
      if (!program.mayRename(specifier, file, path)) return false;
      const target = program.resolveModule(specifier, file);
      return target === undefined || stem(target) === name;
    };
    return sourceFiles.some((file) => specifiersOf(file).some((specifier) => leadsTo(specifier, file)));
  };
}

/** `auth` for `lib/auth.ts`, `../auth` and `lib/auth/index.ts`. */
function stem(path: string): string {
  const name = basename(path).replace(/\.[mc]?[jt]sx?$/, '');
  return name === 'index' ? basename(dirname(path)) : name;
}

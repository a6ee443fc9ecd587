/**
 * Type-checks files that exist in memory only, with the real types of the SDK and Next.js in `test/peers`. All of them in
 * one program: reading those types is what takes the time.
 */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

const repository = join(import.meta.dirname, '../..').replaceAll('\\', '/');
const peers = `${repository}/test/peers`;
const SDK = '@auth0/nextjs-auth0';

/** React has no types of its own, and what the pages render is not the point. */
const JSX = `declare namespace JSX { interface IntrinsicElements { [name: string]: any } }\n`;

export interface TypingError {
  /** Key of the project, and the file in it. */
  project: string;
  file: string;
  message: string;
}

/** `projects`: the files of each by path, `/lib/auth0.ts`. An import that leads nowhere is `any`. */
export function typeErrors(projects: ReadonlyMap<string, ReadonlyMap<string, string>>): TypingError[] {
  const places = new Map<string, { project: string; file: string; text: string }>();
  const folders = new Set<string>();
  for (const [index, [project, files]] of [...projects].entries()) {
    for (const [file, text] of files) {
      const path = `${folderOf(index)}${file}`;
      places.set(path, { project, file, text });
      for (let at = dirname(path); at !== peers; at = dirname(at)) folders.add(at);
    }
  }
  const jsx = `${peers}/jsx.d.ts`;
  const texts = new Map([...places].map(([path, { text }]) => [path, text]));
  texts.set(jsx, JSX);
  const program = ts.createProgram({
    rootNames: [jsx, ...[...places.keys()].filter((path) => /\.[cm]?tsx?$/.test(path))],
    options,
    host: hostOf(texts, folders),
  });
  return [...places].flatMap(([path, { project, file }]) => {
    const source = program.getSourceFile(path);
    if (!source) return [];
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.flatMap(({ code, messageText }) => {
      const message = ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' ');
      return isElsewhere(code, message) ? [] : [{ project, file, message }];
    });
  });
}

/** A module that the example leaves out: "cannot find module", "has no declaration file". */
function isElsewhere(code: number, message: string): boolean {
  return [2307, 7016].includes(code) && !/'(?:@auth0\/nextjs-auth0|next)['/]/.test(message);
}

const options: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
  lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
  types: ['node'],
  typeRoots: [`${repository}/node_modules/@types`],
};

function folderOf(index: number): string {
  return `${peers}/typed/${index}`;
}

function hostOf(texts: ReadonlyMap<string, string>, folders: ReadonlySet<string>): ts.CompilerHost {
  const disk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => texts.has(path) || disk.fileExists(path),
    readFile: (path) => texts.get(path) ?? disk.readFile(path),
    directoryExists: (path) => folders.has(path) || existsSync(path),
    getSourceFile(path, version, ...rest) {
      const text = texts.get(path);
      return text === undefined
        ? disk.getSourceFile(path, version, ...rest)
        : ts.createSourceFile(path, text, version, true);
    },
    resolveModuleNameLiterals: (literals, from) => {
      return literals.map(({ text }) =>
        ts.resolveModuleName(aliased(text, from), from, options, host, cache),
      );
    },
  };
  const cache = ts.createModuleResolutionCache(repository, (path) => path, options);
  return host;
}

/** The SDK is installed under the name of its version; `@/` is the root of a project. */
function aliased(name: string, from: string): string {
  if (name === SDK || name.startsWith(`${SDK}/`)) return `sdk-4.30${name.slice(SDK.length)}`;
  const root = /^.*\/typed\/\d+/.exec(from)?.[0];
  return name.startsWith('@/') && root !== undefined ? `${root}${name.slice(1)}` : name;
}

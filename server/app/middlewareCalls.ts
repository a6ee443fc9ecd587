/** Calls of a client's middleware in files other than the one in use, and whether anything can get there. */
import ts from 'typescript';
import { isAuth0Client, type Certainty } from '../facts/clients';
import type { MiddlewareModel, Module, Project } from '../model';
import { basename, dirname, join } from '../project/paths';
import type { Program } from '../syntax/program';

type ReadText = (path: string) => string | undefined;

interface Sources {
  project: Project;
  /** Those with a marker word. */
  modules: readonly Module[];
  middleware: MiddlewareModel | null;
  misplaced: readonly Module[];
}

/**
 * Is the middleware of a client called, or handed on, anywhere in the app where it can run? `callers`: the files that
 * surely do, where surely no other does, nor the middleware in use.
 */
export function middlewareCalls(
  { project, modules, middleware, misplaced }: Sources,
  program: Program,
  readText: ReadText,
): { answer: Certainty; callers: readonly Module[] } {
  if (middleware?.flow && middleware.flow.calls.length > 0) return { answer: true, callers: [] };
  const callers: Module[] = [];
  // What cannot be followed may call it.
  let answer: Certainty = middleware && !middleware.flow?.complete ? 'unknown' : false;
  const all = middleware && !modules.includes(middleware.module) ? [...modules, middleware.module] : modules;
  const isImported = importsOf(project, program, readText);
  for (const module of all) {
    if (!module.text.includes('middleware') || misplaced.includes(module)) continue;
    const found = middlewareUse(module, program);
    if (found === false || isDead(module.path, project, isImported)) continue;
    if (found === true) callers.push(module);
    else answer = 'unknown';
  }
  return { answer: callers.length > 0 || answer, callers: answer === 'unknown' ? [] : callers };
}

/**
 * The misplaced files that surely do nothing. One with another name than Next.js looks for may be anything; it counts
 * when it calls the SDK and nobody imports it.
 */
export function neverRun(
  project: Project,
  misplaced: readonly Module[],
  program: Program,
  readText: ReadText,
): Module[] {
  const isImported = importsOf(project, program, readText);
  return misplaced.filter((module) => {
    if (!project.misnamedMiddlewareFiles.includes(module.path)) return true;
    return middlewareUse(module, program) === true && !isImported(module.path);
  });
}

/** Nobody imports it, and it is nothing that Next.js, or a server of the app's own, starts with. */
function isDead(path: string, project: Project, isImported: (path: string) => boolean): boolean {
  const { root, routes, middlewareFiles } = project;
  const folder = dirname(path);
  const mayStart = [root, join(root, 'src')].includes(folder) || /(?:^|\/)server(?:\/|$)/.test(folder);
  const isOwn = path.startsWith(`${root}/`);
  if (!isOwn || mayStart || middlewareFiles.includes(path) || routes.some(({ file }) => file === path))
    return false;
  return !isImported(path);
}

/** May some file import this one? Goes by the last part of what is imported; read when first asked for, which is rare. */
function importsOf(
  { sourceFiles }: Project,
  program: Program,
  readText: ReadText,
): (path: string) => boolean {
  let names: Set<string> | undefined;
  return (path) => {
    names ??= new Set(
      sourceFiles.flatMap((file) =>
        specifiersIn(readText(file) ?? '').map((each) => targetOf(each, file, program)),
      ),
    );
    return names.has(stem(path)) || names.has(ANYTHING);
  };
}

const ANYTHING = '*';

function specifiersIn(text: string): string[] {
  const imports = text.matchAll(/\b(?:from|import|require)\b\s*\(?\s*['"`]([^'"`\n]+)['"`]/g);
  return [...imports].flatMap(([, specifier]) => specifier ?? []);
}

/** Under an alias the name says nothing, and a template may stand for any file. */
function targetOf(specifier: string, file: string, program: Program): string {
  if (specifier.includes('${')) return ANYTHING;
  const target = specifier.startsWith('.') ? undefined : program.resolveModule(specifier, file);
  return stem(target ?? specifier);
}

/** `auth` for `lib/auth.ts`, `../auth` and `lib/auth/index.ts`. */
function stem(path: string): string {
  const name = basename(path).replace(/\.[mc]?[jt]sx?$/, '');
  return name === 'index' ? basename(dirname(path)) : name;
}

function middlewareUse(module: Module, program: Program): Certainty {
  let answer: Certainty = false;
  const judge = (holder: ts.Expression): void => {
    const is = isAuth0Client(holder, module, program);
    if (is === true || (is === 'unknown' && answer === false)) answer = is;
  };
  const visit = (node: ts.Node): void => {
    if (answer === true) return;
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'middleware') judge(node.expression);
    if (
      ts.isElementAccessExpression(node) &&
      /^['"`]middleware['"`]$/.test(node.argumentExpression.getText())
    ) {
      judge(node.expression);
    }
    if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer) {
      const takes = node.name.elements.some((e) => (e.propertyName ?? e.name).getText() === 'middleware');
      if (takes) judge(node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(module.ast);
  return answer;
}

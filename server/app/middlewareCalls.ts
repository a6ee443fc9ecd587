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
  const importedNames = namesImported(project, readText);
  for (const module of all) {
    if (!module.text.includes('middleware') || misplaced.includes(module)) continue;
    const found = middlewareUse(module, program);
    if (found === false || isDead(module.path, project, importedNames)) continue;
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
  const importedNames = namesImported(project, readText);
  return misplaced.filter((module) => {
    if (!project.misnamedMiddlewareFiles.includes(module.path)) return true;
    return middlewareUse(module, program) === true && !importedNames().has(stem(module.path));
  });
}

/** Nobody imports it, and it is nothing that Next.js, or a server of the app's own, starts with. */
function isDead(path: string, project: Project, importedNames: () => ReadonlySet<string>): boolean {
  const { root, routes, middlewareFiles } = project;
  const folder = dirname(path);
  const mayStart = [root, join(root, 'src')].includes(folder) || /(?:^|\/)server(?:\/|$)/.test(folder);
  const isOwn = path.startsWith(`${root}/`);
  if (!isOwn || mayStart || middlewareFiles.includes(path) || routes.some(({ file }) => file === path))
    return false;
  return !importedNames().has(stem(path));
}

/** The last parts of all import specifiers, read when first asked for: most apps never need them. */
function namesImported({ sourceFiles }: Project, readText: ReadText): () => ReadonlySet<string> {
  let names: Set<string> | undefined;
  return () => {
    if (names) return names;
    names = new Set();
    for (const file of sourceFiles) {
      const imports = (readText(file) ?? '').matchAll(
        /\b(?:from|import|require)\b\s*\(?\s*['"`]([^'"`\n]+)['"`]/g,
      );
      for (const [, specifier = ''] of imports) names.add(stem(specifier));
    }
    return names;
  };
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

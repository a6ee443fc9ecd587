/** Calls of a client's middleware in files other than the one in use, and whether anything can get there. */
import ts from 'typescript';
import { isAuth0Client, type Certainty } from '../facts/clients';
import type { MiddlewareModel, Module, Project } from '../model';
import { dirname, join } from '../project/paths';
import { exportsOf } from '../syntax/exports';
import type { Program } from '../syntax/program';

interface Sources {
  project: Project;
  /** Those with a marker word. */
  modules: readonly Module[];
  middleware: MiddlewareModel | null;
  misplaced: readonly Module[];
}

type IsImported = (path: string) => boolean;

/**
 * Is the middleware of a client called, or handed on, anywhere in the app where it can run? `callers`: the files that
 * surely do, where surely no other does, nor the middleware in use. `unused`: those that do, and nobody imports them.
 */
export function middlewareCalls(
  { project, modules, middleware, misplaced }: Sources,
  program: Program,
  isImported: IsImported,
): { answer: Certainty; callers: readonly Module[]; unused: readonly Module[] } {
  if (middleware?.flow && middleware.flow.calls.length > 0) return { answer: true, callers: [], unused: [] };
  const callers: Module[] = [];
  const unused: Module[] = [];
  // What cannot be followed may call it.
  let answer: Certainty = middleware && !middleware.flow?.complete ? 'unknown' : false;
  const all = middleware && !modules.includes(middleware.module) ? [...modules, middleware.module] : modules;
  for (const module of all) {
    if (!module.text.includes('middleware') || misplaced.includes(module)) continue;
    const found = middlewareUse(module, program);
    if (found === false) continue;
    if (!mayStart(module.path, project) && !isImported(module.path)) {
      // That no import is found is no proof for what may run by itself.
      if (onlyExports(module)) unused.push(module);
      else answer = 'unknown';
    } else if (found === true) callers.push(module);
    else answer = 'unknown';
  }
  return { answer: callers.length > 0 || answer, callers: answer === 'unknown' ? [] : callers, unused };
}

/**
 * The misplaced files that surely do nothing. One with another name than Next.js looks for may be anything; it counts
 * when it calls the SDK and nobody imports it.
 */
export function neverRun(
  project: Project,
  misplaced: readonly Module[],
  program: Program,
  isImported: IsImported,
): Module[] {
  return misplaced.filter((module) => {
    if (!project.misnamedMiddlewareFiles.includes(module.path)) return true;
    return middlewareUse(module, program) === true && !isImported(module.path);
  });
}

/** Is it something that Next.js, or a server of the app's own, may start with? */
function mayStart(path: string, { root, routes, middlewareFiles }: Project): boolean {
  const folder = dirname(path);
  const isEntry = [root, join(root, 'src')].includes(folder) || /(?:^|\/)server(?:\/|$)/.test(folder);
  const isOwn = path.startsWith(`${root}/`);
  return !isOwn || isEntry || middlewareFiles.includes(path) || routes.some(({ file }) => file === path);
}

/**
 * Does it do nothing but hand something out? Then it runs only where it is imported. What works when it is loaded, or
 * exports nothing, may be started by its name: a server of the app's own, a worker.
 */
function onlyExports({ ast }: Module): boolean {
  return exportsOf(ast).names.size > 0 && ast.statements.every(isIdle);
}

function isIdle(statement: ts.Statement): boolean {
  if (
    ts.isVariableStatement(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isExportAssignment(statement)
  )
    return !runs(statement);
  if (!ts.isExpressionStatement(statement)) return ts.isDeclarationStatement(statement);
  const value = assignedExport(statement) ?? statement.expression;
  return ts.isStringLiteral(value) || (value !== statement.expression && !runs(value));
}

/** `module.exports = value`, `exports.name = value`. */
function assignedExport(statement: ts.Statement): ts.Expression | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  const isExport =
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    /^(?:module\.)?exports\b/.test(expression.left.getText());
  return isExport ? expression.right : undefined;
}

/** Does it call something when the file is loaded, other than to get a module or to make a client? */
function runs(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isClassStaticBlockDeclaration(node)) return true;
  const isHarmless =
    ts.isCallExpression(node) || ts.isNewExpression(node)
      ? /^(?:require|Auth0Client)$/.test(node.expression.getText())
      : !ts.isTaggedTemplateExpression(node) && !ts.isAwaitExpression(node);
  return !isHarmless || (ts.forEachChild(node, runs) ?? false);
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

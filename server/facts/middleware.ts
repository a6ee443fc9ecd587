/** Finds what Next.js runs: the exported handler of a middleware or proxy file, and its matcher. */
import ts from 'typescript';
import type { MiddlewareModel, Module } from '../model';
import { unwrap } from '../syntax/parse';
import type { Declaration, Program } from '../syntax/program';
import { extractMatcher } from './matcherExtraction';

/**
 * The handler is a function (declaration, arrow function, function expression) wherever it is declared, or, where
 * none is in sight, the expression that makes it (`auth0.middleware`, `withAuth(…)`) or the binding element
 * (`export const { middleware } = auth0`). Null when there is no such export, or it comes from a package.
 *
 * Next.js takes the export `middleware` (in `proxy.*`: `proxy`), else the default export
 * (next/dist/build/templates/middleware.js, 13.5 to 16.x).
 */
export function findMiddleware(
  module: Module,
  program: Program,
  fileKind: 'middleware' | 'proxy',
  nextVersion: string | null,
): Omit<MiddlewareModel, 'flow'> {
  const declaration = program.exportOf(module, fileKind) ?? program.exportOf(module, 'default');
  return {
    file: module.path,
    module,
    handler: declaration ? handlerOf(declaration, program, 0) : null,
    matcher: extractMatcher(module, program, nextVersion),
  };
}

const maximumHops = 10;

function handlerOf(declaration: Declaration, program: Program, hops: number): ts.Node | null {
  if (declaration.kind === 'external' || hops > maximumHops) return null;
  const { node, module } = declaration;
  if (ts.isFunctionDeclaration(node)) return node.body ? node : null;
  if (ts.isBindingElement(node)) return node;
  const expression = expressionOf(node);
  if (!expression) return null;
  const value = unwrap(expression);
  if (!ts.isIdentifier(value)) return value;
  const next = program.declarationOf(value, module);
  return next ? handlerOf(next, program, hops + 1) : null;
}

function expressionOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) return node.initializer;
  if (ts.isExportAssignment(node)) return node.expression;
  if (ts.isBinaryExpression(node)) return node.right;
  return undefined;
}

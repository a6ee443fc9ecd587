import ts from 'typescript';
import type { Module } from '../model';

const scriptKinds: Record<string, ts.ScriptKind> = {
  ts: ts.ScriptKind.TS,
  mts: ts.ScriptKind.TS,
  cts: ts.ScriptKind.TS,
  tsx: ts.ScriptKind.TSX,
  // JSX is legal in plain .js files of a Next.js app.
  js: ts.ScriptKind.JSX,
  mjs: ts.ScriptKind.JSX,
  cjs: ts.ScriptKind.JSX,
  jsx: ts.ScriptKind.JSX,
};

/** Parses one module. Never throws: a torn file gives a tree with error nodes, which evaluate to unknown. */
export function parseModule(path: string, text: string): Module {
  const extension = path.slice(path.lastIndexOf('.') + 1);
  const kind = scriptKinds[extension] ?? ts.ScriptKind.TS;
  const ast = ts.createSourceFile(path, text, { languageVersion: ts.ScriptTarget.Latest }, true, kind);
  return { path, text, ast };
}

/** Strips what has no effect on a value: parentheses, `as`, `satisfies`, `<T>x`, `x!`. */
export function unwrap(node: ts.Expression): ts.Expression {
  let current = node;
  while (
    ts.isParenthesizedExpression(current) ||
    ts.isAsExpression(current) ||
    ts.isSatisfiesExpression(current) ||
    ts.isTypeAssertionExpression(current) ||
    ts.isNonNullExpression(current)
  ) {
    current = current.expression;
  }
  return current;
}

/** `undefined` or `void 0`. */
export function isUndefined(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return (ts.isIdentifier(node) && node.text === 'undefined') || ts.isVoidExpression(node);
}

/** What is written for a property: `x` of `{ a: x }` and of `{ x }`. */
export function valueOf(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** The name of a property or import specifier, when it is written in the source. */
export function nameText(name: ts.Node | undefined): string | undefined {
  if (!name) return undefined;
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isPrivateIdentifier(name)) return name.text;
  if (ts.isComputedPropertyName(name)) {
    const inner = unwrap(name.expression);
    return ts.isStringLiteralLike(inner) || ts.isNumericLiteral(inner) ? inner.text : undefined;
  }
  return undefined;
}

/** The expression of a function that does nothing but return one. */
export function returnedExpression(
  node: ts.ArrowFunction | ts.FunctionDeclaration | ts.FunctionExpression,
): ts.Expression | undefined {
  if (!node.body) return undefined;
  if (!ts.isBlock(node.body)) return node.body;
  const only = node.body.statements.length === 1 ? node.body.statements[0] : undefined;
  return only && ts.isReturnStatement(only) ? only.expression : undefined;
}

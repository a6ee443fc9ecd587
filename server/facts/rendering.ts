/**
 * Which code of a Server Component's file runs only while Next.js renders? There cookies can be read, not written:
 * `cookies().set` throws (next/dist/server/web/spec-extension/adapters/request-cookies.js, 13.5 to 16.4).
 */
import ts from 'typescript';
import type { Module } from '../model';
import { unwrap } from '../syntax/parse';
import type { Declaration, Program } from '../syntax/program';

/** Is the node evaluated by the rendering itself? False also where that cannot be told. */
export function runsWhileRendering(node: ts.Node, module: Module, program: Program): boolean {
  if (directives(module.ast).length > 0) return false;
  return isRendering(node, { module, program, entries: entriesOf(module, program), active: new Set() });
}

interface Context {
  module: Module;
  program: Program;
  entries: ReadonlySet<ts.Node>;
  /** Functions on the way, so that two that call each other come to an end. */
  active: ReadonlySet<ts.Node>;
}

function isRendering(node: ts.Node, context: Context): boolean {
  const owner = ts.findAncestor(node.parent, ts.isFunctionLike);
  if (!owner || directives(bodyOf(owner)).length > 0) return false;
  if (context.entries.has(owner)) return true;
  const call = callAround(owner);
  return call ? isRendering(call, context) : isHelper(owner, context);
}

/** The component itself, and the functions that make its metadata. */
function entriesOf(module: Module, program: Program): Set<ts.Node> {
  const names = ['default', 'generateMetadata', 'generateViewport'];
  const found = names.map((name) => functionOf(program.exportOf(module, name), module, program));
  return new Set(found.filter((node) => node !== undefined));
}

function functionOf(
  declaration: Declaration | undefined,
  module: Module,
  program: Program,
): ts.Node | undefined {
  if (declaration?.kind !== 'local' || declaration.module !== module) return undefined;
  const { node } = declaration;
  if (ts.isFunctionDeclaration(node)) return node;
  const value = ts.isExportAssignment(node)
    ? node.expression
    : ts.isVariableDeclaration(node)
      ? node.initializer
      : undefined;
  return value && functionIn(unwrap(value), module, program);
}

/** A function, or the one inside of `auth0.withPageAuthRequired(…)`. */
function functionIn(value: ts.Expression, module: Module, program: Program): ts.Node | undefined {
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return value;
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return undefined;
  const argument = value.arguments[0] && unwrap(value.arguments[0]);
  if (value.expression.name.text !== 'withPageAuthRequired' || !argument) return undefined;
  if (ts.isIdentifier(argument)) return functionOf(program.declarationOf(argument, module), module, program);
  return ts.isCallExpression(argument) ? undefined : functionIn(argument, module, program);
}

/** Methods that call what they get at once, or when a promise of the rendering settles. */
const callers = new Set(['map', 'flatMap', 'forEach', 'filter', 'reduce', 'then', 'catch', 'finally']);

/** The call that runs a function written in it: `items.map(…)`, `(async () => …)()`. */
function callAround(owner: ts.Node): ts.CallExpression | undefined {
  let at = owner;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (!ts.isCallExpression(parent)) return undefined;
  if (parent.expression === at) return parent;
  const callee = unwrap(parent.expression);
  return ts.isPropertyAccessExpression(callee) && callers.has(callee.name.text) ? parent : undefined;
}

/** A function of the file that is only ever called, or used as a component, while rendering. */
function isHelper(owner: ts.SignatureDeclaration, context: Context): boolean {
  const declaration = ts.isFunctionDeclaration(owner) ? owner : variableOf(owner);
  const name = declaration?.name;
  if (!declaration || !name || !ts.isIdentifier(name) || context.active.has(owner)) return false;
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(isExport);
  if (isExported || !ts.isSourceFile(statement.parent)) return false;
  const inner = { ...context, active: new Set(context.active).add(owner) };
  const uses = usesOf(name, declaration, context);
  return uses.length > 0 && uses.every((use) => isCalled(use) && isRendering(use, inner));
}

function isExport({ kind }: ts.ModifierLike): boolean {
  return kind === ts.SyntaxKind.ExportKeyword;
}

function variableOf(owner: ts.Node): ts.VariableDeclaration | undefined {
  let at = owner;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return ts.isVariableDeclaration(at.parent) ? at.parent : undefined;
}

function usesOf(name: ts.Identifier, declaration: ts.Node, { module, program }: Context): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node !== name && node.text === name.text) {
      const target = program.declarationOf(node, module);
      if (target?.kind === 'local' && target.node === declaration) found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(module.ast);
  return found;
}

function isCalled(use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isCallExpression(parent)) return parent.expression === use;
  if (ts.isJsxClosingElement(parent)) return true;
  return (ts.isJsxOpeningElement(parent) || ts.isJsxSelfClosingElement(parent)) && parent.tagName === use;
}

function bodyOf(owner: ts.SignatureDeclaration): ts.Block | undefined {
  const body = 'body' in owner ? (owner.body as ts.ConciseBody | undefined) : undefined;
  return body && ts.isBlock(body) ? body : undefined;
}

/** `'use client'`, `'use server'`, `'use cache'`, …: with any of them the code runs elsewhere, or under other rules. */
function directives(block: ts.Block | ts.SourceFile | undefined): string[] {
  const found: string[] = [];
  for (const statement of block?.statements ?? []) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    if (statement.expression.text.startsWith('use ') && statement.expression.text !== 'use strict') {
      found.push(statement.expression.text);
    }
  }
  return found;
}

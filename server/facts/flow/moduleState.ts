/** Is a constant of a module the same at every request? Lists, objects and maps are filled elsewhere at times. */
import ts from 'typescript';
import type { Module } from '../../model';
import { unwrap } from '../../syntax/parse';
import type { Program } from '../../syntax/program';
import { lookup } from '../../syntax/scope';
import type { Machine } from './machine';

const changing = /^(push|unshift|splice|pop|shift|sort|reverse|fill|copyWithin|set|add|delete|clear|append)$/;
const reading = /^(Object|Array|JSON|console|Promise|Set|Map|String|Boolean)$/;

/** What else is put into it: plain data, or perhaps code. */
export type Change = 'data' | 'code';

/** How the list, object or map that a module declares is changed after it was made; undefined when it is not. */
export function changeOf(declaration: ts.Node, module: Module, machine: Machine): Change | undefined {
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  const initializer = unwrap(declaration.initializer);
  const isTable = isFilled(initializer);
  const isHere = (node: ts.Identifier): boolean => lookup(node) === declaration;
  const isThere = (node: ts.Identifier, where: Module): boolean => {
    const found = machine.program.declarationOf(node, where);
    return found?.kind === 'local' && (found.node === declaration || found.node === module.ast);
  };
  const changes = [changeIn(module, isHere, !isTable)];
  if (!isTable && changes[0] !== 'code') {
    const others = modulesOf(machine);
    if (!others) return 'code';
    for (const other of others) {
      if (other.path !== module.path) changes.push(changeIn(other, (node) => isThere(node, other), true));
    }
  }
  const isChanged = changes.some((change) => change !== undefined);
  const isOnlyData = isData(initializer) && !changes.includes('code');
  return isChanged ? (isOnlyData ? 'data' : 'code') : undefined;
}

function isContainer(node: ts.Expression): boolean {
  return ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isNewExpression(node);
}

/** A table of data, with nothing in it that waits to be filled. */
function isFilled(node: ts.Expression): boolean {
  const isEmpty = /^(\[\s*\]|\{\s*\}|new\b[^]*)$/.test(node.getText());
  const parts = ts.isArrayLiteralExpression(node)
    ? node.elements
    : ts.isObjectLiteralExpression(node)
      ? node.properties.map((p) => (ts.isPropertyAssignment(p) ? p.initializer : undefined))
      : [];
  return !isEmpty && isData(node) && parts.every((part) => !part || !isContainer(part) || isFilled(part));
}

/** More files than this are not searched. */
const maximumModules = 80;

/** The handler's module and all it loads; undefined when these are too many. */
function modulesOf(machine: Machine): readonly Module[] | undefined {
  const { entry, program } = machine;
  if (!entry) return [];
  machine.modules ??= loadedBy(entry, program);
  return machine.modules.length < maximumModules ? machine.modules : undefined;
}

function loadedBy(entry: Module, program: Program): Module[] {
  const found = new Map([[entry.path, entry]]);
  for (const module of found.values()) {
    for (const statement of module.ast.statements) {
      const isLink = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement);
      const specifier = isLink ? statement.moduleSpecifier : undefined;
      if (!specifier || !ts.isStringLiteral(specifier) || found.size >= maximumModules) continue;
      const path = program.resolveModule(specifier.text, module.path);
      const loaded = path === undefined || found.has(path) ? undefined : program.module(path);
      if (loaded) found.set(loaded.path, loaded);
    }
  }
  return [...found.values()];
}

/** `withNames`: another name for it, or a place in another object, counts as a change, since it is lost from sight. */
function changeIn(
  module: Module,
  isIt: (node: ts.Identifier) => boolean,
  withNames: boolean,
): Change | undefined {
  let found: Change | undefined;
  const visit = (node: ts.Node): void => {
    if (found === 'code') return;
    const change = ts.isIdentifier(node)
      ? (changeBy(node) ?? (withNames ? renamed(node) : undefined))
      : undefined;
    if (change && isIt(node as ts.Identifier)) found = change;
    else ts.forEachChild(node, visit);
  };
  visit(module.ast);
  return found;
}

function renamed(node: ts.Identifier): Change | undefined {
  const { parent } = node;
  const isKept =
    (ts.isVariableDeclaration(parent) && parent.initializer === node) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isArrayLiteralExpression(parent);
  return isKept && !ts.findAncestor(parent, ts.isFunctionLike) ? 'code' : undefined;
}

/** What this use of the name puts into it, if anything. */
function changeBy(name: ts.Identifier): Change | undefined {
  let node: ts.Node = name;
  let member: string | undefined;
  while (isHolderOf(node.parent, node)) {
    node = node.parent;
    if (ts.isPropertyAccessExpression(node)) member = node.name.text;
    else if (ts.isElementAccessExpression(node)) member = '';
  }
  const { parent } = node;
  if (ts.isCallExpression(parent)) return changeByCall(parent, node, member);
  if (member === undefined) return undefined;
  if (ts.isBinaryExpression(parent) && parent.left === node) {
    const { kind } = parent.operatorToken;
    const isAssigned = kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    return isAssigned ? changeWith([parent.right]) : undefined;
  }
  const isCounted = ts.isPrefixUnaryExpression(parent) && parent.operator !== ts.SyntaxKind.ExclamationToken;
  return isCounted || ts.isPostfixUnaryExpression(parent) || ts.isDeleteExpression(parent)
    ? 'data'
    : undefined;
}

function changeByCall(
  call: ts.CallExpression,
  node: ts.Node,
  member: string | undefined,
): Change | undefined {
  if (call.expression === node) {
    if (!changing.test(member ?? '')) return undefined;
    // Of `map.set(key, value)` only the value comes out again.
    return changeWith(member === 'set' ? call.arguments.slice(1) : call.arguments);
  }
  // What a function of the handler does with it is followed; what runs while the module is loaded is not.
  const isFollowed = ts.findAncestor(call, ts.isFunctionLike) !== undefined;
  return isFollowed || reading.test(call.expression.getText().split('.')[0]!) ? undefined : 'code';
}

function changeWith(values: readonly ts.Expression[]): Change {
  return values.every((value) => isData(value)) ? 'data' : 'code';
}

/** Surely no code: numbers, strings, and lists and objects of such. */
function isData(expression: ts.Expression, depth = 0): boolean {
  const node = unwrap(expression);
  const all = (parts: readonly ts.Expression[]): boolean => parts.every((part) => isData(part, depth + 1));
  if (depth > 8) return false;
  if (ts.isLiteralExpression(node) || ts.isTemplateExpression(node) || ts.isPrefixUnaryExpression(node))
    return true;
  if (ts.isBinaryExpression(node)) return isArithmetic(node) || all([node.left, node.right]);
  if (ts.isConditionalExpression(node)) return all([node.whenTrue, node.whenFalse]);
  if (ts.isArrayLiteralExpression(node)) return all(node.elements);
  if (ts.isObjectLiteralExpression(node)) {
    return node.properties.every((p) => ts.isPropertyAssignment(p) && isData(p.initializer, depth + 1));
  }
  if (ts.isNewExpression(node)) {
    return /^(Map|Set|WeakMap|Date|RegExp|URL)$/.test(node.expression.getText()) && all(node.arguments ?? []);
  }
  if (ts.isCallExpression(node))
    return /^(Date\.now|Math\.\w+|String|Number|Boolean)$/.test(node.expression.getText());
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer) {
    const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
    return isConst && isData(declaration.initializer, depth + 1);
  }
  return ['true', 'false', 'null', 'undefined'].includes(node.getText());
}

function isArithmetic({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return (
    (kind >= ts.SyntaxKind.PlusToken &&
      kind <= ts.SyntaxKind.CaretToken &&
      kind !== ts.SyntaxKind.CommaToken) ||
    (kind >= ts.SyntaxKind.LessThanToken && kind <= ts.SyntaxKind.ExclamationEqualsEqualsToken)
  );
}

function isHolderOf(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
    return parent.expression === node;
  return ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent);
}

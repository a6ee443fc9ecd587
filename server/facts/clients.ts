/** Finds Auth0 clients by their import, whatever they are called, and tells whether an expression is one. */
import ts from 'typescript';
import type { Module } from '../model';
import { nameText, unwrap } from '../syntax/parse';
import type { Declaration, Program } from '../syntax/program';

const sdkServer = /^@auth0\/nextjs-auth0(\/(server|edge))?$/;

export interface ClientSite {
  module: Module;
  node: ts.NewExpression;
  /** A name for messages: the variable, property or function the client is reachable by. */
  name: string;
}

/** All `new Auth0Client(...)` of a module: under an alias, in a factory, in a ternary, as a default export. */
export function findClients(module: Module, program: Program): ClientSite[] {
  if (!module.text.includes('new ')) return [];
  const sites: ClientSite[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && isClientClass(node.expression, module, program)) {
      sites.push({ module, node, name: siteName(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(module.ast);
  return sites;
}

function isClientClass(expression: ts.Expression, module: Module, program: Program): boolean {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return isClientDeclaration(program.declarationOf(node, module), program);
  if (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.name.text === 'Auth0Client'
  ) {
    const holder = program.declarationOf(node.expression, module);
    return holder?.kind === 'external' && sdkServer.test(holder.specifier);
  }
  return false;
}

function isClientDeclaration(declaration: Declaration | undefined, program: Program): boolean {
  if (!declaration) return false;
  if (declaration.kind === 'external') {
    return declaration.imported === 'Auth0Client' && sdkServer.test(declaration.specifier);
  }
  const { node, module } = declaration;
  // `class AppClient extends Auth0Client {}`: with a constructor of its own its argument is not the SDK's.
  if (ts.isClassLike(node)) {
    const parent = node.heritageClauses?.find((c) => c.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
    const hasConstructor = node.members.some((m) => ts.isConstructorDeclaration(m));
    return parent !== undefined && !hasConstructor && isClientClass(parent.expression, module, program);
  }
  if (ts.isVariableDeclaration(node) && node.initializer) {
    const value = unwrap(node.initializer);
    if (ts.isClassExpression(value))
      return isClientDeclaration({ kind: 'local', module, node: value }, program);
    return (
      (ts.isIdentifier(value) || ts.isPropertyAccessExpression(value)) &&
      isClientClass(value, module, program)
    );
  }
  return false;
}

function siteName(node: ts.NewExpression): string {
  for (let at: ts.Node = node; at && !ts.isSourceFile(at); at = at.parent) {
    const parent = at.parent;
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
    if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent))
      return nameText(parent.name) ?? 'client';
    if (ts.isBinaryExpression(parent) && parent.right === at) {
      if (ts.isIdentifier(parent.left)) return parent.left.text;
      if (ts.isPropertyAccessExpression(parent.left)) return parent.left.name.text;
    }
    if (ts.isFunctionDeclaration(parent) || ts.isMethodDeclaration(parent))
      return nameText(parent.name) ?? 'client';
  }
  return 'auth0';
}

export type Certainty = true | false | 'unknown';

const maximumDepth = 12;

/** Is the value of this expression an Auth0Client? `unknown` when it cannot be followed. */
export function isAuth0Client(
  expression: ts.Expression,
  module: Module,
  program: Program,
  depth = 0,
): Certainty {
  if (depth > maximumDepth) return 'unknown';
  let node = unwrap(expression);
  if (ts.isAwaitExpression(node)) node = unwrap(node.expression);
  const next = (e: ts.Expression, m = module): Certainty => isAuth0Client(e, m, program, depth + 1);

  if (ts.isNewExpression(node)) return isClientClass(node.expression, module, program);
  if (ts.isConditionalExpression(node)) return either(next(node.whenTrue), next(node.whenFalse));
  if (ts.isBinaryExpression(node)) {
    const operator = node.operatorToken.kind;
    return operator === ts.SyntaxKind.EqualsToken
      ? next(node.right)
      : either(next(node.left), next(node.right));
  }
  if (ts.isIdentifier(node)) return declaredClient(program.declarationOf(node, module), program, depth + 1);
  if (ts.isCallExpression(node)) return returnsClient(node.expression, module, program, depth + 1);
  if (ts.isPropertyAccessExpression(node)) return memberClient(node, module, program, depth + 1);
  return ts.isLiteralExpression(node) || node.kind === ts.SyntaxKind.NullKeyword ? false : 'unknown';
}

/** `null` beside a client is still the client: what counts is what it is when it is there. */
function either(a: Certainty, b: Certainty): Certainty {
  if (a === true || b === true) return true;
  return a === 'unknown' || b === 'unknown' ? 'unknown' : false;
}

function declaredClient(declaration: Declaration | undefined, program: Program, depth: number): Certainty {
  if (!declaration) return 'unknown';
  if (declaration.kind === 'external') return 'unknown';
  const { node, module } = declaration;
  if (ts.isExportAssignment(node)) return isAuth0Client(node.expression, module, program, depth);
  if (ts.isPropertyAssignment(node)) return isAuth0Client(node.initializer, module, program, depth);
  if (ts.isVariableDeclaration(node) || ts.isParameter(node)) {
    if (node.type && isClientType(node.type, module, program)) return true;
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
      const initial = node.initializer ? isAuth0Client(node.initializer, module, program, depth) : 'unknown';
      return initial === true
        ? true
        : either(initial, assignedClient(node.name.text, module, program, depth));
    }
  }
  return 'unknown';
}

function isClientType(type: ts.TypeNode, module: Module, program: Program): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.some((t) => isClientType(t, module, program));
  return (
    ts.isTypeReferenceNode(type) &&
    ts.isIdentifier(type.typeName) &&
    isClientDeclaration(program.declarationOf(type.typeName, module), program)
  );
}

/** `let client; … client ??= new Auth0Client()`. */
function assignedClient(name: string, module: Module, program: Program, depth: number): Certainty {
  if (depth > maximumDepth) return 'unknown';
  let found: Certainty = 'unknown';
  const visit = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment &&
      ts.isIdentifier(node.left) &&
      node.left.text === name &&
      isAuth0Client(node.right, module, program, depth + 1) === true
    ) {
      found = true;
    }
    if (found !== true) ts.forEachChild(node, visit);
  };
  visit(module.ast);
  return found;
}

/** `getClient()`: every `return` of the function that is there to see. */
function returnsClient(callee: ts.Expression, module: Module, program: Program, depth: number): Certainty {
  const name = unwrap(callee);
  if (!ts.isIdentifier(name)) return 'unknown';
  const declaration = program.declarationOf(name, module);
  if (declaration?.kind !== 'local') return 'unknown';
  const target =
    ts.isVariableDeclaration(declaration.node) && declaration.node.initializer
      ? unwrap(declaration.node.initializer)
      : declaration.node;
  if (!ts.isFunctionLike(target) || !('body' in target) || !target.body) return 'unknown';
  if (!ts.isBlock(target.body)) {
    return isAuth0Client(target.body as ts.Expression, declaration.module, program, depth);
  }
  let result: Certainty = 'unknown';
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || result === true) return;
    if (ts.isReturnStatement(node) && node.expression) {
      result = isAuth0Client(node.expression, declaration.module, program, depth);
    }
    ts.forEachChild(node, visit);
  };
  visit(target.body);
  return result;
}

/** `clients.web`, `globalThis.auth0`, `auth.client` of a namespace import. */
function memberClient(
  node: ts.PropertyAccessExpression,
  module: Module,
  program: Program,
  depth: number,
): Certainty {
  const holder = unwrap(node.expression);
  if (!ts.isIdentifier(holder)) return 'unknown';
  const declaration = program.declarationOf(holder, module);
  if (declaration?.kind !== 'local') return 'unknown';
  if (ts.isSourceFile(declaration.node)) {
    return declaredClient(program.exportOf(declaration.module, node.name.text), program, depth);
  }
  const value =
    ts.isVariableDeclaration(declaration.node) && declaration.node.initializer
      ? unwrap(declaration.node.initializer)
      : undefined;
  if (!value || !ts.isObjectLiteralExpression(value)) return 'unknown';
  const property = value.properties.find((p) => nameText(p.name) === node.name.text);
  if (property && ts.isPropertyAssignment(property)) {
    return isAuth0Client(property.initializer, declaration.module, program, depth);
  }
  return property && ts.isShorthandPropertyAssignment(property)
    ? isAuth0Client(property.name, declaration.module, program, depth)
    : 'unknown';
}

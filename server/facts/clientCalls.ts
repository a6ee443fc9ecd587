/** Calls of the methods of an Auth0 client that read or write the session: `auth0.updateSession(…)`. */
import ts from 'typescript';
import type { Module } from '../model';
import { unwrap } from '../syntax/parse';
import type { Program } from '../syntax/program';
import { assignedNames, lookup } from '../syntax/scope';
import { isAuth0Client } from './clients';

const METHODS = [
  'middleware',
  'getSession',
  'updateSession',
  'getAccessToken',
  'getAccessTokenForConnection',
  'startInteractiveLogin',
  'withPageAuthRequired',
  'withApiAuthRequired',
] as const;
export type ClientMethod = (typeof METHODS)[number];

const methods: ReadonlySet<string> = new Set(METHODS);
const words = new RegExp(`\\b(?:${METHODS.join('|')})\\b`);

export interface ClientCallSite {
  method: ClientMethod;
  node: ts.CallExpression;
  module: Module;
  /** The `new Auth0Client(…)` behind it, several where a request decides; empty where it cannot be told. */
  creations: readonly ts.NewExpression[];
}

/** Calls on what is surely a client. A method taken off its client is none. */
export function findClientCalls(module: Module, program: Program): ClientCallSite[] {
  return candidates(module).flatMap(({ method, node, holder }) =>
    isAuth0Client(holder, module, program) === true
      ? [{ method, node, module, creations: creationsOf(holder, module, program) }]
      : [],
  );
}

interface Candidate {
  method: ClientMethod;
  node: ts.CallExpression;
  holder: ts.Expression;
}

const cache = new WeakMap<Module, readonly Candidate[]>();

/** By their names alone; a module is walked once as long as its text is the same. */
function candidates(module: Module): readonly Candidate[] {
  let found = cache.get(module);
  if (!found) {
    found = words.test(module.text) ? collect(module.ast) : [];
    cache.set(module, found);
  }
  return found;
}

function collect(file: ts.SourceFile): Candidate[] {
  const found: Candidate[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = unwrap(node.expression);
      if (ts.isPropertyAccessExpression(callee) && isMethod(callee.name.text)) {
        found.push({ method: callee.name.text, node, holder: callee.expression });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isMethod(name: string): name is ClientMethod {
  return methods.has(name);
}

const maximumDepth = 12;

/** Follows names, imports and choices to the expressions that make the client. */
function creationsOf(
  expression: ts.Expression,
  module: Module,
  program: Program,
  depth = 0,
): readonly ts.NewExpression[] {
  let node = unwrap(expression);
  if (ts.isAwaitExpression(node)) node = unwrap(node.expression);
  if (ts.isNewExpression(node)) return [node];
  if (depth > maximumDepth) return [];
  const next = (value: ts.Expression, where = module): readonly ts.NewExpression[] =>
    creationsOf(value, where, program, depth + 1);
  if (ts.isConditionalExpression(node)) {
    const arms = [next(node.whenTrue), next(node.whenFalse)];
    return isDecidedPerRequest(node.condition) && arms.every((arm) => arm.length > 0) ? arms.flat() : [];
  }
  const declaration = ts.isIdentifier(node)
    ? program.declarationOf(node, module)
    : member(node, module, program);
  if (declaration?.kind !== 'local') return [];
  const { node: declared, module: owner } = declaration;
  if (ts.isExportAssignment(declared)) return next(declared.expression, owner);
  if (!ts.isVariableDeclaration(declared) || !ts.isIdentifier(declared.name) || !declared.initializer)
    return [];
  const isConst = (declared.parent.flags & ts.NodeFlags.Const) !== 0;
  const isReplaced = !isConst && assignedNames(owner.ast).variables.has(declared.name.text);
  return isReplaced ? [] : next(declared.initializer, owner);
}

/** Does a test look at something of the function around it? At constants of the module it always ends the same way. */
export function isDecidedPerRequest(test: ts.Expression): boolean {
  const owner = ts.findAncestor(test.parent, ts.isFunctionLike);
  if (!owner) return false;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMemberName(node)) {
      const declaration = lookup(node);
      if (declaration && ts.findAncestor(declaration, (at) => at === owner)) found = true;
    }
    if (!found) ts.forEachChild(node, visit);
  };
  visit(test);
  return found;
}

function isMemberName(node: ts.Identifier): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
}

/** `lib.auth0` of a namespace import. */
function member(node: ts.Expression, module: Module, program: Program): ReturnType<Program['declarationOf']> {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  const holder = program.declarationOf(node.expression, module);
  return holder?.kind === 'local' && ts.isSourceFile(holder.node)
    ? program.exportOf(holder.module, node.name.text)
    : undefined;
}

/** Does the module take the browser's `getAccessToken` from the SDK, which calls the SDK's own route? */
export function importsBrowserToken(module: Module): boolean {
  return module.ast.statements.some((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return false;
    if (!/^@auth0\/nextjs-auth0(\/client)?$/.test(statement.moduleSpecifier.text)) return false;
    const bindings = statement.importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings) || statement.importClause?.isTypeOnly) return false;
    return bindings.elements.some(
      (e) => !e.isTypeOnly && (e.propertyName ?? e.name).text === 'getAccessToken',
    );
  });
}

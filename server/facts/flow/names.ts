/** Names to values: variables of the handler, of the modules around it, imports, globals. */
import ts from 'typescript';
import type { Module } from '../../model';
import { unwrap } from '../../syntax/parse';
import type { Declaration } from '../../syntax/program';
import { lookup } from '../../syntax/scope';
import { evaluate } from './expressions';
import { anyOf, listOf } from './holders';
import { type Context, type Machine, type Out, plainAt } from './machine';
import { memberOf, restOf } from './members';
import { changeOf } from './moduleState';
import { emptyState, type State, withVariable } from './state';
import { type Environment, isHolder, nullish, parts, type Val } from './values';

const builtins = new Set([
  'NextResponse',
  'Response',
  'Headers',
  'URL',
  'URLSearchParams',
  'Object',
  'Promise',
  'Array',
  'Set',
  'Map',
  'WeakMap',
  'RegExp',
  'Boolean',
  'String',
  'Number',
  'JSON',
  'Math',
  'Date',
  'Error',
  'console',
]);

export function nameValue(identifier: ts.Identifier, context: Context, state: State): Val {
  if (identifier.text === 'undefined') return nullish;
  const declaration = lookup(identifier);
  if (!declaration) {
    return builtins.has(identifier.text)
      ? { kind: 'builtin', name: identifier.text }
      : plainAt(identifier, context);
  }
  const environment = environmentOf(declaration, context.environment);
  if (environment) return localValue(declaration, environment, context, state);
  return moduleLevel(identifier, context);
}

/** The innermost scope of a running function that declares the name. */
function environmentOf(declaration: ts.Node, innermost: Environment | null): Environment | undefined {
  const owner = ownerOf(declaration);
  for (let at = innermost; at; at = at.parent) if (at.owner === owner) return at;
  return undefined;
}

/** The function a declaration belongs to; the source file at module level. */
function ownerOf(declaration: ts.Node): ts.Node {
  let node = declaration.parent;
  while (!ts.isFunctionLike(node) && !ts.isSourceFile(node)) node = node.parent;
  return node;
}

function localValue(declaration: ts.Node, environment: Environment, context: Context, state: State): Val {
  if (ts.isFunctionDeclaration(declaration)) {
    return { kind: 'function', node: declaration, module: context.module, environment };
  }
  const variable = context.machine.variable(environment.frame, declaration);
  const value = state.variables.get(variable) ?? context.machine.moduleVariables.get(variable);
  return value ?? unresolved(declaration, context.machine);
}

/** The variable an assignment to this name changes; undefined when it is not one of a running function. */
export function variableOf(identifier: ts.Identifier, context: Context): number | undefined {
  const declaration = lookup(identifier);
  const environment = declaration && environmentOf(declaration, context.environment);
  return environment && context.machine.variable(environment.frame, declaration);
}

function moduleLevel(identifier: ts.Identifier, context: Context): Val {
  const { machine, module } = context;
  const declaration = machine.program.declarationOf(identifier, module);
  if (!declaration) return unresolved(identifier, machine);
  const isVariable = declaration.kind === 'local' && !ts.isFunctionDeclaration(declaration.node);
  if (isVariable && machine.isClient(identifier, module) === true) return { kind: 'client' };
  return declaredValue(declaration, machine);
}

export function declaredValue(declaration: Declaration, machine: Machine): Val {
  if (declaration.kind === 'external') return externalValue(declaration.specifier, declaration.imported);
  const { node, module } = declaration;
  const known = machine.moduleValues.get(node);
  if (known) return known === 'pending' ? unresolved(node, machine) : known;
  machine.moduleValues.set(node, 'pending');
  const value = moduleValue(node, module, machine);
  machine.moduleValues.set(node, value);
  return value;
}

export function externalValue(specifier: string, name: string): Val {
  if (/^next\/server(\.js)?$/.test(specifier) && (name === 'NextResponse' || name === 'URL')) {
    return { kind: 'builtin', name };
  }
  return { kind: 'external', specifier, name };
}

function moduleValue(node: ts.Node, module: Module, machine: Machine): Val {
  if (ts.isSourceFile(node)) return { kind: 'namespace', module };
  if (ts.isFunctionDeclaration(node)) return { kind: 'function', node, module, environment: null };
  if (ts.isClassDeclaration(node)) return staticsOf(node, module, machine);
  const expression = initializerOf(node);
  if (!expression) {
    return ts.isBindingElement(node) ? boundValue(node, module, machine) : unresolved(node, machine);
  }
  const value = constantValue(expression, module, machine);
  const change =
    isHolder(value) || ts.isNewExpression(unwrap(expression)) ? changeOf(node, module, machine) : undefined;
  if (!change) return value;
  const unknown = unresolved(node, machine);
  return change === 'data' && unknown.kind === 'unresolved' ? { ...unknown, kind: 'plain' } : unknown;
}

/** A class as the object of its static methods; what else it has, or gets from `this`, is not followed. */
function staticsOf(node: ts.ClassDeclaration, module: Module, machine: Machine): Val {
  const fields = new Map<string, Val>([['...', unresolved(node, machine)]]);
  for (const member of node.members) {
    const isStatic = ts.isMethodDeclaration(member) && hasModifier(member, ts.SyntaxKind.StaticKeyword);
    if (!isStatic || !ts.isIdentifier(member.name) || /\b(?:this|super)\b/.test(member.getText())) continue;
    fields.set(member.name.text, { kind: 'function', node: member, module, environment: null });
  }
  return { kind: 'object', id: machine.newId(), fields };
}

function hasModifier(node: ts.MethodDeclaration, kind: ts.SyntaxKind): boolean {
  return ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false;
}

function initializerOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name)) {
    const isConst = (ts.getCombinedNodeFlags(node) & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
    return isConst ? node.initializer : undefined;
  }
  if (ts.isExportAssignment(node)) return node.expression;
  if (ts.isPropertyAssignment(node)) return node.initializer;
  if (ts.isBinaryExpression(node)) return node.right;
  return undefined;
}

/** `const { middleware } = auth0` at module level. */
function boundValue(node: ts.BindingElement, module: Module, machine: Machine): Val {
  const pattern = node.parent;
  const holder = pattern.parent;
  const source = ts.isBindingElement(holder)
    ? boundValue(holder, module, machine)
    : ts.isVariableDeclaration(holder) && holder.initializer
      ? constantValue(holder.initializer, module, machine)
      : unresolved(node, machine);
  return elementValue(source, node, moduleContext(module, machine));
}

/** The part of `source` that one element of a binding pattern takes. */
export function elementValue(source: Val, element: ts.BindingElement, context: Context): Val {
  const pattern = element.parent;
  if (ts.isArrayBindingPattern(pattern)) {
    const index = pattern.elements.indexOf(element);
    if (element.dotDotDotToken && source.kind === 'array') return listOf(source.items.slice(index), context);
    return element.dotDotDotToken
      ? restOf(source, [], context, element)
      : memberOf(source, String(index), element, context);
  }
  const names = pattern.elements.map((e) => propertyName(e));
  if (element.dotDotDotToken) return restOf(source, names, context, element);
  const name = propertyName(element);
  return name === undefined ? restOf(source, [], context, element) : memberOf(source, name, element, context);
}

function propertyName(element: ts.BindingElement): string | undefined {
  const name = element.propertyName ?? element.name;
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : undefined;
}

/** A module's constant: evaluated outside of any path, so what depends on one is unresolved. */
function constantValue(expression: ts.Expression, module: Module, machine: Machine): Val {
  if (machine.isClient(unwrap(expression), module) === true) return { kind: 'client' };
  const outs = evaluate(expression, moduleContext(module, machine), emptyState);
  const [only] = outs;
  if (outs.length !== 1 || !only || only.value.kind === 'response' || only.value.kind === 'headers') {
    return unresolved(expression, machine);
  }
  keepLoaded(only, machine);
  return only.value;
}

/** What was made while the module was loaded stays: variables that functions closed over, lists and objects. */
export function keepLoaded({ state, value }: Out, machine: Machine): void {
  for (const [variable, held] of state.variables) machine.moduleVariables.set(variable, held);
  for (const held of [value, ...state.variables.values()]) {
    for (const part of parts(held)) if (isHolder(part)) machine.moduleHolders.add(part.id);
  }
}

export function moduleContext(module: Module, machine: Machine): Context {
  return { machine, module, environment: null, stack: [], round: '', throws: [] };
}

export function unresolved(node: ts.Node, machine: Machine): Val {
  const text = node.getText();
  return { kind: 'unresolved', id: machine.idOf(`${node.pos} ${text}`), text: text.slice(0, 80) };
}

/** Binds a name or pattern; `undefined` for the defaults that cannot be decided. */
export function bind(
  name: ts.BindingName,
  declaration: ts.Node,
  value: Val,
  context: Context,
  state: State,
): State {
  if (ts.isIdentifier(name)) {
    const frame = context.environment?.frame ?? 0;
    return withVariable(state, context.machine.variable(frame, declaration), value);
  }
  let result = state;
  for (const element of name.elements) {
    if (!ts.isBindingElement(element)) continue;
    let part = elementValue(value, element, context);
    if (element.initializer) part = withDefault(part, element.initializer, context, result);
    result = bind(element.name, element, part, context, result);
  }
  return result;
}

/** A part that may be missing: then it is the default, of which the first way counts. */
export function withDefault(part: Val, initializer: ts.Expression, context: Context, state: State): Val {
  const isOpen = part.kind === 'plain' || part.kind === 'unresolved' || part.kind === 'tainted';
  if (part.kind !== 'nullish' && !isOpen) return part;
  const [out] = evaluate(initializer, context, state);
  if (!out || part.kind === 'nullish') return out?.value ?? part;
  const either = anyOf([part, out.value], initializer, context, state);
  return either.kind === 'plain' ? part : either;
}

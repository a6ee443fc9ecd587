/** Calls of code out of sight. What it gets hold of may end up anywhere. */
import ts from 'typescript';
import { lookup } from '../../syntax/scope';
import type { Call } from './calls';
import { noteDetached } from './client';
import { one } from './expressions';
import { inline } from './functions';
import { havoc, unresolvedAt } from './holders';
import { repeated } from './iteration';
import { type Out, plainAt } from './machine';
import { joinLoosely } from './merging';
import { nameValue } from './names';
import { blur, escape, isLoaded, jarAt, type Source, type State, withJar } from './state';
import { type FunctionVal, isActive, isHolder, isResponse, jarOf, parts, tainted, type Val } from './values';

/**
 * `plain`: code of a package, which knows nothing of this project's client unless it is handed something that does.
 * `unresolved`: code of the project that cannot be followed; it may call the auth middleware itself.
 */
export function callForeign(
  origin: 'plain' | 'unresolved',
  call: Call,
  receiver: readonly Val[] = [],
): Out[] {
  const { node, context } = call;
  if (isLogging(node) || isBackground(node)) return one({ kind: 'nullish' }, call.state);
  const given = [...receiver, ...call.args];
  const held = given.flatMap((value) => [...parts(value)]);
  for (const part of held) {
    if (part.kind === 'clientMethod' && !part.bound && part.name === 'middleware')
      noteDetached(part, context);
  }
  const functions = held.filter((part): part is FunctionVal => part.kind === 'function');
  const all = [...held, ...capturedBy(functions, call)];
  const knowsClient = all.some(knows);

  let state = runCallbacks(origin, functions, call);
  state = handOver(state, all);
  const isHidden = origin === 'unresolved' || knowsClient;
  const mayAnswer = usesResult(node) || all.some((value) => isResponse(value) || isShared(value, state));
  if (isHidden && (knowsClient || mayAnswer)) state = { ...state, opaque: true };
  state = fillHolders(origin, given, all, call, state);
  if (all.some((value) => isLoaded(state, value))) return one(tainted, state);

  const result = plainAt(node, context);
  const id = jarOf(result);
  const aliases = held.flatMap((part) => (part.kind === 'response' ? [part.id] : []));
  if (id !== undefined && aliases.length > 0) state = withJar(state, id, { ...jarAt(state, id), aliases });
  const mayBeCode = isHidden || held.some((part) => part.kind === 'unresolved');
  return one(mayBeCode && result.kind === 'plain' ? { ...result, kind: 'unresolved' } : result, state);
}

function knows(value: Val): boolean {
  if (value.kind === 'function') return /\bmiddleware\b/.test(value.node.getText());
  return value.kind === 'client' || value.kind === 'clientMethod';
}

/** Does the handler see what is written into it? */
function isShared(value: Val, state: State): boolean {
  if (!isHolder(value)) return false;
  const isIt = (part: Val): boolean => isHolder(part) && part.id === value.id;
  return [...state.variables.values()].some((held) => [...parts(held)].some(isIt));
}

/** Lists and objects that code of the project got, or that any code got together with what matters. */
function fillHolders(
  origin: 'plain' | 'unresolved',
  given: readonly Val[],
  all: readonly Val[],
  call: Call,
  before: State,
): State {
  const matters = all.some((value) => isActive(value) || isLoaded(before, value));
  if (origin === 'plain' && !matters) return before;
  const hidden = origin === 'plain' ? [] : [unresolvedAt(call.node, call.context)];
  return given.reduce(
    (state, value) =>
      isHolder(value) ? havoc(value, [...all, ...hidden], call.node, call.context, state) : state,
    before,
  );
}

/** Loggers look at what they get; whatever they are called, they do not answer requests. */
function isLogging(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  const { expression, name } = node.expression;
  return (
    /^(debug|trace|log|info|warn|error|fatal|verbose|captureException|captureMessage|setTag|setAttribute)$/.test(
      name.text,
    ) && /(^|\.|_)(console|\w*log(ger)?|sentry|span|\w*tracer|pino|winston)$/i.test(expression.getText())
  );
}

/** `event.waitUntil(promise)`: what it gets is finished behind the response, and answers nobody. */
function isBackground(node: ts.Node): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'waitUntil'
  );
}

/** A project function called for its effects only, such as `track(request)`, is no middleware. */
function usesResult(node: ts.Node): boolean {
  let parent = node.parent;
  while (ts.isAwaitExpression(parent) || ts.isParenthesizedExpression(parent)) parent = parent.parent;
  return !ts.isExpressionStatement(parent) && !ts.isVoidExpression(parent);
}

/** More functions than this are not looked into. */
const maximumFunctions = 60;

/** What the functions have at hand, and the functions they can call. */
function capturedBy(callees: readonly FunctionVal[], call: Call): Val[] {
  const found: Val[] = [];
  const functions = new Map(callees.map((callee) => [callee.node, callee]));
  // A map goes on to what is added on the way.
  for (const callee of functions.values()) {
    // Too many to be sure of any.
    if (functions.size > maximumFunctions) return [...found, { kind: 'client' }];
    for (const value of namesIn(callee, call)) {
      found.push(value);
      if (value.kind === 'function' && !functions.has(value.node)) functions.set(value.node, value);
    }
  }
  return found;
}

function namesIn(callee: FunctionVal, call: Call): Val[] {
  const { module, environment } = callee;
  const context = { ...call.context, module, environment };
  return outerNames(callee.node).flatMap((name) => [...parts(nameValue(name, context, call.state))]);
}

const namesOfFunctions = new WeakMap<ts.Node, readonly ts.Identifier[]>();

/** The names a function uses that are declared around it. */
function outerNames(callee: ts.FunctionLikeDeclaration): readonly ts.Identifier[] {
  const known = namesOfFunctions.get(callee);
  if (known) return known;
  const found = new Map<string, ts.Identifier>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !found.has(node.text) && isReference(node)) {
      const declaration = lookup(node);
      const isOutside = declaration && ts.findAncestor(declaration, (n) => n === callee) === undefined;
      if (isOutside) found.set(node.text, node);
    }
    ts.forEachChild(node, visit);
  };
  if (callee.body) visit(callee.body);
  const names = [...found.values()];
  namesOfFunctions.set(callee, names);
  return names;
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    !(ts.isPropertyAccessExpression(parent) && parent.name === node) &&
    !(ts.isPropertyAssignment(parent) && parent.name === node)
  );
}

/**
 * Callbacks run any number of times, with arguments that are not known. What they leave in the variables around them
 * is not known afterwards.
 */
function runCallbacks(origin: 'plain' | 'unresolved', functions: readonly FunctionVal[], call: Call): State {
  let { state } = call;
  if (!ts.isCallExpression(call.node)) return state;
  for (const callback of functions) {
    if (!callback.environment || call.context.stack.includes(callback.node)) continue;
    const unknown: Val = { ...plainAt(call.node, call.context), kind: origin } as Val;
    const args = callback.node.parameters.map((): Val => unknown);
    const run = (before: State): State[] =>
      inline(callback, { ...call, args, state: before }).map((out) => out.state);
    const { states } = repeated(state, (before) => ({ states: run(before), breaks: [] }));
    const joined = joinLoosely([state, ...states]);
    if (joined) state = { ...joined, condition: state.condition, performed: state.performed };
  }
  return state;
}

/** Everything handed over together may be mixed: cookies of one response copied to another. */
export function handOver(state: State, values: readonly Val[]): State {
  const sources = new Set<Source>();
  for (const value of values) {
    const id = jarOf(value);
    if (id !== undefined) for (const source of jarAt(state, id).loads.keys()) sources.add(source);
    if (value.kind === 'tainted') for (const source of state.performed) sources.add(source);
  }
  if (sources.size === 0) return state;
  let result = state;
  for (const value of values) {
    result = escape(result, value);
    const id = jarOf(value);
    const isTarget =
      value.kind === 'response' ||
      value.kind === 'headers' ||
      value.kind === 'cookies' ||
      value.kind === 'plain';
    if (id === undefined || !isTarget) continue;
    const missing = [...sources].filter((source) => !jarAt(state, id).loads.has(source));
    result = blur(result, id, missing);
  }
  return result;
}

/** Calls of code out of sight. What it gets hold of may end up anywhere. */
import ts from 'typescript';
import { lookup } from '../../syntax/scope';
import type { Call } from './calls';
import { noteDetached } from './client';
import { one } from './expressions';
import { inline } from './functions';
import { type Out, plainAt } from './machine';
import { nameValue } from './names';
import { blur, escape, isLoaded, jarAt, merge, type Source, type State, withJar } from './state';
import { type FunctionVal, jarOf, parts, tainted, type Val } from './values';

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
  const captured = functions.flatMap((f) => capturedBy(f, call));
  const all = [...held, ...captured];

  let state = runCallbacks(origin, functions, call);
  state = handOver(state, all);
  const knowsClient =
    all.some((v) => v.kind === 'client' || v.kind === 'clientMethod') || functions.some(mentionsMiddleware);
  const isHidden = origin === 'unresolved' || knowsClient;
  if (isHidden && (knowsClient || usesResult(node))) state = { ...state, opaque: true };
  if (all.some((value) => isLoaded(state, value))) return one(tainted, state);

  const result = plainAt(node, context);
  const id = jarOf(result);
  const aliases = held.flatMap((part) => (part.kind === 'response' ? [part.id] : []));
  if (id !== undefined && aliases.length > 0) state = withJar(state, id, { ...jarAt(state, id), aliases });
  return one(isHidden && result.kind === 'plain' ? { ...result, kind: 'unresolved' } : result, state);
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

function mentionsMiddleware(value: FunctionVal): boolean {
  return /\bmiddleware\b/.test(value.node.getText());
}

/** Values of the surrounding variables that a function uses. */
function capturedBy(callee: FunctionVal, call: Call): Val[] {
  const found: Val[] = [];
  if (!callee.environment) return found;
  const context = { ...call.context, module: callee.module, environment: callee.environment };
  const seen = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !seen.has(node.text) && isReference(node)) {
      seen.add(node.text);
      if (lookup(node)) found.push(...parts(nameValue(node, context, call.state)));
    }
    ts.forEachChild(node, visit);
  };
  if (callee.node.body) visit(callee.node.body);
  return found.filter((value) => value.kind !== 'function');
}

function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  return (
    !(ts.isPropertyAccessExpression(parent) && parent.name === node) &&
    !(ts.isPropertyAssignment(parent) && parent.name === node)
  );
}

/** Callbacks of a package's function run any number of times, with arguments that are not known. */
function runCallbacks(origin: 'plain' | 'unresolved', functions: readonly FunctionVal[], call: Call): State {
  if (origin !== 'plain' || functions.length !== 1 || !ts.isCallExpression(call.node)) return call.state;
  const [callback] = functions;
  if (!callback?.environment) return call.state;
  const unknown = plainAt(call.node, call.context);
  const args = callback.node.parameters.map((): Val => unknown);
  const after = inline(callback, { ...call, args }).map((out) => out.state);
  const merged = merge([call.state, ...after]);
  return merged.length === 1 ? merged[0]! : call.state;
}

/** Everything handed over together may be mixed: cookies of one response copied to another. */
function handOver(state: State, values: readonly Val[]): State {
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

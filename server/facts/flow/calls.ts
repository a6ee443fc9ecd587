/** Calls: of the SDK, of what the platform offers, of the project's own functions, and of code out of sight. */
import ts from 'typescript';
import { unwrap } from '../../syntax/parse';
import { callArray } from './arrays';
import { callString } from './builtins';
import { callClient, noteDetached } from './client';
import { evaluate, evaluateAll, one } from './expressions';
import { callForeign } from './foreign';
import { inline } from './functions';
import { anyOf } from './holders';
import { callCookies, callHeaders, callList } from './jars';
import { type Context, type Out, plainAt } from './machine';
import { memberOf } from './members';
import { externalValue, unresolved } from './names';
import { constructed, staticCall } from './responses';
import { escape, jarAt, newJar, type State, withJar } from './state';
import { askingAs, nullish, tainted, type Val } from './values';

/** A call under evaluation: everything but the receiver. */
export interface Call {
  node: ts.CallExpression | ts.NewExpression;
  name: string;
  args: readonly Val[];
  context: Context;
  state: State;
}

const clientMethods = new Set([
  'middleware',
  'getSession',
  'getAccessToken',
  'getAccessTokenForConnection',
  'updateSession',
  'startInteractiveLogin',
]);

export function evaluateCall(node: ts.CallExpression, context: Context, state: State): Out[] {
  const callee = unwrap(node.expression);
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return one(imported(node, context), state);
  if (ts.isPropertyAccessExpression(callee)) {
    return receivers(callee, context, state).flatMap((receiver) => {
      if (receiver.value.kind === 'nullish') return one(nullish, receiver.state);
      return evaluateAll(node.arguments, context, receiver.state, [receiver.value]).flatMap(
        ({ values: [holder, ...args], state: after }) =>
          callMethod(holder!, { node, name: callee.name.text, args, context, state: after }).map((out) => ({
            ...out,
            value: askingAs(out.value, [holder!, ...args]),
          })),
      );
    });
  }
  if (context.machine.isClient(node, context.module) === true) return one({ kind: 'client' }, state);
  return evaluate(callee, context, state).flatMap((target) =>
    evaluateAll(node.arguments, context, target.state).flatMap(({ values, state: after }) =>
      callValue(target.value, { node, name: '', args: values, context, state: after }).map((out) => ({
        ...out,
        value: askingAs(out.value, values),
      })),
    ),
  );
}

/** What stands before the dot. For the SDK's methods the question whether it is a client comes first. */
function receivers(callee: ts.PropertyAccessExpression, context: Context, state: State): Out[] {
  const isAsked = clientMethods.has(callee.name.text);
  const outs = evaluate(callee.expression, context, state);
  if (!isAsked || outs.some((out) => out.value.kind === 'client')) return outs;
  const isClient = context.machine.isClient(callee.expression, context.module) === true;
  return isClient ? outs.map((out) => ({ ...out, value: { kind: 'client' } })) : outs;
}

function imported(node: ts.CallExpression, context: Context): Val {
  const specifier = node.arguments[0];
  if (!specifier || !ts.isStringLiteralLike(specifier)) return unresolved(node, context.machine);
  const { program } = context.machine;
  const path = program.resolveModule(specifier.text, context.module.path);
  if (path === undefined) {
    return /^[./]/.test(specifier.text)
      ? unresolved(node, context.machine)
      : externalValue(specifier.text, '*');
  }
  const module = program.module(path);
  return module ? { kind: 'namespace', module } : unresolved(node, context.machine);
}

export function callMethod(receiver: Val, call: Call): Out[] {
  const { name, args, node, context, state } = call;
  if (name === 'then' || name === 'catch' || name === 'finally') return callPromise(receiver, call);
  switch (receiver.kind) {
    case 'client':
      return callClient({ ...call, name }, null);
    case 'clientMethod':
    case 'function':
      return callOfFunction(receiver, call);
    case 'namespace':
    case 'object': {
      const callee = unwrap(node.expression);
      const holder = ts.isPropertyAccessExpression(callee) ? callee : node;
      return callValue(memberOf(receiver, name, holder, context), call);
    }
    case 'headers':
      return callHeaders(receiver.id, call);
    case 'cookies':
      return callCookies(receiver.id, call);
    case 'setCookies':
    case 'cookieList':
    case 'entries':
      return callList(receiver, call);
    case 'response':
      return callResponse(receiver.id, call);
    case 'array':
      return callArray(receiver, call);
    case 'string':
    case 'pathname':
    case 'requestUrl':
    case 'headerKey':
    case 'regexp':
      return callString(receiver, call);
    case 'nextUrl':
      return one(name === 'clone' ? { kind: 'url', path: null } : plainAt(node, context), state);
    case 'builtin':
      return staticCall(receiver.name, call);
    case 'tainted':
    case 'record':
    case 'joined':
    case 'setCookie':
      // Not `json()` and the like only: `filter(…).forEach((c) => response.cookies.set(c))` gets here too.
      return args.length > 0 ? callForeign(originOf(state), call, [receiver]) : one(tainted, state);
    case 'external':
      return callForeign('plain', call);
    case 'unresolved':
      return callForeign('unresolved', call, [receiver]);
    default:
      return callForeign('plain', call, args.length > 0 ? [receiver] : []);
  }
}

/** `response.clone()`, `response.json()`, … */
function callResponse(id: number, call: Call): Out[] {
  const { name, node, context, state } = call;
  if (name !== 'clone') return one(plainAt(node, context), state);
  const copy = context.machine.newId();
  return one({ kind: 'response', id: copy }, withJar(state, copy, jarAt(state, id)));
}

/** `auth0.middleware.bind(auth0)`, `handler.call(null, request)`. */
function callOfFunction(receiver: Extract<Val, { kind: 'clientMethod' | 'function' }>, call: Call): Out[] {
  const bound: Val = receiver.kind === 'clientMethod' ? { ...receiver, bound: true } : receiver;
  if (call.name === 'bind' && call.args.length <= 1) return one(bound, call.state);
  if (call.name === 'bind') {
    const { node, context, state } = call;
    return one(anyOf([bound, ...call.args], node, context, state), call.args.reduce(escape, state));
  }
  if (call.name === 'call') return callValue(bound, { ...call, args: call.args.slice(1) });
  if (call.name === 'apply') {
    const list = call.args[1];
    return callValue(bound, { ...call, args: list?.kind === 'array' ? list.items : [tainted] });
  }
  return callForeign('unresolved', call, [receiver]);
}

/** Once the auth middleware was called on the path it makes no difference what else may call it. */
function originOf(state: State): 'plain' | 'unresolved' {
  return state.performed.length > 0 ? 'plain' : 'unresolved';
}

/** A promise is its value here, so `then` is a call with it. */
function callPromise(receiver: Val, call: Call): Out[] {
  const handler = call.args[0];
  if (!handler) return one(receiver, call.state);
  if (call.name === 'finally') {
    return callValue(handler, { ...call, args: [] }).map((out) => ({ ...out, value: receiver }));
  }
  if (call.name === 'then') return callValue(handler, { ...call, args: [receiver] });
  const failed = callValue(handler, { ...call, args: [], state: { ...call.state, exceptional: true } });
  return [...one(receiver, call.state), ...failed];
}

export function callValue(callee: Val, call: Call): Out[] {
  const { context, state } = call;
  switch (callee.kind) {
    case 'function':
      return inline(callee, call);
    case 'clientMethod':
      if (!callee.bound) noteDetached(callee, context);
      return callClient({ ...call, name: callee.name }, callee.bound ? null : callee.node);
    case 'builtin':
      return staticCall(callee.name, { ...call, name: '' });
    case 'unresolved':
      return callForeign('unresolved', call);
    case 'tainted':
      return callForeign(originOf(state), call, [callee]);
    case 'nullish':
      // `onRequest?.(request)` with nothing to call.
      return one(nullish, state);
    case 'external':
    case 'plain':
      return callForeign('plain', call);
    default:
      // Nothing that can be called, so something else than it seems.
      return callForeign('unresolved', call, [callee]);
  }
}

export function evaluateNew(node: ts.NewExpression, context: Context, state: State): Out[] {
  if (context.machine.isClient(node, context.module) === true) return one({ kind: 'client' }, state);
  return evaluate(node.expression, context, state).flatMap((target) =>
    evaluateAll(node.arguments ?? [], context, target.state).flatMap(({ values, state: after }) => {
      const call: Call = { node, name: '', args: values, context, state: after };
      if (target.value.kind === 'builtin') return constructed(target.value.name, call);
      return callForeign(target.value.kind === 'external' ? 'plain' : 'unresolved', call);
    }),
  );
}

/** A response or Headers object made here. */
export function makeJar(kind: Parameters<typeof newJar>[0], call: Call): { id: number; state: State } {
  const id = call.context.machine.newId();
  return { id, state: withJar(call.state, id, newJar(kind, call.node)) };
}

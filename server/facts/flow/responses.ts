/** `NextResponse.next()`, `new Response()`, `new Headers()` and the platform's other functions that matter here. */
import { type Call, callValue, makeJar } from './calls';
import { one } from './expressions';
import { callForeign, handOver } from './foreign';
import { anyOf, listOf, writeHolder } from './holders';
import { copyLoads } from './jars';
import { type Out, plainAt } from './machine';
import { blur, isLoaded, jarAt, type State, withJar } from './state';
import { truthOf } from './truth';
import { bool, isHolder, type JarId, nullish, tainted, text, type Val } from './values';

/** A call of a built-in (`name` of the call is empty) or of one of its static methods. */
export function staticCall(builtin: string, call: Call): Out[] {
  switch (builtin) {
    case 'NextResponse':
    case 'Response':
      return responseFactory(call);
    case 'Object':
      return objectFunction(call);
    case 'Promise':
      return promiseFunction(call);
    case 'Array':
      return arrayFunction(call);
    case 'Boolean':
      return one(truth(call.args[0] ?? nullish, call), call.state);
    case 'String': {
      const [value] = call.args;
      return one(value && value.kind !== 'nullish' ? value : plainAt(call.node, call.context), call.state);
    }
    case 'console':
      return one(nullish, call.state);
    default:
      return callForeign('plain', call);
  }
}

function truth(value: Val, call: Call): Val {
  return value.kind === 'tainted' ? value : bool(truthOf(value, call.context));
}

const factories: Record<string, { kind: 'next' | 'rewrite' | 'redirect' | 'json' | 'body'; init: number }> = {
  next: { kind: 'next', init: 0 },
  rewrite: { kind: 'rewrite', init: 1 },
  redirect: { kind: 'redirect', init: 1 },
  json: { kind: 'json', init: 1 },
  error: { kind: 'body', init: 9 },
};

function responseFactory(call: Call): Out[] {
  const factory = factories[call.name];
  if (!factory) return one(plainAt(call.node, call.context), call.state);
  const made = makeJar(factory.kind, call);
  let state = applyInit(made.state, made.id, call.args[factory.init], call);
  if (factory.kind === 'redirect') {
    state = withJar(state, made.id, { ...jarAt(state, made.id), location: locationOf(call.args[0]) });
  }
  return one({ kind: 'response', id: made.id }, state);
}

/** The path of `/auth/login?returnTo=…`; null when it is not constant up to its end. */
function locationOf(target: Val | undefined): string | null {
  if (target?.kind === 'url') return target.path;
  if (target?.kind !== 'string') return null;
  const path = target.text.replace(/^https?:\/\/[^/?#]*/, '');
  const end = path.search(/[?#]/);
  return end >= 0 ? path.slice(0, end) : target.exact ? path : null;
}

export function constructed(builtin: string, call: Call): Out[] {
  const [first, second] = call.args;
  switch (builtin) {
    case 'NextResponse':
    case 'Response': {
      const made = makeJar('body', call);
      return one({ kind: 'response', id: made.id }, applyInit(made.state, made.id, second, call));
    }
    case 'Headers': {
      const made = makeJar('headers', call);
      return one({ kind: 'headers', id: made.id }, applyHeaders(made.state, made.id, first, call));
    }
    case 'URL':
      return one({ kind: 'url', path: first ? locationOf(first) : null }, call.state);
    case 'Set':
      if (!first) return one(listOf([], call.context), call.state);
      return first?.kind === 'array' ? one(listOf(first.items, call.context), call.state) : madeOf(call);
    case 'Map':
    case 'WeakMap':
      return madeOf(call);
    case 'RegExp': {
      const flags = second?.kind === 'string' ? second.text : '';
      const isKnown = first?.kind === 'string' && first.exact;
      return one(
        isKnown ? { kind: 'regexp', source: first.text, flags } : plainAt(call.node, call.context),
        call.state,
      );
    }
    case 'Promise': {
      const executed = first
        ? callValue(first, { ...call, args: [tainted, tainted] })
        : one(nullish, call.state);
      return executed.map((out) => ({ value: tainted, state: out.state }));
    }
    default:
      return callForeign('plain', call);
  }
}

/** A `ResponseInit`: `{ headers, status }`, a status, or another response. */
function applyInit(state: State, id: JarId, init: Val | undefined, call: Call): State {
  if (!init) return state;
  if (init.kind === 'number') return withJar(state, id, { ...jarAt(state, id), status: init.value });
  if (init.kind === 'response' || init.kind === 'plain' || init.kind === 'unresolved') {
    const copied = copyLoads(state, init.id, id, 'kept', call.node, call.context.module, false);
    return copyNextHeader(copied, init.id, id, call);
  }
  if (init.kind !== 'object') return isLoaded(state, init) ? blur(state, id, state.performed) : state;
  const spread = init.fields.get('...');
  let result = spread ? applyInit(state, id, spread, call) : state;
  const status = init.fields.get('status');
  if (status?.kind === 'number') result = withJar(result, id, { ...jarAt(result, id), status: status.value });
  return applyHeaders(result, id, init.fields.get('headers'), call);
}

/** A `HeadersInit`: a Headers object, a list of entries, or an object with names and values. */
function applyHeaders(state: State, id: JarId, headers: Val | undefined, call: Call): State {
  const { node, context } = call;
  switch (headers?.kind) {
    case 'headers':
    case 'entries':
    case 'record':
    case 'plain':
    case 'unresolved': {
      const copied = copyLoads(state, headers.id, id, 'kept', node, context.module, false);
      return copyNextHeader(copied, headers.id, id, call);
    }
    case 'object':
      return applyRecord(state, id, headers.fields, call);
    case 'tainted':
      return blur(state, id, state.performed);
    case 'array':
      return isLoaded(state, headers) ? blur(state, id, state.performed) : state;
    default:
      return state;
  }
}

function applyRecord(state: State, id: JarId, fields: ReadonlyMap<string, Val>, call: Call): State {
  let result = state;
  for (const [name, value] of fields) {
    if (name === '...') result = applyHeaders(result, id, value, call);
    else if (name.toLowerCase() !== 'set-cookie') continue;
    else if (value.kind === 'joined' || value.kind === 'setCookies') {
      result = copyLoads(result, value.id, id, 'collapsed', call.node, call.context.module, false);
    } else if (isLoaded(result, value)) result = blur(result, id, result.performed);
  }
  return result;
}

function copyNextHeader(state: State, from: JarId, to: JarId, call: Call): State {
  const target = jarAt(state, to);
  if (jarAt(state, from).nextHeader === null || target.nextHeader === 'own') return state;
  return withJar(state, to, { ...target, nextHeader: { node: call.node, module: call.context.module } });
}

function objectFunction(call: Call): Out[] {
  const [first] = call.args;
  const { node, context, state } = call;
  if (call.name === 'fromEntries' && (first?.kind === 'headers' || first?.kind === 'entries')) {
    const made = makeJar('headers', call);
    const copied = copyLoads(made.state, first.id, made.id, 'overwritten', node, context.module, false);
    return one({ kind: 'record', id: made.id }, copyNextHeader(copied, first.id, made.id, call));
  }
  if (call.name === 'values' && first?.kind === 'object' && !first.fields.has('...')) {
    return one(listOf([...first.fields.values()], context), state);
  }
  if (call.name === 'keys' && first?.kind === 'object' && !first.fields.has('...')) {
    return one(
      listOf(
        [...first.fields.keys()].map((key) => text(key)),
        context,
      ),
      state,
    );
  }
  if (call.name === 'freeze' && first) return one(first, state);
  // A Headers object has no fields of its own: there is nothing in the list.
  if (call.name === 'entries' && first?.kind === 'headers') return one(listOf([], context), state);
  if (call.name === 'entries' && first?.kind === 'object' && !first.fields.has('...')) {
    const entries = [...first.fields].map(([key, field]) => listOf([text(key), field], context));
    return one(listOf(entries, context), state);
  }
  if (call.name === 'assign' && first) return assigned(first, call);
  return madeOf(call);
}

/** `Object.assign(target, …)`. */
function assigned(target: Val, call: Call): Out[] {
  const { args, node, context, state } = call;
  const sources = args.slice(1);
  if (target.kind !== 'object' || !sources.every((source) => source.kind === 'object')) {
    const content = anyOf(args, node, context, state);
    const after = isHolder(target) ? writeHolder(target, content, context, state) : handOver(state, args);
    return one(isHolder(target) ? content : target, after);
  }
  const fields = sources.flatMap((source) => (source.kind === 'object' ? [...source.fields] : []));
  const isKnown = fields.every(([name]) => name !== '...');
  const next: Val = isKnown
    ? { ...target, fields: new Map([...target.fields, ...fields]) }
    : { ...target, fields: new Map([['...', anyOf(args, node, context, state)]]) };
  return one(next, writeHolder(target, next, context, state));
}

/** Something made of the arguments. */
function madeOf(call: Call): Out[] {
  const { args, node, context, state } = call;
  return one(anyOf(args, node, context, state), state);
}

function promiseFunction(call: Call): Out[] {
  const [first] = call.args;
  if (call.name === 'resolve') return one(first ?? nullish, call.state);
  if (call.name === 'all' && first?.kind === 'array') return one(first, call.state);
  return madeOf(call);
}

function arrayFunction(call: Call): Out[] {
  const [first] = call.args;
  const { context, state } = call;
  if (call.name === 'of') return one(listOf(call.args, context), state);
  if (call.name === 'from' && first && call.args.length === 1) {
    if (first.kind === 'headers') return one({ kind: 'entries', id: first.id }, state);
    if (first.kind === 'array') return one(listOf(first.items, context), state);
    if (['entries', 'setCookies', 'cookieList'].includes(first.kind)) return one(first, state);
  }
  return call.name === 'from' && call.args.length > 1 ? callForeign('plain', call) : madeOf(call);
}

/** `NextResponse.next()`, `new Response()`, `new Headers()` and the platform's other functions that matter here. */
import { type Call, makeJar } from './calls';
import { one } from './expressions';
import { callForeign } from './foreign';
import { copyLoads } from './jars';
import { type Out, plainAt } from './machine';
import { blur, isLoaded, jarAt, type State, withJar } from './state';
import { truthOf } from './truth';
import { bool, type JarId, nullish, tainted, text, type Val } from './values';

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
      return one(bool(truthOf(call.args[0] ?? nullish, call.context)), call.state);
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
      return one(first?.kind === 'array' ? first : plainAt(call.node, call.context), call.state);
    case 'RegExp': {
      const flags = second?.kind === 'string' ? second.text : '';
      const isKnown = first?.kind === 'string' && first.exact;
      return one(
        isKnown ? { kind: 'regexp', source: first.text, flags } : plainAt(call.node, call.context),
        call.state,
      );
    }
    case 'Promise':
      return one(tainted, call.state);
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
    return one({ kind: 'array', items: [...first.fields.values()] }, state);
  }
  if (call.name === 'keys' && first?.kind === 'object' && !first.fields.has('...')) {
    return one({ kind: 'array', items: [...first.fields.keys()].map((key) => text(key)) }, state);
  }
  if (call.name === 'freeze' && first) return one(first, state);
  // A Headers object has no fields of its own: there is nothing in the list.
  if (call.name === 'entries' && first?.kind === 'headers') return one({ kind: 'array', items: [] }, state);
  return callForeign('plain', call);
}

function promiseFunction(call: Call): Out[] {
  const [first] = call.args;
  if (call.name === 'resolve') return one(first ?? nullish, call.state);
  if (call.name === 'all' && first?.kind === 'array') return one(first, call.state);
  const isLoadedCall = call.args.some((arg) => isLoaded(call.state, arg));
  return one(isLoadedCall ? tainted : plainAt(call.node, call.context), call.state);
}

function arrayFunction(call: Call): Out[] {
  const [first] = call.args;
  const { node, context, state } = call;
  if (call.name === 'from' && first && call.args.length === 1) {
    if (first.kind === 'headers') return one({ kind: 'entries', id: first.id }, state);
    if (['entries', 'setCookies', 'cookieList', 'array'].includes(first.kind)) return one(first, state);
  }
  return one(call.args.some((arg) => isLoaded(state, arg)) ? tainted : plainAt(node, context), state);
}

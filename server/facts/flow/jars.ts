/** `response.headers`, `response.cookies` and the lists that come out of them. */
import type ts from 'typescript';
import type { Module } from '../../model';
import type { Call } from './calls';
import { isTrue } from './conditions';
import { one } from './expressions';
import { applyTo } from './functions';
import { iterate } from './iteration';
import { type Out, plainAt } from './machine';
import { blur, isLoaded, jarAt, type Load, type State, withJar, withLoad } from './state';
import type { Fate } from './types';
import { bool, type HeaderClass, type JarId, jarOf, nullish, tainted, type Val } from './values';

/** Puts what one jar carries into another. What was spoilt before stays spoilt. */
export function copyLoads(
  state: State,
  from: JarId,
  to: JarId,
  fate: Fate,
  node: ts.Node,
  module: Module,
  viaHeaders: boolean,
): State {
  if (from === to) return state;
  let result = state;
  for (const [source, load] of jarAt(state, from).loads) {
    const isWhole = load.fate === 'kept';
    const spoilt: Fate = load.fate === 'one' ? 'unknown' : load.fate;
    const copied: Load = isWhole ? { fate, node, module, viaHeaders } : { ...load, fate: spoilt, viaHeaders };
    result = withLoad(result, to, source, copied);
  }
  return result;
}

export function callHeaders(id: JarId, call: Call): Out[] {
  const { name, args, node, context, state } = call;
  const hasLoads = jarAt(state, id).loads.size > 0;
  if (isSpread(args)) return one(nullish, spreadInto(id, args, state));
  switch (name) {
    case 'set':
    case 'append':
      return one(nullish, addHeader(id, name, args[0], args[1], call));
    case 'delete':
      return one(nullish, deleteHeader(id, args[0], state));
    case 'get':
      return one(getHeader(id, args[0], call), state);
    case 'has':
      return one(
        headerOf(args[0]) === 'set-cookie' && hasLoads ? bool(isTrue) : otherHeader(id, args[0], call),
        state,
      );
    case 'getSetCookie':
      return one({ kind: 'setCookies', id }, state);
    case 'entries':
      return one({ kind: 'entries', id }, state);
    case 'forEach':
      return forEach({ kind: 'headers', id }, call);
    default:
      return one(hasLoads ? tainted : plainAt(node, context), state);
  }
}

function isSpread(args: readonly Val[]): boolean {
  return args.some((arg) => arg.kind === 'spread');
}

/** `headers.append(...line)`: which header and which value cannot be told. */
function spreadInto(id: JarId, args: readonly Val[], state: State): State {
  return args.some((arg) => isLoaded(state, arg)) ? blur(state, id, state.performed) : state;
}

function headerOf(key: Val | undefined): HeaderClass | undefined {
  if (key?.kind === 'headerKey') return key.header;
  if (key?.kind !== 'string' || !key.exact) return undefined;
  const name = key.text.toLowerCase();
  return name === 'set-cookie' || name === 'x-middleware-next' ? name : 'other';
}

function addHeader(
  id: JarId,
  method: 'set' | 'append',
  key: Val | undefined,
  value: Val | undefined,
  call: Call,
): State {
  const { state, node, context } = call;
  const header = headerOf(key);
  if (header === 'x-middleware-next' && key?.kind === 'headerKey') {
    const jar = jarAt(state, id);
    return jar.nextHeader === 'own'
      ? state
      : withJar(state, id, { ...jar, nextHeader: { node, module: context.module } });
  }
  if (!value || header === 'other' || header === 'x-middleware-next') return state;
  const from = jarOf(value) ?? -1;
  const hasLoads = isLoaded(state, value);
  if (header === undefined) return hasLoads ? blur(state, id, state.performed) : state;
  if (!hasLoads) return method === 'set' ? spoil(state, id, call, () => true) : state;
  switch (value.kind) {
    case 'headerValue':
    case 'setCookie':
      return method === 'append'
        ? copyLoads(state, from, id, 'kept', node, context.module, true)
        : setOne(state, from, id, call);
    case 'joined':
    case 'setCookies':
      return copyLoads(state, from, id, 'collapsed', node, context.module, true);
    default:
      return blur(state, id, state.performed);
  }
}

/** `headers.set('set-cookie', one)`: the first time it puts one line, the second time that one is gone. */
function setOne(state: State, from: JarId, to: JarId, call: Call): State {
  let result = state;
  for (const source of jarAt(state, from).loads.keys()) {
    const fate = jarAt(state, to).loads.get(source)?.fate;
    const isThere = fate === 'one' || fate === 'kept' || fate === 'overwritten';
    result = withLoad(result, to, source, {
      fate: isThere ? 'overwritten' : 'one',
      node: call.node,
      module: call.context.module,
      viaHeaders: true,
    });
  }
  return result;
}

/** Everything the jar carries (that `which` picks) is replaced by something else. */
function spoil(state: State, id: JarId, call: Call, which: (load: Load) => boolean): State {
  let result = state;
  for (const [source, load] of jarAt(state, id).loads) {
    if (!which(load) || load.fate === 'unknown') continue;
    const { node } = call;
    result = withLoad(result, id, source, {
      ...load,
      fate: 'overwritten',
      node,
      module: call.context.module,
    });
  }
  return result;
}

function deleteHeader(id: JarId, key: Val | undefined, state: State): State {
  const jar = jarAt(state, id);
  const header = headerOf(key);
  if (header === 'x-middleware-next') return withJar(state, id, { ...jar, nextHeader: null });
  return header === 'set-cookie' && jar.loads.size > 0
    ? withJar(state, id, { ...jar, loads: new Map() })
    : state;
}

function getHeader(id: JarId, key: Val | undefined, call: Call): Val {
  const hasLoads = jarAt(call.state, id).loads.size > 0;
  const header = headerOf(key);
  if (!hasLoads) return otherHeader(id, key, call);
  if (header === 'set-cookie') return { kind: 'joined', id };
  return header === undefined ? tainted : otherHeader(id, key, call);
}

/** `location` tells whether it is a redirect. */
function otherHeader(id: JarId, key: Val | undefined, { node, context }: Call): Val {
  const isTarget = key?.kind === 'string' && key.text.toLowerCase() === 'location';
  return isTarget ? { ...plainAt(node, context), asks: [id] } : plainAt(node, context);
}

export function callCookies(id: JarId, call: Call): Out[] {
  const { name, args, node, context, state } = call;
  const hasLoads = jarAt(state, id).loads.size > 0;
  if (isSpread(args)) return one({ kind: 'cookies', id }, spreadInto(id, args, state));
  switch (name) {
    case 'getAll':
      if (args.length === 0) return one({ kind: 'cookieList', id }, state);
      return one(hasLoads ? tainted : plainAt(node, context), state);
    case 'set':
      return one({ kind: 'cookies', id }, setCookie(id, call));
    case 'delete':
      return one(
        { kind: 'cookies', id },
        spoil(state, id, call, (load) => load.viaHeaders),
      );
    default:
      // `has` too: without the cookie there may be nothing to lose.
      return one(hasLoads ? tainted : plainAt(node, context), state);
  }
}

/**
 * `cookies.set(…)`. Writing through `cookies` puts all `Set-Cookie` lines anew from what that object knows, so lines
 * added with `headers.append` are gone afterwards (run: NextResponse of next 13.5.11, 14.2.35 and 16.2.12).
 */
function setCookie(id: JarId, call: Call): State {
  const state = spoil(call.state, id, call, (load) => load.viaHeaders);
  const { args, node, context } = call;
  const from = args.map(cookieJar).find((jar) => jar !== undefined);
  if (from === undefined) {
    return args.some((arg) => isLoaded(state, arg)) ? blur(state, id, state.performed) : state;
  }
  return copyLoads(state, from, id, cookieFate(args), node, context.module, false);
}

function cookieJar(value: Val): JarId | undefined {
  if (value.kind.startsWith('cookie')) return jarOf(value);
  if (value.kind !== 'object') return undefined;
  return [...value.fields.values()].map(cookieJar).find((jar) => jar !== undefined);
}

/** `set(cookie)` and `set(name, value, cookie)` keep the attributes; `set(name, value)` does not. */
function cookieFate(args: readonly Val[]): Fate {
  const [first, second, options] = args;
  if (first?.kind === 'cookie') return 'kept';
  if (first?.kind === 'object') {
    const { fields } = first;
    if (isAttributes(fields.get('...'))) return 'kept';
    const isBare = [...fields.keys()].every((key) => key === 'name' || key === 'value');
    return isBare && fields.get('value')?.kind === 'cookieValue' ? 'stripped' : 'unknown';
  }
  if (first?.kind !== 'cookieName' || second?.kind !== 'cookieValue') return 'unknown';
  if (!options || options.kind === 'nullish') return 'stripped';
  if (isAttributes(options)) return 'kept';
  if (options.kind !== 'object') return 'unknown';
  if (isAttributes(options.fields.get('...'))) return 'kept';
  return options.fields.size === 0 ? 'stripped' : 'unknown';
}

function isAttributes(value: Val | undefined): boolean {
  return value?.kind === 'cookie' || value?.kind === 'cookieOptions';
}

/** Methods of `headers.entries()`, `getSetCookie()` and `cookies.getAll()`. */
export function callList(
  list: Extract<Val, { kind: 'entries' | 'setCookies' | 'cookieList' }>,
  call: Call,
): Out[] {
  const { name, node, context, state } = call;
  if (name === 'forEach') return forEach(list, call);
  const hasLoads = jarAt(state, list.id).loads.size > 0;
  if (!hasLoads) return one(plainAt(node, context), state);
  if (name === 'join' && list.kind === 'setCookies') return one({ kind: 'joined', id: list.id }, state);
  if (name === 'map' || name === 'flatMap' || name === 'reduce') {
    return forEach(list, call).map((out) => ({ ...out, value: tainted }));
  }
  return one(tainted, state);
}

/** `headers.forEach((value, key) => …)`; for the lists `(element) => …`. */
function forEach(list: Val, call: Call): Out[] {
  const callback = call.args[0];
  if (!callback) return one(nullish, call.state);
  const states = iterate(list, call.node, call.state, call.context, (element, before, context) => {
    const isHeader = list.kind === 'headers' && (element.kind === 'entry' || element.kind === 'array');
    const args = isHeader ? headerArguments(element) : [element];
    const outs = applyTo(callback, args, { ...call, context, state: before }, context.round);
    return { states: outs.map((out) => out.state), breaks: [] };
  });
  return states.map((state) => ({ value: nullish, state }));
}

function headerArguments(element: Val): Val[] {
  if (element.kind === 'entry')
    return [
      { ...element, kind: 'headerValue' },
      { ...element, kind: 'headerKey' },
    ];
  return element.kind === 'array' ? [...element.items].reverse() : [element];
}

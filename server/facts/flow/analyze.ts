/** Entry point: the handler of a middleware file in, its flow out. */
import ts from 'typescript';
import type { Module } from '../../model';
import { unwrap } from '../../syntax/parse';
import type { Program } from '../../syntax/program';
import { noteDetached } from './client';
import { always, union } from './conditions';
import { evaluate } from './expressions';
import { inline } from './functions';
import { createMachine, type IsClient, type Machine, type Out, OutOfBudget } from './machine';
import { elementValue, keepLoaded, moduleContext } from './names';
import { emptyState, jarAt, type Source, type State } from './state';
import type {
  Atom,
  Carried,
  Fate,
  FlowCall,
  FlowReturn,
  FlowSave,
  MiddlewareFlow,
  ResponseKind,
} from './types';
import { type JarId, jarOf, type Val } from './values';

/**
 * Follows every path through the handler. `handler` is the node of `MiddlewareModel.handler`: a function, or an
 * expression whose value is one. Bounded in steps, states and depth; where a bound is hit `complete` is false.
 */
export function analyzeFlow(handler: ts.Node | null, program: Program, isClient: IsClient): MiddlewareFlow {
  const module = handler ? program.module(handler.getSourceFile().fileName) : undefined;
  const machine = createMachine(program, isClient, module ?? null);
  if (!handler || !module) return result(machine, [], false);
  try {
    const value = handlerValue(handler, module, machine);
    if (value?.kind === 'clientMethod' && value.name === 'middleware')
      return delegated(value, handler, module, machine);
    if (value?.kind !== 'function') return result(machine, [], false);
    const outs = run(value, handler, machine);
    const returns = outs.map((out) => returnOf(out, machine, { node: handler, module }));
    return result(machine, distinct(returns), !machine.truncated && !returns.some((r) => r.opaque));
  } catch (error) {
    // A RangeError: code nested deeper than the stack.
    if (error instanceof OutOfBudget || error instanceof RangeError) return result(machine, [], false);
    throw error;
  }
}

function result(machine: Machine, returns: FlowReturn[], complete: boolean): MiddlewareFlow {
  return {
    calls: [...machine.calls.values()],
    saves: [...machine.saves.values()],
    detached: [...machine.detached.values()],
    returns,
    complete,
  };
}

function handlerValue(handler: ts.Node, module: Module, machine: Machine): Val | undefined {
  if (ts.isFunctionDeclaration(handler) || ts.isFunctionExpression(handler) || ts.isArrowFunction(handler)) {
    return { kind: 'function', node: handler, module, environment: null };
  }
  const context = moduleContext(module, machine);
  if (ts.isBindingElement(handler)) {
    const holder = handler.parent.parent;
    const source = ts.isVariableDeclaration(holder) && holder.initializer;
    const [out] = source ? evaluate(source, context, emptyState) : [];
    return out && elementValue(out.value, handler, context);
  }
  if (!ts.isExpression(handler)) return undefined;
  const outs = evaluate(unwrap(handler), context, emptyState);
  const [only] = outs;
  if (outs.length !== 1 || !only) return undefined;
  keepLoaded(only, machine);
  return only.value;
}

/** `export default auth0.middleware`: the method is the handler. */
function delegated(
  method: Extract<Val, { kind: 'clientMethod' }>,
  handler: ts.Node,
  module: Module,
  machine: Machine,
): MiddlewareFlow {
  if (!method.bound) noteDetached(method, moduleContext(module, machine));
  const detached = method.bound ? null : method.node;
  const call: FlowCall = {
    node: method.node,
    module: method.module,
    condition: always,
    detached,
    variable: null,
  };
  const back: FlowReturn = {
    sites: [{ node: handler, module }],
    condition: always,
    response: {
      kind: 'auth',
      node: method.node,
      status: null,
      location: null,
      mayBeAuth: true,
      nextHeader: null,
      isAsked: false,
    },
    calls: [{ source: call, fate: 'kept', node: null, module: null }],
    saves: [],
    exceptional: false,
    opaque: false,
  };
  machine.calls.set(method.node, call);
  return result(machine, [back], true);
}

function run(handler: Extract<Val, { kind: 'function' }>, node: ts.Node, machine: Machine): Out[] {
  const context = moduleContext(handler.module, machine);
  const event: Val = { kind: 'plain', id: machine.newId(), text: 'event' };
  // Any node serves as the call's: Next.js is the caller.
  const call = { node: node as ts.CallExpression, name: '', context, state: emptyState };
  return inline(handler, { ...call, args: [{ kind: 'request' }, event] });
}

function returnOf(out: Out, machine: Machine, handler: { node: ts.Node; module: Module }): FlowReturn {
  const { state, value } = out;
  const id = jarOf(value);
  const jar = id === undefined ? undefined : jarAt(state, id);
  const carried = state.performed.map((source) => carriedBy(value, source, state));
  const calls = [...machine.calls.values()];
  const isCall = (c: Carried<Source>): c is Carried<FlowCall> => calls.includes(c.source as FlowCall);
  return {
    sites: out.sites && out.sites.length > 0 ? out.sites : [handler],
    condition: state.condition,
    response: {
      kind: kindOf(value, jar?.kind),
      node: jar?.node ?? null,
      status: jar?.status ?? null,
      location: jar?.location ?? null,
      mayBeAuth: jar?.kind === 'auth' || isUntraceable(value, state) || (jar?.aliases.length ?? 0) > 0,
      nextHeader: jar?.nextHeader === 'own' ? null : (jar?.nextHeader ?? null),
      isAsked: id !== undefined && isAsked(id, state),
    },
    calls: carried.filter(isCall),
    saves: carried.filter((c): c is Carried<FlowSave> => !isCall(c)),
    exceptional: state.exceptional,
    opaque: state.opaque || value.kind === 'unresolved' || value.kind === 'tainted',
  };
}

/**
 * `if (response.status >= 300) return response`: only what is `ok` is surely neither an error nor a redirect. And what
 * `if (response)` finds missing may only be missing in theory.
 */
function isAsked(id: JarId, { asked, condition }: State): boolean {
  const all = (holds: (atom: Extract<Atom, { kind: 'opaque' }>, truth: boolean) => boolean): boolean =>
    condition.cases.every((literals) =>
      [...literals].some(([atom, truth]) => atom.kind === 'opaque' && holds(atom, truth)),
    );
  if (all((atom, truth) => atom.of === id && !truth)) return true;
  const isOk = /^[^=<>&|!?]*\??\.ok$/;
  return (
    asked.has(id) && !all((atom, truth) => truth && atom.asks?.includes(id) === true && isOk.test(atom.text))
  );
}

function kindOf(value: Val, kind: ResponseKind | 'headers' | undefined): ResponseKind {
  if (value.kind === 'nullish') return 'none';
  return kind === undefined || kind === 'headers' ? 'other' : kind;
}

function carriedBy(value: Val, source: Source, state: State): Carried<Source> {
  const id = jarOf(value);
  const load = id === undefined ? undefined : jarAt(state, id).loads.get(source);
  if (load) {
    const fate: Fate = load.fate === 'one' ? 'unknown' : load.fate;
    return { source, fate, node: load.node, module: load.module };
  }
  const isUnknown =
    isUntraceable(value, state, source) || (id !== undefined && isAliasOfLoaded(id, source, state));
  return { source, fate: isUnknown ? 'unknown' : 'lost', node: null, module: null };
}

/** Can the value be, for all that is known, what some call gave? */
function isUntraceable(value: Val, { escaped }: State, source?: Source): boolean {
  const hasEscaped = source ? escaped.has(source) : escaped.size > 0;
  return value.kind === 'tainted' || value.kind === 'unresolved' || hasEscaped;
}

/** An unseen function got a response and gave one back: perhaps the same. */
function isAliasOfLoaded(id: JarId, source: Source, state: State): boolean {
  const holds = (other: JarId): boolean => jarAt(state, other).loads.has(source);
  if (jarAt(state, id).aliases.some(holds)) return true;
  return [...state.jars].some(([other, jar]) => jar.aliases.includes(id) && holds(other));
}

/** The same `return` with the same outcome, reached in several ways, is one. */
function distinct(returns: readonly FlowReturn[]): FlowReturn[] {
  const found: FlowReturn[] = [];
  for (const one of returns) {
    const twin = found.findIndex((other) => isSame(one, other));
    if (twin < 0) found.push(one);
    else found[twin] = { ...one, condition: union(found[twin]!.condition, one.condition) };
  }
  return found;
}

function isSame(a: FlowReturn, b: FlowReturn): boolean {
  const outcome = (r: FlowReturn): unknown[] => [
    r.response.kind,
    r.response.location,
    r.response.status,
    r.response.isAsked,
    r.exceptional,
    r.opaque,
    ...[...r.calls, ...r.saves].map((c) => c.fate),
  ];
  return (
    a.sites.length === b.sites.length &&
    a.sites.every((site, i) => site.node === b.sites[i]!.node) &&
    JSON.stringify(outcome(a)) === JSON.stringify(outcome(b)) &&
    [...a.calls, ...a.saves].every((c, i) => c.source === [...b.calls, ...b.saves][i]?.source)
  );
}

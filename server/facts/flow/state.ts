/** The state of one path of execution: variables, what each response carries, and the condition to get here. */
import type ts from 'typescript';
import type { Module } from '../../model';
import { always, asksOf, assume, type Formula } from './conditions';
import type { Fate, FlowCall, FlowSave, PathCondition, ResponseKind } from './types';
import { type JarId, jarOf, parts, tainted, type Val } from './values';

export type Source = FlowCall | FlowSave;

export interface Load {
  /** `one`: a single `headers.set` so far; a second one overwrites it. */
  fate: Fate | 'one';
  node: ts.Node | null;
  module: Module | null;
  /** Added through `headers`: the response's `cookies` object does not know these lines and drops them when it writes. */
  viaHeaders: boolean;
}

/** A response or Headers object. */
export interface Jar {
  kind: ResponseKind | 'headers';
  node: ts.Node | null;
  status: number | null;
  location: string | null;
  loads: ReadonlyMap<Source, Load>;
  /** How `x-middleware-next: 1` got there; `own` on the responses that have it by themselves. */
  nextHeader: { node: ts.Node; module: Module } | 'own' | null;
  /** Jars an unseen function may have returned as this one. */
  aliases: readonly JarId[];
}

export interface State {
  /** By variable; see `Machine.variable`. */
  variables: ReadonlyMap<number, Val>;
  jars: ReadonlyMap<JarId, Jar>;
  /** Calls and saves executed on this path. */
  performed: readonly Source[];
  /** Sources that went where they cannot be followed: they may turn up in any response. */
  escaped: ReadonlySet<Source>;
  /** Responses whose status or target decided which way the code went. */
  asked: ReadonlySet<JarId>;
  condition: PathCondition;
  exceptional: boolean;
  opaque: boolean;
}

export const emptyState: State = {
  variables: new Map(),
  jars: new Map(),
  performed: [],
  escaped: new Set(),
  asked: new Set(),
  condition: always,
  exceptional: false,
  opaque: false,
};

const foreign: Jar = {
  kind: 'other',
  node: null,
  status: null,
  location: null,
  loads: new Map(),
  nextHeader: null,
  aliases: [],
};

export function newJar(kind: Jar['kind'], node: ts.Node | null): Jar {
  const hasNext = kind === 'next' || kind === 'rewrite' || kind === 'auth';
  return { ...foreign, kind, node, nextHeader: hasNext ? 'own' : null };
}

export function jarAt(state: State, id: JarId): Jar {
  return state.jars.get(id) ?? foreign;
}

export function withJar(state: State, id: JarId, jar: Jar): State {
  return { ...state, jars: new Map(state.jars).set(id, jar) };
}

export function withVariable(state: State, variable: number, value: Val): State {
  return { ...state, variables: new Map(state.variables).set(variable, value) };
}

export function withoutVariables(state: State, gone: (variable: number) => boolean): State {
  if (![...state.variables.keys()].some(gone)) return state;
  return { ...state, variables: new Map([...state.variables].filter(([variable]) => !gone(variable))) };
}

export function withLoad(state: State, id: JarId, source: Source, load: Load): State {
  const jar = jarAt(state, id);
  return withJar(state, id, { ...jar, loads: new Map(jar.loads).set(source, load) });
}

export function perform(state: State, source: Source): State {
  return state.performed.includes(source) ? state : { ...state, performed: [...state.performed, source] };
}

export function assuming(state: State, formula: Formula, truth: boolean): State | undefined {
  const condition = assume(state.condition, formula, truth);
  return condition && { ...state, condition };
}

/** Does the value hold, or lead to, anything of an auth response? */
export function isLoaded(state: State, value: Val): boolean {
  for (const part of parts(value)) {
    if (part.kind === 'tainted') return true;
    const id = jarOf(part);
    if (id !== undefined && jarAt(state, id).loads.size > 0) return true;
  }
  return false;
}

/** The value is handed to code we cannot follow. */
export function escape(state: State, value: Val): State {
  const escaped = new Set(state.escaped);
  for (const part of parts(value)) {
    const id = jarOf(part);
    if (id !== undefined) for (const source of jarAt(state, id).loads.keys()) escaped.add(source);
    if (part.kind === 'tainted') for (const source of state.performed) escaped.add(source);
  }
  return escaped.size === state.escaped.size ? state : { ...state, escaped };
}

/** What is known of the responses on this path is given up: each of them may turn up in any response. */
export function escapeAll(state: State): State {
  return escape(state, tainted);
}

/**
 * The way the code goes from here depends on the value. Where that stems from the cookies of a response, one way may
 * be the one for a response without any, on which nothing is lost. Where it stems from the status of a response, one
 * way may be the one for an error or a redirect.
 */
export function dependOn(state: State, value: Val): State {
  if (value.kind === 'tainted') return escapeAll(state);
  const asks =
    value.kind === 'boolean' ? asksOf(value.formula) : 'asks' in value && value.asks ? value.asks : [];
  return asks.length > 0 ? { ...state, asked: new Set([...state.asked, ...asks]) } : state;
}

/** What unseen code with access to both may have done to a response: nothing can be said any more. */
export function blur(state: State, id: JarId, sources: Iterable<Source>): State {
  let result = state;
  for (const source of sources) {
    result = withLoad(result, id, source, { fate: 'unknown', node: null, module: null, viaHeaders: false });
  }
  return result;
}

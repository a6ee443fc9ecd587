/** The state of one path of execution: variables, what each response carries, and the condition to get here. */
import type ts from 'typescript';
import type { Module } from '../../model';
import { always, assume, type Formula, union } from './conditions';
import type { Fate, FlowCall, FlowSave, PathCondition, ResponseKind } from './types';
import { type JarId, jarOf, keyOf, parts, type Val } from './values';

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
  condition: PathCondition;
  exceptional: boolean;
  opaque: boolean;
}

export const emptyState: State = {
  variables: new Map(),
  jars: new Map(),
  performed: [],
  escaped: new Set(),
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

/** What unseen code with access to both may have done to a response: nothing can be said any more. */
export function blur(state: State, id: JarId, sources: Iterable<Source>): State {
  let result = state;
  for (const source of sources) {
    result = withLoad(result, id, source, { fate: 'unknown', node: null, module: null, viaHeaders: false });
  }
  return result;
}

/** Joins states that differ in nothing that matters; the condition becomes "either". */
export function merge(states: readonly State[]): State[] {
  if (states.length < 2) return [...states];
  const byKey = new Map<string, State>();
  for (const state of states) {
    const key = stateKey(state);
    const twin = byKey.get(key);
    byKey.set(key, twin ? join(twin, state) : state);
  }
  return [...byKey.values()];
}

function join(a: State, b: State): State {
  const variables = new Map<number, Val>();
  for (const [variable, value] of a.variables) {
    const other = b.variables.get(variable);
    if (other) variables.set(variable, sameOrPlain(value, other, variable));
  }
  return { ...a, variables, condition: union(a.condition, b.condition) };
}

/** Irrelevant values that differ become one unknown; its id must not be that of a jar, hence negative. */
function sameOrPlain(a: Val, b: Val, variable: number): Val {
  if (a === b || keyOf(a, () => '') !== 'p' || isSame(a, b)) return a;
  return { kind: 'plain', id: -1 - variable, text: '' };
}

function isSame(a: Val, b: Val): boolean {
  const isFlat = (v: Val): boolean =>
    ['string', 'plain', 'unresolved', 'number', 'url', 'external', 'builtin'].includes(v.kind);
  return isFlat(a) && isFlat(b) && JSON.stringify(a) === JSON.stringify(b);
}

/**
 * One state for several ways through the body of a loop over header lines or cookies: what the ways do differently
 * to a response depends on the element, so it is unknown for the whole.
 */
export function joinLoosely(states: readonly State[]): State | undefined {
  const [first, ...rest] = states;
  return first && rest.reduce(joinTwo, first);
}

function joinTwo(a: State, b: State): State {
  const jars = new Map(a.jars);
  for (const [id, jar] of b.jars) jars.set(id, joinJars(jarAt(a, id), jar));
  const performed = [...new Set([...a.performed, ...b.performed])];
  const joined = join({ ...a, jars, performed }, b);
  return {
    ...joined,
    escaped: new Set([...a.escaped, ...b.escaped]),
    exceptional: a.exceptional && b.exceptional,
    opaque: a.opaque || b.opaque,
  };
}

function joinJars(a: Jar, b: Jar): Jar {
  const loads = new Map<Source, Load>();
  for (const source of new Set([...a.loads.keys(), ...b.loads.keys()])) {
    const [left, right] = [a.loads.get(source), b.loads.get(source)];
    const isEqual = left !== undefined && left.fate === right?.fate;
    loads.set(source, isEqual ? left : { fate: 'unknown', node: null, module: null, viaHeaders: false });
  }
  const nextHeader = (a.nextHeader === null) === (b.nextHeader === null) ? a.nextHeader : null;
  return { ...a, loads, nextHeader };
}

const sourceIds = new WeakMap<Source, number>();
let lastSourceId = 0;

function sourceId(source: Source): number {
  let id = sourceIds.get(source);
  if (id === undefined) sourceIds.set(source, (id = ++lastSourceId));
  return id;
}

function stateKey(state: State): string {
  const numbers = new Map<JarId, number>();
  const jarMark = (id: JarId): string => (state.jars.has(id) ? 'j' : '');
  const jarKey = (id: JarId): string => {
    const jar = state.jars.get(id);
    if (!jar) return '';
    const number = numbers.get(id);
    if (number !== undefined) return `j${number}`;
    numbers.set(id, numbers.size);
    return `j${numbers.size}${describeJar(jar)}`;
  };
  // In the order of the variables, so that the jars get the same numbers in equal states.
  const relevant = [...state.variables].filter(([, value]) => keyOf(value, jarMark) !== 'p');
  const variables = relevant
    .sort(([a], [b]) => a - b)
    .map(([variable, value]) => `${variable}=${keyOf(value, jarKey)}`);
  return [
    variables.join(';'),
    state.performed.map(sourceId).join(),
    [...state.escaped].map(sourceId).sort().join(),
    state.exceptional,
    state.opaque,
  ].join('|');
}

function describeJar(jar: Jar): string {
  const loads = [...jar.loads]
    .map(([source, load]) => `${sourceId(source)}${load.fate}${load.viaHeaders}`)
    .sort();
  const next = jar.nextHeader === null ? '' : jar.nextHeader === 'own' ? 'o' : 'n';
  return `${jar.kind}${jar.status ?? ''}${next}(${loads.join()})`;
}

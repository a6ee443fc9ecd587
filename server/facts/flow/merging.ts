/** Joins states: those that differ in nothing that matters, and those whose differences are given up. */
import { union } from './conditions';
import { isLoaded, jarAt, type Jar, type Load, type Source, type State } from './state';
import {
  type HolderId,
  isActive,
  isResponse,
  isSameHolder,
  type JarId,
  keyOf,
  parts,
  tainted,
  type Val,
} from './values';

/** So many states may differ in constants alone. */
const maximumFine = 8;

/**
 * Joins states that differ in nothing that matters; the condition becomes "either". A constant may be asked for later
 * (`switch (result.kind)`), so it matters while the states are few.
 */
export function merge(states: readonly State[]): State[] {
  const fine = mergeBy(states, true);
  return fine.length <= maximumFine ? fine : mergeBy(states, false);
}

function mergeBy(states: readonly State[], isFine: boolean): State[] {
  if (states.length < 2) return [...states];
  const byKey = new Map<string, State>();
  for (const state of states) {
    const key = stateKey(state, isFine);
    const twin = byKey.get(key);
    byKey.set(key, twin ? join(twin, state) : state);
  }
  return [...byKey.values()];
}

function join(a: State, b: State): State {
  const variables = new Map<number, Val>();
  for (const [variable, value] of a.variables) {
    const other = b.variables.get(variable);
    if (other) variables.set(variable, blend(value, other, -1 - variable));
  }
  return { ...a, variables, condition: union(a.condition, b.condition), asked: eitherAsked(a, b) };
}

function eitherAsked(a: State, b: State): State['asked'] {
  return b.asked.size === 0 ? a.asked : new Set([...a.asked, ...b.asked]);
}

/** Irrelevant values that differ become one unknown; its id must not be that of a jar, hence negative. */
function blend(a: Val, b: Val, id: number): Val {
  if (a === b || isSame(a, b)) return a;
  if (isSameHolder(a, b)) return blendHolders(a, b, blend);
  if (keyOf(a, { jar: () => '' }) !== 'p') return a.kind === b.kind ? blendHolders(a, b, blend) : a;
  return { kind: isActive(a) || isActive(b) ? 'unresolved' : 'plain', id, text: '' };
}

let lastBlend = -1_000_000_000_000;

function blendHolders(a: Val, b: Val, mix: (a: Val, b: Val, id: number) => Val): Val {
  if (a.kind === 'array' && b.kind === 'array') {
    return { ...a, items: a.items.map((item, i) => mix(item, b.items[i] ?? item, --lastBlend)) };
  }
  if (a.kind !== 'object' || b.kind !== 'object') return a;
  const fields = [...a.fields].map(
    ([name, field]) => [name, mix(field, b.fields.get(name) ?? field, --lastBlend)] as const,
  );
  return { ...a, fields: new Map(fields) };
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
  const variables = new Map<number, Val>();
  for (const [variable, value] of a.variables) {
    const other = b.variables.get(variable);
    if (other) variables.set(variable, blendLoosely(value, other, -1 - variable, [a, b]));
  }
  return {
    ...a,
    jars,
    variables,
    performed,
    condition: union(a.condition, b.condition),
    escaped: new Set([...a.escaped, ...b.escaped]),
    asked: eitherAsked(a, b),
    exceptional: a.exceptional && b.exceptional,
    opaque: a.opaque || b.opaque,
  };
}

/** A variable that is something else on each way. */
function blendLoosely(a: Val, b: Val, id: number, states: readonly [State, State]): Val {
  if (a === b || isSame(a, b)) return a;
  const mix = (x: Val, y: Val, inner: number): Val => blendLoosely(x, y, inner, states);
  if (isSameHolder(a, b)) return blendHolders(a, b, mix);
  const key = (value: Val): string => keyOf(value, { jar: (id) => `j${id}`, holder: (id) => `h${id}` });
  if (key(a) !== 'p' && key(a) === key(b)) return a;
  // What is written to a response under this name would be missing under the others.
  if ([a, b].some((value) => [...parts(value)].some(isResponse))) return tainted;
  if (isLoaded(states[0], a) || isLoaded(states[1], b)) return tainted;
  return { kind: isActive(a) || isActive(b) ? 'unresolved' : 'plain', id, text: '' };
}

/** Is all that is known in `general` true in `special` too? */
export function covers(general: State, special: State): boolean {
  const has = <T>(all: Iterable<T>, some: Iterable<T>): boolean => {
    const set = new Set(all);
    return [...some].every((item) => set.has(item));
  };
  return (
    has(general.performed, special.performed) &&
    has(general.escaped, special.escaped) &&
    (general.opaque || !special.opaque) &&
    [...general.jars].every(([id, jar]) => describeJar(jar) === describeJar(jarAt(special, id))) &&
    [...general.variables].every(([variable, value]) => {
      const other = special.variables.get(variable);
      return other !== undefined && coversValue(value, other, special);
    })
  );
}

function coversValue(general: Val, special: Val, state: State): boolean {
  if (general === special || general.kind === 'tainted' || isSame(general, special)) return true;
  if (general.kind === 'unresolved') return !isLoaded(state, special);
  // Made by joining: any value that makes no difference.
  if (general.kind === 'plain' && general.id < 0) {
    return keyOf(special, { jar: () => '' }) === 'p' && !isActive(special);
  }
  if (!isSameHolder(general, special)) return false;
  const [left, right] = [general, special].map((value) => [...contentOf(value)]);
  return left!.every((value, i) => coversValue(value, right![i]!, state));
}

function contentOf(value: Val): Iterable<Val> {
  return value.kind === 'array' ? value.items : value.kind === 'object' ? value.fields.values() : [];
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

function stateKey(state: State, isFine: boolean): string {
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
  const holders = new Map<HolderId, number>();
  const holderKey = (id: HolderId): string => {
    if (!holders.has(id)) holders.set(id, holders.size);
    return `h${holders.get(id)}`;
  };
  const naming = { jar: jarKey, holder: holderKey, isFine };
  // In the order of the variables, so that the jars get the same numbers in equal states.
  const relevant = [...state.variables].filter(([, value]) => keyOf(value, { jar: jarMark, isFine }) !== 'p');
  const variables = relevant
    .sort(([a], [b]) => a - b)
    .map(([variable, value]) => `${variable}=${keyOf(value, naming)}`);
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

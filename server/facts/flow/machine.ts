/** What all parts of one analysis share: the program, identities, results, and the limits that keep it short. */
import type ts from 'typescript';
import type { Module } from '../../model';
import type { Program } from '../../syntax/program';
import { type Atoms, createAtoms } from './conditions';
import { merge } from './merging';
import { type State, withVariable } from './state';
import type { DetachedMethod, FlowCall, FlowSave, ReturnSite } from './types';
import { type Environment, type HolderId, type JarId, keyOf, type Val } from './values';

/** Is the value of this expression an Auth0Client? */
export type IsClient = (expression: ts.Expression, module: Module) => boolean | 'unknown';

/** Thrown when an analysis takes too many steps; never leaves `analyzeFlow`. */
export class OutOfBudget extends Error {}

/** Steps are evaluated nodes; a long real middleware takes about 1,500. */
const maximumSteps = 15_000;
/** States side by side after one statement; real handlers stay below 12. */
export const maximumStates = 40;
export const maximumDepth = 12;

export interface Machine {
  program: Program;
  /** The module of the handler, and all modules it loads, once they were asked for. */
  entry: Module | null;
  modules: readonly Module[] | null;
  isClient: IsClient;
  atoms: Atoms;
  calls: Map<ts.Node, FlowCall>;
  saves: Map<ts.Node, FlowSave>;
  detached: Map<ts.Node, DetachedMethod>;
  moduleValues: Map<ts.Node, Val | 'pending'>;
  /** Variables of functions that ran while modules were loaded. */
  moduleVariables: Map<number, Val>;
  /** The handler assigns to `request.nextUrl.pathname`: what is read from it afterwards is no longer the path. */
  pathChanged: boolean;
  /** Lists and objects made while modules were loaded. */
  moduleHolders: Set<HolderId>;
  /** Some paths were given up. */
  truncated: boolean;
  steps: number;
  newId(): JarId;
  /** The same id for the same key: two readings of `request.method` are one value. */
  idOf(key: string): JarId;
  variable(frame: number, declaration: ts.Node): number;
}

export interface Context {
  machine: Machine;
  module: Module;
  environment: Environment | null;
  /** Functions under way, innermost last. */
  stack: readonly ts.Node[];
  /** Tells the rounds of an unrolled loop apart. */
  round: string;
  /** States in which something is thrown, for the `catch` around. */
  throws: State[];
}

/** One outcome of an expression. */
export interface Out {
  state: State;
  value: Val;
  /** The `return`s the value came through, when it is the result of a call just made. */
  sites?: readonly ReturnSite[];
}

export function createMachine(program: Program, isClient: IsClient, entry: Module | null): Machine {
  let lastId = 0;
  let lastNode = 0;
  const ids = new Map<string, number>();
  const nodes = new Map<ts.Node, number>();
  const answers = new Map<ts.Node, boolean | 'unknown'>();
  return {
    program,
    entry,
    modules: null,
    isClient(expression, module) {
      let answer = answers.get(expression);
      if (answer === undefined) answers.set(expression, (answer = isClient(expression, module)));
      return answer;
    },
    atoms: createAtoms(),
    calls: new Map(),
    saves: new Map(),
    detached: new Map(),
    moduleValues: new Map(),
    moduleVariables: new Map(),
    moduleHolders: new Set(),
    pathChanged: false,
    truncated: false,
    steps: 0,
    newId: () => ++lastId,
    idOf(key) {
      let id = ids.get(key);
      if (id === undefined) ids.set(key, (id = ++lastId));
      return id;
    },
    variable(frame, declaration) {
      let number = nodes.get(declaration);
      if (number === undefined) nodes.set(declaration, (number = ++lastNode));
      return frame * 100_000 + number;
    },
  };
}

export function spend(machine: Machine): void {
  if (++machine.steps > maximumSteps) throw new OutOfBudget();
}

/** Cuts off what is too much to follow; the paths that stay are real ones. */
export function limited(machine: Machine, states: readonly State[]): State[] {
  const merged = merge(states);
  if (merged.length <= maximumStates) return merged;
  machine.truncated = true;
  return merged.slice(0, maximumStates);
}

/** An unknown value that is the same each time the same text is evaluated in the same call. */
export function plainAt(node: ts.Node, context: Context): Extract<Val, { kind: 'plain' }> {
  const text = node.getText(context.module.ast);
  const frame = context.environment?.frame ?? 0;
  return { kind: 'plain', id: context.machine.idOf(`${frame} ${context.round} ${text}`), text };
}

const resultVariable = -1;

/** Joins outcomes that differ in nothing that matters. */
export function mergeOuts(machine: Machine, outs: readonly Out[]): Out[] {
  if (outs.length < 2) return [...outs];
  const groups = new Map<string, Out[]>();
  for (const out of outs) {
    const isScalar = ['boolean', 'string', 'number'].includes(out.value.kind);
    const sites = isScalar ? '' : out.sites?.map((s) => s.node.pos).join();
    const key = `${valueKey(out.value)} ${sites}`;
    const group = groups.get(key);
    if (group) group.push(out);
    else groups.set(key, [out]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const states = limited(
      machine,
      group.map((out) => withVariable(out.state, resultVariable, out.value)),
    );
    return states.map((state): Out => {
      const value = state.variables.get(resultVariable) ?? first!.value;
      const variables = new Map(state.variables);
      variables.delete(resultVariable);
      return { state: { ...state, variables }, value, sites: first!.sites };
    });
  });
}

/** Finer than `keyOf`: the result of a helper such as `isPublic(pathname)` must not be blurred. */
function valueKey(value: Val): string {
  if (value.kind === 'boolean') return JSON.stringify(value.formula);
  if (value.kind === 'string') return `s${value.text}`;
  if (value.kind === 'plain') return `p${value.id}`;
  if (value.kind === 'array') return `[${value.items.map(valueKey).join()}]`;
  if (value.kind === 'object') {
    return `{${[...value.fields].map(([name, field]) => `${name}:${valueKey(field)}`).join()}}`;
  }
  return keyOf(value, { jar: (id) => `j${id}` });
}

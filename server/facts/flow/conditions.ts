/** Conditions of paths of execution: kept as cases (a disjunction of conjunctions), small and simplified. */
import type { Atom, Case, PathCondition, PathPredicate } from './types';

export type Formula =
  | { kind: 'constant'; value: boolean }
  | { kind: 'atom'; atom: Atom }
  | { kind: 'not'; of: Formula }
  | { kind: 'and'; of: readonly Formula[] }
  | { kind: 'or'; of: readonly Formula[] };

export const always: PathCondition = { cases: [new Map()], exact: true };

export const isTrue: Formula = { kind: 'constant', value: true };
export const isFalse: Formula = { kind: 'constant', value: false };

/** More cases than this are blurred into what they have in common. */
const maximumCases = 24;
/** The same while one formula is worked in. */
const maximumWork = 64;
const maximumExpansions = 2_000;
const maximumLiterals = 100;

export function not(formula: Formula): Formula {
  if (formula.kind === 'constant') return formula.value ? isFalse : isTrue;
  return formula.kind === 'not' ? formula.of : { kind: 'not', of: formula };
}

export function and(of: readonly Formula[]): Formula {
  return joined('and', of);
}

export function or(of: readonly Formula[]): Formula {
  return joined('or', of);
}

/** Flat, so that a chain of operators is one list however long it is. */
function joined(kind: 'and' | 'or', of: readonly Formula[]): Formula {
  const decisive = kind === 'or';
  const parts: Formula[] = [];
  for (const part of of) {
    if (part.kind === kind) parts.push(...part.of);
    else if (part.kind !== 'constant') parts.push(part);
    else if (part.value === decisive) return part;
  }
  const [first] = parts;
  if (!first) return decisive ? isFalse : isTrue;
  return parts.length === 1 ? first : { kind, of: parts };
}

/** Atoms of one analysis: the same test or text gives the same object, so that repeated tests agree. */
export function createAtoms() {
  const atoms = new Map<string, Atom>();
  const intern = (key: string, make: () => Atom): Formula => {
    let atom = atoms.get(key);
    if (!atom) atoms.set(key, (atom = make()));
    return { kind: 'atom', atom };
  };
  return {
    path: (predicate: PathPredicate): Formula =>
      intern(`path ${JSON.stringify(predicate)}`, () => ({ kind: 'path', predicate })),
    session: (): Formula => intern('session', () => ({ kind: 'session' })),
    opaque: (id: string, text: string): Formula => intern(`opaque ${id}`, () => ({ kind: 'opaque', text })),
    /** The truth of an unknown value. */
    value: (of: number, text: string, asks?: readonly number[]): Formula =>
      intern(`value ${of} ${asks?.join() ?? ''}`, () => ({ kind: 'opaque', text, asks, of })),
  };
}

export type Atoms = ReturnType<typeof createAtoms>;

/** The responses whose status or target decides a formula. */
export function asksOf(formula: Formula): readonly number[] {
  if (formula.kind === 'constant') return [];
  if (formula.kind === 'atom') return formula.atom.kind === 'opaque' ? (formula.atom.asks ?? []) : [];
  return formula.kind === 'not' ? asksOf(formula.of) : formula.of.flatMap(asksOf);
}

/** A formula about nothing but the path becomes one atom: `paths.some((p) => pathname.startsWith(p))` is one test. */
export function compact(formula: Formula, atoms: Atoms): Formula {
  if (formula.kind === 'constant' || formula.kind === 'atom') return formula;
  const predicate = predicateOf(formula);
  if (!predicate) return formula;
  return predicate.kind === 'not' ? not(atoms.path(predicate.of)) : atoms.path(predicate);
}

function predicateOf(formula: Formula): PathPredicate | undefined {
  switch (formula.kind) {
    case 'constant':
      return undefined;
    case 'atom':
      return formula.atom.kind === 'path' ? formula.atom.predicate : undefined;
    case 'not': {
      const of = predicateOf(formula.of);
      return of && (of.kind === 'not' ? of.of : { kind: 'not', of });
    }
    default: {
      const parts = formula.of.map(predicateOf);
      if (!parts.every((p): p is PathPredicate => p !== undefined)) return undefined;
      return formula.kind === 'or' ? { kind: 'any', of: parts } : { kind: 'every', of: parts };
    }
  }
}

/** The condition together with `formula` being `truth`; undefined when they contradict each other. */
export function assume(
  condition: PathCondition,
  formula: Formula,
  truth: boolean,
): PathCondition | undefined {
  const { cases, exact } = expand(formula, truth, condition, { left: maximumExpansions });
  return cases.length === 0 ? undefined : bounded(cases, exact);
}

/** `budget`: a formula that takes longer is left open, which makes the condition hold for more. */
function expand(
  formula: Formula,
  truth: boolean,
  before: PathCondition,
  budget: { left: number },
): PathCondition {
  if (before.cases.length === 0) return before;
  if (budget.left-- <= 0) return { ...before, exact: false };
  switch (formula.kind) {
    case 'constant':
      return formula.value === truth ? before : { ...before, cases: [] };
    case 'not':
      return expand(formula.of, !truth, before, budget);
    case 'atom': {
      const isFull = before.cases.some((c) => c.size >= maximumLiterals);
      const cases = before.cases.flatMap((c) => withLiteral(c, formula.atom, truth));
      return { cases, exact: before.exact && !isFull };
    }
    default:
      return (formula.kind === 'and') === truth
        ? formula.of.reduce((left, part) => blurred(expand(part, truth, left, budget)), before)
        : expandEither(formula.of, truth, before, budget);
  }
}

/** Disjoint cases: the first part decides, or it does not and the second decides, … */
function expandEither(
  parts: readonly Formula[],
  truth: boolean,
  before: PathCondition,
  budget: { left: number },
): PathCondition {
  const found: Case[] = [];
  let { exact } = before;
  let open = before;
  for (const [i, part] of parts.entries()) {
    const decided = expand(part, truth, open, budget);
    found.push(...decided.cases);
    exact &&= decided.exact;
    if (i === parts.length - 1) break;
    open = blurred(expand(part, !truth, open, budget));
    exact &&= open.exact;
    if (found.length > maximumWork) return common([...found, ...open.cases]);
  }
  return { cases: found, exact };
}

function withLiteral(literals: Case, atom: Atom, truth: boolean): Case[] {
  const known = literals.get(atom);
  if (known !== undefined) return known === truth ? [literals] : [];
  return literals.size >= maximumLiterals ? [literals] : [new Map(literals).set(atom, truth)];
}

/** Either condition holds. */
export function union(a: PathCondition, b: PathCondition): PathCondition {
  return bounded([...a.cases, ...b.cases], a.exact && b.exact);
}

function bounded(cases: readonly Case[], exact: boolean): PathCondition {
  const simple = simplify(cases);
  return simple.length <= maximumCases ? { cases: simple, exact } : common(simple);
}

/** Keeps what is being worked on small, without looking for simpler forms. */
function blurred(condition: PathCondition): PathCondition {
  return condition.cases.length <= maximumWork ? condition : common(condition.cases);
}

/** One case with what all of them have in common: it holds wherever one of them does. */
function common(cases: readonly Case[]): PathCondition {
  const [first, ...rest] = cases;
  const shared = [...first!].filter(([atom, truth]) => rest.every((c) => c.get(atom) === truth));
  return { cases: [new Map(shared)], exact: false };
}

/** `p and q, or p and not q` is `p`; a case that is contained in another goes. Quadratic, on few cases. */
function simplify(cases: readonly Case[]): readonly Case[] {
  const result = [...cases];
  for (let i = 0; i < result.length; i++) {
    for (let j = i + 1; j < result.length; j++) {
      const joined = join(result[i]!, result[j]!);
      if (!joined) continue;
      result[i] = joined;
      result.splice(j, 1);
      // The joined case may now absorb an earlier one.
      i = -1;
      break;
    }
  }
  return result;
}

function join(a: Case, b: Case): Case | undefined {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  let opposite: Atom | undefined;
  for (const [atom, truth] of small) {
    const other = large.get(atom);
    if (other === undefined) return undefined;
    if (other === truth) continue;
    if (opposite) return undefined;
    opposite = atom;
  }
  if (!opposite) return small;
  if (a.size !== b.size) return undefined;
  const joined = new Map(a);
  joined.delete(opposite);
  return joined;
}

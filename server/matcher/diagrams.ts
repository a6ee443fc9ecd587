/**
 * Reduced ordered binary decision diagrams: Boolean formulas over numbered variables in a canonical form, so that
 * equal formulas are equal numbers. 0 is false, 1 is true.
 */
import { LimitReached } from './limits';
import { createTripleTable } from './tripleTable';
import type { Limits } from './types';

export type Formula = number;
export const FALSE: Formula = 0;
export const TRUE: Formula = 1;

export interface Diagrams {
  /** The formula that is the variable itself. */
  variable(variable: number): Formula;
  and(a: Formula, b: Formula): Formula;
  or(a: Formula, b: Formula): Formula;
  not(a: Formula): Formula;
  /** If `test` then `yes` else `no`. */
  choose(test: Formula, yes: Formula, no: Formula): Formula;
  /** The top variable and what remains for either value of it; only for formulas other than FALSE and TRUE. */
  topOf(formula: Formula): number;
  lowOf(formula: Formula): Formula;
  highOf(formula: Formula): Formula;
  /** Counts one step against the limit. */
  spend(): void;
  /** Starts a new count of steps. */
  restart(): void;
  size(): number;
  steps(): number;
}

/** Below every variable, for the two constants. */
const NO_VARIABLE = 2 ** 30;

export function createDiagrams(limits: Limits): Diagrams {
  const tops: number[] = [NO_VARIABLE, NO_VARIABLE];
  const lows: Formula[] = [0, 1];
  const highs: Formula[] = [0, 1];
  const unique = createTripleTable();
  const chosen = createTripleTable();
  let steps = 0;

  const topOf = (f: Formula): number => tops[f] as number;
  /** What remains of the formula when the variable, which is its top one or above it, is false. */
  const lowOf = (f: Formula, variable: number): Formula => (tops[f] === variable ? (lows[f] as Formula) : f);
  const highOf = (f: Formula, variable: number): Formula =>
    tops[f] === variable ? (highs[f] as Formula) : f;

  function spend(): void {
    if (++steps > limits.steps) throw new LimitReached('steps');
  }

  function node(variable: number, lo: Formula, hi: Formula): Formula {
    if (lo === hi) return lo;
    let found = unique.get(variable, lo, hi);
    if (found < 0) {
      found = tops.length;
      if (found > limits.nodes) throw new LimitReached('nodes');
      tops.push(variable);
      lows.push(lo);
      highs.push(hi);
      unique.set(variable, lo, hi, found);
    }
    return found;
  }

  function choose(test: Formula, yes: Formula, no: Formula): Formula {
    if (test === TRUE || yes === no) return yes;
    if (test === FALSE) return no;
    if (yes === TRUE && no === FALSE) return test;
    const known = chosen.get(test, yes, no);
    if (known >= 0) return known;
    spend();
    const variable = Math.min(topOf(test), topOf(yes), topOf(no));
    const low = choose(lowOf(test, variable), lowOf(yes, variable), lowOf(no, variable));
    const high = choose(highOf(test, variable), highOf(yes, variable), highOf(no, variable));
    const result = node(variable, low, high);
    chosen.set(test, yes, no, result);
    return result;
  }

  return {
    variable: (variable) => node(variable, FALSE, TRUE),
    and: (a, b) => choose(a, b, FALSE),
    or: (a, b) => choose(a, TRUE, b),
    not: (a) => choose(a, FALSE, TRUE),
    choose,
    topOf,
    lowOf: (f) => lows[f] as Formula,
    highOf: (f) => highs[f] as Formula,
    spend,
    restart: () => {
      steps = 0;
    },
    size: () => tops.length,
    steps: () => steps,
  };
}

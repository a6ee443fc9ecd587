/**
 * Regular languages given by JavaScript expressions with lookaheads: Boolean combinations, membership, and the
 * shortest word. A word is read character by character: every position of a formula is replaced by what follows it
 * when it accepts the character, by false otherwise. Formulas are canonical, so equal remainders are one state and
 * the search ends, unless a limit ends it first (LimitReached).
 */
import type { CharSet } from './charSet';
import { includes } from './charSet';
import { createDiagrams, FALSE } from './diagrams';
import type { Formula } from './diagrams';
import { LimitReached } from './limits';
import { createPositions, END_VARIABLE } from './positions';
import { createTripleTable } from './tripleTable';
import type { Limits } from './types';

export type { Formula } from './diagrams';

export interface Expression {
  formula: Formula;
  /** The character sets it distinguishes. */
  sets: readonly CharSet[];
}

export interface Languages {
  /** Throws Unsupported, LimitReached, or the parser's error for an invalid expression. */
  compile(expression: string): Expression;
  and(a: Formula, b: Formula): Formula;
  or(a: Formula, b: Formula): Formula;
  not(a: Formula): Formula;
  accepts(formula: Formula, text: string): boolean;
  /**
   * The shortest word over printable ASCII and the `extra` characters, letters preferred; null when there is none.
   * `sets` are those of all expressions in the formula.
   */
  shortest(formula: Formula, sets: readonly CharSet[], extra?: string): string | null;
  /** Starts a new count of steps and states. */
  restart(): void;
  counters(): Limits;
}

/** Printable ASCII, the characters a reader likes to see in an example first. */
const ALPHABET =
  'abcdefghijklmnopqrstuvwxyz0123456789-_/.ABCDEFGHIJKLMNOPQRSTUVWXYZ~@!$&\'()*+,;=:%"#<>?[\\]^`{|}';

export function createLanguages(limits: Limits): Languages {
  const diagrams = createDiagrams(limits);
  const positions = createPositions(diagrams, limits.positions);
  /** What remains of a formula after a character. */
  const derivatives = createTripleTable();
  let states = 0;

  function derive(formula: Formula, code: number): Formula {
    if (formula <= 1) return formula;
    const known = derivatives.get(formula, code, 0);
    if (known >= 0) return known;
    diagrams.spend();
    const variable = diagrams.topOf(formula);
    const replacement = positions.accepts(variable, code) ? positions.after(variable) : FALSE;
    const high = derive(diagrams.highOf(formula), code);
    const low = derive(diagrams.lowOf(formula), code);
    const result = diagrams.choose(replacement, high, low);
    derivatives.set(formula, code, 0, result);
    return result;
  }

  function acceptsEnd(formula: Formula): boolean {
    let rest = formula;
    while (rest > 1) {
      rest = diagrams.topOf(rest) === END_VARIABLE ? diagrams.highOf(rest) : diagrams.lowOf(rest);
    }
    return rest === 1;
  }

  function shortest(formula: Formula, sets: readonly CharSet[], extra = ''): string | null {
    const letters = representatives(sets, extra);
    const origins = new Map<Formula, { from: Formula; code: number } | null>([[formula, null]]);
    if (acceptsEnd(formula)) return '';
    let level = [formula];
    while (level.length > 0) {
      const nextLevel: Formula[] = [];
      for (const from of level) {
        for (const code of letters) {
          const reached = derive(from, code);
          if (reached === FALSE || origins.has(reached)) continue;
          origins.set(reached, { from, code });
          if (++states > limits.states) throw new LimitReached('states');
          if (acceptsEnd(reached)) return spell(reached, origins);
          nextLevel.push(reached);
        }
      }
      level = nextLevel;
    }
    return null;
  }

  return {
    compile: (expression) => positions.compile(expression),
    and: diagrams.and,
    or: diagrams.or,
    not: diagrams.not,
    accepts(formula, text) {
      let rest = formula;
      for (let i = 0; i < text.length && rest > 1; i++) rest = derive(rest, text.charCodeAt(i));
      return acceptsEnd(rest);
    },
    shortest,
    restart() {
      diagrams.restart();
      states = 0;
    },
    counters: () => ({
      states,
      nodes: diagrams.size(),
      positions: positions.count(),
      steps: diagrams.steps(),
    }),
  };
}

/** One character for every class the sets tell apart, the nicest of its class, nicest first. */
function representatives(sets: readonly CharSet[], extra: string): number[] {
  const classes = new Map<string, number>();
  for (let i = 0, all = ALPHABET + extra; i < all.length; i++) {
    const code = all.charCodeAt(i);
    const key = sets.map((set) => (includes(set, code) ? '1' : '0')).join('');
    if (!classes.has(key)) classes.set(key, code);
  }
  return [...classes.values()];
}

function spell(end: Formula, origins: Map<Formula, { from: Formula; code: number } | null>): string {
  let word = '';
  for (let step = origins.get(end); step; step = origins.get(step.from)) {
    word = String.fromCharCode(step.code) + word;
  }
  return word;
}

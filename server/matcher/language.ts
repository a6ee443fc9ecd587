/**
 * Regular languages given by JavaScript expressions with lookaheads: Boolean combinations, membership, and shortest
 * words. A word is read character by character: every position of a formula is replaced by what follows it when it
 * accepts the character, by false otherwise. Formulas are canonical, so equal remainders are one state and the search
 * ends, unless a limit ends it first (LimitReached).
 */
import { representatives } from './alphabet';
import type { CharTable, Partition } from './alphabet';
import { createDiagrams, FALSE, TRUE } from './diagrams';
import type { Formula } from './diagrams';
import { LimitReached } from './limits';
import { createPositions, END_VARIABLE } from './positions';
import { createTripleTable } from './tripleTable';
import type { Limits } from './types';

export type { Formula } from './diagrams';

export interface Expression {
  formula: Formula;
  /** The character sets it distinguishes. */
  tables: ReadonlySet<CharTable>;
}

export interface Words {
  /** In the first language and not in the second; null when there is none. */
  outside: string | null;
  /** In both. */
  inside: string | null;
}

export interface Languages {
  /** Throws Unsupported, LimitReached, or the parser's error for an invalid expression. */
  compile(expression: string): Expression;
  and(a: Formula, b: Formula): Formula;
  or(a: Formula, b: Formula): Formula;
  not(a: Formula): Formula;
  /** The language of what may follow the text. */
  after(formula: Formula, text: string): Formula;
  accepts(formula: Formula, text: string): boolean;
  /**
   * The shortest words of `language`, letters preferred, outside and inside `other`. The partition must tell apart
   * what the expressions of both tell apart.
   */
  search(language: Formula, other: Formula, partition: Partition): Words;
  /** Starts a new count of steps and states. */
  restart(): void;
  counters(): Limits;
}

export function createLanguages(limits: Limits): Languages {
  const diagrams = createDiagrams(limits);
  const positions = createPositions(diagrams, limits.positions);
  /** What remains of a formula after a character. */
  const derivatives = createTripleTable();
  const expressions = new Map<string, Expression>();
  let states = 0;

  /** Routes share most of their expressions. */
  function compile(text: string): Expression {
    let expression = expressions.get(text);
    if (!expression) expressions.set(text, (expression = positions.compile(text)));
    return expression;
  }

  function derive(formula: Formula, code: number): Formula {
    if (formula <= 1) return formula;
    const known = derivatives.get(formula, code, 0);
    if (known >= 0) return known;
    diagrams.spend();
    const variable = diagrams.topOf(formula);
    const replacement = positions.accepts(variable, code) ? positions.after(variable, code) : FALSE;
    const high = derive(diagrams.highOf(formula), code);
    const low = derive(diagrams.lowOf(formula), code);
    const result = diagrams.choose(replacement, high, low);
    derivatives.set(formula, code, 0, result);
    return result;
  }

  function after(formula: Formula, text: string): Formula {
    let rest = formula;
    for (let i = 0; i < text.length && rest > 1; i++) rest = derive(rest, text.charCodeAt(i));
    return rest;
  }

  function acceptsEnd(formula: Formula): boolean {
    let rest = formula;
    while (rest > 1) {
      rest = diagrams.topOf(rest) === END_VARIABLE ? diagrams.highOf(rest) : diagrams.lowOf(rest);
    }
    return rest === 1;
  }

  /** Breadth first over pairs of remainders; those of `other` are shared by all searches against it. */
  function search(language: Formula, other: Formula, partition: Partition): Words {
    const letters = representatives(partition);
    const seen = createTripleTable();
    const trail: Step[] = [];
    let outside: Step | null = null;
    let inside: Step | null = null;

    function visit(step: Step): void {
      const { own, rest } = step;
      const isPointless = (outside !== null || rest === TRUE) && (inside !== null || rest === FALSE);
      if (own === FALSE || isPointless || seen.get(own, rest, 0) >= 0) return;
      if (++states > limits.states) throw new LimitReached('states');
      seen.set(own, rest, 0, 1);
      trail.push(step);
      if (!acceptsEnd(own)) return;
      if (acceptsEnd(rest)) inside ??= step;
      else outside ??= step;
    }

    visit({ own: language, rest: other, from: null, code: 0 });
    for (let i = 0; i < trail.length && (outside === null || inside === null); i++) {
      const from = trail[i] as Step;
      for (const code of letters) {
        const own = derive(from.own, code);
        if (own !== FALSE) visit({ own, rest: derive(from.rest, code), from, code });
      }
    }
    return { outside: spell(outside), inside: spell(inside) };
  }

  return {
    compile,
    and: diagrams.and,
    or: diagrams.or,
    not: diagrams.not,
    after,
    accepts: (formula, text) => acceptsEnd(after(formula, text)),
    search,
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

interface Step {
  /** What remains of the language and of the other after the characters so far. */
  own: Formula;
  rest: Formula;
  from: Step | null;
  code: number;
}

function spell(end: Step | null): string | null {
  if (end === null) return null;
  let word = '';
  for (let step = end; step.from; step = step.from) word = String.fromCharCode(step.code) + word;
  return word;
}

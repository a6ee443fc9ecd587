/**
 * Regular expression -> formulas over positions. A position is a place in the expression with the characters that may
 * come next; a formula over positions says which remainders of the input are still accepted. Lookaheads are formulas
 * like any other: a positive one is a conjunct, a negative one a negated conjunct, nested or in loops alike.
 */
import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import { contains, createCharTable } from './alphabet';
import type { CharTable } from './alphabet';
import { ANY_CHAR, charSetOf, includes, WORD } from './charSet';
import type { CharSet } from './charSet';
import { FALSE, TRUE } from './diagrams';
import type { Diagrams, Formula } from './diagrams';
import { LimitReached, Unsupported } from './limits';

/** What stands before a place in the input, as far as expressions can tell. */
type Before = 0 | 1 | 2;
const START: Before = 0;
const NO_WORD: Before = 1;
const A_WORD: Before = 2;

/** The variable that is true where the input ends. */
export const END_VARIABLE = 0;

type State =
  | { kind: 'end-of-input' }
  | { kind: 'accept' }
  | { kind: 'char'; table: CharTable; next: number }
  | { kind: 'split'; next: number[] }
  | { kind: 'start'; next: number }
  | { kind: 'end'; next: number }
  | { kind: 'boundary'; negate: boolean; word: number; next: number }
  | { kind: 'look'; negate: boolean; body: number; next: number };

export interface Positions {
  /** The formula of the expression before any input, with the meaning of `RegExp.exec(…) !== null`. */
  compile(expression: string): { formula: Formula; tables: ReadonlySet<CharTable> };
  /** Whether the position of this variable accepts the character. */
  accepts(variable: number, code: number): boolean;
  /** The formula after that character. */
  after(variable: number, code: number): Formula;
  count(): number;
}

export function createPositions(diagrams: Diagrams, maxPositions: number): Positions {
  const states: State[] = [{ kind: 'end-of-input' }];
  const formulas = new Map<number, Formula>();
  const known = new Map<string, CharTable>();
  let tables = new Set<CharTable>();

  function add(state: State): number {
    if (states.length >= maxPositions) throw new LimitReached('positions');
    states.push(state);
    return states.length - 1;
  }

  function addChar(set: CharSet, next: number): number {
    const key = set.join(';');
    let table = known.get(key);
    if (!table) known.set(key, (table = createCharTable(set)));
    tables.add(table);
    return add({ kind: 'char', table, next });
  }

  // Every element is built in front of what follows it, so that a state never needs to be patched, loops excepted.
  function alternatives(list: readonly AST.Alternative[], next: number): number {
    const heads = list.map(({ elements }) => elements.reduceRight((tail, e) => element(e, tail), next));
    return heads.length === 1 ? (heads[0] as number) : add({ kind: 'split', next: heads });
  }

  function element(node: AST.Element, next: number): number {
    switch (node.type) {
      case 'Character':
      case 'CharacterSet':
      case 'CharacterClass':
        return addChar(charSetOf(node), next);
      case 'Group':
        if (node.modifiers) throw new Unsupported('modifiers');
        return alternatives(node.alternatives, next);
      case 'CapturingGroup':
        return alternatives(node.alternatives, next);
      case 'Quantifier':
        return repeat(node, next);
      case 'Assertion':
        return assertion(node, next);
      default:
        throw new Unsupported(node.type);
    }
  }

  function repeat({ element: body, min, max }: AST.Quantifier, next: number): number {
    let head = next;
    if (max === Infinity) {
      const loop: State & { kind: 'split' } = { kind: 'split', next: [next] };
      head = add(loop);
      loop.next.push(element(body, head));
    } else {
      for (let i = min; i < max; i++) head = add({ kind: 'split', next: [next, element(body, head)] });
    }
    for (let i = 0; i < min; i++) head = element(body, head);
    return head;
  }

  function assertion(node: AST.Assertion, next: number): number {
    if (node.kind === 'start' || node.kind === 'end') return add({ kind: node.kind, next });
    if (node.kind === 'word') {
      const word = addChar(WORD, add({ kind: 'accept' }));
      return add({ kind: 'boundary', negate: node.negate, word, next });
    }
    if (node.kind !== 'lookahead') throw new Unsupported(node.kind);
    const body = alternatives(node.alternatives, add({ kind: 'accept' }));
    return add({ kind: 'look', negate: node.negate, body, next });
  }

  /**
   * What can be done at a state without reading a character. A loop that comes back to itself without reading adds
   * nothing, so it is cut; what was computed below a cut is only kept when the cut lies inside it.
   */
  const path = new Map<number, number>();
  let lowestCut = Infinity;

  function formulaOf(id: number, before: Before): Formula {
    const key = id * 3 + before;
    const ready = formulas.get(key);
    if (ready !== undefined) return ready;
    const entered = path.get(key);
    if (entered !== undefined) {
      lowestCut = Math.min(lowestCut, entered);
      return FALSE;
    }
    diagrams.spend();
    const depth = path.size;
    const outer = lowestCut;
    lowestCut = Infinity;
    path.set(key, depth);
    const result = evaluate(id, before);
    path.delete(key);
    const isComplete = lowestCut >= depth;
    if (isComplete) formulas.set(key, result);
    lowestCut = isComplete ? outer : Math.min(outer, lowestCut);
    return result;
  }

  function evaluate(id: number, before: Before): Formula {
    const state = states[id] as State;
    switch (state.kind) {
      case 'accept':
        return TRUE;
      case 'end-of-input':
      case 'char':
        return diagrams.variable(id);
      case 'split':
        // Later alternatives have larger variables: from the last to the first, each goes on top of the sum.
        return state.next.reduceRight((sum, next) => diagrams.or(formulaOf(next, before), sum), FALSE);
      case 'start':
        return before === START ? formulaOf(state.next, before) : FALSE;
      case 'end':
        return diagrams.and(diagrams.variable(END_VARIABLE), formulaOf(state.next, before));
      case 'boundary': {
        const word = diagrams.variable(state.word);
        const isBoundary = before === A_WORD ? diagrams.not(word) : word;
        const holds = state.negate ? diagrams.not(isBoundary) : isBoundary;
        return diagrams.and(holds, formulaOf(state.next, before));
      }
      case 'look': {
        const body = formulaOf(state.body, before);
        return diagrams.and(state.negate ? diagrams.not(body) : body, formulaOf(state.next, before));
      }
    }
  }

  return {
    compile(expression) {
      tables = new Set();
      path.clear();
      const parser = new RegExpParser({ ecmaVersion: 2025 });
      const pattern = parser.parsePattern(expression, 0, expression.length, { unicode: false });
      let head = alternatives(pattern.alternatives, add({ kind: 'accept' }));
      if (!pattern.alternatives.every(startsAtStart)) {
        const loop: State & { kind: 'split' } = { kind: 'split', next: [head] };
        head = add(loop);
        loop.next.push(addChar(ANY_CHAR, head));
      }
      return { formula: formulaOf(head, START), tables };
    },
    accepts(variable, code) {
      const state = states[variable] as State;
      return state.kind === 'char' && contains(state.table, code);
    },
    after(variable, code) {
      const { next } = states[variable] as State & { kind: 'char' };
      return formulaOf(next, includes(WORD, code) ? A_WORD : NO_WORD);
    },
    count: () => states.length,
  };
}

function startsAtStart({ elements: [first] }: AST.Alternative): boolean {
  return first?.type === 'Assertion' && first.kind === 'start';
}

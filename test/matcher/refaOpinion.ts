/**
 * The same question put to refa, by another road: finite automata built from the end of the expression to its start,
 * so that a lookahead is an intersection with what follows it. No lookahead inside a loop.
 */
import { DFA, JS, NFA } from 'refa';
import type { Concatenation, Element, NoParent } from 'refa';

const OPTIONS = { maxCharacter: 0xffff };

/** The expression has something this construction cannot express. */
export class NotExpressible extends Error {}

export function automatonOf(expression: string): DFA {
  const parser = JS.Parser.fromLiteral({ source: expression, flags: '' });
  const parsed = parser.parse({ assertions: 'parse', backreferences: 'throw' });
  return alternatives(parsed.expression.alternatives, DFA.all(OPTIONS), true);
}

export function union(automata: readonly DFA[]): DFA {
  const nfa = NFA.empty(OPTIONS);
  for (const automaton of automata) nfa.union(automaton);
  return minimal(nfa);
}

export function verdict(route: DFA, matched: DFA): 'all' | 'none' | 'partial' {
  const rest = matched.copy();
  rest.complement();
  if (DFA.fromIntersection(route, rest).isEmpty) return 'all';
  return DFA.fromIntersection(route, matched).isEmpty ? 'none' : 'partial';
}

function alternatives(list: readonly NoParent<Concatenation>[], next: DFA, isFirst = false): DFA {
  return union(
    list.map(({ elements }) =>
      elements.reduceRight<DFA>((tail, each, i) => element(each, tail, isFirst && i === 0), next),
    ),
  );
}

function element(node: NoParent<Element>, next: DFA, isFirst: boolean): DFA {
  switch (node.type) {
    case 'Alternation':
      return alternatives(node.alternatives, next);
    case 'Assertion': {
      // `^`; the parser writes it as "no character before".
      if (node.kind === 'behind' && isFirst) return next;
      if (node.kind !== 'ahead') throw new NotExpressible('lookbehind');
      const body = alternatives(node.alternatives, DFA.all(OPTIONS));
      if (node.negate) body.complement();
      return minimal(DFA.fromIntersection(body, next));
    }
    case 'Quantifier': {
      if (!hasAssertion(node)) return before(node, next);
      if (node.max > 3) throw new NotExpressible('lookahead in a loop');
      let result = next;
      for (let i = node.min; i < node.max; i++)
        result = union([next, alternatives(node.alternatives, result)]);
      for (let i = 0; i < node.min; i++) result = alternatives(node.alternatives, result);
      return result;
    }
    default:
      return before(node, next);
  }
}

function before(node: NoParent<Element>, next: DFA): DFA {
  const nfa = NFA.fromRegex({ type: 'Concatenation', elements: [node] }, OPTIONS);
  nfa.append(next);
  return minimal(nfa);
}

function hasAssertion(node: NoParent<Element>): boolean {
  if (node.type === 'Assertion') return true;
  if (node.type !== 'Alternation' && node.type !== 'Quantifier') return false;
  return node.alternatives.some(({ elements }) => elements.some(hasAssertion));
}

function minimal(automaton: NFA | DFA): DFA {
  const dfa = automaton instanceof DFA ? automaton : DFA.fromFA(automaton);
  dfa.minimize();
  return dfa;
}

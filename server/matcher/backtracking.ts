/**
 * Upper estimate of the work JavaScript's backtracking matcher may do: matchers come from the workspace, and
 * `(a|a)*$` on a short path can block a process for years. Estimates err on the side of "too much"; what is too much
 * is left to the automaton.
 */
import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import { charSetOf, overlaps, union } from './charSet';
import type { CharSet } from './charSet';

/** About four million steps, some ten milliseconds. */
const MAX_COST = 22;

/** Work in powers of two, beside the number of loops that share the text among themselves. */
interface Cost {
  bits: number;
  loops: number;
}

const FREE: Cost = { bits: 0, loops: 0 };
const ENDLESS: Cost = { bits: Infinity, loops: 0 };

/** Whether running the expression on a text of this length surely ends soon. */
export function isQuickOn(expression: string, length: number): boolean {
  let cost = costs.get(expression);
  if (cost === undefined) {
    cost = costOf(expression);
    // A handful of expressions live at a time; a full cache means they come from somewhere else.
    if (costs.size >= 1000) costs.clear();
    costs.set(expression, cost);
  }
  return cost.bits + waysToShare(cost.loops, length) <= MAX_COST;
}

const costs = new Map<string, Cost>();

/** Loops that Next.js adds itself. They only start behind a fixed text, which hardly any path contains. */
const ADDED = [String.raw`(?:\/(_next\/data\/[^/]{1,}))?`, String.raw`|\.segments\/.+\.segment\.rsc`];

function costOf(expression: string): Cost {
  try {
    const own = ADDED.reduce((text, added) => text.replace(added, ''), expression);
    const parser = new RegExpParser({ ecmaVersion: 2025 });
    const pattern = parser.parsePattern(own, 0, own.length, { unicode: false });
    return alternatives(pattern.alternatives);
  } catch {
    return ENDLESS;
  }
}

/** log2 of the number of ways to divide a text among loops that follow each other: C(length + loops, loops). */
function waysToShare(loops: number, length: number): number {
  let bits = 0;
  for (let i = 1; i <= loops; i++) bits += Math.log2((length + i) / i);
  return bits;
}

function alternatives(list: readonly AST.Alternative[]): Cost {
  const each = list.map(({ elements }) => sequence(elements));
  const spread = list.length > 1 && !areDistinct(list) ? Math.log2(list.length) : 0;
  return {
    bits: Math.max(...each.map((c) => c.bits)) + spread,
    loops: Math.max(...each.map((c) => c.loops)),
  };
}

/** A lookaround is tried and left before the rest begins, so it competes with the rest instead of multiplying it. */
function sequence(elements: readonly AST.Element[]): Cost {
  return elements.reduceRight<Cost>((rest, node) => {
    const cost = element(node);
    if (node.type !== 'Assertion') return { bits: cost.bits + rest.bits, loops: cost.loops + rest.loops };
    return { bits: Math.max(cost.bits, rest.bits), loops: Math.max(cost.loops, rest.loops) };
  }, FREE);
}

function element(node: AST.Element): Cost {
  switch (node.type) {
    case 'Group':
    case 'CapturingGroup':
      return alternatives(node.alternatives);
    case 'Quantifier':
      return quantifier(node);
    case 'Assertion':
      return node.kind === 'lookahead' || node.kind === 'lookbehind' ? alternatives(node.alternatives) : FREE;
    case 'Backreference':
      return ENDLESS;
    default:
      return FREE;
  }
}

function quantifier(node: AST.Quantifier): Cost {
  const { min, max } = node;
  if (max === 0) return FREE;
  const body = element(node.element);
  if (max === 1) return { bits: body.bits + (min === max ? 0 : 1), loops: body.loops };
  const isFree = body.bits === 0 && body.loops === 0;
  if (isFree) return min === max ? FREE : { bits: 0, loops: 1 };
  // Rounds that can only begin at a delimiter divide the text in one way: only where the loop stops is open.
  if (isDelimited(node.element)) return { bits: body.bits, loops: 1 };
  return max === Infinity ? ENDLESS : { bits: body.bits * max + body.loops * max * 6, loops: 1 };
}

/**
 * True when the body is a sequence that begins with a character which nothing behind it accepts: `\/[^\/]+`. Every
 * such character in the text then begins a round, and there is no choice about it.
 */
function isDelimited(node: AST.QuantifiableElement): boolean {
  if (node.type !== 'Group' && node.type !== 'CapturingGroup') return false;
  const [only, ...others] = node.alternatives;
  const [first, ...rest] = only?.elements ?? [];
  if (others.length > 0 || !first || !isAtom(first)) return false;
  const inner = rest.flatMap(atoms);
  const isFlat = rest.every((each) => depthOfLoops(each) <= 1);
  return isFlat && loopCount(rest) <= 1 && !overlaps(charSetOf(first), union(inner));
}

function isAtom(node: AST.Node): node is AST.Character | AST.CharacterSet | AST.CharacterClass {
  return node.type === 'Character' || node.type === 'CharacterSet' || node.type === 'CharacterClass';
}

function children(node: AST.Element): readonly AST.Element[] {
  if (node.type === 'Quantifier') return [node.element];
  return 'alternatives' in node ? node.alternatives.flatMap(({ elements }) => elements) : [];
}

function atoms(node: AST.Element): CharSet[] {
  return isAtom(node) ? [charSetOf(node)] : children(node).flatMap(atoms);
}

function depthOfLoops(node: AST.Element): number {
  const below = Math.max(0, ...children(node).map(depthOfLoops));
  return node.type === 'Quantifier' && node.max > 1 ? below + 1 : below;
}

function loopCount(nodes: readonly AST.Element[]): number {
  return nodes.reduce(
    (sum, node) => sum + (node.type === 'Quantifier' ? 1 : 0) + loopCount(children(node)),
    0,
  );
}

/** Alternatives that begin with different characters: the first character decides. */
function areDistinct(list: readonly AST.Alternative[]): boolean {
  const firsts: CharSet[] = [];
  for (const { elements } of list) {
    const [first] = elements;
    if (!first || !isAtom(first)) return false;
    const set = charSetOf(first);
    if (firsts.some((other) => overlaps(other, set))) return false;
    firsts.push(set);
  }
  return true;
}

import type { AST } from '@eslint-community/regexpp';
import { Unsupported } from './limits';

/** Sorted, disjoint, inclusive ranges of UTF-16 code units. */
export type CharSet = readonly (readonly [from: number, to: number])[];

const MAX = 0xffff;
const DIGIT: CharSet = [[48, 57]];
/** `\w`. */
// prettier-ignore
export const WORD: CharSet = [[48, 57], [65, 90], [95, 95], [97, 122]];
// prettier-ignore
const SPACE: CharSet = [
  [9, 13], [32, 32], [160, 160], [0x1680, 0x1680], [0x2000, 0x200a], [0x2028, 0x2029], [0x202f, 0x202f],
  [0x205f, 0x205f], [0x3000, 0x3000], [0xfeff, 0xfeff],
];
// prettier-ignore
const LINE_END: CharSet = [[10, 10], [13, 13], [0x2028, 0x2029]];

export const ANY_CHAR: CharSet = [[0, MAX]];

/** The characters an atom of an expression without flags stands for. */
export function charSetOf(node: AST.Character | AST.CharacterSet | AST.CharacterClass): CharSet {
  switch (node.type) {
    case 'Character':
      return [[node.value, node.value]];
    case 'CharacterSet':
      return escapeSet(node);
    default: {
      const members = normalize(node.elements.flatMap((element) => [...memberSet(element)]));
      return node.negate ? invert(members) : members;
    }
  }
}

function memberSet(element: AST.CharacterClassElement): CharSet {
  if (element.type === 'CharacterClassRange') return [[element.min.value, element.max.value]];
  if (element.type === 'Character' || element.type === 'CharacterSet') return charSetOf(element);
  throw new Unsupported(element.type);
}

function escapeSet(node: AST.CharacterSet): CharSet {
  switch (node.kind) {
    case 'any':
      return invert(LINE_END);
    case 'digit':
      return node.negate ? invert(DIGIT) : DIGIT;
    case 'word':
      return node.negate ? invert(WORD) : WORD;
    case 'space':
      return node.negate ? invert(SPACE) : SPACE;
    default:
      throw new Unsupported(node.kind);
  }
}

export function includes(set: CharSet, code: number): boolean {
  return set.some(([from, to]) => code >= from && code <= to);
}

export function overlaps(a: CharSet, b: CharSet): boolean {
  return a.some(([from, to]) => b.some(([start, end]) => from <= end && start <= to));
}

export function union(sets: readonly CharSet[]): CharSet {
  return normalize(sets.flatMap((set) => [...set]));
}

function normalize(ranges: readonly (readonly [number, number])[]): CharSet {
  const merged: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
}

function invert(set: CharSet): CharSet {
  const rest: [number, number][] = [];
  let next = 0;
  for (const [from, to] of set) {
    if (from > next) rest.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= MAX) rest.push([next, MAX]);
  return rest;
}

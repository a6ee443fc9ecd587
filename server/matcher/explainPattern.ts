import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';

/** `Matches every path except those that …` for a pattern behind `start` (`/`, `/docs/`); null for other patterns. */
export function describePattern(pattern: string, start: string): string | null {
  const ast = parsePattern(pattern);
  if (!ast) return null;
  const choices = literalChoices(pattern);
  if (choices) return `Matches ${list(choices.map((choice) => `\`${start}${choice}\``))}.`;
  const [only, ...others] = ast.alternatives;
  if (others.length > 0 || !only) return null;
  const lookaheads = only.elements.filter(isNegativeLookahead);
  const rest = only.elements.slice(lookaheads.length);
  // Lookaheads first, and then anything: a list of exceptions.
  const isList = only.elements.slice(0, lookaheads.length).every(isNegativeLookahead);
  const [anything, ...more] = rest;
  if (!isList || more.length > 0 || anything?.type !== 'Quantifier' || !isAnyChar(anything.element))
    return null;
  if (anything.max !== Infinity || anything.min > 1) return null;
  const isNonEmpty = anything.min === 1;
  const subject = start === '/' ? 'every path' : `every path below \`${start}\``;
  const exceptions = describeExceptions(
    lookaheads.flatMap((each) => each.alternatives),
    start,
  );
  const gap = isNonEmpty ? `\`${start}\` itself is left out.` : '';
  return [`Matches ${subject}${exceptions.text}.`, gap, ...exceptions.notes].filter(Boolean).join(' ');
}

/** `en|de` -> ['en', 'de']; null when the pattern is anything else than a choice of words. */
export function literalChoices(pattern: string): string[] | null {
  const ast = parsePattern(pattern);
  const choices = ast?.alternatives.map(({ elements }) => literal(elements)?.text ?? null);
  return choices?.every((choice) => choice !== null && choice !== '') ? (choices as string[]) : null;
}

function parsePattern(pattern: string): AST.Pattern | null {
  try {
    return new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern, 0, pattern.length, {
      unicode: false,
    });
  } catch {
    return null;
  }
}

function describeExceptions(
  alternatives: readonly AST.Alternative[],
  start: string,
): { text: string; notes: string[] } {
  const beginnings: string[] = [];
  const others: string[] = [];
  let hasWildcard = false;
  for (const { elements, raw } of alternatives) {
    const last = elements.at(-1);
    const isWhole = last?.type === 'Assertion' && last.kind === 'end';
    const body = isWhole ? elements.slice(0, -1) : elements;
    const word = literal(body);
    hasWildcard ||= word?.hasWildcard ?? false;
    if (word && isWhole) others.push(`are exactly \`${start}${word.text}\``);
    else if (word) beginnings.push(`\`${start}${word.text}\``);
    else others.push(describeOther(body, raw, isWhole));
  }
  const parts = [beginnings.length > 0 ? `begin with ${list(beginnings)}` : '', ...new Set(others)].filter(
    Boolean,
  );
  const open = beginnings.find((beginning) => /\w`$/.test(beginning));
  const notes = [
    open ? `These are beginnings, not segments: ${longer(open)} is left out too.` : '',
    hasWildcard ? 'An unescaped `.` stands for any character.' : '',
  ];
  return { text: parts.length > 0 ? ` except those that ${list(parts)}` : '', notes };
}

function longer(beginning: string): string {
  return `${beginning.slice(0, -1)}-x\``;
}

/** `.*\.png$`, `.*\.(?:png|svg)$`, `.*\..*`, and what cannot be put better than it is written. */
function describeOther(elements: readonly AST.Element[], raw: string, isWhole: boolean): string {
  const [first, ...rest] = elements;
  if (first && isAnything(first)) {
    const last = rest.at(-1);
    const isOpen = last !== undefined && isAnything(last);
    const middle = endings(isOpen ? rest.slice(0, -1) : rest);
    if (middle && isWhole && !isOpen) return `end in ${list(middle.map((text) => `\`${text}\``))}`;
    if (middle?.length === 1 && !isWhole)
      return middle[0] === '.' ? 'contain a dot' : `contain \`${middle[0]}\``;
  }
  return `match \`${raw}\``;
}

/** Literal characters, and behind them perhaps a choice of words: all that can come of it. */
function endings(elements: readonly AST.Element[]): string[] | null {
  const last = elements.at(-1);
  const words = last?.type === 'Group' ? last.alternatives.map((each) => literal(each.elements)) : null;
  const start = literal(words ? elements.slice(0, -1) : elements);
  if (!start || start.hasWildcard || words?.some((word) => !word || word.hasWildcard)) return null;
  return words ? words.map((word) => start.text + (word?.text ?? '')) : [start.text];
}

function isAnything(element: AST.Element): boolean {
  return (
    element.type === 'Quantifier' &&
    isAnyChar(element.element) &&
    element.max === Infinity &&
    element.min === 0
  );
}

/** The text of a run of characters; a bare dot counts as one, as it was meant in `favicon.ico`. */
function literal(elements: readonly AST.Element[]): { text: string; hasWildcard: boolean } | null {
  let text = '';
  let hasWildcard = false;
  for (const element of elements) {
    if (element.type === 'Character') text += String.fromCharCode(element.value);
    else if (isAnyChar(element)) {
      text += '.';
      hasWildcard = true;
    } else return null;
  }
  return { text, hasWildcard };
}

function isNegativeLookahead(element: AST.Element): element is AST.LookaheadAssertion {
  return element.type === 'Assertion' && element.kind === 'lookahead' && element.negate;
}

function isAnyChar(element: AST.Element): boolean {
  return element.type === 'CharacterSet' && element.kind === 'any';
}

/** `a`, `a and b` would read as both at once: alternatives are joined by "or". */
function list(items: readonly string[]): string {
  if (items.length <= 1) return items[0] ?? '';
  return `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
}

/** Paths a reader recognises at once, to show instead of the shortest one (`/blog/.js`). */
import { RegExpParser } from '@eslint-community/regexpp';
import type { AST } from '@eslint-community/regexpp';
import type { RoutePattern, Segment } from './routePattern';
import type { CompiledMatcher, MatcherContext } from './types';

const PLAIN = ['42', 'v1.2', 'logo.png', 'john.doe', 'en', 'abc'];
const MAX_WORDS = 60;
const MAX_PATHS = 600;
/** What Next.js itself adds to every matcher says nothing about this one. */
const ADDED = /^(?:_next\/data|\.?json|\.?rsc|\.segments|\.segment\.rsc|index|index\.json|_next)$/;

/** A few ordinary paths of the route. */
export function plainPaths(pattern: RoutePattern, context: MatcherContext): string[] {
  return paths(pattern, context, PLAIN);
}

/** Paths made of what the matchers speak of: for `(?!api)`, `/api-news`. */
export function craftedPaths(
  pattern: RoutePattern,
  context: MatcherContext,
  matchers: readonly CompiledMatcher[],
): string[] {
  // Plain words first: `/api-news` explains itself better than `/favicon.ico-news`.
  const isPlain = (word: string): boolean => /^[A-Za-z][\w-]+$/.test(word);
  const all = [...new Set(matchers.flatMap(wordsOf))];
  const words = [...all.filter(isPlain), ...all.filter((word) => !isPlain(word))].slice(0, MAX_WORDS);
  const crafted = words.flatMap((word) => {
    if (word.includes('/')) return [word];
    const inside = /^\w+$/.test(word) ? [`logo.${word}`, `my-${word}`] : [`logo${word}`];
    return [`${word}-news`, word, ...inside];
  });
  return paths(pattern, context, crafted);
}

/** One parameter after the other takes each word, the others a default; then all of them together. */
function paths(pattern: RoutePattern, context: MatcherContext, words: readonly string[]): string[] {
  const { basePath, trailingSlash, i18n } = context;
  const usual = pattern.segments.map(usualValue);
  const bodies = [usual];
  pattern.segments.forEach((segment, i) => {
    if (segment.kind === 'literal') return;
    if (segment.kind === 'any') bodies.push(replaced(usual, i, ''));
    if (segment.kind !== 'one') bodies.push(replaced(usual, i, `${usual[i]}/details`));
    const reach = segment.kind === 'one' ? words.flatMap((word) => word.split('/')) : words;
    for (const word of new Set(reach)) {
      if (!isSegments(word)) continue;
      bodies.push(replaced(usual, i, word));
      if (segment.kind !== 'one') bodies.push(replaced(usual, i, `${word}/details`));
    }
  });
  const prefix = basePath + (i18n && pattern.kind !== 'asset' ? `/${i18n.defaultLocale}` : '');
  const found = new Set<string>();
  for (const body of bodies.slice(0, MAX_PATHS)) {
    const path = `${prefix}/${body.filter((part) => part !== '').join('/')}`;
    const bare = path.length > 1 ? path.replace(/\/$/, '') : path;
    found.add(trailingSlash && pattern.kind !== 'asset' ? `${bare}/` : bare).add(bare);
  }
  return [...found];
}

function replaced(values: readonly string[], index: number, value: string): string[] {
  return values.map((each, i) => (i === index ? value : each));
}

/** Nothing that a browser would rewrite, such as empty segments or `..`. */
function isSegments(word: string): boolean {
  return word.split('/').every((part) => /^[\w.~!$&'()*+,;=:@-]+$/.test(part) && !/^\.{1,2}$/.test(part));
}

function usualValue(segment: Segment): string {
  return segment.kind === 'literal' ? segment.text : valueFor(segment.name);
}

/** A likely value for a parameter of this name. */
export function valueFor(name: string): string {
  const lower = name.toLowerCase();
  if (/(?:^|[a-z_-])id$/.test(lower)) return '42';
  if (/^(?:lang|language|locale|lng)$/.test(lower)) return 'en';
  return /^[a-z]{2,12}$/.test(lower) && !/^(?:slug|path|all|rest|params?)$/.test(lower)
    ? `my-${lower}`
    : 'my-post';
}

/** Runs of literal characters in the expression. */
export function wordsOf(matcher: CompiledMatcher): string[] {
  try {
    const source = matcher.regexp.source;
    const parser = new RegExpParser({ ecmaVersion: 2025 });
    const words: string[] = [];
    collect(parser.parsePattern(source, 0, source.length, { unicode: false }).alternatives, words);
    return words
      .map((word) => word.replace(/^\/+|\/+$/g, ''))
      .filter((word) => word !== '' && !ADDED.test(word));
  } catch {
    return [];
  }
}

function collect(alternatives: readonly AST.Alternative[], words: string[]): void {
  for (const { elements } of alternatives) {
    let run = '';
    const flush = (): void => {
      if (run) words.push(run);
      run = '';
    };
    for (const element of elements) {
      const char = literalOf(element);
      if (char !== undefined) run += char;
      else {
        flush();
        collect(inside(element), words);
      }
    }
    flush();
  }
}

/** A dot that was meant literally, as in `favicon.ico`, reads as one. */
function literalOf(element: AST.Element): string | undefined {
  if (element.type === 'Character') return String.fromCharCode(element.value);
  return element.type === 'CharacterSet' && element.kind === 'any' ? '.' : undefined;
}

function inside(element: AST.Element): readonly AST.Alternative[] {
  if (element.type === 'Quantifier') return inside(element.element);
  return 'alternatives' in element ? element.alternatives : [];
}

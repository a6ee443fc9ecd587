/** A matcher in words, with examples, for a hover. */
import { parse } from 'path-to-regexp';
import type { Key, Token } from 'path-to-regexp';
import { craftedPaths, plainPaths, valueFor } from './candidates';
import { checkSource, compileMatchers } from './compile';
import { decideCoverage } from './coverage';
import { describePattern, literalChoices } from './explainPattern';
import { takesRequest } from './match';
import { semanticsOf } from './semantics';
import { lexSource } from './sourceLexer';
import type { CompiledMatcher, Explanation, MatcherContext } from './types';

const MAX_EXAMPLES = 3;
const EVERYWHERE = '/[[...path]]';
const SWALLOWED =
  'Matches next to nothing in this version of Next.js (before 15.0.3): the parameter at the end takes the suffix that ' +
  'Next.js adds, `(.json)?`, for its pattern. Write `:name*`, or a pattern of your own.';
const USUAL = [
  '/',
  '/about',
  '/dashboard/settings',
  '/api/users',
  '/_next/static/chunks/main.js',
  '/logo.png',
];

/** `takes` and `skips` are URL paths with basePath, verified; empty when Next.js refuses the source. */
export function explainMatcher(source: string, context: MatcherContext): Explanation {
  const error = checkSource(source, context);
  if (error) return { words: `Next.js refuses this matcher. ${error.message}.`, takes: [], skips: [] };
  const tokens = tokensOf(source);
  const { matchers } = compileMatchers([{ source }], context);
  const words = swallowsSuffix(source, context)
    ? SWALLOWED
    : `${inWords(source, tokens)}${whereItApplies(context)}`;
  return { words, ...examples(tokens, matchers, context) };
}

/** A parameter without `*` or pattern at the very end: up to 15.0.2 the suffix `(.json)?` becomes its pattern. */
function swallowsSuffix(source: string, { nextVersion }: MatcherContext): boolean {
  const isOld = semanticsOf(nextVersion).every(({ suffix }) => suffix === 'unescaped');
  return isOld && lexSource(source).at(-2)?.type === 'NAME';
}

/** Null for what only an older path-to-regexp understands. */
function tokensOf(source: string): Token[] | null {
  try {
    return parse(source);
  } catch {
    return null;
  }
}

function whereItApplies({ basePath, i18n }: MatcherContext): string {
  const prefixes = [basePath && `the base path \`${basePath}\``, i18n && 'a locale'].filter(Boolean);
  return prefixes.length === 0 ? '' : ` Next.js puts ${prefixes.join(' and ')} in front.`;
}

function inWords(source: string, tokens: readonly Token[] | null): string {
  if (!tokens) return `Matches the pattern \`${source}\`.`;
  const [first, second, ...rest] = tokens;
  if (tokens.every((token) => typeof token === 'string')) {
    return source === '/' ? 'Matches the start page `/` only.' : `Matches \`${tokens.join('')}\` only.`;
  }
  const base = typeof first === 'string' ? first : '';
  const last = typeof first === 'string' ? second : first;
  const isEnd = typeof first === 'string' ? rest.length === 0 : second === undefined;
  if (isEnd && typeof last === 'object') {
    const whole = describeLast(base, last);
    if (whole) return whole;
  }
  return `Matches paths made of ${tokens.map(describeToken).join(', then ')}.`;
}

/** The forms nearly all matchers have: something fixed, and one parameter or pattern that ends it. */
function describeLast(base: string, key: Key): string | null {
  if (key.suffix || !['', '/'].includes(key.prefix)) return null;
  const start = base + key.prefix;
  if (isSegment(key)) {
    if (key.prefix !== '/') return null;
    switch (key.modifier) {
      case '*':
        return base ? `Matches \`${base}\` and everything below it.` : 'Matches every path.';
      case '+':
        return base
          ? `Matches everything below \`${base}\`, but not \`${base}\` itself.`
          : 'Matches every path but `/`.';
      case '?':
        return `Matches \`${base || '/'}\` and one segment below it.`;
      default:
        return `Matches \`${start}\` followed by exactly one segment.`;
    }
  }
  return key.modifier === '' ? describePattern(key.pattern, start) : null;
}

/** A parameter without a pattern of its own; path-to-regexp then writes one in. */
function isSegment({ name, pattern }: Key): boolean {
  return typeof name === 'string' && /^(?:\[\^|\(\?:\(\?!).*\]\)?\+\?\)?$/.test(pattern);
}

function describeToken(token: Token): string {
  if (typeof token === 'string') return `\`${token}\``;
  const { prefix, suffix, pattern, modifier } = token;
  const inner = pattern === '' ? '' : isSegment(token) ? `one segment (\`${token.name}\`)` : `\`${pattern}\``;
  const text = [prefix && `\`${prefix}\``, inner, suffix && `\`${suffix}\``].filter(Boolean).join(' and ');
  return `${text}${{ '?': ' (optional)', '*': ' (any number of times)', '+': ' (once or more)' }[modifier] ?? ''}`;
}

function examples(
  tokens: readonly Token[] | null,
  matchers: readonly CompiledMatcher[],
  context: MatcherContext,
): Pick<Explanation, 'takes' | 'skips'> {
  const everywhere = { kind: 'page', segments: [{ kind: 'any', name: 'path' }] } as const;
  const plain = { ...context, basePath: '', trailingSlash: false, i18n: null };
  const own = tokens ? instances(tokens) : [];
  const near = own.filter((path) => /\w$/.test(path)).map((path) => `${path}-old`);
  const crafted = [...near.slice(0, 1), ...craftedPaths(everywhere, plain, matchers)];
  // The pathname of a start page behind a base path is the base path alone.
  const visited = (path: string): string => context.basePath + (path === '/' && context.basePath ? '' : path);
  const pick = (wanted: boolean, pool: readonly string[], found: string | null): string[] => {
    const paths = [...new Set(pool)].filter((path) => path.startsWith('/')).map(visited);
    const verified = paths.filter((path) => takesRequest(matchers, path, context) === wanted);
    return verified.length === 0 && found !== null ? [found] : verified.slice(0, MAX_EXAMPLES);
  };
  const { witness, taken } = decideCoverage(EVERYWHERE, matchers, context);
  return {
    takes: pick(true, [...own, ...USUAL, ...crafted, ...plainPaths(everywhere, plain)], taken),
    skips: pick(false, [...crafted, ...USUAL, ...own], witness),
  };
}

/** Paths built from the source itself. Repeated parameters: not at all, once, twice. */
function instances(tokens: readonly Token[]): string[] {
  const paths: string[] = [];
  for (const times of [0, 1, 2]) {
    const parts = tokens.map((token) => (typeof token === 'string' ? token : instance(token, times)));
    if (parts.every((part) => part !== null)) paths.push(parts.join('') || '/');
  }
  return [...new Set(paths)];
}

function instance(key: Key, times: number): string | null {
  const { prefix, suffix, pattern, modifier } = key;
  const isOptional = modifier === '?' || modifier === '*';
  if (isOptional && times === 0) return '';
  const value = isSegment(key)
    ? valueFor(String(key.name))
    : (literalChoices(pattern)?.[0] ?? digits(pattern));
  if (value === null) return null;
  const once = prefix + value + suffix;
  return (modifier === '*' || modifier === '+') && times === 2 ? once + once : once;
}

/** Digits for `\d+` and `\d{4}`. */
function digits(pattern: string): string | null {
  const match = /^\\d(?:[+*]|\{(\d)\})?$/.exec(pattern);
  return match ? '2026'.slice(0, Number(match[1] ?? 2)).padEnd(Number(match[1] ?? 2), '0') : null;
}

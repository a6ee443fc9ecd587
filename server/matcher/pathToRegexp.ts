/**
 * Path pattern -> source of a regular expression, as the path-to-regexp that Next.js compiles in does it.
 *
 * The installed package is 6.3.0, equal to dist/compiled/path-to-regexp of Next.js 15.5.0 and later. Up to 15.4.11
 * Next.js holds 6.1, which differs in two points (read in both bundles), and both can be asked of 6.3:
 * - a parameter without a pattern always gets `[^\/#\?]+?`; 6.3 derives it from the text before the parameter and
 *   refuses two parameters without text between them. Writing the pattern out gives the old meaning.
 * - a repeated pattern without prefix or suffix is `(…)*`; 6.3 refuses it. `((?:…)*)` is the same language.
 * For the second, 15.5.0 and later fall back to a prefix of `/` (dist/lib/route-pattern-normalizer.js).
 */
import { RegExpParser } from '@eslint-community/regexpp';
import { parse, tokensToRegexp } from 'path-to-regexp';
import type { Token } from 'path-to-regexp';
import type { Semantics } from './semantics';
import { lexSource, SourceError } from './sourceLexer';
import type { SourceToken } from './sourceLexer';

const DEFAULT_PATTERN = String.raw`([^\/#\?]+?)`;

/**
 * The expression's source, or null when it is valid but this runtime cannot compile it (a newer syntax).
 * Throws SourceError for what Next.js refuses.
 */
export function pathToRegexpSource(path: string, version: Semantics['pathToRegexp']): string | null {
  const tokens = lexSource(path);
  try {
    return compileTokens(version === '6.1' ? parseAs61(path, tokens) : parseAs63(path, tokens), version);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const offset = badPattern(tokens);
    if (offset === undefined) return null;
    throw new SourceError(`Invalid regular expression: ${describeSyntaxError(error)}`, offset);
  }
}

function parseAs63(path: string, tokens: readonly SourceToken[]): Token[] {
  try {
    return parse(path);
  } catch (error) {
    const { message, offset } = parseError(error);
    if (!message.startsWith('Must have text')) throw new SourceError(message, offset);
    throw new SourceError('There must be text between two parameters', adjacentParameter(tokens));
  }
}

function parseAs61(path: string, tokens: readonly SourceToken[]): Token[] {
  const bare = tokens.filter(({ type }, i) => type === 'NAME' && tokens[i + 1]?.type !== 'PATTERN');
  let text = '';
  let from = 0;
  for (const { end } of bare) {
    text += path.slice(from, end) + DEFAULT_PATTERN;
    from = end;
  }
  try {
    return parse(text + path.slice(from));
  } catch (error) {
    const { message, offset } = parseError(error);
    let inserted = 0;
    for (const { end } of bare) {
      if (offset !== null && end + inserted < offset) inserted += DEFAULT_PATTERN.length;
    }
    throw new SourceError(message, offset === null ? null : offset - inserted);
  }
}

function compileTokens(tokens: Token[], version: Semantics['pathToRegexp']): string {
  if (version === '6.1') return tokensToRegexp(tokens.map(repeatInside)).source;
  try {
    return tokensToRegexp(tokens).source;
  } catch {
    return tokensToRegexp(tokens.map(prefixWithSlash)).source;
  }
}

function isBareRepetition(token: Token): token is Exclude<Token, string> {
  return typeof token === 'object' && /^[*+]$/.test(token.modifier) && !token.prefix && !token.suffix;
}

function repeatInside(token: Token): Token {
  if (!isBareRepetition(token) || !token.pattern) return token;
  return { ...token, pattern: `(?:${token.pattern})${token.modifier}`, modifier: '' };
}

function prefixWithSlash(token: Token): Token {
  return isBareRepetition(token) ? { ...token, prefix: '/' } : token;
}

/** `Unexpected MODIFIER at 3, expected END` -> what a reader of the source can use, and 3. */
function parseError(error: unknown): { message: string; offset: number | null } {
  const text = error instanceof Error ? error.message : String(error);
  const unexpected = /^Unexpected (\w+) at (\d+), expected (\w+)$/.exec(text);
  if (!unexpected) return { message: text, offset: null };
  const [, found, offset, expected] = unexpected;
  return {
    message: UNEXPECTED[expected === 'CLOSE' ? 'open' : (found ?? '')] ?? text,
    offset: Number(offset),
  };
}

const UNEXPECTED: Record<string, string> = {
  MODIFIER: '`*`, `+` and `?` must follow a parameter or a pattern, as in `:path*` or `(.*)`',
  CLOSE: '`}` without `{`',
  open: 'The group that `{` opens must hold at most one parameter and end with `}`',
};

/** The second of two parameters without text between them. */
function adjacentParameter(tokens: readonly SourceToken[]): number | null {
  const found = tokens.find(({ type }, i) => {
    if (type !== 'NAME' || tokens[i + 1]?.type === 'PATTERN') return false;
    const before = tokens[i - 1]?.type === 'OPEN' ? tokens[i - 2] : tokens[i - 1];
    return before !== undefined && /^(?:NAME|PATTERN|MODIFIER|CLOSE)$/.test(before.type);
  });
  return found?.index ?? null;
}

/** Offset of the character that makes a pattern invalid; undefined when every pattern is valid by itself. */
function badPattern(tokens: readonly SourceToken[]): number | undefined {
  const parser = new RegExpParser({ ecmaVersion: 2025 });
  for (const { type, value, index } of tokens) {
    if (type !== 'PATTERN') continue;
    try {
      parser.parsePattern(value, 0, value.length, { unicode: false, unicodeSets: false });
    } catch (error) {
      // The parser has already read the character it stumbles over.
      const read = (error as { index?: unknown }).index;
      return index + Math.min(Math.max(typeof read === 'number' ? read : 1, 1), value.length);
    }
  }
  return undefined;
}

/** `Invalid regular expression: /^…$/i: Unterminated group` -> `unterminated group`. */
function describeSyntaxError(error: SyntaxError): string {
  const reason = error.message.slice(error.message.lastIndexOf(': ') + 2);
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}

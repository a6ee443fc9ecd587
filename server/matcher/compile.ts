/**
 * `config.matcher` -> regular expressions, by the rules of the app's Next.js:
 * - building: getMiddlewareMatchers in dist/build/analysis/get-page-static-info.js (13.5.11, 14.2.35, 15.0.0, 15.0.8,
 *   15.5.15, 15.5.29, 16.2.4, 16.4.6 read); the differences are in semantics.ts, with their versions.
 * - compiling: dist/lib/try-to-parse-path.js, see pathToRegexp.ts. The `i` flag of path-to-regexp is lost on the way
 *   (`.source`), so that matching is case-sensitive.
 * - refusing: see validate.ts.
 */
import { pathToRegexpSource } from './pathToRegexp';
import { semanticsOf } from './semantics';
import type { Semantics } from './semantics';
import { SourceError } from './sourceLexer';
import type { CompiledMatcher, CompiledMatchers, MatcherContext, MatcherError, MatcherSource } from './types';
import { checkEntry } from './validate';

const NEXT_DATA_PREFIX = '/:nextData(_next/data/[^/]{1,})?';
const LOCALE_PREFIX = '/:nextInternalLocale((?!_next/)[^/.]{1,})';
const TRANSPORT = String.raw`\.rsc|\.segments/.+\.segment\.rsc`;
const SUFFIXES: Record<Semantics['suffix'], string> = {
  unescaped: '(.json)?',
  json: String.raw`{(\.json)}?`,
  transport: String.raw`{(\.json|${TRANSPORT})}?`,
};
const MAX_LENGTH = 4096;
/** Never matches; stands for an expression that this runtime cannot compile. */
const NOTHING = /[^\s\S]/;

/** Compiles what Next.js accepts and says why it refuses the rest. With an unknown version, refused means: by all. */
export function compileMatchers(
  sources: readonly MatcherSource[],
  context: MatcherContext,
): CompiledMatchers {
  const matchers: CompiledMatcher[] = [];
  const errors: MatcherError[] = [];
  for (const source of sources) {
    const compiled = compileWithAny(source, context);
    if ('message' in compiled) errors.push(compiled);
    else matchers.push(compiled);
  }
  return { matchers, errors };
}

/** Null when Next.js accepts the source. */
export function checkSource(source: string | MatcherSource, context: MatcherContext): MatcherError | null {
  const compiled = compileWithAny(typeof source === 'string' ? { source } : source, context);
  return 'message' in compiled ? compiled : null;
}

function compileWithAny(source: MatcherSource, context: MatcherContext): CompiledMatcher | MatcherError {
  let first: MatcherError | undefined;
  for (const semantics of semanticsOf(context.nextVersion)) {
    const compiled = compileMatcher(source, context, semantics);
    if (!('message' in compiled)) return compiled;
    first ??= compiled;
  }
  return first as MatcherError;
}

/** One matcher under one version's rules. */
export function compileMatcher(
  source: MatcherSource,
  context: MatcherContext,
  semantics: Semantics,
): CompiledMatcher | MatcherError {
  const problem = checkEntry(source, semantics.validation);
  if (problem) return { source, ...problem };
  try {
    const own = pathToRegexpSource(source.source, semantics.pathToRegexp);
    const { text, expression } = compileBuilt(source, context, semantics);
    checkLength(semantics.validation === 'schema' ? [source.source, text] : [own, expression]);
    const opaque = expression === null;
    const regexp = opaque ? NOTHING : new RegExp(expression);
    return { source, regexp, conditional: isCondition(source.has) || isCondition(source.missing), opaque };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { source, message: error.message, offset: error.offset };
  }
}

function compileBuilt(
  source: MatcherSource,
  context: MatcherContext,
  semantics: Semantics,
): { text: string; expression: string | null } {
  const text = buildSource(source, context, semantics);
  try {
    return { text, expression: pathToRegexpSource(text, semantics.pathToRegexp) };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    // The source alone is fine, with Next.js's suffix behind it not any more: only a trailing backslash does that.
    throw new SourceError('A backslash at the end escapes nothing', source.source.length - 1);
  }
}

export function buildSource(
  { source, locale }: MatcherSource,
  { basePath, i18n }: MatcherContext,
  { suffix }: Semantics,
): string {
  const isRoot = source === '/';
  const localePrefix = i18n && locale !== false ? LOCALE_PREFIX : '';
  const prefix = `${basePath}${NEXT_DATA_PREFIX}${localePrefix}`;
  const shown = isRoot && localePrefix ? '' : source;
  const end = isRoot ? rootSuffix(i18n !== null, suffix) : SUFFIXES[suffix];
  return `${prefix}${shown}${end}`;
}

function rootSuffix(hasI18n: boolean, suffix: Semantics['suffix']): string {
  const data = hasI18n ? String.raw`|\.json|` : '';
  const transport = suffix === 'transport' ? `|/?index(?:${TRANSPORT})` : '';
  return String.raw`(${data}/?index|/?index\.json${transport})?`;
}

/** An empty list conditions nothing, although Next.js looks at it. */
function isCondition(items: unknown[] | undefined): boolean {
  return items !== undefined && items.length > 0;
}

function checkLength(texts: readonly (string | null)[]): void {
  if (texts.some((text) => (text?.length ?? 0) > MAX_LENGTH)) {
    throw new SourceError(`The matcher is longer than the ${MAX_LENGTH} characters Next.js allows`, null);
  }
}

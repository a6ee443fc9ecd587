/** Whether a path is matched, as the server decides it. */
import { isQuickOn } from './backtracking';
import { createLanguages } from './language';
import type { Formula, Languages } from './language';
import { DEFAULT_LIMITS, LimitReached, Unsupported } from './limits';
import { semanticsOf } from './semantics';
import type { CompiledMatcher, MatcherContext } from './types';

export type Answer = boolean | 'unknown';

/**
 * Whether some matcher takes this pathname as it stands, conditions aside: what getMiddlewareRouteMatcher of
 * dist/shared/lib/router/utils/middleware-route-matcher.js and Next.js's own test helper answer. 'unknown' when the
 * expression can be run neither by this runtime nor by an automaton within its limits.
 */
export function matchesPath(matchers: readonly CompiledMatcher[], pathname: string): Answer {
  return some(matchers, (matcher) => matches(matcher, pathname));
}

/**
 * Whether some matcher takes a request for this pathname, conditions aside: what the running server answers, which
 * adds the default locale and, in newer versions, also tries the decoded pathname (resolve-routes.js).
 */
export function takesRequest(
  matchers: readonly CompiledMatcher[],
  pathname: string,
  context: MatcherContext,
): Answer {
  const answers = semanticsOf(context.nextVersion).map(({ decodes }) =>
    takesRequestWhen(decodes, matchers, pathname, context),
  );
  return answers.every((answer) => answer === answers[0]) ? (answers[0] as Answer) : 'unknown';
}

/** The same for a server of which it is known whether it tries the decoded pathname. */
export function takesRequestWhen(
  decodes: boolean,
  matchers: readonly CompiledMatcher[],
  pathname: string,
  context: MatcherContext,
): Answer {
  const tested = withLocale(pathname, context);
  const raw = matchesPath(matchers, tested);
  const decoded = decodes ? decode(tested) : tested;
  if (raw === true || decoded === tested) return raw;
  return some([raw, matchesPath(matchers, decoded)], (answer) => answer);
}

/** The pathname the matchers see: with the default locale in front when i18n is on and no locale is given. */
export function withLocale(pathname: string, { basePath, trailingSlash, i18n }: MatcherContext): string {
  if (!i18n) return pathname;
  const inside = pathname.startsWith(`${basePath}/`) || pathname === basePath;
  const base = inside ? basePath : '';
  const rest = pathname.slice(base.length) || '/';
  const first = rest.split('/', 2)[1]?.toLowerCase();
  if (rest.startsWith('/_next/') || i18n.locales.some((locale) => locale.toLowerCase() === first))
    return pathname;
  const prefixed = `${base}/${i18n.defaultLocale}${rest === '/' ? '' : rest}`;
  const wantsSlash = trailingSlash && pathname.endsWith('/') && !prefixed.endsWith('/');
  return wantsSlash ? `${prefixed}/` : prefixed;
}

/** As resolve-routes.js: what cannot be decoded is left alone. */
function decode(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

function some<T>(items: readonly T[], test: (item: T) => Answer): Answer {
  let answer: Answer = false;
  for (const item of items) {
    const one = test(item);
    if (one === true) return true;
    if (one === 'unknown') answer = 'unknown';
  }
  return answer;
}

function matches(matcher: CompiledMatcher, pathname: string): Answer {
  if (matcher.opaque) return 'unknown';
  if (isQuickOn(matcher.regexp.source, pathname.length)) return matcher.regexp.test(pathname);
  return acceptsSlowly(matcher, pathname);
}

const automata = new WeakMap<CompiledMatcher, { languages: Languages; formula: Formula } | null>();

/** By automaton, for expressions on which backtracking may take too long. */
function acceptsSlowly(matcher: CompiledMatcher, pathname: string): Answer {
  let automaton = automata.get(matcher);
  try {
    if (automaton === undefined) {
      const languages = createLanguages(DEFAULT_LIMITS);
      automaton = { languages, formula: languages.compile(matcher.regexp.source).formula };
      automata.set(matcher, automaton);
    }
    if (automaton === null) return 'unknown';
    automaton.languages.restart();
    return automaton.languages.accepts(automaton.formula, pathname);
  } catch (error) {
    if (!isGivingUp(error)) throw error;
    // What did not fit once will not fit later either, and a half-built diagram is no use.
    automata.set(matcher, null);
    return 'unknown';
  }
}

/** The automaton cannot help: a limit, something it cannot express, or nesting too deep for the stack. */
export function isGivingUp(error: unknown): boolean {
  return (
    error instanceof LimitReached ||
    error instanceof Unsupported ||
    error instanceof RangeError ||
    error instanceof SyntaxError
  );
}

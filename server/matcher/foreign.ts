/**
 * Paths that the matchers take for another reason than that somebody visits the route. `/about.json` beside a page
 * `/about` is taken because that page is: Next.js adds the suffix to every matcher, to catch its own requests for the
 * data of a page. And what the middleware answers itself, such as `/auth/login`, never gets to a page.
 */
import { plainPaths } from './candidates';
import { matchesPath } from './match';
import { dataLanguages, languageBeside, unionByTail } from './routeLanguage';
import type { RoutePattern } from './routePattern';
import type { Semantics } from './semantics';
import type { CompiledMatcher, MatcherContext } from './types';

export interface ForeignRoutes {
  /** What is asked for as data of these routes. */
  data: readonly RoutePattern[];
  /** All their paths. */
  whole: readonly RoutePattern[];
  /** The route of which only a part is decided: what is asked for as data of its other paths. */
  rest?: RoutePattern;
}

export interface Foreign {
  has(path: string): boolean;
  /** Of all such paths. */
  expression(): string;
}

const MAX_EXAMPLES = 8;
/** What a path of `data` looks like at least; saves building the expression. */
const DATA = /json\/?$|\.rsc\/?$|index\/?$/;

/**
 * Built when needed: most routes have a path that counts without looking. Of routes that seem untouched by the matchers
 * nothing is built in, which keeps it small in large apps: to disregard too little is never wrong.
 */
export function createForeign(
  { data, whole, rest }: ForeignRoutes,
  route: RoutePattern,
  matchers: readonly CompiledMatcher[],
  context: MatcherContext,
  suffix: Semantics['suffix'],
): Foreign {
  const isTaken = (path: string): boolean => matchesPath(matchers, path) !== false;
  const isTouched = (other: RoutePattern): boolean =>
    plainPaths(other, context).slice(0, MAX_EXAMPLES).some(isTaken);
  let text: string | undefined;
  let regexp: RegExp | undefined;
  const expression = (): string =>
    (text ??= unionByTail([
      ...[...data.filter(isTouched), ...(rest ? [rest] : [])].flatMap((other) =>
        dataLanguages(other, context, suffix),
      ),
      ...whole.filter(isTouched).map((other) => languageBeside(other, route, context)),
    ]));
  return {
    expression,
    has(path) {
      const isPossible = whole.length > 0 || ((data.length > 0 || rest !== undefined) && DATA.test(path));
      return isPossible && (regexp ??= new RegExp(expression())).test(path);
    },
  };
}

/** Does the middleware run on a route? A thin layer over the matcher decision, for one app at a time. */
import { compileFor } from '../../app/compiledMatcher';
import { decideCoverage, findGap, takesRequest } from '../../matcher';
import type { Answer, Gap, MatcherSource, Verdict } from '../../matcher';
import type { AppModel, Route } from '../../model';

export type Covers = (route: Pick<Route, 'route'>) => Verdict;

/** What is skipped of a route, as far as people visit it; undefined when nothing is, and when it is not known. */
export type Gaps = (route: Pick<Route, 'route'>) => Gap | undefined;

/** By the app's own matcher; undefined where it cannot be judged, or where there is none and all routes are covered. */
export function coverageOf(app: AppModel): Covers | undefined {
  const matcher = app.middleware?.matcher;
  return matcher?.kind === 'entries' ? coverageWith(app, matcher.entries) : undefined;
}

/** By other matchers in the place of the app's own. */
export function coverageWith(app: AppModel, sources: readonly MatcherSource[]): Covers | undefined {
  const compiled = compileFor(app, sources);
  if (!compiled) return undefined;
  const { matchers, context, options } = compiled;
  return ({ route }) => decideCoverage(route, matchers, context, options).covered;
}

export function gapsOf(app: AppModel): Gaps | undefined {
  const matcher = app.middleware?.matcher;
  return matcher?.kind === 'entries' ? gapsWith(app, matcher.entries) : undefined;
}

export function gapsWith(app: AppModel, sources: readonly MatcherSource[]): Gaps | undefined {
  const compiled = compileFor(app, sources);
  if (!compiled) return undefined;
  const { matchers, context, options } = compiled;
  return ({ route }) => findGap(route, matchers, context, options) ?? undefined;
}

/** Does the middleware run for this URL path, conditions aside? */
export function takingOf(
  app: AppModel,
  sources: readonly MatcherSource[],
): ((path: string) => Answer) | undefined {
  const compiled = compileFor(app, sources);
  return compiled && ((path) => takesRequest(compiled.matchers, path, compiled.context));
}

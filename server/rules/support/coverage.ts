/** Does the middleware run on a route? A thin layer over the matcher decision, for one app at a time. */
import { compileMatchers, decideCoverage } from '../../matcher';
import type { MatcherSource, Verdict } from '../../matcher/types';
import type { AppModel, Route } from '../../model';

export type Covers = (route: Pick<Route, 'route'>) => Verdict;

/** By the app's own matcher; undefined where it cannot be judged, or where there is none and all routes are covered. */
export function coverageOf(app: AppModel): Covers | undefined {
  const matcher = app.middleware?.matcher;
  return matcher?.kind === 'entries' ? coverageWith(app, matcher.entries) : undefined;
}

/** By other matchers in the place of the app's own. */
export function coverageWith(app: AppModel, sources: readonly MatcherSource[]): Covers | undefined {
  const { nextConfig, next, routes } = app.project;
  if (!nextConfig.known) return undefined;
  const { basePath, trailingSlash, i18n } = nextConfig;
  const context = { nextVersion: next.version, basePath, trailingSlash, i18n };
  const { matchers, errors } = compileMatchers(sources, context);
  if (errors.length > 0) return undefined;
  const siblings = routes.map(({ route }) => route);
  return ({ route }) => decideCoverage(route, matchers, context, { siblings }).covered;
}

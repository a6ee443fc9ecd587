/** A matcher compiled for one app, with what the app's routes have to do with each other. */
import { compileMatchers } from '../matcher';
import type { CompiledMatcher, CoverageOptions, MatcherContext, MatcherSource } from '../matcher';
import type { AppModel } from '../model';
import { sdkRoutes } from './sdkRoutes';

export interface AppMatcher {
  matchers: readonly CompiledMatcher[];
  context: MatcherContext;
  /** For routes of the app; a route of the SDK is not taken away by the SDK. */
  options: CoverageOptions;
}

const compiled = new WeakMap<AppModel, Map<string, AppMatcher | undefined>>();

/**
 * Undefined where next.config cannot be read, and where Next.js refuses the matcher: it does not build such an app. The
 * same answer for the same app and sources, so that what was decided once is not decided again.
 */
export function compileFor(app: AppModel, sources: readonly MatcherSource[]): AppMatcher | undefined {
  let known = compiled.get(app);
  if (!known) compiled.set(app, (known = new Map()));
  const key = JSON.stringify(
    sources.map(({ source, locale, basePath, has, missing }) => [source, locale, basePath, has, missing]),
  );
  if (!known.has(key)) known.set(key, compile(app, sources));
  return known.get(key);
}

function compile(app: AppModel, sources: readonly MatcherSource[]): AppMatcher | undefined {
  const { nextConfig, next, routes } = app.project;
  if (!nextConfig.known) return undefined;
  const { basePath, trailingSlash, i18n } = nextConfig;
  const context = { nextVersion: next.version, basePath, trailingSlash, i18n };
  const { matchers, errors } = compileMatchers(sources, context);
  if (errors.length > 0) return undefined;
  const siblings = routes.map(({ route }) => route);
  return { matchers, context, options: { siblings, answered: answeredPaths(app) } };
}

/** Routes of the SDK that never get past the middleware; not the prefixes it hands on, which may be an app's own. */
function answeredPaths(app: AppModel): readonly string[] {
  if (app.callsMiddleware !== true) return [];
  const routes = app.clients.flatMap((client) => sdkRoutes(client, app));
  return [...new Set(routes.filter(({ name }) => name !== 'proxy').map(({ path }) => path))];
}

/** Patterns worth having in a matcher: what the quick fixes write and completion offers. */
import ts from 'typescript';
import type { AppModel, RuleEdit } from '../../model';
import { gapsWith } from './coverage';
import { appendElement, insertAt, quoted, quoteOf, replaceNode } from './edits';
import { isOutsideApi, isWorthRolling, neededSdkRoutes, visitedRoutes } from './routes';

/** Everything but the files that Next.js serves itself. */
export const BROAD = String.raw`/((?!_next/static|_next/image|favicon\.ico|sitemap\.xml|robots\.txt).*)`;

/** Under a basePath, and for the default locale, the broad pattern may leave out the very front page. */
const candidates = [[BROAD], ['/', BROAD]];

/**
 * Patterns that run the middleware everywhere but on static files, with this app's basePath and locales; undefined when
 * they would leave out a route that matters, or that cannot be told.
 */
export function broadSources(app: AppModel): readonly string[] | undefined {
  const routes = [
    ...visitedRoutes(app).filter((route) => isOutsideApi(route) && isWorthRolling(app, route)),
    ...app.clients.flatMap((client) => neededSdkRoutes(client, app)).map(({ path }) => ({ route: path })),
  ];
  return candidates.find((sources) => {
    const gaps = gapsWith(
      app,
      sources.map((source) => ({ source })),
    );
    return gaps && routes.every((route) => gaps(route) === undefined);
  });
}

/** The pattern for a path of the SDK: `/auth/login` → `/auth/:path*`, and `/login` as it is. */
export function sourceFor(path: string): string {
  const directory = path.slice(0, path.lastIndexOf('/'));
  return directory === '' ? path : `${directory}/:path*`;
}

/** Writes other patterns for the whole matcher, in the author's quotes; null where the matcher is not written out. */
export function replaceMatcher(app: AppModel, sources: readonly string[]): RuleEdit | null {
  const { node, entries } = app.middleware?.matcher ?? {};
  const sample = entries?.[0]?.node;
  if (!node || !sample) return null;
  return replaceNode(node, `[${sources.map((source) => quoted(source, quoteOf(sample))).join(', ')}]`);
}

/** Adds patterns behind the author's; null where the matcher is not written out. */
export function addToMatcher(app: AppModel, sources: readonly string[]): RuleEdit[] | null {
  const { node, entries } = app.middleware?.matcher ?? {};
  if (!node) return null;
  const sample = ts.isArrayLiteralExpression(node) ? entries?.[0]?.node : node;
  const quote = sample ? quoteOf(sample) : "'";
  const texts = sources.map((source) => quoted(source, quote)).join(', ');
  if (ts.isArrayLiteralExpression(node)) return appendElement(node, texts);
  return ts.isStringLiteralLike(node)
    ? [insertAt(node, node.getStart(), '['), insertAt(node, node.getEnd(), `, ${texts}]`)]
    : null;
}

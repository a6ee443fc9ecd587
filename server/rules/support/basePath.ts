/** Matchers with the basePath written out, which Next.js puts in front itself. */
import type { AppModel, MatcherEntry, Route } from '../../model';
import { gapsWith } from './coverage';
import { entriesOf } from './matcher';

/** Entries that match nothing, because the basePath is there twice. */
export function entriesWithBasePath(app: AppModel): readonly MatcherEntry[] {
  const { nextConfig, routes } = app.project;
  const { basePath } = nextConfig;
  if (!nextConfig.known || basePath === '') return [];
  const isRoute = routes.some(({ route }) => route === basePath || route.startsWith(`${basePath}/`));
  // Without known routes, or with a route that really starts like that, the entry may be meant.
  if (isRoute || !routes.some(({ kind }) => kind === 'page' || kind === 'handler' || kind === 'api'))
    return [];
  return entriesOf(app).filter(
    (entry) =>
      entry.basePath !== false && (entry.source === basePath || entry.source.startsWith(`${basePath}/`)),
  );
}

export function withoutBasePath(app: AppModel, { source }: MatcherEntry): string {
  return source.slice(app.project.nextConfig.basePath.length) || '/';
}

/** The entries as they are meant: what only a basePath too many keeps out is told by matcher-includes-basepath. */
export function meantEntries(app: AppModel): readonly MatcherEntry[] {
  const wrong = entriesWithBasePath(app);
  return entriesOf(app).map((entry) =>
    wrong.includes(entry) ? { ...entry, source: withoutBasePath(app, entry) } : entry,
  );
}

/**
 * Next.js matches the front page below a basePath as `/shop`, which `/(.*)` behind the basePath does not take: it needs
 * the slash. Is that all that keeps the routes out, so that `/` beside the pattern lets them in?
 */
export function isFrontPageOfBasePath(app: AppModel, missed: readonly Pick<Route, 'route'>[]): boolean {
  const { project } = app;
  const { nextConfig } = project;
  if (nextConfig.basePath === '') return false;
  const entries = meantEntries(app);
  const without = { ...app, project: { ...project, nextConfig: { ...nextConfig, basePath: '' } } };
  const before = gapsWith(without, entries);
  const after = gapsWith(app, [...entries, { source: '/' }]);
  if (!before || !after) return false;
  return missed.every((route) => before(route) === undefined && after(route) === undefined);
}

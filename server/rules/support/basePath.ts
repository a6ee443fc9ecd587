/** Matchers with the basePath written out, which Next.js puts in front itself. */
import type { AppModel, MatcherEntry } from '../../model';
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

import type { Rule } from '../model';
import { entriesOf, placeInSource, replaceSource } from './support/matcher';

export const rule: Rule = {
  meta: {
    id: 'matcher-includes-basepath',
    severity: 'error',
    description: 'Next.js adds the basePath to every matcher; written out it is there twice.',
    fixable: true,
  },
  check(app, report) {
    const { nextConfig, routes } = app.project;
    const { basePath } = nextConfig;
    if (!nextConfig.known || basePath === '') return;
    const isRoute = routes.some(({ route }) => route === basePath || route.startsWith(`${basePath}/`));
    // Without known routes, or with a route that really starts like that, the entry may be meant.
    if (isRoute || !routes.some(({ kind }) => kind === 'page' || kind === 'handler' || kind === 'api'))
      return;
    for (const entry of entriesOf(app)) {
      const { source } = entry;
      if (entry.basePath === false || !(source === basePath || source.startsWith(`${basePath}/`))) continue;
      const edit = replaceSource(entry, source.slice(basePath.length) || '/');
      report({
        ...placeInSource(entry, 0, basePath.length),
        message: `This matches nothing: Next.js puts the basePath in front itself, so it looks for ${basePath}${source}.`,
        fixes: edit ? [{ title: `Remove ${basePath} from the matcher`, edits: [edit], safe: true }] : [],
      });
    }
  },
};

import type { Rule } from '../model';
import { entriesWithBasePath, withoutBasePath } from './support/basePath';
import { placeInSource, replaceSource } from './support/matcher';

export const rule: Rule = {
  meta: {
    id: 'matcher-includes-basepath',
    severity: 'error',
    description: 'Next.js adds the basePath to every matcher; written out it is there twice.',
    fixable: true,
  },
  check(app, report) {
    const { basePath } = app.project.nextConfig;
    for (const entry of entriesWithBasePath(app)) {
      const edit = replaceSource(entry, withoutBasePath(app, entry));
      report({
        ...placeInSource(entry, 0, basePath.length),
        message: `This matches nothing: Next.js puts the basePath in front itself, so it looks for ${basePath}${entry.source}.`,
        fixes: edit ? [{ title: `Remove ${basePath} from the matcher`, edits: [edit], safe: true }] : [],
      });
    }
  },
};

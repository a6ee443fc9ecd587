import type { Rule } from '../model';
import { placeInSource, replaceSource } from './support/matcher';
import { rootGap } from './support/preciseGaps';
import { relatedRoutes } from './support/routes';
import { isV4 } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'matcher-missing-root',
    severity: 'warning',
    description: 'A pattern that ends in .+ needs at least one character, so it skips the front page.',
    fixable: true,
  },
  check(app, report) {
    const gap = isV4(app) && app.callsMiddleware !== false ? rootGap(app) : undefined;
    if (!gap) return;
    const { entry, index, source, root } = gap;
    const edit = replaceSource(entry, source);
    report({
      ...placeInSource(entry, index, index + 2),
      message: 'The front page / is skipped: .+ needs at least one character after the slash.',
      related: relatedRoutes([root]),
      fixes: edit ? [{ title: 'Match the front page too (.*)', edits: [edit], safe: true }] : [],
    });
  },
};

import type { Rule } from '../model';
import { placeInSource, replaceSource } from './support/matcher';
import { leaks } from './support/preciseGaps';
import { relatedRoutes } from './support/routes';
import { isV4 } from './support/session';
import { list } from './support/text';

export const rule: Rule = {
  meta: {
    id: 'matcher-lookahead-prefix-leak',
    severity: 'warning',
    description: 'An excluded word without an end also excludes routes that only start with it.',
    fixable: true,
  },
  check(app, report) {
    if (!isV4(app) || app.callsMiddleware === false) return;
    for (const { entry, alternative, word, closed, routes } of leaks(app)) {
      const names = list(
        routes.map(({ route }) => route),
        4,
      );
      const edit = replaceSource(entry, closed);
      const title = `Exclude only /${word} and what lies below it`;
      report({
        ...placeInSource(entry, alternative.start, alternative.end),
        message: `${alternative.text} also excludes ${names}: nothing ends the word, so every path that starts with /${word} is skipped.`,
        related: relatedRoutes(routes),
        fixes: edit ? [{ title, edits: [edit], safe: true }] : [],
      });
    }
  },
};

import type { Gap } from '../matcher';
import type { Route, Rule } from '../model';
import { placeInSource, replaceSource } from './support/matcher';
import { leaks, type Leak } from './support/preciseGaps';
import { relatedToSkipped } from './support/routes';
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
    for (const leak of leaks(app)) {
      const { entry, alternative, word, closed, routes, possible } = leak;
      const edit = replaceSource(entry, closed);
      // Nothing says that somebody gives a parameter such a value.
      const isCertain = routes.length > 0;
      const title = `Exclude only /${word} and what lies below it`;
      report({
        ...placeInSource(entry, alternative.start, alternative.end),
        ...(isCertain ? {} : { severity: 'hint' }),
        message: `${alternative.text} also excludes ${excluded(leak)}: nothing ends the word, so every path that starts with /${word} is skipped.`,
        related: relatedToSkipped([...routes.map((route) => ({ ...route, gap: whole(route) })), ...possible]),
        fixes: edit ? [{ title, edits: [edit], safe: isCertain }] : [],
      });
    }
  },
};

/** `/api-docs`; else `URLs of /[slug] such as /api-news`. */
function excluded({ routes, possible: [first] }: Leak): string {
  const names = list(
    routes.map(({ route }) => route),
    4,
  );
  return routes.length > 0 || !first ? names : `URLs of ${first.route} such as ${first.gap.example}`;
}

function whole({ route }: Route): Gap {
  return { isWhole: true, example: route };
}

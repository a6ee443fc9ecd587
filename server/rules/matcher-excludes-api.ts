import type { Rule } from '../model';
import { gapsOf } from './support/coverage';
import { placeOf } from './support/edits';
import {
  isBelowApi,
  isOutsideApi,
  isWorthRolling,
  nameOfSkipped,
  relatedToSkipped,
  visitedRoutes,
  type SkippedRoute,
} from './support/routes';
import { isRolling, sessionClients } from './support/session';
import { list } from './support/text';

export const rule: Rule = {
  meta: {
    id: 'matcher-excludes-api',
    severity: 'info',
    description: 'The matcher skips API routes that use the session, so calling them does not extend it.',
    fixable: false,
  },
  check(app, report) {
    const gaps = gapsOf(app);
    const node = app.middleware?.matcher.node;
    if (!node || !gaps || app.callsMiddleware === false) return;
    if (!sessionClients(app).some((client) => isRolling(client) === true)) return;
    const visited = visitedRoutes(app).filter((route) => isWorthRolling(app, route));
    // Where pages are skipped as well, matcher-narrow-with-rolling speaks, and names these routes too.
    if (visited.some((route) => isOutsideApi(route) && gaps(route))) return;
    const missed = visited.flatMap((route): SkippedRoute[] => {
      const gap = isBelowApi(route) ? gaps(route) : undefined;
      return gap ? [{ ...route, gap }] : [];
    });
    if (missed.length === 0) return;
    report({
      ...placeOf(node),
      message: `Calls of ${list(missed.map(nameOfSkipped), 4)} do not extend the session: a page that only fetches data in the background lets it run out.`,
      related: relatedToSkipped(missed),
    });
  },
};

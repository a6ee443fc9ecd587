import { formatDuration } from '../../shared/session/duration';
import type { AppModel, ClientModel, Rule, RuleFix } from '../model';
import { isFrontPageOfBasePath, meantEntries } from './support/basePath';
import { gapsOf, gapsWith } from './support/coverage';
import { placeOf } from './support/edits';
import { addToMatcher, broadSources, replaceMatcher } from './support/matcherSources';
import { explainedRoutes } from './support/preciseGaps';
import {
  isOutsideApi,
  isWorthRolling,
  nameOfSkipped,
  relatedToSkipped,
  visitedRoutes,
  type SkippedRoute,
} from './support/routes';
import { numbersOf, rollsEverywhere, sessionClients } from './support/session';
import { list } from './support/text';

export const rule: Rule = {
  meta: {
    id: 'matcher-narrow-with-rolling',
    severity: 'warning',
    description: 'The matcher skips pages of the app, and visits there do not extend a rolling session.',
    fixable: true,
  },
  check(app, report) {
    const node = app.middleware?.matcher.node;
    const clients = sessionClients(app).filter(rollsEverywhere);
    const gaps = gapsOf(app) && gapsWith(app, meantEntries(app));
    if (!node || !gaps || clients.length === 0 || app.callsMiddleware === false) return;
    const explained = explainedRoutes(app);
    const missed = visitedRoutes(app).flatMap((route): SkippedRoute[] => {
      const gap = explained.has(route.route) || !isWorthRolling(app, route) ? undefined : gaps(route);
      return gap ? [{ ...route, gap }] : [];
    });
    if (!missed.some(isOutsideApi)) return;
    const sorted = [...missed].sort((a, b) => rank(a) - rank(b));
    const isFrontPage = isFrontPageOfBasePath(app, missed);
    const fix = isFrontPage ? frontPageFix(app) : fixOf(app);
    report({
      ...placeOf(node),
      message: messageOf(sorted, clients, isFrontPage),
      related: relatedToSkipped(sorted),
      fixes: fix ? [fix] : [],
    });
  },
};

/** Pages first, and what is skipped as a whole. */
function rank({ kind, gap }: SkippedRoute): number {
  return (kind === 'page' ? 0 : 2) + (gap.isWhole ? 0 : 1);
}

function messageOf(
  routes: readonly SkippedRoute[],
  clients: readonly ClientModel[],
  isFrontPage: boolean,
): string {
  const names = list(routes.map(nameOfSkipped), 4);
  const ends = clients.map(endWithoutVisits);
  const end = ends.includes(undefined) ? undefined : Math.max(...(ends as number[]));
  const them = routes.length === 1 && routes[0]?.gap.isWhole ? 'it' : 'them';
  const consequence =
    end === undefined || !Number.isFinite(end)
      ? ''
      : ` A user who stays there is signed out after ${formatDuration(end)}${clients.length > 1 ? ' at most' : ''}.`;
  const cause = isFrontPage
    ? `: with basePath, a pattern like this does not match the front page. Add '/' to the matcher.`
    : `, because this matcher skips ${them}.`;
  return `Visits to ${names} do not extend the session${cause}${consequence}`;
}

/** The first cookie lasts min(idle, absolute). */
function endWithoutVisits(client: ClientModel): number | undefined {
  const absolute = numbersOf(client.absoluteDuration.value);
  const inactivity = numbersOf(client.inactivityDuration.value);
  return absolute && inactivity ? Math.min(Math.max(...absolute), Math.max(...inactivity)) : undefined;
}

function fixOf(app: AppModel): RuleFix | null {
  const sources = broadSources(app);
  const edit = sources && replaceMatcher(app, sources);
  return edit
    ? { title: 'Run the middleware everywhere but on static files', edits: [edit], safe: false }
    : null;
}

function frontPageFix(app: AppModel): RuleFix | null {
  const edits = addToMatcher(app, ['/']);
  return edits && { title: "Add '/' for the front page", edits, safe: false };
}

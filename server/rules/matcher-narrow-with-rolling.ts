import { formatDuration } from '../../shared/session/duration';
import type { AppModel, ClientModel, Route, Rule, RuleFix } from '../model';
import { coverageOf } from './support/coverage';
import { placeOf } from './support/edits';
import { broadSources, isWorthRolling, replaceMatcher } from './support/matcherSources';
import { explainedRoutes } from './support/preciseGaps';
import { relatedRoutes, visitedRoutes } from './support/routes';
import { numbersOf, rollsEverywhere, sessionClients } from './support/session';
import { list } from './support/text';

const maximumRelated = 10;

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
    const covers = coverageOf(app);
    if (!node || !covers || clients.length === 0 || app.callsMiddleware === false) return;
    const explained = explainedRoutes(app);
    const missed = visitedRoutes(app).filter(
      (route) => covers(route) === 'none' && !explained.has(route.route),
    );
    if (!missed.some(isWorthRolling)) return;
    const sorted = [...missed].sort((a, b) => rank(a) - rank(b));
    const fix = fixOf(app);
    report({
      ...placeOf(node),
      message: messageOf(sorted, clients),
      related: relatedRoutes(sorted).slice(0, maximumRelated),
      fixes: fix ? [fix] : [],
    });
  },
};

function rank({ kind }: Route): number {
  return kind === 'page' ? 0 : 1;
}

function messageOf(routes: readonly Route[], clients: readonly ClientModel[]): string {
  const names = list(
    routes.map(({ route }) => route),
    4,
  );
  const ends = clients.map(endWithoutVisits);
  const end = ends.includes(undefined) ? undefined : Math.max(...(ends as number[]));
  const them = routes.length === 1 ? 'it' : 'them';
  const consequence =
    end === undefined || !Number.isFinite(end)
      ? ''
      : ` A user who stays there is signed out after ${formatDuration(end)}${clients.length > 1 ? ' at most' : ''}.`;
  return `Visits to ${names} do not extend the session, because this matcher skips ${them}.${consequence}`;
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

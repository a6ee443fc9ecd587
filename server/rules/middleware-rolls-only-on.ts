import { holdsOn } from '../facts/flow/paths';
import type { FlowCall, FlowReturn } from '../facts/flow/types';
import type { AppModel, Route, Rule } from '../model';
import { coverageOf } from './support/coverage';
import { placeOf } from './support/edits';
import { callName, names, reachOf, usualReturns } from './support/flow';
import { isBelowApi, relatedRoutes } from './support/routes';
import { rollsEverywhere, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'middleware-rolls-only-on',
    severity: 'warning',
    description:
      'The auth middleware is called on some paths only, and visits elsewhere do not extend a rolling session.',
    fixable: false,
  },
  check(app, report) {
    const { flow, matcher } = app.middleware ?? {};
    const [call] = flow?.calls ?? [];
    const isReadable = matcher?.kind === 'all' || coverageOf(app) !== undefined;
    if (!flow?.complete || !call || !isReadable || !sessionClients(app).some(rollsEverywhere)) return;
    const missed = routesWithout(app);
    const pages = missed.filter(({ kind }) => kind === 'page');
    const isOnlyApi = pages.length === 0;
    if (missed.length === 0) return;
    report({
      ...placeOf(call.node),
      severity: isOnlyApi ? 'info' : 'warning',
      message: messageOf(call, missed, isOnlyApi),
      related: relatedRoutes(missed, ({ route }) => `${route} never extends the session.`),
    });
  },
};

/** Routes that are served without any path to them calling the auth middleware. */
function routesWithout(app: AppModel): Route[] {
  const returns = usualReturns(app);
  const bare = returns.filter((back) => back.calls.length === 0 && serves(back));
  const candidates = new Set(
    bare.flatMap((back) => {
      const { pages, handlers } = reachOf(app, back.condition);
      return [...pages, ...handlers];
    }),
  );
  const rolling = returns.filter((back) => back.calls.length > 0);
  return [...candidates].filter(({ route }) => rolling.every((back) => isImpossible(app, back, route)));
}

function isImpossible(app: AppModel, back: FlowReturn, route: string): boolean {
  const isNo = (path: string): boolean => holdsOn(back.condition, path) === 'no';
  return isNo(route) && (!app.project.nextConfig.trailingSlash || route === '/' || isNo(`${route}/`));
}

/** A redirect or an error shows no page that could have extended the session. */
function serves({ response }: FlowReturn): boolean {
  return response.kind !== 'redirect' && (response.status === null || response.status < 300);
}

function messageOf(call: FlowCall, missed: readonly Route[], isOnlyApi: boolean): string {
  const what = isOnlyApi && missed.every(isBelowApi) ? 'Calls of' : 'Visits to';
  return `${what} ${names(missed)} do not extend the session: no path through the middleware calls ${callName(call)} for ${
    missed.length === 1 ? 'it' : 'them'
  }.`;
}

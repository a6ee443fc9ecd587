import { sessionIn } from '../facts/flow/paths';
import type { FlowCall, FlowReturn, ReturnSite } from '../facts/flow/types';
import type { AppModel, Report, Rule } from '../model';
import type { Severity } from '../../shared/finding';
import { keepCookies } from './support/copyEdits';
import { placeOf } from './support/edits';
import {
  callName,
  keepsOne,
  names,
  placeOfReturn,
  reachOf,
  sdkNames,
  siteBeside,
  usualReturns,
  type Reach,
} from './support/flow';
import { isBelowApi, visitedRoutes } from './support/routes';
import { isRolling, isV4, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'auth-response-dropped',
    severity: 'error',
    description: 'The response of the auth middleware is thrown away, and the session cookie with it.',
    fixable: true,
  },
  check(app, report) {
    if (!isV4(app)) return;
    const seen = new Set<string>();
    for (const back of usualReturns(app).filter((r) => !keepsOne(r))) {
      for (const { source, fate } of back.calls) {
        const found = fate === 'lost' ? finding(app, back, source) : undefined;
        if (!found) continue;
        const key = `${found.file} ${found.span.start}`;
        if (!seen.has(key)) report(found);
        seen.add(key);
      }
    }
  },
};

function finding(app: AppModel, back: FlowReturn, call: FlowCall): Report | undefined {
  const site = siteBeside(call, back.sites) ?? back.sites.at(-1);
  const loss = site && lossOf(app, back, call);
  if (!loss) return undefined;
  const fix = fixFor(call, site, back);
  return {
    ...placeOfReturn(site, call, back.response.node),
    severity: loss.severity,
    message: loss.message,
    related: [{ ...placeOf(call.node), message: 'The response that is thrown away.' }],
    fixes: fix ? [fix] : [],
  };
}

/**
 * Does somebody want these visits to extend the session? Before 4.17.0 they would also with rolling off, against its
 * author's will.
 */
function rolls(app: AppModel): boolean {
  return sessionClients(app).some((client) => isRolling(client) === true);
}

interface Loss {
  severity: Severity;
  message: string;
}

function lossOf(app: AppModel, back: FlowReturn, call: FlowCall): Loss | undefined {
  const reach = reachOf(app, back.condition);
  // A redirect from the login route to itself has a rule of its own.
  const isLoop = reach.sdk.some(
    ({ path }) => back.response.kind === 'redirect' && path === back.response.location,
  );
  if (reach.sdk.length > 0 && !isLoop) {
    const message = `${callName(call)} answers ${sdkNames(reach.sdk)}, and its answer is not returned here: signing in and out does not work.`;
    return { severity: 'error', message };
  }
  // Without a session the SDK sets no cookie (run: 4.30.0), so there is nothing to lose.
  if (!rolls(app) || sessionIn(back.condition) === 'absent') return undefined;
  return lossOnPages(app, back, call, reach);
}

function lossOnPages(app: AppModel, back: FlowReturn, call: FlowCall, reach: Reach): Loss | undefined {
  const { pages, handlers } = reach;
  const what = `The session cookie that ${callName(call)} sets`;
  if (pages.length === 0 && handlers.length === 0) {
    // Where no route at all is known, the layout of the app is not.
    if (visitedRoutes(app).length > 0) return undefined;
    return { severity: 'warning', message: `${what} is not in this response: the session is not extended.` };
  }
  if (isBlocking(back)) {
    return {
      severity: 'warning',
      message: `${what} is not in this response, so this request does not extend the session.`,
    };
  }
  const visited = names([...pages, ...handlers]);
  const isOnlyApi = pages.length === 0 && handlers.every(isBelowApi);
  return {
    severity: isOnlyApi ? 'info' : 'error',
    message: `${what} is not in this response: ${isOnlyApi ? 'calls of' : 'visits to'} ${visited} do not extend the session.`,
  };
}

/** The page is not shown, and the next request may extend the session. */
function isBlocking({ response }: FlowReturn): boolean {
  return response.kind === 'redirect' || (response.status !== null && response.status >= 300);
}

function fixFor(call: FlowCall, site: ReturnSite, back: FlowReturn): ReturnType<typeof keepCookies> {
  const isBeside = siteBeside(call, [site]) !== undefined || back.response.kind === 'none';
  return isBeside ? keepCookies(call, site, back.response.kind) : null;
}

import ts from 'typescript';
import { dependsOnMore, isOnlyPrefetch, sessionIn } from '../facts/flow/paths';
import type { Fate, FlowCall, FlowReturn, ReturnSite } from '../facts/flow/types';
import type { AppModel, Report, Rule, RuleFix } from '../model';
import type { Severity } from '../../shared/finding';
import { copyCookies, keepCookies, returnAuth } from './support/copyEdits';
import { letSdkAnswer } from './support/delegate';
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
import { hasOwnRoute, isBelowApi, visitedRoutes, type NeededRoute } from './support/routes';
import { isRolling, isV4, sessionClients } from './support/session';
import { promiseRead } from './support/unawaited';

export const rule: Rule = {
  meta: {
    id: 'auth-response-dropped',
    severity: 'error',
    description: 'The response of the auth middleware is thrown away, and the session cookie with it.',
    fixable: true,
  },
  check(app, report) {
    if (!isV4(app)) return;
    for (const call of app.middleware?.flow?.calls ?? []) {
      const read = promiseRead(call);
      if (read) report(read);
    }
    const seen = new Set<string>();
    for (const back of usualReturns(app)) {
      for (const { source, fate } of back.calls) {
        const found = fate === 'lost' && keepsOne(back) ? undefined : finding(app, back, source, fate);
        if (!found) continue;
        const key = `${found.file} ${found.span.start}`;
        if (!seen.has(key)) report(found);
        seen.add(key);
      }
    }
  },
};

function finding(app: AppModel, back: FlowReturn, call: FlowCall, fate: Fate): Report | undefined {
  const site = siteBeside(call, back.sites) ?? back.sites.at(-1);
  const loss = site && (answerLoss(app, back, call, fate) ?? cookieLoss(app, back, call, fate));
  if (!loss) return undefined;
  const fix = loss.isAnswer
    ? answerFix(app, call, site, back, fate)
    : isBeside(call, site, back)
      ? keepCookies(call, site, back.response.kind)
      : null;
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
  /** What is lost is the SDK's answer to one of its own routes, and not only the cookies. */
  isAnswer: boolean;
}

/** Routes of the SDK whose requests surely get another answer than the SDK's: its cookies alone sign nobody in. */
function answerLoss(app: AppModel, back: FlowReturn, call: FlowCall, fate: Fate): Loss | undefined {
  const isOther = isOtherAnswer(back);
  if (fate === 'unknown' || (fate !== 'lost' && !isOther)) return undefined;
  const { kind, location } = back.response;
  const { sdk } = reachOf(app, back.condition);
  // A redirect from the login route to itself has a rule of its own.
  if (kind === 'redirect' && sdk.some(({ path }) => path === location)) return undefined;
  const routes = sdk.filter(({ path, name }) => {
    // Without its cookies no copy of an answer signs anybody in or out; what a user is called needs none.
    const isLost = isOther || name === 'login' || name === 'callback' || name === 'logout';
    return isLost && !hasOwnRoute(app, path);
  });
  if (routes.length === 0) return undefined;
  const returned = fate === 'kept' ? 'only its cookies are returned here' : 'its answer is not returned here';
  const message = `${callName(call)} answers ${sdkNames(routes)}, and ${returned}: ${effectOf(routes)}.`;
  return { severity: 'error', message, isAnswer: true };
}

/**
 * Is the response surely not the SDK's, nor made of it? What has a body or a target of its own may have them from the
 * SDK's response, and a rewrite may lead to a handler that calls it.
 */
function isOtherAnswer({ response, opaque }: FlowReturn): boolean {
  const { kind, location, mayBeAuth } = response;
  if (kind === 'redirect') return location !== null;
  return kind === 'next' || kind === 'none' || (kind === 'other' && !mayBeAuth && !opaque);
}

function effectOf(routes: readonly NeededRoute[]): string {
  const has = (...wanted: NeededRoute['name'][]): boolean => routes.some(({ name }) => wanted.includes(name));
  const signing = [...(has('login', 'callback') ? ['in'] : []), ...(has('logout') ? ['out'] : [])];
  if (signing.length > 0) return `signing ${signing.join(' and ')} does not work`;
  return has('profile') ? 'useUser() never gets a user' : 'getAccessToken() fails in the browser';
}

function cookieLoss(app: AppModel, back: FlowReturn, call: FlowCall, fate: Fate): Loss | undefined {
  if (back.response.isAsked) return undefined;
  // Without a session the SDK sets no cookie (run: 4.30.0), so there is nothing to lose.
  if (fate !== 'lost' || !rolls(app) || sessionIn(back.condition, app.sessionCookies) === 'absent')
    return undefined;
  const loss = lossOnPages(app, back, call, reachOf(app, back.condition));
  return loss && { ...loss, isAnswer: false };
}

function lossOnPages(
  app: AppModel,
  back: FlowReturn,
  call: FlowCall,
  reach: Reach,
): Omit<Loss, 'isAnswer'> | undefined {
  const { pages, handlers } = reach;
  const what = `The session cookie that ${callName(call)} sets`;
  if (pages.length === 0 && handlers.length === 0) {
    // Where no route at all is known, the layout of the app is not.
    if (visitedRoutes(app).length > 0) return undefined;
    return { severity: 'warning', message: `${what} is not in this response: the session is not extended.` };
  }
  if (isOnlyPrefetch(back.condition) || isHarmless(back)) return undefined;
  if (isRedirect(back)) {
    return {
      severity: 'info',
      message: `${what} is not in this response, so this request does not extend the session.`,
    };
  }
  const isSome = dependsOnMore(back.condition);
  const isOnlyApi = pages.length === 0 && handlers.every(isBelowApi);
  const requests = `${isSome ? 'some ' : ''}${isOnlyApi ? 'calls of' : 'visits to'}`;
  return {
    severity: isOnlyApi ? 'info' : isSome ? 'warning' : 'error',
    message: `${what} is not in this response: ${requests} ${names([...pages, ...handlers])} do not extend the session.`,
  };
}

/**
 * Nothing is shown that counts as a visit: an error, a redirect within the app, whose target extends the session, or
 * one to the login, which starts a new one.
 */
function isHarmless({ response }: FlowReturn): boolean {
  const isError = response.status !== null && response.status >= 400;
  return response.location !== null || isError || isLogin(response);
}

function isLogin({ kind, node }: FlowReturn['response']): boolean {
  if (kind !== 'redirect' || !node || !ts.isCallExpression(node)) return false;
  return /\bstartInteractiveLogin$/.test(node.expression.getText());
}

function isRedirect({ response }: FlowReturn): boolean {
  return response.kind === 'redirect' || (response.status !== null && response.status >= 300);
}

function isBeside(call: FlowCall, site: ReturnSite, { response }: FlowReturn): boolean {
  return siteBeside(call, [site]) !== undefined || response.kind === 'none';
}

/** The auth response is returned, or it is for the SDK's own routes, and its cookies are copied for the others. */
function answerFix(
  app: AppModel,
  call: FlowCall,
  site: ReturnSite,
  back: FlowReturn,
  fate: Fate,
): RuleFix | null {
  if (!isBeside(call, site, back)) return null;
  const whole = returnAuth(call, site, back.response.kind);
  const own = whole ? null : letSdkAnswer(app, call, site.node);
  if (!own || fate !== 'lost') return whole ?? own;
  const copy = copyCookies(call, site);
  return copy && { ...own, edits: [...own.edits, ...copy.edits] };
}

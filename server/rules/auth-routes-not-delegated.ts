import type ts from 'typescript';
import { sessionIn } from '../facts/flow/paths';
import type { FlowReturn } from '../facts/flow/types';
import type { AppModel, Rule } from '../model';
import { coverageOf } from './support/coverage';
import { letSdkAnswer } from './support/delegate';
import { placeOfReturn, reachOf, usualReturns } from './support/flow';
import { isV4 } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'auth-routes-not-delegated',
    severity: 'error',
    description: 'The guard redirects the login route to itself, so that nobody can sign in.',
    fixable: true,
  },
  check(app, report) {
    const { flow, matcher } = app.middleware ?? {};
    const isReadable = matcher?.kind === 'all' || coverageOf(app) !== undefined;
    if (!flow || !isV4(app) || !isReadable) return;
    const seen = new Set<ts.Node>();
    for (const back of usualReturns(app)) {
      const site = back.sites.at(-1);
      const login = loopingLogin(app, back);
      if (!site || login === undefined || seen.has(site.node)) continue;
      seen.add(site.node);
      const call = back.calls[0]?.source ?? flow.calls[0];
      const fix = call && letSdkAnswer(app, call, site.node);
      report({
        ...(call
          ? placeOfReturn(site, call, back.response.node)
          : { file: site.module.path, span: { start: site.node.getStart(), end: site.node.getEnd() } }),
        message: `A visitor without a session is redirected from ${login} to ${login} again and again: nobody can sign in. Let the SDK answer its own routes first.`,
        fixes: fix ? [fix] : [],
      });
    }
  },
};

/** The login route, when a request for it without a session surely ends in this redirect to it. */
function loopingLogin(app: AppModel, back: FlowReturn): string | undefined {
  const { kind, location } = back.response;
  if (
    kind !== 'redirect' ||
    location === null ||
    sessionIn(back.condition, app.sessionCookies) === 'present' ||
    back.opaque
  )
    return undefined;
  const logins = reachOf(app, back.condition).sdk.filter(
    ({ name, path }) => name === 'login' && path === location,
  );
  return logins[0]?.path;
}

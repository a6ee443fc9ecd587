import ts from 'typescript';
import type { FlowCall, FlowSave, MiddlewareFlow } from '../facts/flow/types';
import type { AppModel, Rule, RuleEdit, RuleFix } from '../model';
import { atLeast } from '../project/semver';
import { insertAt, placeOf } from './support/edits';
import { isInScope } from './support/flow';
import { isV4 } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'get-access-token-without-res',
    severity: 'error',
    description:
      'In the middleware a token or session is saved without the response that would carry the cookie.',
    fixable: true,
  },
  check(app, report) {
    const flow = app.middleware?.flow;
    if (!flow || !isV4(app)) return;
    for (const save of flow.saves) {
      if (save.passes !== 'request' && save.passes !== 'none') continue;
      const throws = save.passes === 'request' && throwsWithoutResponse(app, save);
      const fix = fixOf(save, flow);
      report({
        ...placeOf(save.node),
        severity: throws ? 'error' : 'warning',
        message: throws ? messageOfError(save) : messageOfWarning(save),
        fixes: fix ? [fix] : [],
      });
    }
  },
};

/**
 * `getAccessToken(req)` throws since 4.5.0 (4.4.2 does not), `updateSession(req, session)` in all 4.x: it takes the
 * session for the response and finds no session data.
 */
function throwsWithoutResponse(app: AppModel, { method }: FlowSave): boolean {
  if (method === 'updateSession') return true;
  return method === 'getAccessToken' && atLeast(app.project.sdk, '4.5.0') === true;
}

function messageOfError({ method }: FlowSave): string {
  return method === 'updateSession'
    ? 'updateSession() throws: with a request it also needs the response, as updateSession(request, response, session).'
    : 'getAccessToken() throws a TypeError when it gets the request without the response: pass both.';
}

function messageOfWarning({ method }: FlowSave): string {
  const saved = method === 'updateSession' ? 'The session' : 'A refreshed token';
  return `${saved} is not written to the response of the middleware: pass the request and the auth response to ${method}().`;
}

/** Puts the request and the auth response where the method expects them. */
function fixOf({ method, node, passes }: FlowSave, flow: MiddlewareFlow): RuleFix | null {
  const call = flow.calls.find((c) => c.variable && isInScope(c.variable, node));
  const request = call && requestOf(call);
  if (!call?.variable || request === undefined) return null;
  const response = call.variable.text;
  const edit =
    passes === 'request' ? addResponse(method, node, response) : addBoth(method, node, request, response);
  return edit && { title: `Pass ${request} and ${response}`, edits: [edit], safe: true };
}

function requestOf({ node }: FlowCall): string | undefined {
  const argument = ts.isCallExpression(node) ? node.arguments[0] : undefined;
  return argument && ts.isIdentifier(argument) ? argument.text : undefined;
}

function addResponse(method: string, node: ts.CallExpression, response: string): RuleEdit | null {
  const request = node.arguments[method === 'getAccessTokenForConnection' ? 1 : 0];
  return request ? insertAt(request, request.getEnd(), `, ${response}`) : null;
}

function addBoth(
  method: string,
  node: ts.CallExpression,
  request: string,
  response: string,
): RuleEdit | null {
  const [first] = node.arguments;
  const both = `${request}, ${response}`;
  if (method === 'getAccessTokenForConnection')
    return first ? insertAt(first, first.getEnd(), `, ${both}`) : null;
  if (first) return insertAt(first, first.getStart(), `${both}, `);
  const file = node.getSourceFile();
  return insertAt(node, file.text.indexOf('(', node.expression.getEnd()) + 1, both);
}

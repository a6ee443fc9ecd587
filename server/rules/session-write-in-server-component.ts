import ts from 'typescript';
import type { AppModel, ClientCall, Rule } from '../model';
import { placeOf } from './support/edits';
import { asksForRefreshTokens } from './support/notRolling';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'session-write-in-server-component',
    severity: 'error',
    description:
      'A Server Component cannot write cookies, so it can save neither the session nor a refreshed token.',
    fixable: false,
  },
  check(app, report) {
    for (const call of app.clientCalls) {
      if (!call.rendering || clientsOf(call, app).length === 0) continue;
      const isUpdate = call.method === 'updateSession';
      if (isUpdate ? !throws(call, app) : !losesToken(call, app)) continue;
      report({
        ...placeOf(call.node),
        severity: isUpdate ? 'error' : 'warning',
        message: isUpdate
          ? 'updateSession() throws in a Server Component, which cannot set cookies. Call it in a Server Action or a route handler.'
          : 'A token that is refreshed here is not saved, because a Server Component cannot set cookies. With refresh token rotation the next refresh may then fail. Call getAccessToken(request, response) in the middleware first.',
      });
    }
  },
};

/** The client it is; every one where that cannot be told. */
function clientsOf(call: ClientCall, app: AppModel): AppModel['clients'] {
  const all = sessionClients(app);
  return call.clients.length === 0 ? all : all.filter((client) => call.clients.includes(client));
}

/** `updateSession(session)`. With a store the row may be written before the cookie fails, and a `catch` may count on that. */
function throws(call: ClientCall, app: AppModel): boolean {
  const [session, ...rest] = call.node.arguments;
  if (!session || ts.isSpreadElement(session) || rest.length > 0) return false;
  return !isCaught(call.node) || clientsOf(call, app).every(({ hasStore }) => hasStore === false);
}

function isCaught(node: ts.Node): boolean {
  const caught = ts.findAncestor(node, ({ parent }) => parent && ts.isTryStatement(parent));
  if (caught && ts.isTryStatement(caught.parent) && caught.parent.tryBlock === caught) return true;
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.name.text === 'catch';
}

/**
 * `getAccessToken()` refreshes an expired token and cannot store it. Not with a store, whose row newer versions write first;
 * nor where the middleware has refreshed it already.
 */
function losesToken(call: ClientCall, app: AppModel): boolean {
  if (call.method !== 'getAccessToken' || call.node.arguments.length > 1) return false;
  const clients = clientsOf(call, app);
  if (!clients.every((client) => client.hasStore === false && asksForRefreshTokens(client))) return false;
  const { flow, module } = app.middleware ?? {};
  return flow?.complete === true && flow.saves.length === 0 && !module?.text.includes('getAccessToken');
}

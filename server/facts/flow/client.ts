/** Calls of the SDK's client. */
import ts from 'typescript';
import type { Call } from './calls';
import { union } from './conditions';
import { one } from './expressions';
import { callForeign } from './foreign';
import { type Context, type Out, plainAt } from './machine';
import { escape, jarAt, newJar, perform, type State, withJar, withLoad } from './state';
import type { FlowSave, SaveMethod } from './types';
import { jarOf, type Val } from './values';

export function callClient(call: Call, detached: ts.Node | null): Out[] {
  const { node, name, context, state } = call;
  if (!ts.isCallExpression(node)) return one(plainAt(node, context), state);
  switch (name) {
    case 'middleware':
      return callMiddleware(node, call, detached);
    case 'getSession':
      return one({ kind: 'session' }, state);
    case 'getAccessToken':
    case 'getAccessTokenForConnection':
    case 'updateSession':
      return save(node, name, call);
    case 'startInteractiveLogin': {
      const id = context.machine.newId();
      return one({ kind: 'response', id }, withJar(state, id, newJar('redirect', node)));
    }
    default:
      // A method of a subclass may call the others.
      return otherMethods.has(name) ? one(plainAt(node, context), state) : callForeign('unresolved', call);
  }
}

/** Of the SDK's own methods those that neither answer nor write the session (4.30.0, dist/server/client.d.ts). */
const otherMethods = new Set([
  'buildSessionTransferRedirect',
  'connectAccount',
  'createFetcher',
  'customTokenExchange',
  'disconnectAccount',
  'getConnectedAccounts',
  'getTokenByBackchannelAuth',
  'requestSessionTransferToken',
  'revokeRefreshToken',
  'startEnterpriseLogin',
  'withApiAuthRequired',
  'withPageAuthRequired',
]);

function callMiddleware(node: ts.CallExpression, call: Call, detached: ts.Node | null): Out[] {
  const { machine, module } = call.context;
  let found = machine.calls.get(node);
  if (found) found.condition = union(found.condition, call.state.condition);
  else {
    const { condition } = call.state;
    found = { node, module, condition, detached, variable: variableFor(node) };
    machine.calls.set(node, found);
  }
  const id = machine.newId();
  const state = withJar(perform(call.state, found), id, newJar('auth', node));
  const load = { fate: 'kept', node: null, module: null, viaHeaders: false } as const;
  return one({ kind: 'response', id }, withLoad(state, id, found, load));
}

/** The variable of `const authRes = await auth0.middleware(request)`. */
function variableFor(node: ts.CallExpression): ts.Identifier | null {
  let at: ts.Node = node;
  while (
    ts.isAwaitExpression(at.parent) ||
    ts.isParenthesizedExpression(at.parent) ||
    ts.isAsExpression(at.parent)
  ) {
    at = at.parent;
  }
  const { parent } = at;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name;
  const isAssigned = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isAssigned && parent.right === at && ts.isIdentifier(parent.left) ? parent.left : null;
}

/** `getAccessToken(req, res)`, `getAccessTokenForConnection(options, req, res)`, `updateSession(req, res, session)`. */
function save(node: ts.CallExpression, method: SaveMethod, call: Call): Out[] {
  const { machine, module } = call.context;
  const [request, response] = method === 'getAccessTokenForConnection' ? call.args.slice(1) : call.args;
  let found = machine.saves.get(node);
  if (!found) {
    found = { method, node, module, passes: passed(method, request, response, call.args.length) };
    machine.saves.set(node, found);
  }
  const result = plainAt(node, call.context);
  const id = response && jarOf(response);
  if (found.passes !== 'both' || id === undefined) {
    return one(result, response ? escape(call.state, response) : call.state);
  }
  const before: State = perform(call.state, found);
  const load = { fate: 'kept', node: null, module: null, viaHeaders: false } as const;
  const isKnown = response?.kind === 'response' || jarAt(before, id).loads.size > 0;
  const after = withLoad(before, id, found, isKnown ? load : { ...load, fate: 'unknown' });
  return one(result, after);
}

function passed(
  method: SaveMethod,
  request: Val | undefined,
  response: Val | undefined,
  count: number,
): FlowSave['passes'] {
  // `updateSession(request, session)`: the session is taken for the response.
  if (method === 'updateSession' && count === 2 && request?.kind === 'request') return 'request';
  if (response && response.kind !== 'nullish') return 'both';
  if (!request || request.kind === 'nullish') return 'none';
  if (request.kind === 'request') return 'request';
  // `getAccessToken({ refresh: true })` and `updateSession(session)` take options or a session instead of a request.
  if (request.kind === 'object' || request.kind === 'session') return 'none';
  return method === 'updateSession' && request.kind === 'plain' ? 'none' : 'unknown';
}

export function noteDetached(method: Extract<Val, { kind: 'clientMethod' }>, context: Context): void {
  if (method.name !== 'middleware') return;
  const { node, module } = method;
  if (!context.machine.detached.has(node)) context.machine.detached.set(node, { node, module });
}

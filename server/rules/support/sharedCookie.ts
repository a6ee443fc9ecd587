/** Clients of one app that write the same session cookie. */
import ts from 'typescript';
import { cookieHiders, cookieSharers, differs, type CookieSharer } from '../../app/sharedCookie';
import { isDecidedPerRequest } from '../../facts/clientCalls';
import type { AppModel, ClientCall, ClientModel } from '../../model';
import { appDirectories } from '../../project/appDirectories';
import { isInside as isBelow } from '../../project/paths';
import { asksForRefreshTokens } from './notRolling';
import { sessionClients } from './session';

export interface Shared {
  first: ClientModel;
  second: ClientModel;
  cookie: string;
  /** What the two disagree about, `may-`: two variables that need not hold different values. */
  differ: 'secret' | 'may-secret' | 'durations' | 'application' | 'may-application';
}

/** Clients that surely save sessions in a browser that comes to another one, too. */
function writers(app: AppModel): ClientModel[] {
  const all = sessionClients(app);
  return all.length < 2 ? [] : all.filter((client) => isMadeOnce(client.node) && writes(client, app));
}

/** Each client with the first one whose cookie is read instead of its own. */
export function hiddenCookies(app: AppModel): { client: ClientModel; hider: ClientModel }[] {
  const clients = writers(app);
  return clients.flatMap((client) => {
    const hider = cookieHiders(app, client).find((other) => clients.includes(other));
    return hider ? [{ client, hider }] : [];
  });
}

/** Each client with the first one before it that it surely disturbs. */
export function sharedCookies(app: AppModel): Shared[] {
  const clients = writers(app);
  return clients.flatMap((second, index) => {
    const before = clients.slice(0, index);
    for (const sharer of cookieSharers(app, second)) {
      const { client: first, cookie } = sharer;
      const differ = before.includes(first) ? difference(sharer, second, app) : null;
      if (differ) return [{ first, second, cookie, differ }];
    }
    return [];
  });
}

/** `const x = new Auth0Client(…)` at the top of a module: not one of several that a function, a test or a table chooses from. */
function isMadeOnce(node: ts.NewExpression): boolean {
  let at: ts.Node = node.parent;
  while (ts.isParenthesizedExpression(at) || ts.isAsExpression(at) || ts.isSatisfiesExpression(at))
    at = at.parent;
  if (ts.isExportAssignment(at)) return true;
  return (
    ts.isVariableDeclaration(at) &&
    ts.isIdentifier(at.name) &&
    ts.isVariableStatement(at.parent.parent) &&
    ts.isSourceFile(at.parent.parent.parent)
  );
}

/** Does code that Next.js surely calls save sessions with it? A client somebody left lying about disturbs nobody. */
function writes(client: ClientModel, app: AppModel): boolean {
  const { app: appRouter, pages } = appDirectories(app.project.sourceFiles, app.project.root);
  const isEntry = ({ module, node }: ClientCall): boolean =>
    [appRouter, pages].some((directory) => directory !== null && isBelow(directory, module.path)) ||
    (app.middleware?.flow?.calls.some((call) => call.node === node) ?? false);
  return app.clientCalls.some(
    (call) => call.clients.includes(client) && isSave(call, client) && isEntry(call) && isForAll(call.node),
  );
}

function isSave({ method, rendering }: ClientCall, client: ClientModel): boolean {
  if (rendering) return false;
  if (method === 'middleware' || method === 'updateSession') return true;
  return method.startsWith('getAccessToken') && asksForRefreshTokens(client);
}

/** Words of a choice by host or deployment, whose cookies never meet. */
const separate = /host|origin|tenant|subdomain|brand|market|region|process\.env|\bdomain/i;

/** Can one browser's requests come here whatever the host and the deployment? */
function isForAll(node: ts.Node): boolean {
  const owner = ts.findAncestor(node.parent, ts.isFunctionLike);
  const around = ts.findAncestor(node, ({ parent }) => parent && ts.isSourceFile(parent)) ?? node;
  // `new URL('/auth/login', request.nextUrl.origin)` chooses nothing.
  if (separate.test(around.getText().replace(/new URL\([^()]*\)/g, ''))) return false;
  return testsIn(owner ?? around).every(isDecidedPerRequest);
}

function testsIn(body: ts.Node): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIfStatement(node) || ts.isSwitchStatement(node)) found.push(node.expression);
    if (ts.isConditionalExpression(node)) found.push(node.condition);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

function difference(
  { client: first, otherSecret }: CookieSharer,
  second: ClientModel,
  app: AppModel,
): Shared['differ'] | null {
  if (otherSecret !== false) return otherSecret === true ? 'secret' : 'may-secret';
  const found = [
    differs(first, second, app, 'clientId', 'AUTH0_CLIENT_ID'),
    differs(first, second, app, 'domain', 'AUTH0_DOMAIN'),
  ];
  if (found.includes(true)) return 'application';
  const names = ['rolling', 'absoluteDuration', 'inactivityDuration'] as const;
  const otherDurations = names.some((name) => {
    const [one, two] = [first[name].value, second[name].value];
    return one.kind === 'known' && two.kind === 'known' && one.value !== two.value;
  });
  if (otherDurations) return 'durations';
  return found.includes('unknown') ? 'may-application' : null;
}

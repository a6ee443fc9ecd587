/** Clients of one app that write the same session cookie. */
import ts from 'typescript';
import { cookieName, optionOf } from '../../app/clientConfigs';
import { isDecidedPerRequest } from '../../facts/clientCalls';
import type { AppModel, ClientCall, ClientModel } from '../../model';
import { appDirectories } from '../../project/appDirectories';
import { isInside as isBelow } from '../../project/paths';
import type { Value } from '../../syntax/value';
import { asksForRefreshTokens } from './notRolling';
import { sessionClients } from './session';

export interface Shared {
  first: ClientModel;
  second: ClientModel;
  cookie: string;
  /** What the two disagree about; `variables`: two variables that need not hold different applications. */
  differ: 'durations' | 'application' | 'variables';
}

/** Each client with the first one before it that it surely disturbs. */
export function sharedCookies(app: AppModel): Shared[] {
  const all = sessionClients(app);
  if (all.length < 2) return [];
  const clients = all.filter((client) => isMadeOnce(client.node) && writes(client, app));
  return clients.flatMap((second, index) => {
    for (const first of clients.slice(0, index)) {
      const cookie = sameCookie(first, second);
      const differ = cookie === null ? null : difference(first, second, app);
      if (cookie !== null && differ) return [{ first, second, cookie, differ }];
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

/** The name when both have the same one, and the same path and domain. What variables decide is the same for both. */
function sameCookie(first: ClientModel, second: ClientModel): string | null {
  const name = cookieName(first);
  if (name === null || name !== cookieName(second)) return null;
  const isSame = [['session', 'cookie', 'path'], ['session', 'cookie', 'domain'], ['appBaseUrl']].every(
    (path) => {
      const [one, two] = [first, second].map((client) => textOf(optionOf(client, ...path)));
      return one && two && one.text === two.text;
    },
  );
  return isSame ? name : null;
}

/** A string, or nothing where the option is not set; undefined where it is not known. */
function textOf(value: Value): { text: string | undefined } | undefined {
  if (value.kind !== 'known') return undefined;
  if (value.value === undefined || value.value === null) return { text: undefined };
  return typeof value.value === 'string' ? { text: value.value } : undefined;
}

function difference(first: ClientModel, second: ClientModel, app: AppModel): Shared['differ'] | null {
  const found = [
    isOther(first, second, app, 'clientId', 'AUTH0_CLIENT_ID'),
    isOther(first, second, app, 'domain', 'AUTH0_DOMAIN'),
  ];
  if (found.includes(true)) return 'application';
  const names = ['rolling', 'absoluteDuration', 'inactivityDuration'] as const;
  const differs = names.some((name) => {
    const [one, two] = [first[name].value, second[name].value];
    return one.kind === 'known' && two.kind === 'known' && one.value !== two.value;
  });
  if (differs) return 'durations';
  return found.includes('unknown') ? 'variables' : null;
}

function isOther(
  first: ClientModel,
  second: ClientModel,
  app: AppModel,
  option: string,
  variable: string,
): boolean | 'unknown' {
  const [one, two] = [first, second].map((client) => source(optionOf(client, option), variable));
  if (!one || !two) return false;
  if (one.variable === null && two.variable === null) return one.text !== two.text;
  if (one.variable === two.variable) return false;
  const [values, others] = [one, two].map((from) => valuesOf(from, app));
  if (!values?.length || !others?.length) return 'unknown';
  return !values.some((value) => others.includes(value));
}

interface Source {
  text: string | undefined;
  /** The variable that gives the value, without the prefix for the browser. */
  variable: string | null;
}

function source(value: Value, variable: string): Source | undefined {
  if (value.kind === 'unknown' && value.env !== undefined) {
    return { text: undefined, variable: value.env.replace(/^NEXT_PUBLIC_/, '') };
  }
  const text = textOf(value);
  return text && { ...text, variable: text.text === undefined ? variable : null };
}

/** Compared here, and shown nowhere. */
function valuesOf({ text, variable }: Source, { project }: AppModel): string[] {
  if (text !== undefined) return [text];
  return project.env
    .filter(({ name }) => name.replace(/^NEXT_PUBLIC_/, '') === variable)
    .map(({ value }) => value);
}

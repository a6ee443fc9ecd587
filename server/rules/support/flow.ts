/** What the rules about the middleware's body share: which paths count, what they concern, and edits in a handler. */
import ts from 'typescript';
import { holdsOn } from '../../facts/flow/paths';
import type { FlowCall, FlowReturn, PathCondition, ReturnSite } from '../../facts/flow/types';
import type { AppModel, Place, Route } from '../../model';
import { atLeast } from '../../project/semver';
import { coverageOf } from './coverage';
import { placeOf } from './edits';
import { isWorthRolling, neededSdkRoutes, visitedRoutes, type NeededRoute } from './routes';
import { isRolling, sessionClients } from './session';
import { list } from './text';

/** The ways out of the handler from which something can be concluded: not those through a `catch`. */
export function usualReturns(app: AppModel): readonly FlowReturn[] {
  return (app.middleware?.flow?.returns ?? []).filter((r) => !r.exceptional);
}

/** Is the response of some call of the auth middleware there? Where it is called twice the second makes up for the first. */
export function keepsOne(back: FlowReturn): boolean {
  return back.calls.some(({ fate }) => fate === 'kept' || fate === 'unknown');
}

/** Does the middleware of some client write the session on ordinary pages? Before 4.17.0 it did whatever `rolling` said. */
export function savesOnPages(app: AppModel): boolean {
  return sessionClients(app).some((client) => {
    const rolling = isRolling(client);
    return rolling === true || (rolling === false && atLeast(app.project.sdk, '4.17.0') === false);
  });
}

/** The routes of the app that a path of execution concerns. */
export interface Reach {
  /** Routes of the SDK that surely take this path, whether or not there is a session. */
  sdk: readonly NeededRoute[];
  pages: readonly Route[];
  /** Handlers that read the session. */
  handlers: readonly Route[];
}

export function reachOf(app: AppModel, condition: PathCondition): Reach {
  const covers = coverageOf(app);
  const isMatched = (route: string): boolean => covers?.({ route }) !== 'none';
  const regardless = withoutSession(condition);
  const sdk = new Map<string, NeededRoute>();
  for (const route of app.clients.flatMap((client) => neededSdkRoutes(client, app))) {
    const isReached = isMatched(route.path) && holdsOn(regardless, route.path) === 'yes';
    if (isReached && variantsAgree(app, regardless, route.path)) sdk.set(route.path, route);
  }
  const visited = visitedRoutes(app).filter(
    (route) => isWorthRolling(app, route) && isMatched(route.route) && canHold(app, condition, route.route),
  );
  return {
    sdk: [...sdk.values()],
    pages: visited.filter(({ kind }) => kind === 'page'),
    handlers: visited.filter(({ kind }) => kind !== 'page'),
  };
}

/** With `trailingSlash` the path in the middleware ends with a slash; what does not hold for both is not sure. */
function variantsAgree(app: AppModel, condition: PathCondition, route: string): boolean {
  return !app.project.nextConfig.trailingSlash || holdsOn(condition, `${route}/`) === 'yes';
}

function canHold(app: AppModel, condition: PathCondition, route: string): boolean {
  if (holdsOn(condition, route) !== 'no') return true;
  return app.project.nextConfig.trailingSlash && route !== '/' && holdsOn(condition, `${route}/`) !== 'no';
}

function withoutSession(condition: PathCondition): PathCondition {
  const cases = condition.cases.map(
    (literals) => new Map([...literals].filter(([atom]) => atom.kind !== 'session')),
  );
  return { ...condition, cases };
}

/** `/`, `/account` and 3 others. */
export function names(routes: readonly Route[]): string {
  return list(
    routes.map(({ route }) => route),
    4,
  );
}

export function sdkNames(routes: readonly NeededRoute[]): string {
  return list(routes.map(({ path, fromEnv }) => (fromEnv ? `the path in ${fromEnv}` : path)));
}

/** `auth0.middleware()`, as the author wrote it. */
export function callName({ node }: FlowCall): string {
  const callee = ts.isCallExpression(node) ? node.expression : node;
  const text = callee.getText();
  return /^[\w$.?!]{1,40}$/.test(text) ? `${text}()` : 'the auth middleware';
}

/** The innermost `return` inside the function that calls: there the response can still be reached. */
export function siteBeside(call: FlowCall, sites: readonly ReturnSite[]): ReturnSite | undefined {
  const owner = functionOf(call.node);
  return sites.find((site) => ts.findAncestor(site.node.parent, (node) => node === owner) !== undefined);
}

export function functionOf(node: ts.Node): ts.Node | undefined {
  return ts.findAncestor(node.parent, ts.isFunctionLike);
}

/** Where to point for a way out: the response that is made there, what is returned, or the call where nothing is. */
export function placeOfReturn(site: ReturnSite, call: FlowCall, response: ts.Node | null): Place {
  if (response && isWithin(response, site.node)) return placeOf(response);
  if (ts.isReturnStatement(site.node)) return placeOf(site.node.expression ?? site.node);
  return ts.isFunctionLike(site.node) ? placeOf(call.node) : placeOf(site.node);
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return ts.findAncestor(node, (n) => n === outer) !== undefined && !ts.isFunctionLike(outer);
}

/** Can the variable be used at this node? Its block has to be around it, and it has to come first. */
export function isInScope(variable: ts.Identifier, at: ts.Node): boolean {
  const declaration = ts.findAncestor(variable, ts.isVariableDeclarationList) ?? declarationOf(variable);
  const block = declaration && ts.findAncestor(declaration, isBlockLike);
  if (!block || at.getSourceFile() !== variable.getSourceFile() || at.pos < variable.end) return false;
  return ts.findAncestor(at, (node) => node === block) !== undefined;
}

function isBlockLike(node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isCaseBlock(node);
}

/** The declaration of a variable that is assigned to: `let authRes; authRes = await …`. */
function declarationOf(variable: ts.Identifier): ts.Node | undefined {
  for (let node: ts.Node = variable; node; node = node.parent) {
    if (!isBlockLike(node)) continue;
    const statements = ts.isBlock(node) || ts.isSourceFile(node) ? node.statements : [];
    for (const statement of statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const { declarations } = statement.declarationList;
      if (declarations.some((d) => ts.isIdentifier(d.name) && d.name.text === variable.text))
        return statement;
    }
  }
  return undefined;
}

/** A name that is not in use in the file. */
export function freshName(file: ts.SourceFile, wanted: readonly string[]): string {
  const isFree = (name: string): boolean => !new RegExp(`\\b${name}\\b`).test(file.text);
  return (
    wanted.find(isFree) ?? `${wanted[0]}${[2, 3, 4, 5, 6, 7].find((n) => isFree(`${wanted[0]}${n}`)) ?? 8}`
  );
}

/**
 * What `beforeSessionSaved` leaves in the session, as far as its code proves it. With the hook the SDK's own claim filter is
 * off (v4.0.0 to 4.30.0, server/auth-client.js: handleCallback, finalizeSession): what the hook returns is stored.
 */
import ts from 'typescript';
import type { ClientModel } from '../model';
import { nameText, unwrap } from '../syntax/parse';
import { alternatives } from '../syntax/value';
import { optionOf } from './clientConfigs';
import {
  assignedMember,
  bind,
  escapes,
  memberName,
  partOf,
  roleOf,
  walk,
  type Names,
  type Role,
} from './sessionNames';

/** `all`: every claim of the ID token is stored; `default`: the SDK's eleven; `picked`: those the code names. */
export type UserClaims = 'default' | 'all' | 'picked' | 'unknown';

/** A place that stores all claims, and the expression to filter: `session.user` in `user: session.user`. */
export type Unfiltered =
  /** `return session`: the parameter is `name`. */
  | { kind: 'session'; node: ts.Expression; name: string }
  /** `{ ...session }` without a `user` of its own. */
  | { kind: 'spread'; node: ts.SpreadAssignment; name: string }
  /** `user: session.user`, or `...session.user` inside of it. */
  | { kind: 'user'; node: ts.Expression }
  /** `{ user }` where `user` was taken out of the session. */
  | { kind: 'shorthand'; node: ts.ShorthandPropertyAssignment };

/** Something the hook adds: `user.plan`, `tenant`. */
export interface Added {
  /** Path in the session. */
  path: string;
  value: ts.Expression;
}

export interface SavedSession {
  /** Null when there is no hook, or none that can be read. */
  hook: ts.FunctionLikeDeclaration | null;
  claims: UserClaims;
  /** Where all claims are stored; empty unless `claims` is `all`. */
  unfiltered: Unfiltered[];
  idToken: 'kept' | 'removed' | 'unknown';
  added: Added[];
}

const UNREADABLE: SavedSession = {
  hook: null,
  claims: 'unknown',
  unfiltered: [],
  idToken: 'unknown',
  added: [],
};

export function savedSession(client: ClientModel): SavedSession {
  const values = alternatives(optionOf(client, 'beforeSessionSaved'));
  const [value] = values;
  if (values.length !== 1 || !value) return UNREADABLE;
  // The SDK asks for a truthy hook.
  if (value.kind === 'known' && !value.value) return { ...UNREADABLE, claims: 'default', idToken: 'kept' };
  const { node } = value.origin;
  return value.kind === 'function' && ts.isFunctionLike(node) && 'body' in node
    ? readHook(node as ts.FunctionLikeDeclaration)
    : UNREADABLE;
}

function readHook(hook: ts.FunctionLikeDeclaration): SavedSession {
  const unknown = { ...UNREADABLE, hook };
  const parameter = hook.parameters[0]?.name;
  if (!hook.body || !parameter) return unknown;
  const names = new Map<string, Role>();
  if (!bind(parameter, 'session', names)) return unknown;
  for (const declaration of declarationsIn(hook.body)) {
    const role = declaration.initializer && roleOf(declaration.initializer, names);
    if (role && !bind(declaration.name, role, names)) return unknown;
  }
  if (escapes(hook.body, names)) return unknown;
  const returned = returnsOf(hook.body).map((node) => readSession(node, names));
  const added = returned.flatMap((one) => one.added).concat(assignmentsIn(hook.body, names));
  const claims = agreed(returned.map((one) => one.claims));
  return {
    hook,
    claims,
    unfiltered: claims === 'all' ? returned.flatMap((one) => one.unfiltered) : [],
    idToken: idTokenAfter(hook.body, names) ?? agreed(returned.map((one) => one.idToken)),
    added,
  };
}

/** What `delete session.tokenSet.idToken`, or an assignment to it, makes of it; undefined where there is none. */
function idTokenAfter(body: ts.ConciseBody, names: Names): SavedSession['idToken'] | undefined {
  let answer: SavedSession['idToken'] | undefined;
  walk(body, (node) => {
    const target = ts.isDeleteExpression(node) ? unwrap(node.expression) : assignedMember(node);
    if (!target || !(ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target))) return;
    if (roleOf(target.expression, names) !== 'tokenSet' || memberName(target) !== 'idToken') return;
    const always = ts.isExpressionStatement(node.parent) && node.parent.parent === body;
    const removes = ts.isDeleteExpression(node) || isUndefined((node as ts.BinaryExpression).right);
    answer = always && removes ? 'removed' : 'unknown';
  });
  return answer;
}

function agreed<T extends string>(answers: readonly T[]): T | 'unknown' {
  const [first] = answers;
  return first !== undefined && answers.every((answer) => answer === first) ? first : 'unknown';
}

type Found = Pick<SavedSession, 'claims' | 'unfiltered' | 'idToken' | 'added'>;

const NOTHING: Found = { claims: 'unknown', unfiltered: [], idToken: 'unknown', added: [] };

function readSession(expression: ts.Expression, names: Names): Found {
  const node = unwrap(expression);
  if (ts.isIdentifier(node) && names.get(node.text) === 'session') {
    const unfiltered: Unfiltered[] = [{ kind: 'session', node, name: node.text }];
    return { claims: 'all', unfiltered, idToken: 'kept', added: [] };
  }
  if (!ts.isObjectLiteralExpression(node)) return NOTHING;
  let found: Found = { claims: 'picked', unfiltered: [], idToken: 'removed', added: [] };
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = unwrap(property.expression);
      if (!ts.isIdentifier(spread) || names.get(spread.text) !== 'session') return NOTHING;
      const unfiltered: Unfiltered[] = [{ kind: 'spread', node: property, name: spread.text }];
      found = { ...found, claims: 'all', unfiltered, idToken: 'kept' };
      continue;
    }
    const key = nameText(property.name);
    if (key === undefined) return NOTHING;
    const value = valueOf(property);
    if (key === 'user') found = { ...found, ...readUser(property, names, found) };
    else if (key === 'tokenSet') found = { ...found, idToken: readTokenSet(value, names) };
    else if (key !== 'internal' && value) found = { ...found, added: [...found.added, { path: key, value }] };
  }
  return found;
}

function readUser(
  property: ts.ObjectLiteralElementLike,
  names: Names,
  { added }: Found,
): Pick<Found, 'claims' | 'unfiltered' | 'added'> {
  if (ts.isShorthandPropertyAssignment(property)) {
    const isUser = names.get(property.name.text) === 'user';
    return isUser
      ? { claims: 'all', unfiltered: [{ kind: 'shorthand', node: property }], added }
      : { claims: 'unknown', unfiltered: [], added };
  }
  const value = valueOf(property);
  const node = value && unwrap(value);
  if (!node) return { claims: 'unknown', unfiltered: [], added };
  if (isFiltered(node)) return { claims: 'default', unfiltered: [], added };
  if (roleOf(node, names) === 'user') return { claims: 'all', unfiltered: [{ kind: 'user', node }], added };
  return ts.isObjectLiteralExpression(node)
    ? readUserLiteral(node, names, added)
    : { claims: 'unknown', unfiltered: [], added };
}

function readUserLiteral(
  literal: ts.ObjectLiteralExpression,
  names: Names,
  before: readonly Added[],
): Pick<Found, 'claims' | 'unfiltered' | 'added'> {
  let claims: UserClaims = 'picked';
  const unfiltered: Unfiltered[] = [];
  const added = [...before];
  for (const property of literal.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = unwrap(property.expression);
      if (roleOf(spread, names) === 'user') {
        claims = 'all';
        unfiltered.push({ kind: 'user', node: spread });
      } else if (isFiltered(spread)) claims = claims === 'all' ? 'all' : 'default';
      else return { claims: 'unknown', unfiltered: [], added };
      continue;
    }
    const key = nameText(property.name);
    const value = valueOf(property);
    // Without a spread the properties are the claims themselves, picked one by one.
    if (key !== undefined && value) added.push({ path: `user.${key}`, value });
  }
  return { claims, unfiltered, added };
}

function readTokenSet(value: ts.Expression | undefined, names: Names): SavedSession['idToken'] {
  const node = value && unwrap(value);
  if (!node) return 'unknown';
  if (roleOf(node, names) === 'tokenSet') return 'kept';
  if (!ts.isObjectLiteralExpression(node)) return 'unknown';
  let answer: SavedSession['idToken'] = 'removed';
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      if (roleOf(property.expression, names) !== 'tokenSet') return 'unknown';
      answer = 'kept';
    } else if (nameText(property.name) === 'idToken') {
      const own = valueOf(property);
      answer = own && isUndefined(own) ? 'removed' : 'kept';
    }
  }
  return answer;
}

function isUndefined(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return (ts.isIdentifier(node) && node.text === 'undefined') || ts.isVoidExpression(node);
}

/** By its name: it is exported from `@auth0/nextjs-auth0/server`, and people re-export it. */
function isFiltered(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && /(^|\.)filterDefaultIdTokenClaims$/.test(node.expression.getText());
}

function valueOf(property: ts.ObjectLiteralElementLike): ts.Expression | undefined {
  if (ts.isPropertyAssignment(property)) return property.initializer;
  return ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
}

/** What the function returns itself; functions inside of it have their own. */
function returnsOf(body: ts.ConciseBody): ts.Expression[] {
  if (!ts.isBlock(body)) return arms(body);
  const found: ts.Expression[] = [];
  walk(body, (node) => {
    if (ts.isReturnStatement(node) && node.expression) found.push(...arms(node.expression));
  });
  return found;
}

function arms(expression: ts.Expression): ts.Expression[] {
  const node = unwrap(expression);
  return ts.isConditionalExpression(node) ? [...arms(node.whenTrue), ...arms(node.whenFalse)] : [node];
}

function declarationsIn(body: ts.ConciseBody): ts.VariableDeclaration[] {
  const found: ts.VariableDeclaration[] = [];
  walk(body, (node) => void (ts.isVariableDeclaration(node) && found.push(node)));
  return found;
}

/** `session.user.plan = …` and `session.tenant = …`. */
function assignmentsIn(body: ts.ConciseBody, names: Names): Added[] {
  const found: Added[] = [];
  walk(body, (node) => {
    const target = assignedMember(node);
    const role = target && roleOf(target.expression, names);
    if (!target || !role || role === 'tokenSet') return;
    const name = memberName(target);
    if (name === undefined || partOf(role, name)) return;
    found.push({ path: role === 'user' ? `user.${name}` : name, value: (node as ts.BinaryExpression).right });
  });
  return found;
}

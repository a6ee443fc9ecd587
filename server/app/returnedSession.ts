/** What a `return` of `beforeSessionSaved` stores. */
import ts from 'typescript';
import { isUndefined, nameText, unwrap, valueOf } from '../syntax/parse';
import { roleOf, walk, type Names, type Role } from './sessionNames';

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

/** `unknown` where the code does not tell. */
export type Kept = 'kept' | 'removed' | 'unknown';

export interface SavedTokens {
  idToken: Kept;
  /** The rest of `tokenSet`: access token, refresh token, scope. */
  others: Kept;
}

interface Returned {
  claims: UserClaims;
  unfiltered: Unfiltered[];
  tokens: SavedTokens;
  added: Added[];
}

interface HookNames {
  names: Names;
  /** What `session.user = …` and `session.tokenSet = …` put there before any `return`. */
  replaced: ReadonlyMap<Role, ts.Expression>;
}

const ALL_KEPT: SavedTokens = { idToken: 'kept', others: 'kept' };
const REMOVED: SavedTokens = { idToken: 'removed', others: 'removed' };
const UNREAD: SavedTokens = { idToken: 'unknown', others: 'unknown' };
const NOTHING: Returned = { claims: 'unknown', unfiltered: [], tokens: UNREAD, added: [] };

export function readReturned(expression: ts.Expression, hook: HookNames): Returned {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) {
    return hook.names.get(node.text) === 'session'
      ? wholeSession({ kind: 'session', node, name: node.text }, hook)
      : NOTHING;
  }
  if (!ts.isObjectLiteralExpression(node)) return NOTHING;
  let found: Returned = { claims: 'picked', unfiltered: [], tokens: REMOVED, added: [] };
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = unwrap(property.expression);
      if (!ts.isIdentifier(spread) || hook.names.get(spread.text) !== 'session') return NOTHING;
      const whole = wholeSession({ kind: 'spread', node: property, name: spread.text }, hook);
      found = { ...whole, added: [...found.added, ...whole.added] };
      continue;
    }
    const key = nameText(property.name);
    if (key === undefined) return NOTHING;
    const value = valueOf(property);
    if (key === 'user') found = { ...found, ...readUser(property, hook, found.added) };
    else if (key === 'tokenSet') found = { ...found, tokens: readTokenSet(value, hook) };
    else if (key !== 'internal' && value) found = { ...found, added: [...found.added, { path: key, value }] };
  }
  return found;
}

function wholeSession(place: Unfiltered, { names, replaced }: HookNames): Returned {
  const user = replaced.get('user');
  const tokenSet = replaced.get('tokenSet');
  const before = { names, replaced: new Map() };
  return {
    ...(user ? readUserValue(user, before, []) : { claims: 'all', unfiltered: [place], added: [] }),
    tokens: tokenSet ? readTokenSet(tokenSet, before) : ALL_KEPT,
  };
}

type ReadUser = Pick<Returned, 'claims' | 'unfiltered' | 'added'>;

function readUser(property: ts.ObjectLiteralElementLike, hook: HookNames, added: Added[]): ReadUser {
  if (ts.isShorthandPropertyAssignment(property)) {
    const isUser = hook.names.get(property.name.text) === 'user';
    return isUser
      ? { claims: 'all', unfiltered: [{ kind: 'shorthand', node: property }], added }
      : { claims: 'unknown', unfiltered: [], added };
  }
  const value = valueOf(property);
  return value ? readUserValue(value, hook, added) : { claims: 'unknown', unfiltered: [], added };
}

function readUserValue(value: ts.Expression, hook: HookNames, added: Added[]): ReadUser {
  const node = unwrap(value);
  if (isFiltered(node)) return { claims: 'default', unfiltered: [], added };
  if (roleOf(node, hook.names) === 'user') {
    const user = hook.replaced.get('user');
    return user
      ? readUserValue(user, { ...hook, replaced: new Map() }, added)
      : { claims: 'all', unfiltered: [{ kind: 'user', node }], added };
  }
  return ts.isObjectLiteralExpression(node)
    ? readUserLiteral(node, hook, added)
    : { claims: 'unknown', unfiltered: [], added };
}

function readUserLiteral(
  literal: ts.ObjectLiteralExpression,
  { names, replaced }: HookNames,
  before: readonly Added[],
): ReadUser {
  let claims: UserClaims = 'picked';
  const unfiltered: Unfiltered[] = [];
  const added = [...before];
  for (const property of literal.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = unwrap(property.expression);
      if (roleOf(spread, names) === 'user' && !replaced.has('user')) {
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

function readTokenSet(value: ts.Expression | undefined, { names, replaced }: HookNames): SavedTokens {
  const node = value && unwrap(value);
  if (!node) return UNREAD;
  if (isUndefined(node)) return REMOVED;
  const role = roleOf(node, names);
  const given = role === 'tokenSet' ? replaced.get(role) : undefined;
  if (given) return readTokenSet(given, { names, replaced: new Map() });
  const whole = tokensOf(role);
  if (whole) return whole;
  if (!ts.isObjectLiteralExpression(node)) return UNREAD;
  let answer: SavedTokens = {
    idToken: 'removed',
    others: node.properties.length > 0 ? 'unknown' : 'removed',
  };
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = roleOf(property.expression, names);
      const tokens = spread && replaced.has(spread) ? undefined : tokensOf(spread);
      if (!tokens) return UNREAD;
      answer = tokens;
    } else if (nameText(property.name) === 'idToken') {
      const own = valueOf(property);
      answer = { ...answer, idToken: own && isUndefined(own) ? 'removed' : 'kept' };
    }
  }
  return answer;
}

function tokensOf(role: Role | undefined): SavedTokens | undefined {
  if (role === 'tokenSet') return ALL_KEPT;
  return role === 'tokenSetWithoutId' ? { ...ALL_KEPT, idToken: 'removed' } : undefined;
}

/** By its name: it is exported from `@auth0/nextjs-auth0/server`, and people re-export it. */
function isFiltered(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && /(^|\.)filterDefaultIdTokenClaims$/.test(node.expression.getText());
}

/** What the function returns itself; functions inside of it have their own. */
export function returnsOf(body: ts.ConciseBody): ts.Expression[] {
  if (!ts.isBlock(body)) return arms(body);
  const found: ts.Expression[] = [];
  walk(body, (node) => {
    if (ts.isReturnStatement(node) && node.expression)
      found.push(...arms(node.expression).map((arm) => literalOf(arm, body)));
  });
  return found;
}

function arms(expression: ts.Expression): ts.Expression[] {
  const node = unwrap(expression);
  return ts.isConditionalExpression(node) ? [...arms(node.whenTrue), ...arms(node.whenFalse)] : [node];
}

/** The literal behind `const result = { … }` where the name is only returned. */
function literalOf(returned: ts.Expression, body: ts.Block): ts.Expression {
  if (!ts.isIdentifier(returned)) return returned;
  const declaration = body.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => ts.isIdentifier(name) && name.text === returned.text);
  const literal = declaration?.initializer && unwrap(declaration.initializer);
  if (!literal || !ts.isObjectLiteralExpression(literal)) return returned;
  let isOnlyReturned = true;
  const visit = (node: ts.Node): void => {
    const isUse = ts.isIdentifier(node) && node.text === returned.text && node !== declaration.name;
    if (isUse && !ts.isReturnStatement(node.parent) && !isNameOfMember(node)) isOnlyReturned = false;
    ts.forEachChild(node, visit);
  };
  visit(body);
  return isOnlyReturned ? literal : returned;
}

function isNameOfMember(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) && parent.name === node;
}

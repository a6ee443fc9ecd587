/**
 * What `beforeSessionSaved` leaves in the session, as far as its code proves it. With the hook the SDK's own claim filter is
 * off (v4.0.0 to 4.30.0, server/auth-client.js: handleCallback, finalizeSession): what the hook returns is stored.
 */
import ts from 'typescript';
import type { ClientModel } from '../model';
import { isUndefined, unwrap } from '../syntax/parse';
import { alternatives } from '../syntax/value';
import { optionOf } from './clientConfigs';
import {
  readReturned,
  returnsOf,
  type Added,
  type Kept,
  type SavedTokens,
  type Unfiltered,
  type UserClaims,
} from './returnedSession';
import {
  assignedMember,
  bind,
  escapes,
  isTokens,
  memberName,
  partOf,
  roleOf,
  walk,
  writtenClaims,
  type Names,
  type Role,
} from './sessionNames';

export interface SavedSession {
  /** Null when there is no hook, or none that can be read. */
  hook: ts.FunctionLikeDeclaration | null;
  claims: UserClaims;
  /** Where all claims are stored; empty unless `claims` is `all`. */
  unfiltered: Unfiltered[];
  tokens: SavedTokens;
  added: Added[];
  /** Claims of the user that the hook writes one by one; null where their names are not all known. */
  written: readonly string[] | null;
}

export type { Added, SavedTokens, Unfiltered, UserClaims };

const UNREADABLE: SavedSession = {
  hook: null,
  claims: 'unknown',
  unfiltered: [],
  tokens: { idToken: 'unknown', others: 'unknown' },
  added: [],
  written: null,
};

export function savedSession(client: ClientModel): SavedSession {
  const values = alternatives(optionOf(client, 'beforeSessionSaved'));
  const [value] = values;
  if (values.length !== 1 || !value) return UNREADABLE;
  // The SDK asks for a truthy hook.
  if (value.kind === 'known' && !value.value) {
    return { ...UNREADABLE, claims: 'default', tokens: { idToken: 'kept', others: 'kept' } };
  }
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
  const replaced = replacementsIn(hook.body, names);
  if (replaced === null || escapes(hook.body, names, replaced)) return unknown;
  const returned = returnsOf(hook.body).map((node) => readReturned(node, { names, replaced }));
  const added = returned.flatMap((one) => one.added).concat(assignmentsIn(hook.body, names));
  const claims = agreed(returned.map((one) => one.claims));
  return {
    hook,
    claims,
    unfiltered: claims === 'all' ? returned.flatMap((one) => one.unfiltered) : [],
    tokens: {
      idToken: idTokenAfter(hook.body, names) ?? agreed(returned.map(({ tokens }) => tokens.idToken)),
      others: agreed(returned.map(({ tokens }) => tokens.others)),
    },
    added,
    written: writtenClaims(hook.body, names),
  };
}

/** What `delete session.tokenSet.idToken`, or an assignment to it, makes of it; undefined where there is none. */
function idTokenAfter(body: ts.ConciseBody, names: Names): Kept | undefined {
  let answer: Kept | undefined;
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

/**
 * `session.user = …` and `session.tokenSet = …`, by what they replace. Null where it is not certain that every `return` comes
 * after it, or where a name still stands for what was there before.
 */
function replacementsIn(body: ts.ConciseBody, names: Names): Map<Role, ts.Expression> | null {
  const replaced = new Map<Role, ts.Expression>();
  let isCertain = true;
  let hasReturned = false;
  walk(body, (node) => {
    if (ts.isReturnStatement(node)) hasReturned = true;
    const target = assignedMember(node);
    const role = target && roleOf(target.expression, names);
    const part = role && partOf(role, memberName(target) ?? '');
    if (!part) return;
    const always = ts.isExpressionStatement(node.parent) && node.parent.parent === body;
    if (!always || hasReturned || replaced.has(part) || [...names.values()].includes(part)) isCertain = false;
    replaced.set(part, (node as ts.BinaryExpression).right);
  });
  return isCertain ? replaced : null;
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
    if (!target || !role || isTokens(role)) return;
    const name = memberName(target);
    if (name === undefined || partOf(role, name)) return;
    found.push({ path: role === 'user' ? `user.${name}` : name, value: (node as ts.BinaryExpression).right });
  });
  return found;
}

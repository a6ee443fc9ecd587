/** Names for the session and its parts inside a hook, and whether one of them gets where it cannot be followed. */
import ts from 'typescript';
import { nameText, unwrap } from '../syntax/parse';

/** What a name in the hook stands for. */
export type Role = 'session' | 'user' | 'tokenSet' | 'tokenSetWithoutId';
export type Names = ReadonlyMap<string, Role>;

/** False for what is not followed: a rest that leaves something out, a default. */
export function bind(name: ts.BindingName, role: Role, names: Map<string, Role>): boolean {
  if (ts.isIdentifier(name)) {
    names.set(name.text, role);
    return true;
  }
  if (!ts.isObjectBindingPattern(name)) return false;
  return name.elements.every((element) => {
    if (element.dotDotDotToken && isWithoutId(name, role))
      return bind(element.name, 'tokenSetWithoutId', names);
    const key = nameText(element.propertyName ?? element.name);
    if (element.dotDotDotToken || element.initializer || key === undefined) return false;
    const part = partOf(role, key);
    return part === undefined || bind(element.name, part, names);
  });
}

/** `{ idToken, ...tokenSet }` of the token set. */
function isWithoutId({ elements }: ts.ObjectBindingPattern, role: Role): boolean {
  const [first, rest, ...more] = elements;
  const key = first && nameText(first.propertyName ?? first.name);
  return role === 'tokenSet' && key === 'idToken' && rest?.dotDotDotToken !== undefined && more.length === 0;
}

export function isTokens(role: Role): boolean {
  return role === 'tokenSet' || role === 'tokenSetWithoutId';
}

export function partOf(role: Role, key: string): Role | undefined {
  return role === 'session' && (key === 'user' || key === 'tokenSet') ? key : undefined;
}

export function roleOf(expression: ts.Expression, names: Names): Role | undefined {
  const node = unwrap(expression);
  if (ts.isIdentifier(node)) return names.get(node.text);
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const holder = roleOf(node.expression, names);
  return holder && partOf(holder, node.name.text);
}

type MemberAccess = ts.PropertyAccessExpression | ts.ElementAccessExpression;

export function assignedMember(node: ts.Node): MemberAccess | undefined {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  return memberAccess(node.left);
}

export function memberName(node: MemberAccess): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const argument = unwrap(node.argumentExpression);
  return ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

/**
 * Does the session, its user or its tokens get somewhere where they may be changed? They may be read, spread, returned and
 * given members; anything else is not followed, but `replaced`: what was put in their place.
 */
export function escapes(
  body: ts.ConciseBody,
  names: Names,
  replaced: ReadonlyMap<Role, ts.Expression>,
): boolean {
  const known = new Set([...replaced.values()].map(({ parent }) => parent));
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isDeleteExpression(node)) {
      const target = unwrap(node.expression);
      const isMember = ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target);
      const role = isMember ? roleOf(target.expression, names) : undefined;
      // A token that is gone changes nothing about the claims.
      if (role && !isTokens(role)) found = true;
    }
    if (ts.isIdentifier(node) && names.has(node.text) && isUse(node)) {
      if (!isHarmless(outermost(node, names), names, known)) found = true;
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** Not the name of a property, nor of a declaration. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node;
  return !ts.isBindingElement(parent) && !(ts.isVariableDeclaration(parent) && parent.name === node);
}

/** `session.user` for the `session` in it, with what has no effect on a value around it. */
function outermost(node: ts.Expression, names: Names): ts.Expression {
  let at = node;
  for (;;) {
    const { parent } = at;
    const isAround =
      ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isNonNullExpression(parent);
    const isPart =
      ts.isPropertyAccessExpression(parent) &&
      parent.expression === at &&
      roleOf(parent, names) !== undefined;
    if (!isAround && !isPart) return at;
    at = parent;
  }
}

function isHarmless(node: ts.Expression, names: Names, known: ReadonlySet<ts.Node>): boolean {
  const { parent } = node;
  if (isAssignment(parent) && parent.left === node) return known.has(parent);
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    if (parent.expression !== node) return false;
    const target = assignmentTo(parent);
    // `session.user = …` replaces what is followed here.
    return (
      target === null ||
      known.has(target) ||
      !partOf(roleOf(node, names) ?? 'user', memberName(parent) ?? 'user')
    );
  }
  if (ts.isSpreadAssignment(parent) || ts.isReturnStatement(parent) || ts.isConditionalExpression(parent))
    return true;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isArrowFunction(parent)) return parent.body === node;
  if (ts.isVariableDeclaration(parent)) return parent.initializer === node;
  if (ts.isCallExpression(parent)) return isReader(parent.expression);
  return ts.isTypeOfExpression(parent) || ts.isPrefixUnaryExpression(parent) || ts.isIfStatement(parent);
}

/** The assignment whose left side this is. */
function assignmentTo(member: MemberAccess): ts.BinaryExpression | null {
  const { parent } = member;
  return isAssignment(parent) && parent.left === member ? parent : null;
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
  );
}

/**
 * The claims that a hook writes: `session.user.plan = …`, `session.user.visits++`, `session.user.roles.push(…)`. Null when one
 * of the names is not known.
 */
export function writtenClaims(body: ts.ConciseBody, names: Names): string[] | null {
  const found = new Set<string | undefined>();
  const visit = (node: ts.Node): void => {
    for (let at = writtenBy(node); at; at = memberAccess(at.expression)) {
      if (roleOf(at.expression, names) === 'user') found.add(memberName(at));
    }
    ts.forEachChild(node, visit);
  };
  visit(body);
  const claims = [...found].filter((name) => name !== undefined);
  return claims.length === found.size ? claims : null;
}

const MUTATORS = /^(push|unshift|splice|pop|shift|set|add|delete|clear|sort|reverse)$/;

function writtenBy(node: ts.Node): MemberAccess | undefined {
  if (isAssignment(node)) return memberAccess(node.left);
  if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) {
    const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
    return [PlusPlusToken, MinusMinusToken].includes(node.operator) ? memberAccess(node.operand) : undefined;
  }
  const callee = ts.isCallExpression(node) ? memberAccess(node.expression) : undefined;
  return callee && MUTATORS.test(memberName(callee) ?? '') ? memberAccess(callee.expression) : undefined;
}

function memberAccess(expression: ts.Expression): MemberAccess | undefined {
  const node = unwrap(expression);
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? node : undefined;
}

/** Functions that only look at what they get. */
function isReader(callee: ts.Expression): boolean {
  return /^(console\.\w+|JSON\.stringify|structuredClone|Object\.(keys|values|entries)|(.*\.)?filterDefaultIdTokenClaims)$/.test(
    callee.getText(),
  );
}

/** All nodes of a body but those of the functions in it. */
export function walk(body: ts.Node, visit: (node: ts.Node) => void): void {
  const each = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    visit(node);
    ts.forEachChild(node, each);
  };
  ts.forEachChild(body, each);
}

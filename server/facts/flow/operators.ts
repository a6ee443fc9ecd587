/** Binary operators on known values. */
import ts from 'typescript';
import { type Formula, isFalse, isTrue, not } from './conditions';
import { type Context, plainAt } from './machine';
import { jarAt, type State } from './state';
import { conditionAt, equals, truthOf } from './truth';
import { askingAs, bool, tainted, text, type Val } from './values';

export function operate(
  node: ts.BinaryExpression,
  left: Val,
  right: Val,
  context: Context,
  state: State,
): Val {
  if (node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword && left.kind !== 'tainted') {
    return conditionAt(isInstance(left, right, context, state), node, context);
  }
  return askingAs(operated(node, left, right, context), [left, right]);
}

function operated(node: ts.BinaryExpression, left: Val, right: Val, context: Context): Val {
  const isComma = node.operatorToken.kind === ts.SyntaxKind.CommaToken;
  if (!isComma && (left.kind === 'tainted' || right.kind === 'tainted')) return tainted;
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.EqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return conditionAt(equals(left, right, context), node, context);
    case ts.SyntaxKind.ExclamationEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return unequal(node, left, right, context);
    case ts.SyntaxKind.PlusToken:
      return left.kind === 'number' && right.kind === 'number'
        ? { kind: 'number', value: left.value + right.value }
        : concatenated(left, right, node, context);
    case ts.SyntaxKind.MinusToken:
      return left.kind === 'number' && right.kind === 'number'
        ? { kind: 'number', value: left.value - right.value }
        : plainAt(node, context);
    case ts.SyntaxKind.GreaterThanToken:
    case ts.SyntaxKind.GreaterThanEqualsToken:
    case ts.SyntaxKind.LessThanToken:
    case ts.SyntaxKind.LessThanEqualsToken:
      return left.kind === 'number' && right.kind === 'number'
        ? bool(compares(node.operatorToken.kind, left.value, right.value) ? isTrue : isFalse)
        : plainAt(node, context);
    case ts.SyntaxKind.CommaToken:
      return right;
    default:
      return plainAt(node, context);
  }
}

/** `value instanceof NextResponse` asks whether there is a response at all; undefined where it may ask for more. */
function isInstance(left: Val, right: Val, context: Context, state: State): Formula | undefined {
  if (right.kind !== 'builtin' || (right.name !== 'NextResponse' && right.name !== 'Response'))
    return undefined;
  if (left.kind === 'response') {
    const { kind, node } = jarAt(state, left.id);
    // A `new Response()` is no NextResponse.
    const isOwn =
      ['next', 'rewrite', 'auth'].includes(kind) || /^(?:new\s+)?NextResponse\b/.test(node?.getText() ?? '');
    return isOwn || right.name === 'Response' ? isTrue : undefined;
  }
  const isUnknown = left.kind === 'plain' || left.kind === 'unresolved' || left.kind === 'nullish';
  return isUnknown ? truthOf(left, context) : undefined;
}

function compares(operator: ts.SyntaxKind, left: number, right: number): boolean {
  switch (operator) {
    case ts.SyntaxKind.GreaterThanToken:
      return left > right;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return left >= right;
    case ts.SyntaxKind.LessThanToken:
      return left < right;
    default:
      return left <= right;
  }
}

/** `a !== b` is the opposite of `a === b`, written elsewhere or not. */
function unequal(node: ts.BinaryExpression, left: Val, right: Val, context: Context): Val {
  const formula = equals(left, right, context);
  if (formula) return bool(not(formula));
  const frame = context.environment?.frame ?? 0;
  const same = `${node.left.getText()} === ${node.right.getText()}`;
  const id = context.machine.idOf(`${frame} ${context.round} ${same}`);
  return bool(not(truthOf(askingAs({ kind: 'plain', id, text: same }, [left, right]), context)));
}

export function concatenated(left: Val, right: Val, node: ts.Node, context: Context): Val {
  if (left.kind !== 'string')
    return isOrigin(left) && right.kind === 'string' ? right : plainAt(node, context);
  if (!left.exact) return left;
  return right.kind === 'string' ? text(left.text + right.text, right.exact) : text(left.text, false);
}

/** `${origin}/auth/login` leads to the path `/auth/login`. */
function isOrigin(value: Val): boolean {
  return value.kind === 'plain' && /(origin|base_?url|app_?url|host)$/i.test(value.text);
}

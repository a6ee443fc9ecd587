/** Is an expression a list or fetched data, by how it is written? */
import ts from 'typescript';
import { unwrap } from '../../syntax/parse';

const LISTS = /^(permissions|groups|roles|entitlements|memberships|teams)$/i;
/** A literal list up to here is a choice of the author's, not data. */
const FEW = 8;

/** What it is, as the beginning of a sentence; null for a scalar, and for what cannot be told. `path`: `user.groups`. */
export function heavyData(expression: ts.Expression, path: string): string | null {
  const found = kindOf(expression, 2);
  if (found !== 'unknown') return found;
  const node = unwrap(expression);
  const isRead =
    ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isAwaitExpression(node);
  return isRead && isListName(path) ? 'A list of the user' : null;
}

/** Does a list come under this key, whatever the expression looks like? `path`: `user.groups`. */
export function isListName(path: string): boolean {
  return LISTS.test(path.slice(path.lastIndexOf('.') + 1).replace(/^.*[/:]/, ''));
}

type Kind = 'A list' | 'Fetched data' | null | 'unknown';

function kindOf(expression: ts.Expression, depth: number): Kind {
  const node = unwrap(expression);
  if (ts.isAwaitExpression(node)) return kindOf(node.expression, depth);
  if (isSmall(node)) return null;
  if (ts.isArrayLiteralExpression(node)) return ofList(node, depth);
  if (ts.isCallExpression(node)) return ofCall(node, depth);
  if (ts.isConditionalExpression(node)) return either(node.whenTrue, node.whenFalse, depth);
  if (ts.isBinaryExpression(node)) return either(node.left, node.right, depth);
  if (ts.isIdentifier(node) && depth > 0) {
    const initializer = initializerOf(node);
    return initializer ? kindOf(initializer, depth - 1) : 'unknown';
  }
  return 'unknown';
}

function either(one: ts.Expression, other: ts.Expression, depth: number): Kind {
  const kinds = [kindOf(one, depth), kindOf(other, depth)];
  return (
    kinds.find((kind) => kind !== null && kind !== 'unknown') ??
    (kinds.includes('unknown') ? 'unknown' : null)
  );
}

function ofList({ elements }: ts.ArrayLiteralExpression, depth: number): Kind {
  const spread = elements.find(ts.isSpreadElement);
  if (spread) return kindOf(spread.expression, depth) === null ? null : 'A list';
  return elements.length >= FEW ? 'A list' : null;
}

const LIST_CALLS = /^(findMany|findAll|map|filter|flatMap|toArray|entries|values|keys)$/;
const SCALAR_CALLS = /^(String|Number|Boolean|join|includes|some|every|toString|toISOString|now|randomUUID)$/;

/** Calls that give one value, a list, or what a server sent. */
function ofCall({ expression, arguments: [argument] }: ts.CallExpression, depth: number): Kind {
  const callee = unwrap(expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name.text : callee.getText();
  if (name === 'then') return argument ? ofCallback(argument, depth) : 'unknown';
  if (ts.isPropertyAccessExpression(callee) && (name === 'catch' || name === 'finally')) {
    return kindOf(callee.expression, depth);
  }
  if (name === 'json' || name === 'fetch') return 'Fetched data';
  if (LIST_CALLS.test(name)) return 'A list';
  return SCALAR_CALLS.test(name) ? null : 'unknown';
}

/** `(response) => response.json()`; a body of statements is not read. */
function ofCallback(argument: ts.Expression, depth: number): Kind {
  const callback = unwrap(argument);
  return ts.isArrowFunction(callback) && !ts.isBlock(callback.body)
    ? kindOf(callback.body, depth)
    : 'unknown';
}

/** A scalar, or a literal the author wrote out. */
function isSmall(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node))
    return /^(length|size|id|sub|email|name|sid)$|Id$/.test(node.name.text);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const joins = [
      ts.SyntaxKind.BarBarToken,
      ts.SyntaxKind.QuestionQuestionToken,
      ts.SyntaxKind.AmpersandAmpersandToken,
    ];
    return !joins.includes(kind);
  }
  return (
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    ts.isNumericLiteral(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind)
  );
}

/** The initializer of a constant in one of the functions around the name. */
function initializerOf(name: ts.Identifier): ts.Expression | undefined {
  for (let at: ts.Node = name; at.parent; at = at.parent) {
    if (!ts.isBlock(at) && !ts.isSourceFile(at)) continue;
    for (const statement of at.statements) {
      if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const))
        continue;
      const found = statement.declarationList.declarations.find(
        (declaration) => ts.isIdentifier(declaration.name) && declaration.name.text === name.text,
      );
      if (found) return found.initializer;
    }
  }
  return undefined;
}

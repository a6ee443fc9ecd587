/** What a hook gives back. Only what its statements prove; a doubt means no. */
import ts from 'typescript';
import { isUndefined, unwrap } from '../syntax/parse';

type UndefinedResult =
  /** Whatever happens. */
  | { kind: 'always'; node: ts.Node }
  /** On the path that ends at the node. */
  | { kind: 'sometimes'; node: ts.Node };

type Plain = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration;

function isPlain(node: ts.Node): node is Plain & { body: ts.ConciseBody } {
  const isFunction =
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node);
  return isFunction && node.body !== undefined && !node.asteriskToken;
}

/** Does it say no whatever happens? Not when it may throw: the SDK takes that for a yes. */
export function alwaysSaysNo(node: ts.Node): boolean {
  if (!isPlain(node)) return false;
  const { body } = node;
  if (!ts.isBlock(body)) return isFalsy(body);
  const says = within(body, ts.isReturnStatement).every((r) => !r.expression || isFalsy(r.expression));
  return says && !neverEnds(body) && within(body, mayThrow).every((one) => isCaught(one, body));
}

/** Does it say yes whatever happens? What throws counts as a yes. */
export function alwaysSaysYes(node: ts.Node): boolean {
  if (!isPlain(node)) return false;
  if (!ts.isBlock(node.body)) return isAlwaysTrue(node.body);
  const last = node.body.statements.at(-1);
  const returns = within(node.body, ts.isReturnStatement);
  return last !== undefined && ts.isReturnStatement(last) && returns.every((r) => isAlwaysTrue(r.expression));
}

/** What throws, or runs code that is not seen here. */
function mayThrow(node: ts.Node): node is ts.Node {
  return (
    ts.isThrowStatement(node) ||
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isAwaitExpression(node) ||
    (ts.isForOfStatement(node) && node.awaitModifier !== undefined)
  );
}

function isCaught(node: ts.Node, body: ts.Block): boolean {
  for (let at = node; at !== body; at = at.parent) {
    const { parent } = at;
    if (ts.isTryStatement(parent) && parent.catchClause && parent.tryBlock === at) return true;
  }
  return false;
}

/** Can it end without a value? Null when it always gives one, or when that cannot be told. The node is what to point at. */
export function undefinedResult(node: ts.Node): UndefinedResult | null {
  if (!isPlain(node)) return null;
  if (!ts.isBlock(node.body)) return isUndefined(node.body) ? { kind: 'always', node: node.body } : null;
  const returns = within(node.body, ts.isReturnStatement);
  const valued = returns.filter(({ expression }) => expression && !isUndefined(expression));
  const name = placeFor(node);
  if (valued.length === 0) return neverEnds(node.body) ? null : { kind: 'always', node: name };
  const bare = returns.find(({ expression }) => !expression || isUndefined(expression));
  if (bare) return { kind: 'sometimes', node: bare };
  return fallsOffTheEnd(node.body) ? { kind: 'sometimes', node: name } : null;
}

/** The name, or the arrow, or the word `function`: never the whole body. */
function placeFor(node: Plain): ts.Node {
  if (ts.isArrowFunction(node)) return node.equalsGreaterThanToken;
  return node.name ?? node.getFirstToken() ?? node;
}

function isFalsy(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isNumericLiteral(node)) return Number(node.text) === 0;
  return (
    isUndefined(node) ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isStringLiteralLike(node) && node.text === '')
  );
}

/** Nodes of a kind, without those of functions inside. */
function within<N extends ts.Node>(body: ts.Block, is: (node: ts.Node) => node is N): N[] {
  const found: N[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (is(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** It throws, or hands over to something that may: then it is not its result that counts. */
function neverEnds({ statements }: ts.Block): boolean {
  const last = statements.at(-1);
  return last !== undefined && (ts.isThrowStatement(last) || ts.isIterationStatement(last, true));
}

/**
 * The last statement is an `if` whose other side just ends. Not a `switch`, a loop or a call at the end (it may take in
 * every case, or throw), and not where several tests may be all there is: `if (x) …` and then `if (!x) …`.
 */
function fallsOffTheEnd({ statements }: ts.Block): boolean {
  const last = statements.at(-1);
  if (!last || !ts.isIfStatement(last)) return false;
  const tests = statements.filter(ts.isIfStatement).flatMap(testsOf);
  return lacksElse(last) && tests.length === 1 && !isAlwaysTrue(tests[0]);
}

/** The tests of an `if … else if …` chain. */
function testsOf(node: ts.IfStatement): ts.Expression[] {
  const { elseStatement } = node;
  return [
    node.expression,
    ...(elseStatement && ts.isIfStatement(elseStatement) ? testsOf(elseStatement) : []),
  ];
}

function lacksElse(node: ts.IfStatement): boolean {
  const { elseStatement } = node;
  return !elseStatement || (ts.isIfStatement(elseStatement) && lacksElse(elseStatement));
}

function isAlwaysTrue(test: ts.Expression | undefined): boolean {
  return test !== undefined && unwrap(test).kind === ts.SyntaxKind.TrueKeyword;
}

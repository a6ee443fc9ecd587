/** `try`, `catch`, `finally`. */
import ts from 'typescript';
import type { Context } from './machine';
import { bind, variableOf } from './names';
import { merge } from './merging';
import { type State, withVariable } from './state';
import { type Abrupt, type Completion, executeOne } from './statements';
import { tainted } from './values';

export function executeTry(statement: ts.TryStatement, context: Context, state: State): Completion {
  const throws: State[] = [];
  const isCaught = statement.catchClause !== undefined;
  const inner: Context = isCaught ? { ...context, throws } : context;
  const tried = executeOne(statement.tryBlock, inner, state);
  const caught = isCaught ? executeCatch(statement, context, state) : { normal: [], abrupt: [] };
  const normal = merge([...tried.normal, ...caught.normal]);
  const abrupt = [...tried.abrupt, ...caught.abrupt];
  return statement.finallyBlock
    ? executeFinally(statement.finallyBlock, context, normal, abrupt)
    : { normal, abrupt };
}

/**
 * Anything in the `try` may have thrown, so the `catch` starts from the state before, with what the `try` assigns
 * unknown; rules conclude nothing from paths through it.
 */
function executeCatch(statement: ts.TryStatement, context: Context, before: State): Completion {
  let state: State = { ...before, exceptional: true };
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isBinaryExpression(node) && ts.isIdentifier(node.left)) {
      const isAssignment = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
      const variable = isAssignment ? variableOf(node.left, context) : undefined;
      if (variable !== undefined) state = withVariable(state, variable, tainted);
    }
    ts.forEachChild(node, visit);
  };
  visit(statement.tryBlock);
  const clause = statement.catchClause!;
  const error = clause.variableDeclaration;
  if (error) state = bind(error.name, error, tainted, context, state);
  return executeOne(clause.block, context, state);
}

function executeFinally(
  block: ts.Block,
  context: Context,
  normal: readonly State[],
  abrupt: readonly Abrupt[],
): Completion {
  const result: Completion = { normal: [], abrupt: [] };
  for (const state of normal) {
    const completion = executeOne(block, context, state);
    result.normal.push(...completion.normal);
    result.abrupt.push(...completion.abrupt);
  }
  for (const end of abrupt) {
    const completion = executeOne(block, context, end.state);
    result.abrupt.push(...completion.normal.map((state) => ({ ...end, state })), ...completion.abrupt);
  }
  return result;
}

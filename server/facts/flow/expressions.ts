/** Expressions: every way one can turn out, each with the state it leaves. */
import ts from 'typescript';
import { unwrap } from '../../syntax/parse';
import { assign } from './assignments';
import { evaluateCall, evaluateNew } from './calls';
import { isFalse, isTrue, not } from './conditions';
import { objectLiteral, regexpOf, template } from './literals';
import { shortCircuit } from './logic';
import { type Context, type Out, plainAt, spend } from './machine';
import { memberOf } from './members';
import { nameValue } from './names';
import { operate } from './operators';
import { assuming, isLoaded, type State } from './state';
import { truthOf } from './truth';
import { bool, nullish, tainted, text, type Val } from './values';

export function evaluate(expression: ts.Expression, context: Context, state: State): Out[] {
  spend(context.machine);
  const node = unwrap(expression);
  switch (node.kind) {
    case ts.SyntaxKind.StringLiteral:
    case ts.SyntaxKind.NoSubstitutionTemplateLiteral:
      return one(text((node as ts.StringLiteral).text), state);
    case ts.SyntaxKind.NumericLiteral:
      return one({ kind: 'number', value: Number((node as ts.NumericLiteral).text) }, state);
    case ts.SyntaxKind.TrueKeyword:
      return one(bool(isTrue), state);
    case ts.SyntaxKind.FalseKeyword:
      return one(bool(isFalse), state);
    case ts.SyntaxKind.NullKeyword:
      return one(nullish, state);
    case ts.SyntaxKind.RegularExpressionLiteral:
      return one(regexpOf((node as ts.RegularExpressionLiteral).text), state);
  }
  if (ts.isIdentifier(node)) return one(nameValue(node, context, state), state);
  if (ts.isPropertyAccessExpression(node)) {
    return map(evaluate(node.expression, context, state), (value) =>
      memberOf(value, node.name.text, node, context),
    );
  }
  if (ts.isElementAccessExpression(node)) return elementAccess(node, context, state);
  if (ts.isCallExpression(node)) return evaluateCall(node, context, state);
  if (ts.isNewExpression(node)) return evaluateNew(node, context, state);
  if (ts.isAwaitExpression(node)) return evaluate(node.expression, context, state);
  if (ts.isConditionalExpression(node)) return conditional(node, context, state);
  if (ts.isBinaryExpression(node)) return binary(node, context, state);
  if (ts.isPrefixUnaryExpression(node)) return prefix(node, context, state);
  if (ts.isTemplateExpression(node)) return template(node, context, state);
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(node, context, state);
  if (ts.isArrayLiteralExpression(node)) {
    return evaluateAll(node.elements, context, state).map(({ values, state: after }) => ({
      value: arrayOf(values),
      state: after,
    }));
  }
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) {
    const { module, environment } = context;
    return one({ kind: 'function', node, module, environment }, state);
  }
  if (ts.isPostfixUnaryExpression(node)) return assign(node.operand, plainAt(node, context), context, state);
  if (ts.isVoidExpression(node) || ts.isTypeOfExpression(node) || ts.isDeleteExpression(node)) {
    return map(evaluate(node.expression, context, state), () =>
      ts.isVoidExpression(node) ? nullish : plainAt(node, context),
    );
  }
  // `yield`, JSX, classes, `this`, tagged templates: nothing is known about their values.
  return one(ts.isYieldExpression(node) ? tainted : plainAt(node, context), state);
}

export function one(value: Val, state: State): Out[] {
  return [{ value, state }];
}

function map(outs: readonly Out[], change: (value: Val) => Val): Out[] {
  return outs.map(({ value, state }) => ({ value: change(value), state }));
}

export interface AllOut {
  values: Val[];
  state: State;
}

/** Arguments or array elements, from left to right; a spread list is taken apart where it is known. */
export function evaluateAll(nodes: readonly ts.Expression[], context: Context, state: State): AllOut[] {
  let outs: AllOut[] = [{ values: [], state }];
  for (const node of nodes) {
    outs = outs.flatMap(({ values, state: before }) => {
      if (ts.isOmittedExpression(node)) return [{ values: [...values, nullish], state: before }];
      const inner = ts.isSpreadElement(node) ? node.expression : node;
      return evaluate(inner, context, before).map((out) => ({
        values: [...values, ...(ts.isSpreadElement(node) ? spreadItems(out.value) : [out.value])],
        state: out.state,
      }));
    });
  }
  return outs;
}

function spreadItems(value: Val): Val[] {
  if (value.kind === 'array') return [...value.items];
  return [value.kind === 'headers' ? { kind: 'entries', id: value.id } : value];
}

/** `[...headers]` is the list of the header's entries, also with more entries beside them. */
function arrayOf(values: readonly Val[]): Val {
  const whole = values.find(
    (v) => v.kind === 'entries' || v.kind === 'setCookies' || v.kind === 'cookieList',
  );
  return whole ?? { kind: 'array', items: values };
}

function elementAccess(node: ts.ElementAccessExpression, context: Context, state: State): Out[] {
  return evaluate(node.expression, context, state).flatMap((holder) =>
    evaluate(node.argumentExpression, context, holder.state).map(({ value: key, state: after }) => {
      const name =
        key.kind === 'string' && key.exact ? key.text : key.kind === 'number' ? String(key.value) : undefined;
      if (name !== undefined) return { value: memberOf(holder.value, name, node, context), state: after };
      return { value: isLoaded(after, holder.value) ? tainted : plainAt(node, context), state: after };
    }),
  );
}

/** The ways a condition can turn out. */
export function decide(
  condition: ts.Expression,
  context: Context,
  state: State,
): { truth: boolean; state: State }[] {
  return evaluate(condition, context, state).flatMap((out) => {
    const formula = truthOf(out.value, context);
    return [true, false].flatMap((truth) => {
      const after = assuming(out.state, formula, truth);
      return after ? [{ truth, state: after }] : [];
    });
  });
}

function conditional(node: ts.ConditionalExpression, context: Context, state: State): Out[] {
  return decide(node.condition, context, state).flatMap(({ truth, state: after }) =>
    evaluate(truth ? node.whenTrue : node.whenFalse, context, after),
  );
}

function binary(node: ts.BinaryExpression, context: Context, state: State): Out[] {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.EqualsToken) {
    return evaluate(node.right, context, state).flatMap((out) =>
      assign(node.left, out.value, context, out.state),
    );
  }
  if (
    operator === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator === ts.SyntaxKind.BarBarToken ||
    operator === ts.SyntaxKind.QuestionQuestionToken
  ) {
    return shortCircuit(operator, node.left, node.right, context, state);
  }
  const compound = compoundOperators.get(operator);
  if (compound) {
    const outs = shortCircuit(compound, node.left, node.right, context, state);
    return outs.flatMap((out) => assign(node.left, out.value, context, out.state));
  }
  if (operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment) {
    return evaluate(node.right, context, state).flatMap((out) =>
      assign(
        node.left,
        isLoaded(out.state, out.value) ? tainted : plainAt(node, context),
        context,
        out.state,
      ),
    );
  }
  return evaluateAll([node.left, node.right], context, state).map(
    ({ values: [left, right], state: after }) => ({
      value: operate(node, left!, right!, context),
      state: after,
    }),
  );
}

const compoundOperators = new Map<ts.SyntaxKind, ts.SyntaxKind>([
  [ts.SyntaxKind.AmpersandAmpersandEqualsToken, ts.SyntaxKind.AmpersandAmpersandToken],
  [ts.SyntaxKind.BarBarEqualsToken, ts.SyntaxKind.BarBarToken],
  [ts.SyntaxKind.QuestionQuestionEqualsToken, ts.SyntaxKind.QuestionQuestionToken],
]);

function prefix(node: ts.PrefixUnaryExpression, context: Context, state: State): Out[] {
  if (node.operator === ts.SyntaxKind.ExclamationToken) {
    return map(evaluate(node.operand, context, state), (value) => bool(not(truthOf(value, context))));
  }
  if (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken) {
    return assign(node.operand, plainAt(node, context), context, state);
  }
  return map(evaluate(node.operand, context, state), (value) =>
    node.operator === ts.SyntaxKind.MinusToken && value.kind === 'number'
      ? { kind: 'number', value: -value.value }
      : plainAt(node, context),
  );
}

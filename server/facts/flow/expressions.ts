/** Expressions: every way one can turn out, each with the state it leaves. */
import ts from 'typescript';
import { unwrap } from '../../syntax/parse';
import { assign } from './assignments';
import { evaluateCall, evaluateNew } from './calls';
import { isFalse, isTrue, not } from './conditions';
import { anyOf, holding, listOf, unresolvedAt } from './holders';
import { objectLiteral, regexpOf, template } from './literals';
import { shortCircuit } from './logic';
import { type Context, type Out, plainAt, spend } from './machine';
import { memberOf } from './members';
import { nameValue } from './names';
import { operate } from './operators';
import { assuming, dependOn, escapeAll, isLoaded, type State } from './state';
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
      value: arrayOf(values, node, context, after),
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
  if (ts.isYieldExpression(node)) return one(tainted, state);
  // JSX, `import.meta`: nothing is known of their values, but no response comes out of them.
  const isData = ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isMetaProperty(node);
  // Classes and tagged templates get hold of what is around them; `this` may be anything.
  return one(
    isData ? plainAt(node, context) : unresolvedAt(node, context),
    isData ? state : escapeAll(state),
  );
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

/** Arguments or array elements, from left to right, after `first`; a spread list is taken apart where it is known. */
export function evaluateAll(
  nodes: readonly ts.Expression[],
  context: Context,
  state: State,
  first: readonly Val[] = [],
): AllOut[] {
  let outs: AllOut[] = [{ values: [...first], state }];
  for (const node of nodes) {
    outs = outs.flatMap(({ values, state: before }) => {
      if (ts.isOmittedExpression(node)) return [{ values: [...values, nullish], state: before }];
      const inner = ts.isSpreadElement(node) ? node.expression : node;
      return holding(values, context, before, (start) => evaluate(inner, context, start)).map((out) => ({
        values: [...out.held, ...(ts.isSpreadElement(node) ? spreadItems(out.value) : [out.value])],
        state: out.state,
      }));
    });
  }
  return outs;
}

function spreadItems(value: Val): Val[] {
  if (value.kind === 'array') return [...value.items];
  if (value.kind === 'entry')
    return [
      { ...value, kind: 'headerKey' },
      { ...value, kind: 'headerValue' },
    ];
  if (value.kind === 'nullish') return [];
  return [{ kind: 'spread', of: value.kind === 'headers' ? { kind: 'entries', id: value.id } : value }];
}

/** `[...headers]` is the list of the header's entries, also with more entries beside them. */
export function arrayOf(values: readonly Val[], node: ts.Node, context: Context, state: State): Val {
  const lists = values.flatMap((value) => (value.kind === 'spread' ? [value.of] : []));
  if (lists.length === 0) return listOf(values, context);
  const loaded = values.filter((value) => isLoaded(state, value));
  const whole = lists.find((v) => v.kind === 'entries' || v.kind === 'setCookies' || v.kind === 'cookieList');
  const isAlone = whole !== undefined && loaded.every((v) => v.kind === 'spread' && v.of === whole);
  return isAlone ? whole : anyOf(values, node, context, state);
}

function elementAccess(node: ts.ElementAccessExpression, context: Context, state: State): Out[] {
  return evaluate(node.expression, context, state).flatMap((holder) =>
    evaluate(node.argumentExpression, context, holder.state).map(({ value: key, state: after }) => {
      const name = keyName(key);
      if (name !== undefined) return { value: memberOf(holder.value, name, node, context), state: after };
      const isNothing = holder.value.kind === 'array' && holder.value.items.length === 0;
      return { value: isNothing ? nullish : anyOf([holder.value], node, context, after), state: after };
    }),
  );
}

/** The name `holder[key]` stands for, where the key is known. */
export function keyName(key: Val): string | undefined {
  if (key.kind === 'string') return key.exact ? key.text : undefined;
  return key.kind === 'number' ? String(key.value) : undefined;
}

/** The ways a condition can turn out. */
export function decide(
  condition: ts.Expression,
  context: Context,
  state: State,
): { truth: boolean; state: State }[] {
  return evaluate(condition, context, state).flatMap((out) => {
    const formula = truthOf(out.value, context);
    const before = dependOn(out.state, out.value);
    return [true, false].flatMap((truth) => {
      const after = assuming(before, formula, truth);
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
      value: operate(node, left!, right!, context, after),
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
    return map(evaluate(node.operand, context, state), (value) =>
      value.kind === 'tainted' ? tainted : bool(not(truthOf(value, context))),
    );
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

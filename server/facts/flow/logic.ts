/** `&&`, `||` and `??`. */
import ts from 'typescript';
import { unwrap } from '../../syntax/parse';
import { and, isFalse, or } from './conditions';
import { evaluate, one } from './expressions';
import type { Context, Out } from './machine';
import { hasEffects } from './quantified';
import { assuming, dependOn, type State } from './state';
import { truthOf } from './truth';
import { bool, type Val } from './values';

/** `a && b`, `a || b`, `a ?? b`: a formula where both are mere conditions, else one outcome for each way. */
export function shortCircuit(
  operator: ts.SyntaxKind,
  left: ts.Expression,
  right: ts.Expression,
  context: Context,
  state: State,
): Out[] {
  return evaluate(left, context, state).flatMap((first) => {
    const out = { ...first, state: dependOn(first.state, first.value) };
    if (operator === ts.SyntaxKind.QuestionQuestionToken) return coalesce(out, right, context);
    const formula = truthOf(out.value, context);
    const isAnd = operator === ts.SyntaxKind.AmpersandAmpersandToken;
    const condition = isCondition(out.value) && pureCondition(right, context, out.state);
    if (condition) {
      const both = [formula, truthOf(condition, context)];
      return one(bool(isAnd ? and(both) : or(both)), out.state);
    }
    const goesOn = assuming(out.state, formula, isAnd);
    const stops = assuming(out.state, formula, !isAnd);
    return [
      ...(goesOn ? evaluate(right, context, goesOn) : []),
      ...(stops ? one(isAnd && isCondition(out.value) ? bool(isFalse) : out.value, stops) : []),
    ];
  });
}

/** A value of which only the truth can matter. */
function isCondition(value: Val): boolean {
  return ['boolean', 'session', 'plain', 'nullish', 'pathname', 'string', 'number'].includes(value.kind);
}

/** The right side, when evaluating it changes nothing and gives one mere condition. */
function pureCondition(node: ts.Expression, context: Context, state: State): Val | undefined {
  if (!isHarmless(node)) return undefined;
  const outs = evaluate(node, context, state);
  const [only] = outs;
  const isPure =
    only !== undefined && !hasEffects(state, only.state) && state.condition === only.state.condition;
  return outs.length === 1 && isPure && isCondition(only.value) ? only.value : undefined;
}

/** Calls of functions may change the state, those of methods of strings, lists and patterns do not. */
function isHarmless(node: ts.Expression): boolean {
  const inner = unwrap(node);
  if (ts.isAwaitExpression(inner)) return false;
  if (ts.isBinaryExpression(inner)) return isHarmless(inner.left) && isHarmless(inner.right);
  if (ts.isPrefixUnaryExpression(inner)) return isHarmless(inner.operand);
  return !ts.isObjectLiteralExpression(inner) && !ts.isConditionalExpression(inner);
}

function coalesce(out: Out, right: ts.Expression, context: Context): Out[] {
  if (out.value.kind === 'nullish') return evaluate(right, context, out.state);
  if (!['plain', 'unresolved', 'tainted', 'session', 'external'].includes(out.value.kind)) return [out];
  const formula = truthOf(out.value, context);
  const missing = assuming(out.state, formula, false);
  const present = assuming(out.state, formula, true);
  return [...(present ? one(out.value, present) : []), ...(missing ? evaluate(right, context, missing) : [])];
}

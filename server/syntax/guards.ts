/** Which environment variables a condition has looked at before a value is taken. */
import ts from 'typescript';
import { alternatives, oneOf, type Value } from './value';

/**
 * The arm of a condition. One that is chosen by the variable it reads is taken as handling a missing one, whatever
 * the condition asks: `raw ? Number(raw) : 3`, `Number.isFinite(n) ? n : 3`.
 */
export function guarded(value: Value, condition: ts.Expression, of: (e: ts.Expression) => Value): Value {
  if (!alternatives(value).some((v) => v.kind === 'unknown' && v.mayBeNaN)) return value;
  const variables = variablesIn(condition, of);
  const parts = alternatives(value).map((v): Value => {
    if (v.kind !== 'unknown' || v.env === undefined || !variables.has(v.env)) return v;
    const { mayBeNaN: _handled, ...rest } = v;
    return rest;
  });
  return oneOf(parts, value.origin);
}

/** By their names, or by constants and parameters that are computed from them. */
function variablesIn(condition: ts.Expression, of: (e: ts.Expression) => Value): ReadonlySet<string> {
  const variables = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      for (const v of alternatives(of(node))) {
        if (v.kind === 'unknown' && v.env !== undefined) variables.add(v.env);
      }
    }
    if (ts.isPropertyAccessExpression(node)) visit(node.expression);
    else ts.forEachChild(node, visit);
  };
  visit(condition);
  return variables;
}

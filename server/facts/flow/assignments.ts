/** `target = value`, for variables, patterns and properties. */
import ts from 'typescript';
import { unwrap } from '../../syntax/parse';
import { evaluate, one } from './expressions';
import type { Context, Out } from './machine';
import { memberOf } from './members';
import { variableOf } from './names';
import { escape, isLoaded, type State, withVariable } from './state';
import { tainted, type Val } from './values';

export function assign(target: ts.Expression, value: Val, context: Context, state: State): Out[] {
  const node = unwrap(target);
  if (ts.isIdentifier(node)) {
    const variable = variableOf(node, context);
    // A variable of the module outlives the request: whoever reads it may return what is in it.
    return one(value, variable === undefined ? escape(state, value) : withVariable(state, variable, value));
  }
  if (ts.isPropertyAccessExpression(node)) return assignProperty(node, value, context, state);
  if (ts.isObjectLiteralExpression(node)) return one(value, assignObject(node, value, context, state));
  if (ts.isArrayLiteralExpression(node)) {
    let result = state;
    node.elements.forEach((element, i) => {
      if (!ts.isOmittedExpression(element) && !ts.isSpreadElement(element)) {
        result = assignPart(element, memberOf(value, String(i), element, context), context, result);
      }
    });
    return one(value, result);
  }
  return one(value, escape(state, value));
}

function assignObject(node: ts.ObjectLiteralExpression, value: Val, context: Context, state: State): State {
  let result = state;
  for (const property of node.properties) {
    if (ts.isShorthandPropertyAssignment(property)) {
      const part = memberOf(value, property.name.text, property.name, context);
      result = assignPart(property.name, part, context, result);
    } else if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name)) {
      const part = memberOf(value, property.name.text, property.initializer, context);
      result = assignPart(property.initializer, part, context, result);
    }
  }
  return result;
}

function assignPart(target: ts.Expression, value: Val, context: Context, state: State): State {
  return assign(target, value, context, state)[0]?.state ?? state;
}

function assignProperty(
  node: ts.PropertyAccessExpression,
  value: Val,
  context: Context,
  state: State,
): Out[] {
  return evaluate(node.expression, context, state).map(({ value: holder, state: before }) => {
    const variable = ts.isIdentifier(node.expression) ? variableOf(node.expression, context) : undefined;
    if (holder.kind === 'nextUrl' && node.name.text === 'pathname') context.machine.pathChanged = true;
    const changed = variable === undefined ? undefined : withProperty(holder, node.name.text, value);
    if (variable !== undefined && changed) return { value, state: withVariable(before, variable, changed) };
    return { value, state: isLoaded(before, value) ? escape(before, value) : before };
  });
}

/** Objects are values here: the variable gets a new one. Aliases of it keep the old, which can only hide something. */
function withProperty(holder: Val, name: string, value: Val): Val | undefined {
  if (holder.kind === 'object') return { ...holder, fields: new Map(holder.fields).set(name, value) };
  if (holder.kind === 'url') {
    if (name !== 'pathname') return holder;
    return { kind: 'url', path: value.kind === 'string' && value.exact ? value.text : null };
  }
  return holder.kind === 'array' ? tainted : undefined;
}

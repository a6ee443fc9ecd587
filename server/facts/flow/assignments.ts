/** `target = value`, for variables, patterns and properties. */
import ts from 'typescript';
import { unwrap } from '../../syntax/parse';
import { evaluate, keyName, one } from './expressions';
import { anyOf, writeHolder } from './holders';
import type { Context, Out } from './machine';
import { memberOf } from './members';
import { variableOf } from './names';
import { escape, escapeAll, type State, withVariable } from './state';
import { type Holder, isActive, isHolder, type Val } from './values';

export function assign(target: ts.Expression, value: Val, context: Context, state: State): Out[] {
  const node = unwrap(target);
  if (ts.isIdentifier(node)) {
    const variable = variableOf(node, context);
    // A variable of the module outlives the request: whoever reads it may return what is in it.
    return one(value, variable === undefined ? escape(state, value) : withVariable(state, variable, value));
  }
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    return assignMember(node, value, context, state);
  }
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
  return one(value, hide(value, state));
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

function assignMember(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  value: Val,
  context: Context,
  state: State,
): Out[] {
  return evaluate(node.expression, context, state).flatMap(({ value: holder, state: before }) =>
    namesOf(node, context, before).map(({ name, state: after }) => ({
      value,
      state: write(holder, name, value, node, context, after),
    })),
  );
}

/** The name written to; undefined when it is not known. */
function namesOf(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  context: Context,
  state: State,
): { name: string | undefined; state: State }[] {
  if (ts.isPropertyAccessExpression(node)) return [{ name: node.name.text, state }];
  return evaluate(node.argumentExpression, context, state).map((key) => ({
    name: keyName(key.value),
    state: key.state,
  }));
}

function write(
  holder: Val,
  name: string | undefined,
  value: Val,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  context: Context,
  state: State,
): State {
  if (holder.kind === 'nextUrl' && name === 'pathname') context.machine.pathChanged = true;
  if (isHolder(holder)) {
    return writeHolder(holder, written(holder, name, value, node, context, state), context, state);
  }
  const variable = ts.isIdentifier(node.expression) ? variableOf(node.expression, context) : undefined;
  if (holder.kind === 'url' && variable !== undefined) {
    if (name !== 'pathname') return state;
    const path = value.kind === 'string' && value.exact ? value.text : null;
    return withVariable(state, variable, { kind: 'url', path });
  }
  return hide(value, state);
}

function written(
  holder: Holder,
  name: string | undefined,
  value: Val,
  node: ts.Node,
  context: Context,
  state: State,
): Val {
  if (holder.kind === 'object') {
    if (name !== undefined) return { ...holder, fields: new Map(holder.fields).set(name, value) };
    return { ...holder, fields: new Map([['...', anyOf([holder, value], node, context, state)]]) };
  }
  const index = name !== undefined && /^\d+$/.test(name) ? Number(name) : -1;
  if (index < 0 || index > holder.items.length) return anyOf([holder, value], node, context, state);
  const items = [...holder.items];
  items[index] = value;
  return { ...holder, items };
}

/** The value goes where nobody follows it: its cookies may turn up anywhere, and code may be called from anywhere. */
function hide(value: Val, state: State): State {
  if (!isActive(value) || value.kind === 'response') return escape(state, value);
  // A function has at hand what is around it.
  return { ...escapeAll(state), opaque: true };
}

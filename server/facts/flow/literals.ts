/** Literals with something to evaluate in them: templates, objects, regular expressions. */
import ts from 'typescript';
import { nameText } from '../../syntax/parse';
import { evaluate, evaluateAll } from './expressions';
import { anyOf, unresolvedAt } from './holders';
import type { Context, Out } from './machine';
import { nameValue } from './names';
import { concatenated } from './operators';
import { escapeAll, type State } from './state';
import { isActive, text, type Val } from './values';

export function regexpOf(literal: string): Val {
  const end = literal.lastIndexOf('/');
  return { kind: 'regexp', source: literal.slice(1, end), flags: literal.slice(end + 1) };
}

export function template(node: ts.TemplateExpression, context: Context, state: State): Out[] {
  const expressions = node.templateSpans.map((span) => span.expression);
  return evaluateAll(expressions, context, state).map(({ values, state: after }) => {
    let value: Val = text(node.head.text);
    values.forEach((part, i) => {
      value = value.kind === 'string' && value.text === '' ? part : concatenated(value, part, node, context);
      value = concatenated(value, text(node.templateSpans[i]!.literal.text), node, context);
    });
    return { value, state: after };
  });
}

export function objectLiteral(node: ts.ObjectLiteralExpression, context: Context, state: State): Out[] {
  let outs: { fields: Map<string, Val>; state: State }[] = [{ fields: new Map(), state }];
  for (const property of node.properties) {
    outs = outs.flatMap((before) => addProperty(before.fields, property, context, before.state));
  }
  return outs.map(({ fields, state: after }) => ({
    value: { kind: 'object', id: context.machine.newId(), fields },
    state: after,
  }));
}

function addProperty(
  fields: ReadonlyMap<string, Val>,
  property: ts.ObjectLiteralElementLike,
  context: Context,
  state: State,
): { fields: Map<string, Val>; state: State }[] {
  if (ts.isSpreadAssignment(property)) {
    return evaluate(property.expression, context, state).map((out) => ({
      fields: spreadFields(fields, out.value, property, context, out.state),
      state: out.state,
    }));
  }
  const name = nameText(property.name);
  const set = (value: Val, after: State) => ({
    fields:
      name === undefined
        ? blurred(fields, value, property, context, after)
        : new Map(fields).set(name, value),
    state: after,
  });
  if (ts.isShorthandPropertyAssignment(property))
    return [set(nameValue(property.name, context, state), state)];
  if (ts.isPropertyAssignment(property)) {
    return evaluate(property.initializer, context, state).map((out) => set(out.value, out.state));
  }
  if (ts.isMethodDeclaration(property)) {
    const { module, environment } = context;
    return [set({ kind: 'function', node: property, module, environment }, state)];
  }
  // A getter is called by whoever reads, and gets hold of what is around it.
  return [set(unresolvedAt(property, context), escapeAll(state))];
}

/** A field whose name is not known: it may be any of them. */
function blurred(
  fields: ReadonlyMap<string, Val>,
  value: Val,
  node: ts.Node,
  context: Context,
  state: State,
): Map<string, Val> {
  return new Map([['...', anyOf([...fields.values(), value], node, context, state)]]);
}

function spreadFields(
  fields: ReadonlyMap<string, Val>,
  spread: Val,
  node: ts.Node,
  context: Context,
  state: State,
): Map<string, Val> {
  if (spread.kind === 'object') {
    const all = [...fields.values(), ...spread.fields.values()];
    const isKnown = !spread.fields.has('...') || !all.some(isActive);
    if (isKnown) return new Map([...fields, ...spread.fields]);
    return blurred(fields, spread, node, context, state);
  }
  // The fields of a Headers or Response object are not its own: spreading it gives nothing.
  if (['headers', 'response', 'nullish', 'boolean', 'cookies'].includes(spread.kind)) return new Map(fields);
  return [...fields.values()].some(isActive)
    ? blurred(fields, spread, node, context, state)
    : new Map(fields).set('...', spread);
}

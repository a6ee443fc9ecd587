/** Literals with something to evaluate in them: templates, objects, regular expressions. */
import ts from 'typescript';
import { evaluate, evaluateAll } from './expressions';
import { type Context, type Out, plainAt } from './machine';
import { nameValue } from './names';
import { concatenated } from './operators';
import type { State } from './state';
import { text, type Val } from './values';

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
  return outs.map(({ fields, state: after }) => ({ value: { kind: 'object', fields }, state: after }));
}

function addProperty(
  fields: ReadonlyMap<string, Val>,
  property: ts.ObjectLiteralElementLike,
  context: Context,
  state: State,
): { fields: Map<string, Val>; state: State }[] {
  if (ts.isSpreadAssignment(property)) {
    return evaluate(property.expression, context, state).map((out) => ({
      fields: spreadFields(fields, out.value),
      state: out.state,
    }));
  }
  const name =
    property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))
      ? property.name.text
      : '...';
  const set = (value: Val, after: State) => ({ fields: new Map(fields).set(name, value), state: after });
  if (ts.isShorthandPropertyAssignment(property))
    return [set(nameValue(property.name, context, state), state)];
  if (ts.isPropertyAssignment(property)) {
    return evaluate(property.initializer, context, state).map((out) => set(out.value, out.state));
  }
  if (ts.isMethodDeclaration(property)) {
    const { module, environment } = context;
    return [set({ kind: 'function', node: property, module, environment }, state)];
  }
  return [set(plainAt(property, context), state)];
}

function spreadFields(fields: ReadonlyMap<string, Val>, spread: Val): Map<string, Val> {
  if (spread.kind === 'object') return new Map([...fields, ...spread.fields]);
  // The fields of a Headers or Response object are not its own: spreading it gives nothing.
  if (['headers', 'response', 'nullish', 'boolean', 'cookies'].includes(spread.kind)) return new Map(fields);
  return new Map(fields).set('...', spread);
}

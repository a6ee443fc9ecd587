/** Object and array literals as values: spreads, computed keys, members. */
import ts from 'typescript';
import { under } from './choices';
import { nameText } from './parse';
import {
  alternatives,
  known,
  oneOf,
  unknown,
  type ArrayValue,
  type ObjectProperty,
  type ObjectValue,
  type Origin,
  type Value,
} from './value';

type Evaluate = (expression: ts.Expression) => Value;

export function objectLiteral(node: ts.ObjectLiteralExpression, origin: Origin, of: Evaluate): ObjectValue {
  const properties = new Map<string, ObjectProperty>();
  let open = false;
  for (const element of node.properties) {
    if (ts.isSpreadAssignment(element)) {
      open = spread(of(element.expression), properties) || open;
      continue;
    }
    const name = nameText(element.name);
    if (name === undefined) {
      // A computed key may replace any property before it.
      properties.clear();
      open = true;
    } else properties.set(name, { value: property(element, origin.module, of), node: element });
  }
  return { kind: 'object', properties, open, origin };
}

function property(
  node: Exclude<ts.ObjectLiteralElementLike, ts.SpreadAssignment>,
  module: string,
  of: Evaluate,
): Value {
  if (ts.isPropertyAssignment(node)) return of(node.initializer);
  if (ts.isShorthandPropertyAssignment(node)) return of(node.name);
  return { kind: 'function', origin: { node, module } };
}

/** Lays a spread value over what is there; true when unknown properties may have come in. */
function spread(value: Value, properties: Map<string, ObjectProperty>): boolean {
  if (value.kind === 'object') {
    if (value.open) properties.clear();
    for (const [name, entry] of value.properties) {
      const reached = oneOf(under(entry.value, value.origin), entry.value.origin);
      properties.set(name, { ...entry, value: reached });
    }
    return value.open;
  }
  // `...null`, `...undefined` and `...false` add nothing.
  if (value.kind === 'known' && typeof value.value !== 'string') return false;
  if (
    value.kind === 'oneOf' &&
    value.values.every((v) => v.kind === 'known' || (v.kind === 'object' && !v.open))
  ) {
    spreadAlternatives(value.values, properties);
    return false;
  }
  properties.clear();
  return true;
}

/** `...(flag ? { a: 1 } : {})`: each property is what it was, or what one of the objects makes it. */
function spreadAlternatives(values: readonly Value[], properties: Map<string, ObjectProperty>): void {
  const names = new Set(values.flatMap((v) => (v.kind === 'object' ? [...v.properties.keys()] : [])));
  for (const name of names) {
    const before = properties.get(name);
    const parts = values.flatMap((v) => {
      const own = v.kind === 'object' ? v.properties.get(name) : undefined;
      return under(own?.value ?? before?.value ?? known(undefined, v.origin), v.origin);
    });
    const written = values
      .map((v) => (v.kind === 'object' ? v.properties.get(name)?.node : null))
      .find(Boolean);
    const first = parts[0];
    if (first)
      properties.set(name, { value: oneOf(parts, first.origin), node: written ?? before?.node ?? null });
  }
}

export function arrayLiteral(node: ts.ArrayLiteralExpression, origin: Origin, of: Evaluate): ArrayValue {
  const elements: Value[] = [];
  let open = false;
  for (const element of node.elements) {
    if (!ts.isSpreadElement(element)) {
      elements.push(of(element));
      continue;
    }
    const value = of(element.expression);
    if (value.kind === 'array') {
      elements.push(...value.elements);
      open ||= value.open;
    } else open = true;
  }
  return { kind: 'array', elements, open, origin };
}

/** A member of an evaluated object or array; unknown where the value is open or no literal. */
export function memberOf(value: Value, name: string, origin: Origin): Value {
  const parts = alternatives(value).flatMap((v): Value[] => {
    if (v.kind === 'object') {
      const absent = v.open ? unknown(origin) : known(undefined, origin);
      return under(v.properties.get(name)?.value ?? absent, v.origin);
    }
    if (v.kind === 'array') return under(v.elements[Number(name)] ?? unknown(origin), v.origin);
    return under(unknown(origin), v.origin);
  });
  return oneOf(parts, origin);
}

/** After `x.y = …` or `Object.assign(x, …)` nothing is sure about the members any more. */
export function opened(value: Value): Value {
  if (value.kind === 'known') return value;
  return value.kind === 'object' ? { ...value, properties: new Map(), open: true } : unknown(value.origin);
}

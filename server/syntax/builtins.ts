/** Calls of the standard library whose result is known from known arguments. */
import ts from 'typescript';
import { numberFrom, numeric } from './operators';
import { alternatives, known, oneOf, unknown, type Origin, type Value } from './value';

type Call = (values: readonly Value[], origin: Origin) => Value;

const toNumber: Call = ([value], origin) => (value ? numeric(value, (n) => n, origin) : known(0, origin));

const parse =
  (read: (text: string, radix?: number) => number): Call =>
  ([value, radix], origin) => {
    if (!value) return known(NaN, origin);
    const base = radix?.kind === 'known' && typeof radix.value === 'number' ? radix.value : undefined;
    return oneOf(
      alternatives(value).map((v): Value => {
        if (v.kind === 'known' && (!radix || base !== undefined))
          return known(read(String(v.value), base), origin);
        return v.kind === 'unknown' ? numberFrom([v], origin) : unknown(origin, { type: 'number' });
      }),
      origin,
    );
  };

const functions: Record<string, Call> = {
  Number: toNumber,
  parseInt: parse((text, radix) => Number.parseInt(text, radix)),
  parseFloat: parse((text) => Number.parseFloat(text)),
  String: ([value], origin) =>
    value?.kind === 'known' ? known(String(value.value), origin) : unknown(origin, { type: 'string' }),
  Boolean: ([value], origin) =>
    value?.kind === 'known' ? known(Boolean(value.value), origin) : unknown(origin, { type: 'boolean' }),
};

/** The result of a call of a global function, `Number.*`, `Math.*` or `Object.freeze`; undefined for anything else. */
export function callBuiltin(
  callee: ts.Expression,
  values: readonly Value[],
  origin: Origin,
  isGlobal: (id: ts.Identifier) => boolean,
): Value | undefined {
  if (ts.isIdentifier(callee)) {
    return Object.hasOwn(functions, callee.text) && isGlobal(callee)
      ? functions[callee.text]?.(values, origin)
      : undefined;
  }
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  if (!isGlobal(callee.expression)) return undefined;
  const name = callee.name.text;
  switch (callee.expression.text) {
    case 'Object':
      return name === 'freeze' ? values[0] : undefined;
    case 'Number':
      return name === 'parseInt' || name === 'parseFloat' ? functions[name]?.(values, origin) : undefined;
    case 'Math':
      return math(name, values, origin);
    default:
      return undefined;
  }
}

function math(name: string, values: readonly Value[], origin: Origin): Value | undefined {
  const f: unknown = Math[name as keyof Math];
  if (typeof f !== 'function' || name === 'random') return undefined;
  if (values.every((v) => v.kind === 'known')) {
    const result: unknown = Reflect.apply(
      f,
      Math,
      values.map((v) => Number(v.value)),
    );
    return typeof result === 'number' ? known(result, origin) : unknown(origin);
  }
  const parts = values.flatMap(alternatives);
  return numberFrom(parts, origin);
}

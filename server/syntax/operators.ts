/** JavaScript operators over abstract values. */
import ts from 'typescript';
import { together, under, type Condition } from './choices';
import {
  alternatives,
  known,
  oneOf,
  unknown,
  type KnownValue,
  type Origin,
  type Scalar,
  type Single,
  type UnknownValue,
  type Value,
} from './value';

/** True or false when every run gives the same truthiness; undefined when it depends. */
export function truthiness(value: Single): boolean | undefined {
  if (value.kind === 'known') return Boolean(value.value);
  return value.kind === 'unknown' ? undefined : true;
}

export function not(value: Value, origin: Origin): Value {
  return each(value, origin, (v) => {
    const truthy = truthiness(v);
    return truthy === undefined
      ? unknown(origin, { ...envOf([v]), type: 'boolean' })
      : known(!truthy, origin);
  });
}

/** A numeric operation on one operand, with JavaScript's ToNumber. */
export function numeric(value: Value, operation: (n: number) => number, origin: Origin): Value {
  return each(value, origin, (v) => {
    if (v.kind === 'known') return known(operation(Number(v.value)), origin);
    if (v.kind === 'unknown') return numberFrom([v], origin);
    return unknown(origin);
  });
}

/** A number computed from unknown operands: NaN when a variable may be missing, as `Number(undefined)` is. */
export function numberFrom(operands: readonly Single[], origin: Origin): UnknownValue {
  const mayBeNaN = operands.some((o) => o.kind === 'unknown' && (o.mayBeNaN || o.mayBeUndefined));
  return unknown(origin, { ...envOf(operands), type: 'number', ...(mayBeNaN && { mayBeNaN }) });
}

/** The one variable that all unknown operands come from. */
function envOf(operands: readonly Single[]): Pick<UnknownValue, 'env'> {
  const names = new Set(operands.flatMap((o) => (o.kind === 'unknown' ? [o.env] : [])));
  const [env] = names;
  return names.size === 1 && env !== undefined ? { env } : {};
}

/** `by` tells the condition apart from others; null where each evaluation may have its own outcome. */
export function conditional(
  condition: Value,
  whenTrue: () => Value,
  whenFalse: () => Value,
  origin: Origin,
  by: Condition | null,
): Value {
  const answers = new Set(alternatives(condition).map(truthiness));
  const [answer] = answers;
  if (answers.size === 1 && answer !== undefined) {
    const isProduction = alternatives(condition).some((v) => v.origin.production);
    const taken = answer ? whenTrue() : whenFalse();
    return isProduction ? oneOf(under(taken, { production: true }), taken.origin) : taken;
  }
  const arm = (value: Value, outcome: boolean): readonly Single[] =>
    by ? under(value, { choices: new Map([[by.key, outcome !== by.isNegated]]) }) : alternatives(value);
  return oneOf([...arm(whenTrue(), true), ...arm(whenFalse(), false)], origin);
}

/** `a ?? b`, `a || b`, `a && b`: which side is taken, alternative by alternative. */
export function logical(operator: ts.SyntaxKind, left: Value, right: () => Value, origin: Origin): Value {
  // Once for all alternatives: in a chain, each evaluation would double the work of the next.
  let evaluated: Value | undefined;
  const other = (v: Single): Value[] => under((evaluated ??= right()), v.origin);
  const parts = alternatives(left).flatMap((v): Value[] => {
    const takes = takesRight(operator, v);
    if (takes === true) return other(v);
    if (takes === false) return [v];
    const kept = operator === ts.SyntaxKind.AmpersandAmpersandToken ? falsySide(v) : keptSide(operator, v);
    return [...(kept ? [kept] : []), ...other(v)];
  });
  return oneOf(parts, origin);
}

function takesRight(operator: ts.SyntaxKind, value: Single): boolean | undefined {
  if (operator === ts.SyntaxKind.QuestionQuestionToken) {
    if (value.kind === 'known') return value.value === null || value.value === undefined;
    if (value.kind !== 'unknown') return false;
    // A computed number or boolean is never nullish, so `Number(x) ?? 60` never takes the 60.
    return value.type !== undefined && !value.mayBeUndefined ? false : undefined;
  }
  const truthy = truthiness(value);
  if (truthy === undefined) return undefined;
  return operator === ts.SyntaxKind.BarBarToken ? !truthy : truthy;
}

/** What is left of an unknown when `??` or `||` did not take the right side. */
function keptSide(operator: ts.SyntaxKind, value: Single): Value {
  if (value.kind !== 'unknown') return value;
  const { mayBeNaN, mayBeUndefined: _dropped, ...rest } = value;
  return operator === ts.SyntaxKind.BarBarToken || !mayBeNaN ? rest : { ...rest, mayBeNaN };
}

/** `unknown && x` may be the falsy left side; of its value nothing is known. */
function falsySide(value: Single): Value {
  return value.kind === 'unknown' && value.type === 'boolean'
    ? known(false, value.origin)
    : unknown(value.origin);
}

export function template(head: string, spans: readonly [Value, string][], origin: Origin): Value {
  let text: Value = known(head, origin);
  for (const [value, literal] of spans) {
    text = binary(ts.SyntaxKind.PlusToken, text, value, origin);
    text = binary(ts.SyntaxKind.PlusToken, text, known(literal, origin), origin);
  }
  return text;
}

const maximumCombinations = 16;

export function binary(operator: ts.SyntaxKind, left: Value, right: Value, origin: Origin): Value {
  const lefts = alternatives(left);
  const rights = alternatives(right);
  if (lefts.length * rights.length > maximumCombinations) return unknown(origin);
  return oneOf(
    lefts.flatMap((l) =>
      rights.flatMap((r) => {
        const arms = together(l.origin, r.origin);
        return arms ? under(single(operator, l, r, origin), arms) : [];
      }),
    ),
    origin,
  );
}

function single(operator: ts.SyntaxKind, left: Single, right: Single, origin: Origin): Value {
  if (left.kind === 'known' && right.kind === 'known') {
    const result = compute(operator, left, right);
    return result ? known(result.value, origin) : unknown(origin);
  }
  if (isComparison(operator)) return unknown(origin, { ...envOf([left, right]), type: 'boolean' });
  const unknowns = left.kind === 'unknown' || right.kind === 'unknown';
  if (operator === ts.SyntaxKind.PlusToken) {
    if (isText(left) || isText(right)) return unknown(origin, { type: 'string' });
    return isNumber(left) && isNumber(right) ? numberFrom([left, right], origin) : unknown(origin);
  }
  return isArithmetic(operator) && unknowns ? numberFrom([left, right], origin) : unknown(origin);
}

function isText(value: Single): boolean {
  return value.kind === 'known'
    ? typeof value.value === 'string'
    : value.kind === 'unknown' && value.type === 'string';
}

function isNumber(value: Single): boolean {
  return value.kind === 'known'
    ? typeof value.value === 'number'
    : value.kind === 'unknown' && value.type === 'number';
}

function isArithmetic(operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.MinusToken ||
    operator === ts.SyntaxKind.AsteriskToken ||
    operator === ts.SyntaxKind.SlashToken ||
    operator === ts.SyntaxKind.PercentToken ||
    operator === ts.SyntaxKind.AsteriskAsteriskToken
  );
}

function isComparison(operator: ts.SyntaxKind): boolean {
  return (
    (operator >= ts.SyntaxKind.LessThanToken && operator <= ts.SyntaxKind.ExclamationEqualsEqualsToken) ||
    operator === ts.SyntaxKind.InKeyword ||
    operator === ts.SyntaxKind.InstanceOfKeyword
  );
}

function compute(
  operator: ts.SyntaxKind,
  left: KnownValue,
  right: KnownValue,
): { value: Scalar } | undefined {
  const a = left.value;
  const b = right.value;
  const [x, y] = [Number(a), Number(b)];
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
      return { value: typeof a === 'string' || typeof b === 'string' ? String(a) + String(b) : x + y };
    case ts.SyntaxKind.MinusToken:
      return { value: x - y };
    case ts.SyntaxKind.AsteriskToken:
      return { value: x * y };
    case ts.SyntaxKind.SlashToken:
      return { value: x / y };
    case ts.SyntaxKind.PercentToken:
      return { value: x % y };
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return { value: x ** y };
    case ts.SyntaxKind.LessThanLessThanToken:
      return { value: x << y };
    case ts.SyntaxKind.GreaterThanGreaterThanToken:
      return { value: x >> y };
    case ts.SyntaxKind.BarToken:
      return { value: x | y };
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return { value: a === b };
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return { value: a !== b };
    case ts.SyntaxKind.EqualsEqualsToken:
      // eslint-disable-next-line eqeqeq -- it is what the program compares with
      return { value: a == b };
    case ts.SyntaxKind.ExclamationEqualsToken:
      // eslint-disable-next-line eqeqeq -- it is what the program compares with
      return { value: a != b };
    case ts.SyntaxKind.LessThanToken:
      return typeof a === typeof b ? { value: a! < b! } : undefined;
    case ts.SyntaxKind.LessThanEqualsToken:
      return typeof a === typeof b ? { value: a! <= b! } : undefined;
    case ts.SyntaxKind.GreaterThanToken:
      return typeof a === typeof b ? { value: a! > b! } : undefined;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return typeof a === typeof b ? { value: a! >= b! } : undefined;
    default:
      return undefined;
  }
}

function each(value: Value, origin: Origin, f: (v: Single) => Value): Value {
  return oneOf(
    alternatives(value).flatMap((v) => under(f(v), v.origin)),
    origin,
  );
}

import type ts from 'typescript';
import { either, type Choices } from './choices';

/** Where a value is written, for messages and hovers. `module` is the path of the file that holds `node`. */
export interface Origin {
  node: ts.Node;
  module: string;
  /** The outcomes of conditions that lead to it: those it shares with another value have to agree for both to occur. */
  choices?: Choices;
  /** `NODE_ENV` decided: outside production it may be another one. */
  production?: true;
  /** Written nowhere: a default of the SDK. */
  isDefault?: true;
}

export type Scalar = string | number | boolean | null | undefined;

/**
 * What an expression can be at run time, as far as constant evaluation shows.
 * Unknown means silence: no rule may conclude anything from an unknown, except what its flags state.
 */
export type Value = KnownValue | ObjectValue | ArrayValue | FunctionValue | OneOfValue | UnknownValue;

/** No choice any more. */
export type Single = Exclude<Value, OneOfValue>;

export interface KnownValue {
  kind: 'known';
  value: Scalar;
  origin: Origin;
}

export interface ObjectProperty {
  value: Value;
  /** PropertyAssignment, ShorthandPropertyAssignment, method, …; null when it came from a non-literal source. */
  node: ts.ObjectLiteralElementLike | null;
}

export interface ObjectValue {
  kind: 'object';
  properties: ReadonlyMap<string, ObjectProperty>;
  /** True when an unknown spread or computed key may add or replace properties. */
  open: boolean;
  origin: Origin;
}

export interface ArrayValue {
  kind: 'array';
  elements: readonly Value[];
  open: boolean;
  origin: Origin;
}

/** A function, class or method: not called, only recognised. */
export interface FunctionValue {
  kind: 'function';
  origin: Origin;
}

/** One of several values: both arms of a ternary, `a ?? b`, `a || b`. Never nested. */
export interface OneOfValue {
  kind: 'oneOf';
  values: readonly Single[];
  origin: Origin;
}

export interface UnknownValue {
  kind: 'unknown';
  /** The run-time type when it is certain (`Number(x)` is a number); absent otherwise. */
  type?: 'string' | 'number' | 'boolean';
  /** For `process.env.X` and what is computed from it alone: the variable's name. */
  env?: string;
  /** May the value be undefined (`process.env.X` itself)? */
  mayBeUndefined?: boolean;
  /** `Number(process.env.X)` with nothing behind it: NaN when the variable is missing. */
  mayBeNaN?: boolean;
  origin: Origin;
}

/** The alternatives of a value: itself, or the members of a `oneOf`. */
export function alternatives(value: Value): readonly Single[] {
  return value.kind === 'oneOf' ? value.values : [value];
}

export function known(value: Scalar, origin: Origin): KnownValue {
  return { kind: 'known', value, origin };
}

export function unknown(origin: Origin, flags: Omit<UnknownValue, 'kind' | 'origin'> = {}): UnknownValue {
  return { kind: 'unknown', ...flags, origin };
}

const maximumAlternatives = 16;

/** Joins values: flattened, equal scalars once, a single one as itself, too many as unknown. */
export function oneOf(values: readonly Value[], origin: Origin): Value {
  const flat: Single[] = [];
  for (const value of values.flatMap(alternatives)) {
    const isSame = (f: Value): boolean =>
      f.kind === 'known' && value.kind === 'known' && Object.is(f.value, value.value);
    const there = flat.findIndex(isSame);
    const before = flat[there];
    if (before) flat[there] = { ...before, origin: either(before.origin, value.origin) };
    else flat.push(value);
  }
  const first = flat[0];
  if (!first || flat.length > maximumAlternatives) return unknown(origin);
  return flat.length === 1 ? first : { kind: 'oneOf', values: flat, origin };
}

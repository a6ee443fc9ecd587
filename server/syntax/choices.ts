/** Which arms of conditions led to a value, so that values of different arms are never taken for a pair. */
import ts from 'typescript';
import type { Module } from '../model';
import { unwrap } from './parse';
import type { Program } from './program';
import { assignedNames } from './scope';
import type { Origin, Value } from './value';

/** Conditions by what identifies them, each with its outcome. */
export type Choices = ReadonlyMap<ts.Node | string, boolean>;

export type Arms = Pick<Origin, 'choices' | 'production'>;

/** The value as it is where `arms` led to it. */
export function under<V extends Value>(value: V, arms: Arms): V {
  const { choices, production } = arms;
  if (!choices && !production) return value;
  if (value.kind === 'oneOf') return { ...value, values: value.values.map((one) => under(one, arms)) };
  const { origin } = value;
  const all = choices && new Map([...choices, ...(origin.choices ?? [])]);
  return {
    ...value,
    origin: { ...origin, ...(all && { choices: all }), ...(production && { production }) },
  };
}

/** Null where the two exclude each other. */
export function together(a: Arms, b: Arms): Arms | null {
  const choices = new Map(a.choices);
  for (const [key, outcome] of b.choices ?? []) {
    if (choices.has(key) && choices.get(key) !== outcome) return null;
    choices.set(key, outcome);
  }
  const production = a.production ?? b.production;
  return { ...(choices.size > 0 && { choices }), ...(production && { production }) };
}

/** What still holds when either origin may be the one: the value came by two ways. */
export function either(a: Origin, b: Origin): Origin {
  const { choices: _choices, production: _production, ...rest } = a.isDefault ? b : a;
  const choices = new Map([...(a.choices ?? [])].filter(([key, outcome]) => b.choices?.get(key) === outcome));
  const production = a.production && b.production;
  return { ...rest, ...(choices.size > 0 && { choices }), ...(production && { production }) };
}

export interface Condition {
  key: ts.Node | string;
  /** `!x` is the condition `x`, the other way round. */
  isNegated: boolean;
}

interface Place {
  module: Module;
  program: Program;
  /** In a function that is called: another call may choose otherwise. */
  isCalled?: true;
}

/**
 * What identifies a condition. One about what never changes, such as a constant or an environment variable, has one
 * outcome wherever it is written; any other only where it stands. Null where each call has its own.
 */
export function conditionOf(expression: ts.Expression, place: Place): Condition | null {
  const node = unwrap(expression);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = conditionOf(node.operand, place);
    return inner && { ...inner, isNegated: !inner.isNegated };
  }
  const comparison = ts.isBinaryExpression(node) ? comparisonOf(node, place) : undefined;
  const key = comparison?.key ?? identityOf(node, place);
  if (key !== undefined) return { key, isNegated: comparison?.isNegated ?? false };
  return place.isCalled ? null : { key: node, isNegated: false };
}

/** `plan === 'long'`; `plan !== 'long'` is the same the other way round. */
function comparisonOf(
  { left, operatorToken, right }: ts.BinaryExpression,
  place: Place,
): Condition | undefined {
  const isEqual = operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken;
  if (!isEqual && operatorToken.kind !== ts.SyntaxKind.ExclamationEqualsEqualsToken) return undefined;
  const identity = identityOf(unwrap(left), place);
  if (identity === undefined || !ts.isStringLiteralLike(right)) return undefined;
  return { key: `${identity} === ${JSON.stringify(right.text)}`, isNegated: !isEqual };
}

/** A variable that is never assigned again, a member of such a one, or an environment variable. */
function identityOf(node: ts.Expression, place: Place): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    if (node.expression.getText() === 'process.env') return node.getText();
    const holder = identityOf(unwrap(node.expression), place);
    return holder === undefined ? undefined : `${holder}.${node.name.text}`;
  }
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = place.program.declarationOf(node, place.module);
  if (declaration?.kind !== 'local' || ts.isSourceFile(declaration.node)) return undefined;
  const { variables, members } = assignedNames(declaration.module.ast);
  const isConstant = !variables.has(node.text) && !members.has(node.text);
  if (!isConstant || (place.isCalled && !isOfModule(declaration.node))) return undefined;
  return `${declaration.module.path}:${declaration.node.pos}`;
}

function isOfModule(node: ts.Node): boolean {
  return ts.isVariableDeclaration(node) && ts.isSourceFile(node.parent.parent.parent);
}

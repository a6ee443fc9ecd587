/** Which arms of conditions led to a value, so that values of different arms are never taken for a pair. */
import ts from 'typescript';
import type { Module } from '../model';
import { unwrap } from './parse';
import type { Declaration, Program } from './program';
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
 * What identifies a condition. A variable that never changes and a comparison of an environment variable have one
 * outcome wherever they are written; any other condition only where it stands. Null where each call has its own.
 */
export function conditionOf(expression: ts.Expression, place: Place): Condition | null {
  const { module, program, isCalled } = place;
  const node = unwrap(expression);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = conditionOf(node.operand, place);
    return inner && { ...inner, isNegated: !inner.isNegated };
  }
  const declaration = ts.isIdentifier(node) ? program.declarationOf(node, module) : undefined;
  if (declaration?.kind === 'local' && isConstant(declaration, node.getText())) {
    return isCalled && !isOfModule(declaration.node) ? null : { key: declaration.node, isNegated: false };
  }
  const text = node.getText().replaceAll('"', "'");
  if (OF_ENVIRONMENT.test(text)) return { key: text, isNegated: false };
  return isCalled ? null : { key: node, isNegated: false };
}

const OF_ENVIRONMENT = /^process\.env\.\w+( ?[=!]== ?'[^']*')?$/;

function isConstant({ module, node }: Extract<Declaration, { kind: 'local' }>, name: string): boolean {
  return node.kind !== ts.SyntaxKind.SourceFile && !assignedNames(module.ast).variables.has(name);
}

function isOfModule(node: ts.Node): boolean {
  return ts.isVariableDeclaration(node) && ts.isSourceFile(node.parent.parent.parent);
}

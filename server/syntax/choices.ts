/** Which arms of conditions led to a value, so that values of different arms are never taken for a pair. */
import ts from 'typescript';
import type { Module } from '../model';
import { unwrap } from './parse';
import type { Program } from './program';
import { assignedNames } from './scope';
import { alternatives, type Origin, type Single, type Value } from './value';

/** Conditions by what identifies them, each with its outcome. */
export type Choices = ReadonlyMap<ts.Node | string, boolean>;

export type Arms = Pick<Origin, 'choices' | 'production'>;

/** What the value can be where `arms` led to it: the alternatives that they do not exclude. */
export function under(value: Value, arms: Arms): Single[] {
  return alternatives(value).flatMap((one) => {
    const all = together(arms, one.origin);
    return all ? [{ ...one, origin: { ...one.origin, ...all } }] : [];
  });
}

/** Null where the two exclude each other. */
export function together(a: Arms, b: Arms): Arms | null {
  const choices = new Map(a.choices);
  for (const [key, outcome] of b.choices ?? []) {
    if (choices.has(key) && choices.get(key) !== outcome) return null;
    choices.set(key, outcome);
  }
  if (equalsTwo(choices)) return null;
  const production = a.production ?? b.production;
  return { ...(choices.size > 0 && { choices }), ...(production && { production }) };
}

const EQUALS = ' === "';

/** `plan === "long"` and `plan === "short"`, both true. */
function equalsTwo(choices: Choices): boolean {
  const equal = [...choices].flatMap(([key, outcome]) =>
    outcome && typeof key === 'string' && key.includes(EQUALS) ? [key.slice(0, key.indexOf(EQUALS))] : [],
  );
  return new Set(equal).size < equal.length;
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
  /** How deep the evaluation is: constants may stand for each other in a circle. */
  depth: number;
  /** In a function that is called: another call may choose otherwise. */
  isCalled?: true;
}

/** Deeper than this nothing is followed. */
export const MAXIMUM_DEPTH = 60;

/**
 * What identifies a condition. One about what never changes, such as a constant or an environment variable, has one
 * outcome wherever it is written; any other only where it stands. Null where each call has its own.
 */
export function conditionOf(expression: ts.Expression, place: Place): Condition | null {
  const lasting = lastingCondition(expression, place);
  if (lasting) return lasting;
  return place.isCalled ? null : { key: unwrap(expression), isNegated: false };
}

function lastingCondition(expression: ts.Expression, place: Place): Condition | undefined {
  const node = unwrap(expression);
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = lastingCondition(node.operand, place);
    return inner && { ...inner, isNegated: !inner.isNegated };
  }
  if (ts.isBinaryExpression(node)) return comparisonOf(node, place);
  const constant = ts.isIdentifier(node) ? constantOf(node, place) : undefined;
  const behind = constant?.initializer && lastingCondition(constant.initializer, constant.place);
  if (behind) return behind;
  const key = constant?.key ?? identityOf(node, place);
  return key === undefined ? undefined : { key, isNegated: false };
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
  const constant = ts.isIdentifier(node) ? constantOf(node, place) : undefined;
  if (!constant?.initializer) return constant?.key;
  return identityOf(unwrap(constant.initializer), constant.place) ?? constant.key;
}

interface Constant {
  key: string;
  /** What it stands for, unless that lies too deep. */
  initializer: ts.Expression | undefined;
  place: Place;
}

function constantOf(node: ts.Identifier, place: Place): Constant | undefined {
  const declaration = place.program.declarationOf(node, place.module);
  if (declaration?.kind !== 'local' || ts.isSourceFile(declaration.node)) return undefined;
  const { module, node: declared } = declaration;
  const { variables, members } = assignedNames(module.ast);
  const isConstant = !variables.has(node.text) && !members.has(node.text);
  if (!isConstant || (place.isCalled && !isOfModule(declared))) return undefined;
  const isConst = ts.isVariableDeclaration(declared) && (declared.parent.flags & ts.NodeFlags.Const) !== 0;
  return {
    key: `${module.path}:${declared.pos}`,
    initializer: isConst && place.depth < MAXIMUM_DEPTH ? declared.initializer : undefined,
    place: { ...place, module, depth: place.depth + 1 },
  };
}

function isOfModule(node: ts.Node): boolean {
  return ts.isVariableDeclaration(node) && ts.isSourceFile(node.parent.parent.parent);
}

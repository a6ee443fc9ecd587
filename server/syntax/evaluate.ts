/** Constant evaluation across files. Anything not understood is unknown; nothing is ever executed. */
import ts from 'typescript';
import type { Module } from '../model';
import { callBuiltin } from './builtins';
import { conditionOf, MAXIMUM_DEPTH } from './choices';
import { environment, fromEnvironment, globalConstant, isProcessEnv } from './globals';
import { guarded } from './guards';
import { arrayLiteral, memberOf, objectLiteral, opened } from './literals';
import { binary, conditional, logical, not, numeric, template } from './operators';
import { nameText, returnedExpression, unwrap } from './parse';
import type { Declaration, Program } from './program';
import { assignedNames } from './scope';
import { alternatives, known, oneOf, unknown, type ObjectProperty, type Origin, type Value } from './value';

interface Context {
  program: Program;
  module: Module;
  depth: number;
  /** Values of the parameters of the functions being expanded. */
  parameters: ReadonlyMap<ts.Node, Value>;
  /** Declarations on the way, so that a cycle of constants ends in unknown. */
  active: ReadonlySet<ts.Node>;
  /** In a function that is called: another call may choose otherwise. */
  isCalled?: true;
}

export function evaluateExpression(node: ts.Expression, module: Module, program: Program): Value {
  return evaluate(node, { program, module, depth: 0, parameters: new Map(), active: new Set() });
}

function evaluate(expression: ts.Expression, outer: Context): Value {
  const node = unwrap(expression);
  const origin: Origin = { node, module: outer.module.path };
  if (outer.depth > MAXIMUM_DEPTH) return unknown(origin);
  const context = { ...outer, depth: outer.depth + 1 };
  const of = (e: ts.Expression): Value => evaluate(e, context);

  if (ts.isNumericLiteral(node)) return known(Number(node.text.replaceAll('_', '')), origin);
  if (ts.isStringLiteralLike(node)) return known(node.text, origin);
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return known(true, origin);
    case ts.SyntaxKind.FalseKeyword:
      return known(false, origin);
    case ts.SyntaxKind.NullKeyword:
      return known(null, origin);
  }
  if (ts.isIdentifier(node)) return identifier(node, origin, context);
  if (ts.isTemplateExpression(node)) {
    return template(
      node.head.text,
      node.templateSpans.map((s) => [of(s.expression), s.literal.text]),
      origin,
    );
  }
  if (ts.isPrefixUnaryExpression(node)) return unary(node, of(node.operand), origin);
  if (ts.isVoidExpression(node)) return known(undefined, origin);
  if (ts.isTypeOfExpression(node)) return unknown(origin, { type: 'string' });
  if (ts.isConditionalExpression(node)) {
    return conditional(
      of(node.condition),
      () => guarded(of(node.whenTrue), node.condition, of),
      () => guarded(of(node.whenFalse), node.condition, of),
      origin,
      conditionOf(node.condition, outer),
    );
  }
  if (ts.isBinaryExpression(node)) return binaryExpression(node, of, origin);
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(node, origin, of);
  if (ts.isArrayLiteralExpression(node)) return arrayLiteral(node, origin, of);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    return access(node, origin, context);
  }
  if (ts.isCallExpression(node)) return call(node, origin, context);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isClassExpression(node)) {
    return { kind: 'function', origin };
  }
  return unknown(origin);
}

function unary(node: ts.PrefixUnaryExpression, operand: Value, origin: Origin): Value {
  switch (node.operator) {
    case ts.SyntaxKind.ExclamationToken:
      return not(operand, origin);
    case ts.SyntaxKind.PlusToken:
      return numeric(operand, (n) => n, origin);
    case ts.SyntaxKind.MinusToken:
      return numeric(operand, (n) => -n, origin);
    case ts.SyntaxKind.TildeToken:
      return numeric(operand, (n) => ~n, origin);
    default:
      return unknown(origin, { type: 'number' });
  }
}

function binaryExpression(node: ts.BinaryExpression, of: (e: ts.Expression) => Value, origin: Origin): Value {
  const operator = node.operatorToken.kind;
  switch (operator) {
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return logical(operator, of(node.left), () => of(node.right), origin);
    case ts.SyntaxKind.CommaToken:
      return of(node.right);
    case ts.SyntaxKind.EqualsToken:
      return of(node.right);
    default:
      return binary(operator, of(node.left), of(node.right), origin);
  }
}

function identifier(node: ts.Identifier, origin: Origin, context: Context): Value {
  const declaration = context.program.declarationOf(node, context.module);
  if (!declaration) {
    switch (node.text) {
      case 'undefined':
        return known(undefined, origin);
      case 'NaN':
        return known(NaN, origin);
      case 'Infinity':
        return known(Infinity, origin);
    }
  }
  return declaration ? declared(declaration, node.text, origin, context) : unknown(origin);
}

/** The value behind a declaration, unless it is assigned to again somewhere. */
function declared(declaration: Declaration, name: string, origin: Origin, context: Context): Value {
  if (declaration.kind === 'external') return unknown(origin);
  const { node, module } = declaration;
  const parameter = context.parameters.get(node);
  if (parameter) return parameter;
  if (context.active.has(node)) return unknown(origin);
  const inner: Context = { ...context, module, active: new Set(context.active).add(node) };
  if (ts.isVariableDeclaration(node)) return variable(node, name, origin, inner);
  if (ts.isBindingElement(node)) return bindingElement(node, origin, inner);
  if (ts.isEnumDeclaration(node)) return enumeration(node, origin, inner);
  if (ts.isEnumMember(node) && node.initializer) return evaluate(node.initializer, inner);
  if (ts.isExportAssignment(node)) return evaluate(node.expression, inner);
  if (ts.isBinaryExpression(node)) return evaluate(node.right, inner);
  if (ts.isPropertyAssignment(node)) return evaluate(node.initializer, inner);
  if (ts.isFunctionLike(node) || ts.isClassLike(node))
    return { kind: 'function', origin: { node, module: module.path } };
  return unknown(origin);
}

function variable(node: ts.VariableDeclaration, name: string, origin: Origin, context: Context): Value {
  const assigned = assignedNames(context.module.ast);
  const isConst = (node.parent.flags & ts.NodeFlags.Const) !== 0;
  if (!node.initializer || (!isConst && assigned.variables.has(name))) return unknown(origin);
  const value = evaluate(node.initializer, context);
  return assigned.members.has(name) ? opened(value) : value;
}

function bindingElement(node: ts.BindingElement, origin: Origin, context: Context): Value {
  const pattern = node.parent;
  const holder = pattern.parent;
  if (node.dotDotDotToken || ts.isParameter(holder)) return unknown(origin);
  const assigned = assignedNames(context.module.ast).variables;
  if (ts.isIdentifier(node.name) && assigned.has(node.name.text)) return unknown(origin);
  const outer = ts.isBindingElement(holder)
    ? bindingElement(holder, origin, context)
    : holder.initializer
      ? (fromEnvironment(holder.initializer, node, origin) ?? evaluate(holder.initializer, context))
      : unknown(origin);
  if (outer.kind === 'unknown' && outer.env !== undefined) return outer;
  const key = ts.isArrayBindingPattern(pattern)
    ? String(pattern.elements.indexOf(node))
    : nameText(node.propertyName ?? node.name);
  if (key === undefined) return unknown(origin);
  const value = memberOf(outer, key, origin);
  if (!node.initializer) return value;
  const { initializer } = node;
  const parts = alternatives(value).flatMap((v): Value[] =>
    v.kind === 'known' && v.value === undefined ? [evaluate(initializer, context)] : [v],
  );
  return oneOf(parts, origin);
}

function enumeration(node: ts.EnumDeclaration, origin: Origin, context: Context): Value {
  const properties = new Map<string, ObjectProperty>();
  let next: number | undefined = 0;
  for (const member of node.members) {
    const name = nameText(member.name);
    if (name === undefined) return unknown(origin);
    const at: Origin = { node: member, module: context.module.path };
    const value: Value = member.initializer
      ? evaluate(member.initializer, context)
      : next === undefined
        ? unknown(at)
        : known(next, at);
    next = value.kind === 'known' && typeof value.value === 'number' ? value.value + 1 : undefined;
    properties.set(name, { value, node: null });
  }
  return { kind: 'object', properties, open: false, origin };
}

function access(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  origin: Origin,
  context: Context,
): Value {
  const name = accessedName(node, context);
  if (name === undefined) return unknown(origin);
  const holder = unwrap(node.expression);
  if (isProcessEnv(holder)) return environment(name, origin);
  if (ts.isIdentifier(holder)) {
    const declaration = context.program.declarationOf(holder, context.module);
    if (!declaration) return globalConstant(holder.text, name, origin);
    if (declaration.kind === 'local' && ts.isSourceFile(declaration.node)) {
      const target = context.program.exportOf(declaration.module, name);
      return target ? declared(target, name, origin, context) : unknown(origin);
    }
  }
  return memberOf(evaluate(holder, context), name, origin);
}

function accessedName(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  context: Context,
): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const key = evaluate(node.argumentExpression, context);
  return key.kind === 'known' && (typeof key.value === 'string' || typeof key.value === 'number')
    ? String(key.value)
    : undefined;
}

function call(node: ts.CallExpression, origin: Origin, context: Context): Value {
  const values = node.arguments.map((a) => (ts.isSpreadElement(a) ? unknown(origin) : evaluate(a, context)));
  const callee = unwrap(node.expression);
  const isGlobal = (id: ts.Identifier): boolean => !context.program.declarationOf(id, context.module);
  const builtin = callBuiltin(callee, values, origin, isGlobal);
  if (builtin) return builtin;
  if (!ts.isIdentifier(callee)) return unknown(origin);
  const declaration = context.program.declarationOf(callee, context.module);
  return declaration?.kind === 'local' ? expand(declaration, values, origin, context) : unknown(origin);
}

/** A function that only returns an expression, such as `const days = (n: number) => n * 86400`. */
function expand(
  declaration: Extract<Declaration, { kind: 'local' }>,
  values: readonly Value[],
  origin: Origin,
  context: Context,
): Value {
  const { node, module } = declaration;
  if (context.active.has(node)) return unknown(origin);
  const target = ts.isVariableDeclaration(node) && node.initializer ? unwrap(node.initializer) : node;
  if (!ts.isArrowFunction(target) && !ts.isFunctionDeclaration(target) && !ts.isFunctionExpression(target)) {
    return unknown(origin);
  }
  const result = returnedExpression(target);
  if (
    !result ||
    target.asteriskToken ||
    target.modifiers?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword)
  ) {
    return unknown(origin);
  }
  const inner: Context = { ...context, module, active: new Set(context.active).add(node) };
  const parameters = new Map<ts.Node, Value>();
  for (const [i, parameter] of target.parameters.entries()) {
    if (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken) return unknown(origin);
    const fallback = parameter.initializer
      ? evaluate(parameter.initializer, inner)
      : known(undefined, origin);
    parameters.set(parameter, values[i] ?? fallback);
  }
  return evaluate(result, { ...inner, parameters, isCalled: true });
}

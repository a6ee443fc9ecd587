import ts from 'typescript';
import type { Rule, RuleEdit, RuleFix } from '../model';
import { placeOf, replaceNode } from './support/edits';
import { spoiltCopies } from './support/spoilt';

export const rule: Rule = {
  meta: {
    id: 'cookie-attributes-dropped',
    severity: 'error',
    description: 'The session cookie is copied without HttpOnly, Secure, SameSite and Max-Age.',
    fixable: true,
  },
  check(app, report) {
    for (const { node } of spoiltCopies(app, 'stripped')) {
      const fix = fixOf(node);
      report({
        ...placeOf(node),
        message:
          'Only name and value are copied: the session cookie loses HttpOnly, Secure, SameSite and Max-Age. Scripts can read it, and it ends with the browser.',
        fixes: fix ? [fix] : [],
      });
    }
  },
};

/** `cookies.set(c.name, c.value)` becomes `cookies.set(c)`. */
function fixOf(node: ts.Node): RuleFix | null {
  if (!ts.isCallExpression(node) || node.arguments.length === 0) return null;
  const edits = wholeCookie(node) ?? destructured(node);
  return edits && { title: 'Copy the whole cookie', edits, safe: true };
}

function wholeCookie(node: ts.CallExpression): RuleEdit[] | null {
  const [name, value] = namedValues(node);
  if (!name || !value || !ts.isPropertyAccessExpression(name) || !ts.isPropertyAccessExpression(value))
    return null;
  const cookie = name.expression.getText();
  const isSame =
    name.name.text === 'name' && value.name.text === 'value' && value.expression.getText() === cookie;
  return isSame && /^\w+$/.test(cookie) ? [replaceArguments(node, cookie)] : null;
}

/** The arguments of `set(name, value)` or the properties of `set({ name, value })`. */
function namedValues(node: ts.CallExpression): (ts.Expression | undefined)[] {
  const [first, second] = node.arguments;
  if (!first || !ts.isObjectLiteralExpression(first)) return [first, second];
  return ['name', 'value'].map((key) => {
    const property = first.properties.find((p) => p.name?.getText() === key);
    if (property && ts.isPropertyAssignment(property)) return property.initializer;
    return property && ts.isShorthandPropertyAssignment(property) ? property.name : undefined;
  });
}

function replaceArguments(node: ts.CallExpression, text: string): RuleEdit {
  const start = node.arguments[0]!.getStart();
  return { file: node.getSourceFile().fileName, span: { start, end: node.arguments.end }, newText: text };
}

/** `({ name, value }) => response.cookies.set(name, value)`, and the same in a `for … of`. */
function destructured(node: ts.CallExpression): RuleEdit[] | null {
  const [name, value] = namedValues(node);
  if (!name || !value || !ts.isIdentifier(name) || !ts.isIdentifier(value)) return null;
  const scope = scopeOf(node);
  const pattern = scope && patternOf(scope);
  if (!pattern || pattern.elements.length !== 2) return null;
  const isPlain = pattern.elements.every(
    (e) => !e.propertyName && !e.initializer && /^(name|value)$/.test(e.name.getText()),
  );
  const uses = scope.getText().match(/\b(name|value)\b/g) ?? [];
  // Twice in the pattern and twice in the call (four times with `{ name: name }`): used for nothing else.
  const own =
    (node.arguments[0]!.getText() + (node.arguments[1]?.getText() ?? '')).match(/(name|value)/g) ?? [];
  if (!isPlain || uses.length !== 2 + own.length || name.text !== 'name' || value.text !== 'value')
    return null;
  return [replaceNode(pattern, 'cookie'), replaceArguments(node, 'cookie')];
}

type Scope = ts.ArrowFunction | ts.FunctionExpression | ts.ForOfStatement;

/** The callback or loop that the call belongs to. */
function scopeOf(node: ts.Node): Scope | undefined {
  return ts.findAncestor(
    node,
    (n): n is Scope => ts.isArrowFunction(n) || ts.isFunctionExpression(n) || ts.isForOfStatement(n),
  );
}

function patternOf(scope: Scope): ts.ObjectBindingPattern | undefined {
  const target = !ts.isForOfStatement(scope)
    ? scope.parameters[0]
    : ts.isVariableDeclarationList(scope.initializer)
      ? scope.initializer.declarations[0]
      : undefined;
  return target && ts.isObjectBindingPattern(target.name) ? target.name : undefined;
}

import ts from 'typescript';
import { lookup } from '../syntax/scope';
import type { Rule, RuleFix } from '../model';
import { copyLoop, lineIndent } from './support/copyEdits';
import { placeOf } from './support/edits';
import { cookiesPerResponse, spoiltCopies } from './support/spoilt';

export const rule: Rule = {
  meta: {
    id: 'set-cookie-collapsed',
    severity: 'error',
    description:
      'All cookies of the auth response are copied as one Set-Cookie line, which no browser can read.',
    fixable: true,
  },
  check(app, report) {
    const count = cookiesPerResponse(app);
    if (count === 'one') return;
    for (const { node } of spoiltCopies(app, 'collapsed')) {
      const fix = fixOf(node);
      report({
        ...placeOf(ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : node),
        severity: count === 'unknown' ? 'warning' : 'error',
        message: `All cookies end up in one Set-Cookie line, joined by commas. ${effect(count)}`,
        fixes: fix ? [fix] : [],
      });
    }
  },
};

/** A browser splits the line at semicolons only, and the last Max-Age counts (RFC 6265, sections 5.2 and 5.3). */
function effect(count: ReturnType<typeof cookiesPerResponse>): string {
  return count === 'always several'
    ? 'A browser takes it for the first cookie with the Max-Age of the last, which is a deletion: the user is signed out.'
    : 'A browser takes it for the first cookie with the attributes of the last: a session in several cookies is lost, and from SDK 4.29.0 on every session.';
}

/** `response.headers.set('set-cookie', authRes.headers.get('set-cookie'))` becomes a loop. */
function fixOf(node: ts.Node): RuleFix | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  if (!ts.isExpressionStatement(node.parent)) return null;
  const to = /^(.+)\.headers$/.exec(node.expression.expression.getText())?.[1];
  const value = node.arguments[1];
  const from = value && sourceOf(value);
  if (to === undefined || !from) return null;
  const statement = node.parent;
  const loop = copyLoop(from, to, lineIndent(statement), node.getSourceFile());
  return {
    title: 'Copy the cookies one by one',
    edits: [{ ...placeOf(statement), newText: loop }],
    safe: true,
  };
}

/** `authRes` of `authRes.headers.get('set-cookie')`, also through a constant. */
function sourceOf(value: ts.Expression): string | undefined {
  let node = value;
  while (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node) || ts.isAsExpression(node))
    node = node.expression;
  if (ts.isBinaryExpression(node)) node = node.left;
  if (ts.isIdentifier(node)) {
    const declaration = lookup(node);
    const isConstant = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
    return isConstant ? sourceOf(declaration.initializer!) : undefined;
  }
  const text = node.getText();
  return /^([\w.]+)\.headers\.(?:get\(['"`]set-cookie['"`]\)|getSetCookie\(\)(?:\.join\([^)]*\))?)$/i.exec(
    text,
  )?.[1];
}

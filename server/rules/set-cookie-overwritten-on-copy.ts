import ts from 'typescript';
import type { Rule, RuleFix } from '../model';
import { lineIndent, semicolonOf, stepOf } from './support/copyEdits';
import { newLine, placeOf, replaceNode } from './support/edits';
import { consequence, cookiesPerResponse, spoiltCopies } from './support/spoilt';

export const rule: Rule = {
  meta: {
    id: 'set-cookie-overwritten-on-copy',
    severity: 'error',
    description: 'Copying the headers of the auth response keeps only the last of its cookies.',
    fixable: true,
  },
  check(app, report) {
    const count = cookiesPerResponse(app);
    if (count === 'one') return;
    for (const { node } of spoiltCopies(app, 'overwritten')) {
      const fix = fixOf(node);
      report({
        ...placeOf(pointAt(node)),
        severity: count === 'unknown' ? 'warning' : 'error',
        message: `${explain(node)} ${consequence(app)}`,
        fixes: fix ? [fix] : [],
      });
    }
  },
};

/** `response.headers.set`, without the arguments. */
function pointAt(node: ts.Node): ts.Node {
  return ts.isCallExpression(node) ? node.expression : node;
}

function explain(node: ts.Node): string {
  const callee = ts.isCallExpression(node) ? node.expression.getText() : '';
  if (callee.endsWith('fromEntries'))
    return 'An object holds one value for each name: only the last Set-Cookie line is left.';
  if (/\.cookies\.\w+$/.test(callee)) {
    return 'Writing through cookies puts all Set-Cookie lines anew and drops those added with headers.append() before.';
  }
  return isInLoop(node)
    ? 'headers.set() replaces the Set-Cookie line of the cookie before: only the last one is left.'
    : 'headers.set() replaces all Set-Cookie lines that are there, those of the SDK with them.';
}

function fixOf(node: ts.Node): RuleFix | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: headers, name } = node.expression;
  const [key, value] = node.arguments;
  if (name.text === 'fromEntries') return fixFromEntries(node);
  if (name.text !== 'set' || !key || !value || node.arguments.length !== 2) return null;
  const title = 'Append the cookies instead';
  if (ts.isStringLiteralLike(key)) {
    return !/\.get\(|getSetCookie/.test(value.getText())
      ? { title, edits: [replaceNode(name, 'append')], safe: true }
      : null;
  }
  if (!ts.isIdentifier(key)) return null;
  const target = headers.getText();
  const args = `${key.text}, ${value.getText()}`;
  const { parent } = node;
  const file = node.getSourceFile();
  const [append, set] = [`${target}.append(${args})`, `${target}.set(${args})`];
  if (ts.isExpressionStatement(parent)) {
    const indent = lineIndent(parent);
    const inner = indent + stepOf(file);
    const end = semicolonOf(file);
    const lines = [
      `if (${key.text} === 'set-cookie') {`,
      `${inner}${append}${end}`,
      `${indent}} else {`,
      `${inner}${set}${end}`,
      `${indent}}`,
    ];
    return { title, edits: [{ ...placeOf(parent), newText: lines.join(newLine(file.text)) }], safe: true };
  }
  return ts.isArrowFunction(parent)
    ? { title, edits: [replaceNode(node, `${key.text} === 'set-cookie' ? ${append} : ${set}`)], safe: true }
    : null;
}

function isInLoop(node: ts.Node): boolean {
  return (
    ts.findAncestor(
      node,
      (n) =>
        ts.isForOfStatement(n) ||
        (ts.isArrowFunction(n) &&
          ts.isCallExpression(n.parent) &&
          /\.forEach$/.test(n.parent.expression.getText())),
    ) !== undefined
  );
}

/** `headers: Object.fromEntries(authRes.headers)`: the headers themselves will do. */
function fixFromEntries(node: ts.CallExpression): RuleFix | null {
  const [argument] = node.arguments;
  const isInit = ts.isPropertyAssignment(node.parent) && node.parent.name.getText() === 'headers';
  const headers = argument?.getText().replace(/\.entries\(\)$/, '');
  return isInit && headers && /^[\w.]+\.headers$/.test(headers)
    ? { title: `Pass ${headers}`, edits: [replaceNode(node, headers)], safe: true }
    : null;
}

import ts from 'typescript';
import { lookup } from '../syntax/scope';
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
  if (ts.isPropertyAccessExpression(headers) && headers.name.text === 'cookies')
    return moveBeforeCopy(node, headers.expression.getText());
  if (name.text !== 'set' || !key || !value || node.arguments.length !== 2 || !isHeaders(headers))
    return null;
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

/** The cookies of a response have no `append`; what a variable holds has to be seen. */
function isHeaders(node: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'headers';
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Headers';
  const declaration = ts.isIdentifier(node) ? lookup(node) : undefined;
  if (!declaration || !(ts.isVariableDeclaration(declaration) || ts.isParameter(declaration))) return false;
  if (declaration.type) return declaration.type.getText() === 'Headers';
  return declaration.initializer !== undefined && isHeaders(declaration.initializer);
}

/** `response.cookies.set(…)` and its like right behind the loop that appends: in front of it nothing gets lost. */
function moveBeforeCopy(node: ts.CallExpression, response: string): RuleFix | null {
  const statement = node.parent;
  if (!ts.isExpressionStatement(statement) || !ts.isBlock(statement.parent)) return null;
  const { statements } = statement.parent;
  const isWrite = (at: number): boolean => !!statements[at]?.getText().startsWith(`${response}.cookies.`);
  let first = statements.indexOf(statement);
  let last = first;
  while (isWrite(first - 1)) first--;
  while (isWrite(last + 1)) last++;
  const copy = statements[first - 1];
  const isLoop = copy && (ts.isForOfStatement(copy) || ts.isExpressionStatement(copy));
  if (!isLoop || !copy.getText().includes(`${response}.headers.append(`)) return null;
  const { text, fileName } = node.getSourceFile();
  const span = { start: copy.getStart(), end: statements[last]!.getEnd() };
  const behind = text.slice(copy.getEnd(), span.end);
  const moved = behind.trimStart();
  const gap = behind.slice(0, behind.length - moved.length);
  const title = 'Write these cookies before the others are appended';
  return { title, edits: [{ file: fileName, span, newText: moved + gap + copy.getText() }], safe: true };
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

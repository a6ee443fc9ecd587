import ts from 'typescript';
import type { FlowReturn } from '../facts/flow/types';
import type { Rule, RuleEdit, RuleFix } from '../model';
import { copyBefore, copyLoop, lineIndent } from './support/copyEdits';
import { placeOf } from './support/edits';
import { usualReturns } from './support/flow';
import { isV4 } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'x-middleware-next-copied-to-block',
    severity: 'error',
    description:
      'A response that should block the request carries x-middleware-next, so the route runs anyway.',
    fixable: true,
  },
  check(app, report) {
    if (!isV4(app)) return;
    const seen = new Set<ts.Node>();
    for (const back of usualReturns(app)) {
      const { nextHeader, kind, status } = back.response;
      if (!nextHeader || !blocks(back) || seen.has(nextHeader.node)) continue;
      seen.add(nextHeader.node);
      const fix = fixOf(nextHeader.node);
      const isRedirect = kind === 'redirect';
      report({
        ...placeOf(pointAt(nextHeader.node)),
        severity: isRedirect ? 'info' : 'error',
        message: isRedirect
          ? 'All headers of the auth response are copied to a redirect, x-middleware-next with them. The server of Next.js redirects all the same; other hosts may not. Copy only set-cookie.'
          : `All headers of the auth response are copied, x-middleware-next with them: Next.js runs the route behind this ${status ?? 'JSON'} response and sends what it answers. Copy only set-cookie.`,
        fixes: fix ? [fix] : [],
      });
    }
  },
};

/** `new NextResponse(authRes.body, authRes)` is a copy of the response, no block. */
function blocks({ response }: FlowReturn): boolean {
  if (response.kind === 'json' || response.kind === 'redirect') return true;
  return response.kind === 'body' && response.status !== null && response.status >= 300;
}

function pointAt(node: ts.Node): ts.Node {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return node;
  return headersProperty(node) ?? node.expression;
}

/** `headers: authRes.headers` of the last argument. */
function headersProperty(node: ts.CallExpression | ts.NewExpression): ts.PropertyAssignment | undefined {
  const init = node.arguments?.at(-1);
  if (!init || !ts.isObjectLiteralExpression(init)) return undefined;
  return init.properties.find(
    (p): p is ts.PropertyAssignment => ts.isPropertyAssignment(p) && p.name.getText() === 'headers',
  );
}

function fixOf(node: ts.Node): RuleFix | null {
  const edits = fixLoop(node) ?? fixInit(node);
  return edits && { title: 'Copy only the cookies', edits, safe: true };
}

/** `return NextResponse.json(body, { status: 401, headers: authRes.headers })`: the cookies go in a loop of their own. */
function fixInit(node: ts.Node): RuleEdit[] | null {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return null;
  const property = headersProperty(node);
  const from = property && /^([\w.]+)\.headers$/.exec(property.initializer.getText())?.[1];
  if (!property || from === undefined || !ts.isReturnStatement(node.parent)) return null;
  return copyBefore(node.parent, node, from, textWithout(node, property));
}

/** The call without the property, and without the object when nothing else is in it. */
function textWithout(node: ts.CallExpression | ts.NewExpression, property: ts.PropertyAssignment): string {
  const text = node.getText();
  const init = property.parent as ts.ObjectLiteralExpression;
  const at = init.properties.indexOf(property);
  const [previous, next] = [init.properties[at - 1], init.properties[at + 1]];
  const before = node.arguments!.at(-2);
  const [start, end] =
    init.properties.length === 1 && before
      ? [before.getEnd(), init.getEnd()]
      : next
        ? [property.getStart(), next.getStart()]
        : [previous?.getEnd() ?? property.getStart(), property.getEnd()];
  const offset = node.getStart();
  return text.slice(0, start - offset) + text.slice(end - offset);
}

/** A loop over all headers with nothing else in it becomes one over the cookies. */
function fixLoop(node: ts.Node): RuleEdit[] | null {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const to = /^([\w.]+)\.headers$/.exec(node.expression.expression.getText())?.[1];
  const loop = to === undefined ? undefined : loopOf(node);
  const from = loop && /^([\w.]+)\.headers(?:\.entries\(\))?$/.exec(loop.over.getText())?.[1];
  if (to === undefined || !loop || from === undefined) return null;
  const newText = copyLoop(from, to, lineIndent(loop.statement), node.getSourceFile());
  return [{ ...placeOf(loop.statement), newText }];
}

interface HeaderLoop {
  statement: ts.Statement;
  over: ts.Expression;
}

function loopOf(node: ts.CallExpression): HeaderLoop | undefined {
  const body = ts.isExpressionStatement(node.parent) ? onlyStatement(node.parent) : node;
  const owner = body?.parent;
  if (!owner) return undefined;
  if (ts.isForOfStatement(owner)) return { statement: owner, over: owner.expression };
  const call = ts.isArrowFunction(owner) || ts.isFunctionExpression(owner) ? owner.parent : undefined;
  if (!call || !ts.isCallExpression(call) || !ts.isExpressionStatement(call.parent)) return undefined;
  const { expression } = call;
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'forEach'
    ? { statement: call.parent, over: expression.expression }
    : undefined;
}

/** The block around a statement when it is the only one in it, else the statement. */
function onlyStatement(statement: ts.ExpressionStatement): ts.Node | undefined {
  const { parent } = statement;
  if (!ts.isBlock(parent)) return statement;
  return parent.statements.length === 1 ? parent : undefined;
}

/** The promise of the auth response taken for the response. */
import ts from 'typescript';
import type { FlowCall } from '../../facts/flow/types';
import { unwrap } from '../../syntax/parse';
import { lookup } from '../../syntax/scope';
import type { Report } from '../../model';
import { awaitResponse } from './copyEdits';
import { placeOf } from './edits';
import { callName, functionOf } from './flow';

/** The first place where `headers` or `cookies` of the promise are used, which throws. */
export function promiseRead(call: FlowCall): Report | undefined {
  const { node, variable } = call;
  const declaration = variable && lookup(variable);
  const owner = functionOf(node);
  if (!owner || !declaration || !isConstantOf(node, declaration)) return undefined;
  const read = firstRead(owner, declaration);
  if (!read) return undefined;
  const edits = awaitResponse(call, variable);
  return {
    ...placeOf(read),
    message: `${variable.text} is a promise, because ${callName(call)} is not awaited: it has no ${read.name.text}, and this throws.`,
    related: [{ ...placeOf(node), message: 'The call that is not awaited.' }],
    fixes: edits ? [{ title: 'Await the auth response', edits, safe: true }] : [],
  };
}

function isConstantOf(call: ts.Node, declaration: ts.Node): boolean {
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const isConst =
    ts.isVariableDeclarationList(declaration.parent) && declaration.parent.flags & ts.NodeFlags.Const;
  return Boolean(isConst) && unwrap(declaration.initializer) === call;
}

function firstRead(node: ts.Node, declaration: ts.Node): ts.PropertyAccessExpression | undefined {
  const isRead =
    ts.isPropertyAccessExpression(node) &&
    (node.name.text === 'headers' || node.name.text === 'cookies') &&
    ts.isIdentifier(node.expression) &&
    lookup(node.expression) === declaration;
  if (isRead && isUsed(node)) return node;
  return ts.forEachChild(node, (child) => firstRead(child, declaration));
}

/** `undefined` itself does no harm, what is taken from it does. */
function isUsed(read: ts.PropertyAccessExpression): boolean {
  const { parent } = read;
  if (ts.isForOfStatement(parent)) return parent.expression === read;
  const isMember = ts.isPropertyAccessExpression(parent) && parent.expression === read;
  return isMember && !parent.questionDotToken && !read.questionDotToken;
}

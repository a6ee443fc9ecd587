/** What calls of `updateSession` put into a session. */
import ts from 'typescript';
import type { Added } from '../../app/savedSession';
import { nameText, unwrap } from '../../syntax/parse';

/** Parts of a session that are no data of the app's. */
const OWN = new Set(['user', 'tokenSet', 'internal', 'accessTokens', 'connectionTokenSets']);

/** Properties written in the argument of `x.updateSession({ …, user: { …, plan } })`. */
export function updatedSessions(source: ts.SourceFile): Added[] {
  if (!source.text.includes('updateSession')) return [];
  const found: Added[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && calleeName(node) === 'updateSession') {
      const session = node.arguments.at(-1);
      const literal = session && unwrap(session);
      if (literal && ts.isObjectLiteralExpression(literal)) found.push(...membersOf(literal, ''));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function calleeName({ expression }: ts.CallExpression): string | undefined {
  const callee = unwrap(expression);
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

function membersOf(literal: ts.ObjectLiteralExpression, prefix: 'user.' | ''): Added[] {
  return literal.properties.flatMap((property): Added[] => {
    const key = ts.isSpreadAssignment(property) ? undefined : nameText(property.name);
    const value = ts.isPropertyAssignment(property)
      ? property.initializer
      : ts.isShorthandPropertyAssignment(property)
        ? property.name
        : undefined;
    if (key === undefined || !value) return [];
    if (prefix !== '' || !OWN.has(key)) return [{ path: `${prefix}${key}`, value }];
    const inner = unwrap(value);
    return key === 'user' && ts.isObjectLiteralExpression(inner) ? membersOf(inner, 'user.') : [];
  });
}

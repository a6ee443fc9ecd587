/** What calls of `updateSession` put into a session. */
import ts from 'typescript';
import type { Added } from '../../app/savedSession';
import { nameText, unwrap, valueOf } from '../../syntax/parse';

/** Parts of a session that are no data of the app's. */
const OWN = new Set(['user', 'tokenSet', 'internal', 'accessTokens', 'connectionTokenSets']);

/** Properties written in the argument of `x.updateSession({ …, user: { …, plan } })`. */
export function updatedSession(call: ts.CallExpression): Added[] {
  const session = call.arguments.at(-1);
  const literal = session && unwrap(session);
  return literal && ts.isObjectLiteralExpression(literal) ? membersOf(literal, '') : [];
}

function membersOf(literal: ts.ObjectLiteralExpression, prefix: 'user.' | ''): Added[] {
  return literal.properties.flatMap((property): Added[] => {
    const key = ts.isSpreadAssignment(property) ? undefined : nameText(property.name);
    const value = valueOf(property);
    if (key === undefined || !value) return [];
    if (prefix !== '' || !OWN.has(key)) return [{ path: `${prefix}${key}`, value }];
    const inner = unwrap(value);
    return key === 'user' && ts.isObjectLiteralExpression(inner) ? membersOf(inner, 'user.') : [];
  });
}

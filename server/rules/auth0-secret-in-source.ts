import ts from 'typescript';
import { optionOf } from '../app/clientConfigs';
import type { Rule } from '../model';
import { placeOf, replaceNode } from './support/edits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'auth0-secret-in-source',
    severity: 'error',
    description: 'The secret that encrypts the sessions stands in the source code.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const value = optionOf(client, 'secret');
      if (value.kind !== 'known' || typeof value.value !== 'string' || value.value === '') continue;
      const { node } = value.origin;
      const isLiteral = ts.isStringLiteralLike(node);
      report({
        ...placeOf(node),
        message:
          'Whoever can read this code can open every session, and make one for any user. Keep the secret in AUTH0_SECRET, and take a new one.',
        fixes: isLiteral
          ? [
              {
                title: 'Read it from process.env.AUTH0_SECRET',
                edits: [replaceNode(node, 'process.env.AUTH0_SECRET')],
                safe: false,
              },
            ]
          : [],
      });
    }
  },
};

import type ts from 'typescript';
import { savedSession } from '../app/savedSession';
import type { Rule } from '../model';
import { placeOf } from './support/edits';
import { heavyData } from './support/heavyData';
import { sessionClients } from './support/session';
import { updatedSession } from './support/updateSession';

export const rule: Rule = {
  meta: {
    id: 'large-data-in-session',
    severity: 'info',
    description:
      'A list or fetched data is put into the session, and with it into the cookie of every request.',
    fixable: false,
  },
  check(app, report) {
    const clients = sessionClients(app);
    // With one store among them it is not known which client the session is of.
    if (clients.length === 0 || clients.some((client) => client.hasStore !== false)) return;
    const hooks = clients.flatMap((client) => savedSession(client).added);
    const updates = app.clientCalls
      .filter(({ method }) => method === 'updateSession')
      .flatMap(({ node }) => updatedSession(node));
    const seen = new Set<ts.Node>();
    for (const { path, value } of [...hooks, ...updates]) {
      const what = heavyData(value, path);
      if (what === null || seen.has(value)) continue;
      seen.add(value);
      report({
        ...placeOf(value),
        message: `${what} in the session (\`${path}\`): each byte of it takes 1.3 bytes of cookie, which every request carries (estimate, the data itself is not known). Keep a reference, such as an id, and load it where it is needed.`,
      });
    }
  },
};

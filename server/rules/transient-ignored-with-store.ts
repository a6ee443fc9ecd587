import { cookieOption } from '../app/cookieOptions';
import type { Rule } from '../model';
import { placeOf } from './support/edits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'transient-ignored-with-store',
    severity: 'warning',
    description: 'With a session store the cookie is never transient: it outlives the browser.',
    fixable: false,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const { value, node } = cookieOption(client, 'transient');
      if (client.hasStore !== true || value.kind !== 'known' || value.value !== true) continue;
      report({
        ...placeOf(node ?? value.origin.node),
        message:
          'With a sessionStore the SDK does not look at transient: the cookie gets a Max-Age and outlives the browser.',
      });
    }
  },
};

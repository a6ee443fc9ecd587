import { cookieOption } from '../app/cookieOptions';
import type { Rule } from '../model';
import { placeOf } from './support/edits';
import { sessionClients } from './support/session';

/** The name becomes part of a regular expression that finds its chunks (4.3.0 to 4.30.0, dist/server/cookies.js). */
const special = /[()[\]{}+*?^$|\\]/;

export const rule: Rule = {
  meta: {
    id: 'cookie-name-regex-chars',
    severity: 'error',
    description: 'A cookie name with characters of a regular expression: the SDK does not find its chunks.',
    fixable: false,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const { value } = cookieOption(client, 'name');
      if (value.kind !== 'known' || typeof value.value !== 'string') continue;
      const found = special.exec(value.value)?.[0];
      if (found === undefined) continue;
      report({
        ...placeOf(value.origin.node),
        message: `The SDK makes a regular expression of this name, in which ${found} has a meaning of its own: it throws, or does not find the parts of a large session. Use letters, digits, dots, dashes and underscores.`,
      });
    }
  },
};

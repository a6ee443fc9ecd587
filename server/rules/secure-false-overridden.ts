import { baseUrls, cookieOption } from '../app/cookieOptions';
import type { Rule } from '../model';
import { literalElement, placeOf, removeProperty } from './support/edits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'secure-false-overridden',
    severity: 'info',
    description: 'With an https base URL the session cookie is always Secure, whatever the option says.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const { value, node } = cookieOption(client, 'secure');
      const urls = baseUrls(client, app);
      if (value.kind !== 'known' || value.value !== false || !urls || urls.length === 0) continue;
      if (!urls.every((url) => /^https:/i.test(url))) continue;
      const property = literalElement(node);
      report({
        ...placeOf(value.origin.node),
        message: 'secure: false has no effect: the base URL is https, so the SDK makes the cookie Secure.',
        fixes: property ? [{ title: 'Remove secure', edits: [removeProperty(property)], safe: true }] : [],
      });
    }
  },
};

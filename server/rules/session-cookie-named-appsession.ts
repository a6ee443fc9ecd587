import { cookieOption } from '../app/cookieOptions';
import type { Rule } from '../model';
import { atLeast } from '../project/semver';
import { literalElement, placeOf, removeProperty } from './support/edits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'session-cookie-named-appsession',
    severity: 'error',
    description: 'The SDK deletes a cookie of this name as a leftover of version 3, and the session with it.',
    fixable: true,
  },
  check(app, report) {
    const { sdk } = app.project;
    // Run: 4.9.0, 4.16.0 and 4.30.0 delete the cookie they have just written; other versions were not run.
    const isSure = atLeast(sdk, '4.9.0') === true && atLeast(sdk, '4.30.1') === false;
    for (const client of sessionClients(app)) {
      const { value, node } = cookieOption(client, 'name');
      // With a store 4.7.0 and newer leave a cookie of this name alone.
      if (client.hasStore !== false || value.kind !== 'known' || value.value !== 'appSession') continue;
      const property = literalElement(node);
      report({
        ...placeOf(value.origin.node),
        severity: isSure ? 'error' : 'warning',
        message:
          'appSession is the cookie of version 3, which the SDK deletes after it has read it: the session that was just written is gone. Take another name.',
        fixes: property
          ? [{ title: 'Use the standard name', edits: [removeProperty(property)], safe: false }]
          : [],
      });
    }
  },
};

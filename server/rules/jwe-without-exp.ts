import type { Rule } from '../model';
import { atLeast } from '../project/semver';
import { placeOf } from './support/edits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'jwe-without-exp',
    severity: 'warning',
    description: 'Before SDK 4.5.1 the session cookie has no expiry inside: a copy of it never expires.',
    fixable: false,
  },
  check(app, report) {
    const { sdk } = app.project;
    if (atLeast(sdk, '4.0.0') !== true || atLeast(sdk, '4.5.1') !== false) return;
    // With a store the cookie is only an id, and the store decides how long that is good for.
    const client = sessionClients(app).find(({ hasStore }) => hasStore === false);
    if (!client) return;
    report({
      ...(app.sdkDeclaration ?? placeOf(client.node.expression)),
      message: `@auth0/nextjs-auth0 ${sdk.version ?? sdk.range} writes no expiry into the encrypted session: only the browser ends it, and a copy of the cookie stays valid until the secret changes. Use 4.5.1 or newer.`,
    });
  },
};

import type { Rule } from '../model';
import { atLeast } from '../project/semver';
import { placeOf } from './support/edits';

export const rule: Rule = {
  meta: {
    id: 'sdk-next-16-version',
    severity: 'warning',
    description: 'SDK versions before 4.13.0 do not support Next.js 16.',
    fixable: false,
  },
  check(app, report) {
    const { sdk, next } = app.project;
    if (
      atLeast(next, '16.0.0') !== true ||
      atLeast(sdk, '4.0.0') !== true ||
      atLeast(sdk, '4.13.0') !== false
    )
      return;
    const client = app.clients[0];
    const place = app.sdkDeclaration ?? (client && placeOf(client.node.expression));
    if (!place) return;
    report({
      ...place,
      message: `@auth0/nextjs-auth0 ${sdk.version ?? sdk.range ?? ''} does not support Next.js 16, whose requests it cannot read in proxy: use 4.13.0 or newer.`,
    });
  },
};

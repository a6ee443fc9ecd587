import type { Rule } from '../model';
import { names } from './support/flow';
import { rollsAnywayOn } from './support/notRolling';
import { placeOfOption, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'rolling-false-still-rolls',
    severity: 'error',
    description:
      'Before SDK 4.17.0 the middleware extends the session on every request, also with rolling: false.',
    fixable: false,
  },
  check(app, report) {
    const { sdk } = app.project;
    for (const client of sessionClients(app)) {
      const routes = rollsAnywayOn(client, app);
      if (routes.length === 0) continue;
      report({
        ...placeOfOption(client, client.rolling),
        message: `The session rolls all the same: @auth0/nextjs-auth0 ${sdk.version ?? sdk.range} does not ask for rolling before it saves, so every visit to ${names(routes)} starts absoluteDuration anew. Use 4.17.0 or newer.`,
        related: app.sdkDeclaration ? [{ ...app.sdkDeclaration, message: 'The SDK is asked for here.' }] : [],
      });
    }
  },
};

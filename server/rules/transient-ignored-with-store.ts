import { cookieOption, type CookieOption } from '../app/cookieOptions';
import type { AppModel, Place, Rule, RuleFix } from '../model';
import { effectiveEnv } from '../project/env';
import { alternatives } from '../syntax/value';
import { literalElement, placeOf, removeProperty } from './support/edits';
import { placeOfEntry } from './support/envEdits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'transient-ignored-with-store',
    severity: 'warning',
    description:
      'With a session store the SDK ignores transient: closing the browser does not end the session.',
    fixable: true,
  },
  check(app, report) {
    const clients = sessionClients(app);
    const env = effectiveEnv(app.project.env, 'production');
    for (const client of clients) {
      const transient = cookieOption(client, app, 'transient', env);
      if (client.hasStore !== true || !isOn(transient)) continue;
      if (transient.entry && !isForStoresOnly(app)) continue;
      const place = placeOfOn(transient);
      if (!place) continue;
      const fix = fixOf(transient);
      report({
        ...place,
        message: `Closing the browser does not end the session: with a sessionStore the SDK ignores ${transient.entry ? transient.entry.name : 'transient'} and gives the cookie a Max-Age all the same.`,
        fixes: fix ? [fix] : [],
      });
    }
  },
};

function isOn({ value, origin }: CookieOption): boolean {
  return (
    (origin === 'option' || origin === 'env') &&
    alternatives(value).every((one) => one.kind === 'known' && one.value === true)
  );
}

/** The variable is there for every client that has no store, and it works for them. */
function isForStoresOnly(app: AppModel): boolean {
  return sessionClients(app).every(({ hasStore }) => hasStore === true);
}

function placeOfOn({ property, entry }: CookieOption): Place | null {
  return entry ? placeOfEntry(entry) : property && placeOf(property);
}

function fixOf({ entry, property }: CookieOption): RuleFix | null {
  const element = entry ? null : literalElement(property);
  return element && { title: 'Remove transient', edits: [removeProperty(element)], safe: true };
}

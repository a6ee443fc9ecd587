import { baseUrl, cookieOptions, type CookieOption } from '../app/cookieOptions';
import type { ClientModel, Rule } from '../model';
import { alternatives } from '../syntax/value';
import { placeOf } from './support/edits';
import { placeOfEntry } from './support/envEdits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'samesite-none-insecure',
    severity: 'error',
    description: 'SameSite=None without Secure: browsers refuse the session cookie.',
    fixable: false,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const base = baseUrl(client, app);
      const { sameSite, secure } = cookieOptions(client, app);
      if (base.kind !== 'http' || !isNone(sameSite) || !isOff(secure)) continue;
      const decided = [sameSite, secure, base].every(({ variable }) => variable === null);
      report({
        ...placeOfNone(sameSite, client),
        severity: decided ? 'error' : 'warning',
        message: `Browsers refuse the session cookie, so nobody can sign in: SameSite=None needs Secure, which ${
          secure.origin === 'default'
            ? 'the SDK sets by itself for an https base URL only'
            : 'is switched off here'
        }.`,
      });
    }
  },
};

/** The SDK hands the text on as it is, and browsers ignore its case. */
function isNone({ value }: CookieOption): boolean {
  return alternatives(value).every(
    (one) => one.kind === 'known' && typeof one.value === 'string' && one.value.toLowerCase() === 'none',
  );
}

function isOff({ value }: CookieOption): boolean {
  return alternatives(value).every((one) => one.kind === 'known' && !one.value);
}

function placeOfNone({ node, entry }: CookieOption, client: ClientModel) {
  return entry ? placeOfEntry(entry) : placeOf(node ?? client.node.expression);
}

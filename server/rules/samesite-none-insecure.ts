import { baseUrls, cookieOption, isUnset } from '../app/cookieOptions';
import type { AppModel, ClientModel, Rule } from '../model';
import { placeOf } from './support/edits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'samesite-none-insecure',
    severity: 'error',
    description: 'Browsers refuse a cookie with SameSite=None that is not Secure.',
    fixable: false,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const { value } = cookieOption(client, 'sameSite');
      if (value.kind !== 'known' || typeof value.value !== 'string') continue;
      if (value.value.toLowerCase() !== 'none' || !isInsecure(client, app)) continue;
      report({
        ...placeOf(value.origin.node),
        message:
          'Browsers refuse a cookie with SameSite=None that is not Secure, and this one is not: nobody stays signed in. Use an https base URL, or sameSite: "lax".',
      });
    }
  },
};

/** Only with a base URL of http that the code or a deployed file names: https makes the cookie Secure, and so does production without one. */
function isInsecure(client: ClientModel, app: AppModel): boolean {
  const urls = baseUrls(client, app);
  if (!urls || urls.length === 0 || !urls.some((url) => /^http:/i.test(url))) return false;
  const { value } = cookieOption(client, 'secure');
  if (value.kind === 'known' && value.value === false) return true;
  return (
    isUnset(value) &&
    !app.project.hasUnreadEnv &&
    app.project.env.every(({ name }) => name !== 'AUTH0_COOKIE_SECURE')
  );
}

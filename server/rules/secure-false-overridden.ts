import { baseUrl, cookieOption, deployedEnv, type BaseUrl, type CookieOption } from '../app/cookieOptions';
import type { AppModel, Place, Rule, RuleFix } from '../model';
import { atLeast } from '../project/semver';
import { alternatives } from '../syntax/value';
import { literalElement, placeOf, removeProperty } from './support/edits';
import { placeOfEntry } from './support/envEdits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'secure-false-overridden',
    severity: 'info',
    description: 'secure is switched off where the SDK sets it all the same, or refuses to start.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const secure = cookieOption(client, app, 'secure');
      const place = isOff(secure) ? placeOfOff(secure) : null;
      if (!place) continue;
      const base = baseUrl(client, app);
      const what = secure.entry ? secure.entry.name : 'secure: false';
      if (base.kind === 'https') {
        const fix = fixOf(secure, base);
        report({
          ...place,
          message: `${what} has no effect: ${base.entry ? 'APP_BASE_URL' : 'the base URL'} is https, and the SDK makes the session cookie Secure then.`,
          fixes: fix ? [fix] : [],
        });
      } else if (base.kind === 'missing' && isDynamic(app)) {
        report({
          ...place,
          severity: 'warning',
          message: `The app does not start in production unless APP_BASE_URL is set there: without a base URL the SDK throws an exception for ${what}.`,
        });
      }
    }
  },
};

function isOff({ value, origin, entry }: CookieOption): boolean {
  // Anything else than `false` in a variable is the business of cookie-env-not-true.
  if (origin === 'env') return entry?.value === 'false';
  return (
    origin === 'option' && alternatives(value).every((one) => one.kind === 'known' && one.value === false)
  );
}

function placeOfOff({ node, entry }: CookieOption): Place | null {
  return entry ? placeOfEntry(entry) : node && placeOf(node);
}

/** From 4.16.0 the base URL may be left to the request. Files of the deployment with the SDK's other variables say so. */
function isDynamic(app: AppModel): boolean {
  const names = ['AUTH0_DOMAIN', 'AUTH0_CLIENT_ID', 'AUTH0_CLIENT_SECRET', 'AUTH0_SECRET'];
  const env = deployedEnv(app);
  return atLeast(app.project.sdk, '4.16.0') === true && names.some((name) => env.has(name));
}

function fixOf({ property }: CookieOption, base: BaseUrl): RuleFix | null {
  const element = literalElement(property);
  if (!element) return null;
  // Where only an env file says https, another environment may not.
  return { title: 'Remove secure', edits: [removeProperty(element)], safe: base.entry === null };
}

import { cookieOption } from '../app/cookieOptions';
import { predictCookies } from '../../shared/cookie/size';
import type { AppModel, ClientModel, Rule, RuleFix } from '../model';
import { atLeast } from '../project/semver';
import { literalElement, placeOf, removeProperty } from './support/edits';
import { sessionClients } from './support/session';

const LEGACY = 'appSession';

export const rule: Rule = {
  meta: {
    id: 'session-cookie-named-appsession',
    severity: 'error',
    description:
      'The session cookie has the name of v3, and the SDK deletes it in the response that sets it.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const { value, node } = cookieOption(client, app, 'name');
      if (!node || value.kind !== 'known' || value.value !== LEGACY || !isDeleted(client, app)) continue;
      const fix = fixOf(client, app);
      report({
        ...placeOf(node),
        message: `Nobody stays signed in: ${LEGACY} is the session cookie of v3, which the SDK deletes whenever it saves a session${client.hasStore === false ? ' that fits into one cookie' : ''}. Use another name.`,
        fixes: fix ? [fix] : [],
      });
    }
  },
};

/** Only what is sure: of a range, that its oldest version does it, and none of the later ones differs from 4.7.0. */
function isDeleted({ hasStore }: ClientModel, { project: { sdk } }: AppModel): boolean {
  if (hasStore === 'unknown') return false;
  const version = sdk.version ?? (atLeast(sdk, '4.7.0') === true ? '4.7.0' : null);
  return (
    version !== null && predictCookies(0, { name: LEGACY, stateful: hasStore, sdk: version }).deletedBySdk
  );
}

/** The default name; with several clients it may be the name of another one. */
function fixOf(client: ClientModel, app: AppModel): RuleFix | null {
  const property = literalElement(cookieOption(client, app, 'name').property);
  if (!property || app.clients.length > 1) return null;
  return { title: 'Use the default name, __session', edits: [removeProperty(property)], safe: true };
}

import { baseUrl, cookieOption, deployedEnv, type CookieOptionName } from '../app/cookieOptions';
import type { AppModel, ClientModel, EnvEntry, Rule, RuleFix } from '../model';
import { effectiveEnv, type EffectiveEnvEntry } from '../project/env';
import { atLeast } from '../project/semver';
import { placeOfEntry, replaceEnvValue } from './support/envEdits';
import { sessionClients } from './support/session';

const VARIABLES = [
  {
    name: 'AUTH0_COOKIE_SECURE',
    option: 'secure',
    effect: 'the session cookie is not Secure unless the base URL is https',
  },
  { name: 'AUTH0_COOKIE_TRANSIENT', option: 'transient', effect: 'the session outlives the browser window' },
] as const satisfies readonly { name: string; option: CookieOptionName; effect: string }[];

export const rule: Rule = {
  meta: {
    id: 'cookie-env-not-true',
    severity: 'warning',
    description:
      'AUTH0_COOKIE_SECURE or AUTH0_COOKIE_TRANSIENT is neither true nor false, which the SDK takes for false.',
    fixable: true,
  },
  check(app, report) {
    if (atLeast(app.project.sdk, '4.5.0') !== true) return;
    for (const { name, option, effect } of VARIABLES) {
      if (!sessionClients(app).some((client) => reads(client, app, option))) continue;
      for (const { entry, value } of entriesOf(app, name)) {
        if (value === undefined || value === 'true' || meansOff(value)) continue;
        report({
          ...placeOfEntry(entry),
          message: `${name} is neither \`true\` nor \`false\`: the SDK takes everything but the exact word \`true\` for \`false\`, so ${effect}.`,
          fixes: meansOn(value) ? [fixOf(entry)] : [],
        });
      }
    }
  },
};

/** Does the variable decide for this client? Not with a store, and not under an https base URL, where all is the same. */
function reads(client: ClientModel, app: AppModel, option: 'secure' | 'transient'): boolean {
  const { origin, variable } = cookieOption(client, app, option);
  if (variable === null || origin === 'option') return false;
  return option === 'secure' ? baseUrl(client, app).kind !== 'https' : client.hasStore !== true;
}

/** The lines that count here and in the deployment; development-only files are left alone. */
function entriesOf(app: AppModel, name: string): EffectiveEnvEntry[] {
  const found = [effectiveEnv(app.project.env, 'production'), deployedEnv(app)].flatMap(
    (env) => env.get(name) ?? [],
  );
  return found.filter(({ entry }, i) => found.findIndex((other) => other.entry === entry) === i);
}

function meansOn(value: string): boolean {
  return /^(true|t|1|yes|y|on|enabled?)$/i.test(value.trim());
}

/** What it is taken for anyway. */
function meansOff(value: string): boolean {
  return /^(false|f|0|no|n|off|none|disabled?|null|undefined|)$/i.test(value.trim());
}

function fixOf(entry: EnvEntry): RuleFix {
  return { title: 'Write `true`', edits: [replaceEnvValue(entry, 'true')], safe: false };
}

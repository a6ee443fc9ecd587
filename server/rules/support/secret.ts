/** Where the secret of an app's clients comes from. */
import { optionOf } from '../../app/clientConfigs';
import { isUnset } from '../../app/cookieOptions';
import type { AppModel, EnvEntry, RuleFix } from '../../model';
import { alternatives, type Value } from '../../syntax/value';
import { insertBefore } from './envEdits';
import { sessionClients } from './session';

/** Does a client take its secret from AUTH0_SECRET and nowhere else, whether it says so or leaves the option out? */
export function readsSecretVariable(app: AppModel): boolean {
  return secretsOf(app).some((sources) => sources.every(isVariable));
}

/**
 * Does a client take its secret from AUTH0_SECRET where that is set? Behind something unknown it may never come to that;
 * what stands behind the variable does not matter.
 */
export function prefersSecretVariable(app: AppModel): boolean {
  return secretsOf(app).some((sources) => {
    const first = sources.find((v) => isVariable(v) || v.kind !== 'known');
    return first !== undefined && isVariable(first);
  });
}

function secretsOf(app: AppModel): (readonly Value[])[] {
  return sessionClients(app).map((client) => alternatives(optionOf(client, 'secret')));
}

/** The SDK reads the variable where the option is not set. */
function isVariable(value: Value): boolean {
  return isUnset(value) || (value.kind === 'unknown' && value.env === 'AUTH0_SECRET');
}

/** A secret is the author's to make: none is written, only the command that makes one, as a comment. */
export function secretCommandFix(entry: EnvEntry, line = ''): RuleFix {
  return {
    title: 'Insert the command that makes a secret',
    edits: [insertBefore(entry, `# openssl rand -hex 32\n${line}`)],
    partial: true,
  };
}

/** Where the secret of an app's clients comes from. */
import { optionOf } from '../../app/clientConfigs';
import { isUnset } from '../../app/cookieOptions';
import type { AppModel, EnvEntry, RuleFix } from '../../model';
import { alternatives } from '../../syntax/value';
import { insertBefore } from './envEdits';
import { sessionClients } from './session';

/** Does a client take its secret from AUTH0_SECRET, whether it says so or leaves the option out? */
export function readsSecretVariable(app: AppModel): boolean {
  return sessionClients(app).some((client) => {
    const value = optionOf(client, 'secret');
    if (isUnset(value)) return true;
    return alternatives(value).every((v) => v.kind === 'unknown' && v.env === 'AUTH0_SECRET');
  });
}

/** A secret is the author's to make: none is written, only the command that makes one, as a comment. */
export function secretCommandFix(entry: EnvEntry, line = ''): RuleFix {
  return {
    title: 'Insert the command that makes a secret',
    edits: [insertBefore(entry, `# openssl rand -hex 32\n${line}`)],
    partial: true,
  };
}

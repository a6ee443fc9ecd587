import type { EnvEntry, Rule } from '../model';
import { readsSecretVariable } from './support/secret';

export const rule: Rule = {
  meta: {
    id: 'auth0-secret-missing',
    severity: 'warning',
    description: 'The .env files configure the SDK, and none of them has AUTH0_SECRET.',
    fixable: false,
  },
  check(app, report) {
    const { env, hasUnreadEnv } = app.project;
    // Where no file has any of them, the host or a secret manager sets them all.
    const beside = env.find(({ name }) => name === 'AUTH0_CLIENT_SECRET') ?? env.find(isOfSdk);
    if (hasUnreadEnv || !beside || env.some(isSecret) || !readsSecretVariable(app)) return;
    const { file, span } = beside;
    report({
      file,
      span,
      message:
        'AUTH0_SECRET is missing beside this: without it no session can be written. Make one with `openssl rand -hex 32`, unless the host sets it.',
    });
  },
};

function isOfSdk({ name }: EnvEntry): boolean {
  return name === 'AUTH0_DOMAIN' || name === 'AUTH0_CLIENT_ID';
}

/** Also one that is given in pieces, or under a name of its own for each deployment. */
function isSecret({ name, value }: EnvEntry): boolean {
  return /AUTH0_.*SECRET/.test(name) && name !== 'AUTH0_CLIENT_SECRET' && value !== '';
}

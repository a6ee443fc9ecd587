import type { EnvEntry, Rule } from '../model';
import { readsSecretVariable, secretCommandFix } from './support/secret';

export const rule: Rule = {
  meta: {
    id: 'auth0-secret-missing',
    severity: 'warning',
    description: 'The .env files hold the secret of the application, but not AUTH0_SECRET.',
    fixable: true,
  },
  check(app, report) {
    const { env, hasUnreadEnv } = app.project;
    // A committed file with the domain and the client ID alone says nothing: the host sets what is secret.
    const beside = env.find(({ name, value }) => name === 'AUTH0_CLIENT_SECRET' && value !== '');
    if (hasUnreadEnv || !beside || env.some(isSecret) || !readsSecretVariable(app)) return;
    const { file, span } = beside;
    const empty = env.find(({ name }) => name === 'AUTH0_SECRET');
    report({
      file,
      span,
      message:
        'AUTH0_SECRET is missing beside this: without it no session can be written. Make one with `openssl rand -hex 32`, unless the host sets it.',
      fixes: [empty ? secretCommandFix(empty) : secretCommandFix(beside, 'AUTH0_SECRET=\n')],
    });
  },
};

/** Also one under a name of its own for each deployment. Secrets of applications are something else. */
function isSecret({ name, value }: EnvEntry): boolean {
  return /AUTH0_.*SECRET/.test(name) && !name.endsWith('CLIENT_SECRET') && value !== '';
}

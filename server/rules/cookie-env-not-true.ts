import { readsCookieVariable, type CookieOptionName } from '../app/cookieOptions';
import type { EnvEntry, Rule } from '../model';
import { sessionClients } from './support/session';

const variables: Readonly<Record<string, CookieOptionName>> = {
  AUTH0_COOKIE_SECURE: 'secure',
  AUTH0_COOKIE_TRANSIENT: 'transient',
};

export const rule: Rule = {
  meta: {
    id: 'cookie-env-not-true',
    severity: 'warning',
    description: 'Only the exact word true switches AUTH0_COOKIE_SECURE or AUTH0_COOKIE_TRANSIENT on.',
    fixable: true,
  },
  check(app, report) {
    if (sessionClients(app).length === 0) return;
    for (const entry of app.project.env) {
      const option = variables[entry.name];
      if (option === undefined || !isMeantAsTrue(entry) || !readsCookieVariable(app, option)) continue;
      const { file, name, span, valueSpan } = entry;
      report({
        file,
        span,
        message: `The value of ${name} is not exactly true, so the SDK takes it for false.`,
        fixes: [{ title: 'Write true', edits: [{ file, span: valueSpan, newText: 'true' }], safe: true }],
      });
    }
  },
};

/** Not what means false anyway, nor a reference to another variable. */
function isMeantAsTrue({ value }: EnvEntry): boolean {
  return value !== 'true' && /^(1|true|yes|y|on|t|enabled?)$/i.test(value.trim());
}

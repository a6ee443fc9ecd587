import { cookieOption } from '../app/cookieOptions';
import type { EnvEntry, Rule } from '../model';
import { literalElement, placeOf, removeProperty } from './support/edits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'httponly-option',
    severity: 'error',
    description: 'The session cookie is always HttpOnly: there is no option and no variable for that.',
    fixable: true,
  },
  check(app, report) {
    const clients = sessionClients(app);
    for (const client of clients) {
      const { value, node } = cookieOption(client, 'httpOnly');
      const property = literalElement(node);
      // In TypeScript the compiler refuses it.
      if (!property || !/\.[mc]?jsx?$/.test(property.getSourceFile().fileName)) continue;
      const isOff = value.kind === 'known' && value.value === false;
      report({
        ...placeOf(property.name ?? property),
        severity: isOff ? 'error' : 'hint',
        message: isOff
          ? 'The SDK has no such option: the session cookie stays HttpOnly, and no script can read it.'
          : 'The SDK has no such option: the session cookie is always HttpOnly.',
        fixes: [{ title: 'Remove httpOnly', edits: [removeProperty(property)], safe: true }],
      });
    }
    if (clients.length === 0) return;
    for (const entry of app.project.env.filter(({ name }) => name === 'AUTH0_COOKIE_HTTP_ONLY')) {
      report({
        file: entry.file,
        span: entry.span,
        severity: isFalse(entry) ? 'error' : 'hint',
        message: 'The SDK reads no AUTH0_COOKIE_HTTP_ONLY: the session cookie is always HttpOnly.',
      });
    }
  },
};

function isFalse({ value }: EnvEntry): boolean {
  return /^(0|false|no|off)$/i.test(value.trim());
}

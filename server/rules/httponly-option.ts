import { memberOf } from '../app/client';
import { optionOf } from '../app/clientConfigs';
import type { AppModel, ClientModel, Report, Rule } from '../model';
import { alternatives } from '../syntax/value';
import { literalElement, placeOf, removeProperty } from './support/edits';
import { commentOut, placeOfEntry } from './support/envEdits';
import { sessionClients } from './support/session';

const VARIABLE = 'AUTH0_COOKIE_HTTP_ONLY';

export const rule: Rule = {
  meta: {
    id: 'httponly-option',
    severity: 'error',
    description:
      'The session cookie of v4 is always HttpOnly: the option and the variable for it are ignored.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const found = reportOfOption(client);
      if (found) report(found);
    }
    for (const found of reportsOfEnv(app)) report(found);
  },
};

/** TypeScript knows that there is no such option (TS2353); JavaScript does not. */
function reportOfOption(client: ClientModel): Report | null {
  const origin = { node: client.node, module: client.file };
  const { value, node } = memberOf(optionOf(client, 'session', 'cookie'), 'httpOnly', origin);
  const property = literalElement(node);
  if (!property || !/\.[cm]?jsx?$/.test(property.getSourceFile().fileName)) return null;
  const isHarmless = alternatives(value).every((one) => one.kind === 'known' && one.value !== false);
  return {
    ...placeOf(property.name ?? property),
    severity: isHarmless ? 'hint' : 'error',
    message: isHarmless
      ? 'httpOnly has no effect: the session cookie is always HttpOnly.'
      : 'Scripts in the browser cannot read the session cookie all the same: it is always HttpOnly, and there is no such option.',
    fixes: [{ title: 'Remove httpOnly', edits: [removeProperty(property)], safe: true }],
  };
}

/** v3 read the variable; 4.0.0 to 4.30.0 do not. */
function reportsOfEnv(app: AppModel): Report[] {
  const clients = sessionClients(app);
  const isUsed = [...clients, ...(app.middleware ? [app.middleware] : [])].some(({ module }) =>
    module.text.includes(VARIABLE),
  );
  if (clients.length === 0 || isUsed) return [];
  const entries = app.project.env.filter(
    ({ name, file }) => name === VARIABLE && !/\.env\.(development|test)(\.local)?$/.test(file),
  );
  return entries.map((entry) => {
    const edit = commentOut(entry);
    return {
      ...placeOfEntry(entry),
      severity: /^(false|0|no|off)$/i.test(entry.value.trim()) ? 'error' : 'hint',
      message: `${VARIABLE} has no effect: v4 does not read it, and its session cookie is always HttpOnly.`,
      fixes: edit ? [{ title: `Comment ${VARIABLE} out`, edits: [edit], safe: false }] : [],
    };
  });
}

import ts from 'typescript';
import { cookieOption } from '../app/cookieOptions';
import type { ClientModel, Rule, RuleFix } from '../model';
import { atLeast } from '../project/semver';
import { placeOf, quoted, quoteOf, replaceNode } from './support/edits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'cookie-name-regex-chars',
    severity: 'error',
    description: 'The SDK uses the name of the session cookie as a regular expression, which it cannot be.',
    fixable: true,
  },
  check(app, report) {
    // dist/server/cookies.js, getChunkedCookie and setChunkedCookie: from 4.3.0, and only where there is no store.
    if (atLeast(app.project.sdk, '4.3.0') !== true) return;
    for (const client of sessionClients(app)) {
      const { value, node } = cookieOption(client, app, 'name');
      if (client.hasStore !== false || !node || value.kind !== 'known' || typeof value.value !== 'string')
        continue;
      const trouble = troubleOf(value.value);
      if (!trouble) continue;
      const fix = fixOf(node, value.value, client);
      report({
        ...placeOf(node),
        message: messages[trouble],
        severity: trouble === 'invalid' ? 'error' : 'warning',
        fixes: fix ? [fix] : [],
      });
    }
  },
};

const messages = {
  invalid:
    'Every request without a session fails with a SyntaxError: the SDK puts this name into a regular expression, and it is none.',
  other:
    'A session that needs several cookies is not found again, or mixed up with other cookies: the SDK puts this name into a regular expression, where it stands for something else.',
} as const;

/** `}` and `]`, and `{` without a number behind it, stand for themselves. A dot hits what it should, and hardly more. */
const SPECIAL = /[()[+*?^$|\\]|\{\d+(,\d*)?\}/;

function troubleOf(name: string): keyof typeof messages | null {
  if (!SPECIAL.test(name)) return null;
  try {
    // Compiled, never run: it is the workspace's text.
    new RegExp(`^${name}__\\d+$`);
    return 'other';
  } catch {
    return 'invalid';
  }
}

/** Another name ends every session there is, once. */
function fixOf(node: ts.Node, name: string, client: ClientModel): RuleFix | null {
  if (!ts.isStringLiteral(node) || node.getSourceFile().fileName !== client.file) return null;
  const plain = name.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '');
  if (!/\w/.test(plain) || plain === 'appSession') return null;
  const newText = quoted(plain, quoteOf(node));
  return { title: `Rename the cookie to ${plain}`, edits: [replaceNode(node, newText)], safe: false };
}

import ts from 'typescript';
import { DEFAULT_CLAIMS } from '../../shared/cookie/advice';
import { sizeBehaviour } from '../../shared/cookie/sizeBehaviour';
import { savedSession, type Unfiltered } from '../app/savedSession';
import type { Rule, RuleEdit, RuleFix } from '../model';
import { nameText } from '../syntax/parse';
import { quoteStyle } from './support/copyEdits';
import { insertAt, placeOf, quoted, replaceNode } from './support/edits';
import { isListName } from './support/heavyData';
import { importName } from './support/imports';
import { sessionClients } from './support/session';

const FILTER = 'filterDefaultIdTokenClaims';
const SERVER = '@auth0/nextjs-auth0/server';

export const rule: Rule = {
  meta: {
    id: 'before-session-saved-keeps-all-claims',
    severity: 'warning',
    description:
      'beforeSessionSaved returns the user unfiltered, so every claim of the ID token is in the cookie.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      if (client.hasStore !== false) continue;
      const { unfiltered, written } = savedSession(client);
      const [first, ...others] = unfiltered;
      if (!first) continue;
      const canFilter = sizeBehaviour(app.project.sdk.version).exportsClaimFilter;
      const fix = canFilter && written ? fixOf(unfiltered, written) : null;
      const advice = canFilter ? `${FILTER} keeps the default ones` : 'name the claims you need';
      report({
        ...placeOf(first.node),
        message: `Every claim of the ID token goes into the session cookie: with beforeSessionSaved the SDK does not filter them. How much that is depends on the tenant (estimate: 0.3 KB, with groups of a directory several KB); ${advice}.`,
        related: others.map(({ node }) => ({ ...placeOf(node), message: 'Here too.' })),
        fixes: fix ? [fix] : [],
      });
    }
  },
};

/** Custom claims that the app reads are gone then: not a fix to apply unseen. */
function fixOf(unfiltered: readonly Unfiltered[], written: readonly string[]): RuleFix | null {
  const source = unfiltered[0]?.node.getSourceFile();
  if (!source || unfiltered.some(({ node }) => node.getSourceFile() !== source)) return null;
  const imported = importName(source, SERVER, FILTER);
  if (!imported) return null;
  // The filter would drop what the hook itself has put there.
  const claims = written.filter((name) => !DEFAULT_CLAIMS.includes(name));
  // Lists are better kept elsewhere than named once more: see large-data-in-session.
  if (claims.some(isListName)) return null;
  const edits = unfiltered.flatMap((place) => editOf(place, imported.name, claims) ?? []);
  if (edits.length !== unfiltered.length) return null;
  return {
    title: `Keep the default claims only, with ${FILTER}`,
    edits: [...(imported.edit ? [imported.edit] : []), ...edits],
    safe: false,
  };
}

function editOf(place: Unfiltered, filter: string, claims: readonly string[]): RuleEdit | null {
  const quote = quoteStyle(place.node.getSourceFile());
  const kept = (user: string, names = claims): string =>
    [`${filter}(${user})`, ...names.map((name) => memberText(user, name, quote))].join(', ');
  const filtered = (user: string): string => (claims.length === 0 ? kept(user) : `{ ...${kept(user)} }`);
  switch (place.kind) {
    case 'session': {
      const text = `{ ...${place.name}, user: ${filtered(`${place.name}.user`)} }`;
      const isBody = ts.isArrowFunction(place.node.parent) && place.node.parent.body === place.node;
      return replaceNode(place.node, isBody ? `(${text})` : text);
    }
    case 'spread':
      return insertAt(place.node, place.node.getEnd(), `, user: ${filtered(`${place.name}.user`)}`);
    case 'user': {
      const user = place.node.getText();
      const literal = ts.isSpreadAssignment(place.node.parent) ? place.node.parent.parent : null;
      if (!literal) return replaceNode(place.node, filtered(user));
      const own = new Set(literal.properties.map(({ name }) => name && nameText(name)));
      return replaceNode(
        place.node,
        kept(
          user,
          claims.filter((name) => !own.has(name)),
        ),
      );
    }
    case 'shorthand':
      return replaceNode(place.node, `user: ${filtered(place.node.name.text)}`);
  }
}

/** `plan: session.user.plan`. */
function memberText(user: string, name: string, quote: "'" | '"'): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return `${name}: ${user}.${name}`;
  const key = quoted(name, quote);
  return `${key}: ${user}[${key}]`;
}

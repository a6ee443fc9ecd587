import ts from 'typescript';
import { sizeBehaviour } from '../../shared/cookie/sizeBehaviour';
import { savedSession, type Unfiltered } from '../app/savedSession';
import type { Rule, RuleEdit, RuleFix } from '../model';
import { insertAt, placeOf, replaceNode } from './support/edits';
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
      const { unfiltered } = savedSession(client);
      const [first, ...others] = unfiltered;
      if (!first) continue;
      const canFilter = sizeBehaviour(app.project.sdk.version).exportsClaimFilter;
      const fix = canFilter ? fixOf(unfiltered) : null;
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
function fixOf(unfiltered: readonly Unfiltered[]): RuleFix | null {
  const source = unfiltered[0]?.node.getSourceFile();
  if (!source || unfiltered.some(({ node }) => node.getSourceFile() !== source)) return null;
  const imported = importName(source, SERVER, FILTER);
  if (!imported) return null;
  const edits = unfiltered.flatMap((place) => editOf(place, imported.name) ?? []);
  if (edits.length !== unfiltered.length) return null;
  return {
    title: `Keep the default claims only, with ${FILTER}`,
    edits: [...(imported.edit ? [imported.edit] : []), ...edits],
    safe: false,
  };
}

function editOf(place: Unfiltered, filter: string): RuleEdit | null {
  switch (place.kind) {
    case 'session': {
      const text = `{ ...${place.name}, user: ${filter}(${place.name}.user) }`;
      const isBody = ts.isArrowFunction(place.node.parent) && place.node.parent.body === place.node;
      return replaceNode(place.node, isBody ? `(${text})` : text);
    }
    case 'spread':
      return insertAt(place.node, place.node.getEnd(), `, user: ${filter}(${place.name}.user)`);
    case 'user':
      return replaceNode(place.node, `${filter}(${place.node.getText()})`);
    case 'shorthand':
      return replaceNode(place.node, `user: ${filter}(${place.node.name.text})`);
  }
}

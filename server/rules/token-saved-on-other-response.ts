import type ts from 'typescript';
import type { FlowSave } from '../facts/flow/types';
import type { Rule } from '../model';
import { placeOf } from './support/edits';
import { usualReturns } from './support/flow';
import { isV4 } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'token-saved-on-other-response',
    severity: 'error',
    description: 'A token or session is saved on a response that the middleware does not return.',
    fixable: false,
  },
  check(app, report) {
    if (!isV4(app)) return;
    const seen = new Set<FlowSave>();
    for (const back of usualReturns(app)) {
      // Where the auth response is dropped as well, that is the finding.
      if (back.calls.some(({ fate }) => fate === 'lost')) continue;
      for (const { source, fate } of back.saves) {
        if (fate !== 'lost' || seen.has(source)) continue;
        seen.add(source);
        const site = back.sites.at(-1);
        report({
          ...placeOf(responseOf(source)),
          message: `${source.method}() writes the new session to this response, but another one is returned: what was saved is lost.`,
          related: site ? [{ ...placeOf(site.node), message: 'What is returned instead.' }] : [],
        });
      }
    }
  },
};

function responseOf({ node, method }: FlowSave): ts.Node {
  return node.arguments[method === 'getAccessTokenForConnection' ? 2 : 1] ?? node;
}

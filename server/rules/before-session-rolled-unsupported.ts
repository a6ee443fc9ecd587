import { memberOf } from '../app/client';
import { optionOf } from '../app/clientConfigs';
import { undefinedResult } from '../app/hookResult';
import type { AppModel, ClientModel, Report, Rule } from '../model';
import { atLeast } from '../project/semver';
import { alternatives } from '../syntax/value';
import { literalElement, placeOf, removeProperty } from './support/edits';
import { isRolling, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'before-session-rolled-unsupported',
    severity: 'error',
    description: 'The hook beforeSessionRolled is never called, or ends without saying whether to roll.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const session = optionOf(client, 'session');
      const origin = { node: client.node, module: client.file };
      const { value, node } = memberOf(session, 'beforeSessionRolled', origin);
      const isAbsent = alternatives(value).every((v) => v.kind === 'known' && v.value === undefined);
      if (!node || isAbsent) continue;
      const found = ignored(app, node) ?? neverCalled(client, node) ?? withoutAnswer(value);
      if (found) report(found);
    }
  },
};

/** The option came with 4.23.0; earlier versions do not look at it. */
function ignored(app: AppModel, node: NonNullable<Option>): Report | null {
  const { sdk } = app.project;
  if (atLeast(sdk, '4.0.0') !== true || atLeast(sdk, '4.23.0') !== false) return null;
  return {
    ...placeOf(node.name ?? node),
    message: `@auth0/nextjs-auth0 ${sdk.version ?? sdk.range} ignores beforeSessionRolled without a word. Use 4.23.0 or newer.`,
  };
}

function neverCalled(client: ClientModel, node: NonNullable<Option>): Report | null {
  if (isRolling(client) !== false) return null;
  const property = literalElement(node);
  const isBeside = property && client.rolling.property?.parent === property.parent;
  return {
    ...placeOf(node.name ?? node),
    severity: 'hint',
    message: 'beforeSessionRolled is never called: with rolling off there is nothing to decide.',
    fixes: isBeside
      ? [{ title: 'Remove beforeSessionRolled', edits: [removeProperty(property)], safe: false }]
      : [],
  };
}

/** The SDK awaits the hook, so a promise of nothing counts as nothing (4.30.0, dist/server/session/abstract-session-store.js). */
function withoutAnswer(value: ReturnType<typeof optionOf>): Report | null {
  const result = value.kind === 'function' ? undefinedResult(value.origin.node) : null;
  if (!result) return null;
  return {
    ...placeOf(result.node),
    severity: 'warning',
    message:
      result.kind === 'always'
        ? 'beforeSessionRolled returns nothing, which counts as false: the session never rolls. Return true or false.'
        : 'On this path beforeSessionRolled returns nothing, which counts as false: the session does not roll. Return true or false.',
  };
}

type Option = ReturnType<typeof memberOf>['node'];

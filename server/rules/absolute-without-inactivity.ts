import { formatDuration } from '../../shared/session/duration';
import { V4_DEFAULTS } from '../../shared/session/defaults';
import type { ClientModel, Rule, RuleFix } from '../model';
import { clashing, customaryInactivity, type Limits } from './support/comparison';
import { insertPropertyAfter, literalElement } from './support/edits';
import { suspicion } from './support/milliseconds';
import { constants, inSeconds, placeOfOption, sessionClients } from './support/session';
import { durationExpression } from './support/text';

export const rule: Rule = {
  meta: {
    id: 'absolute-without-inactivity',
    severity: 'info',
    description:
      'Only the absolute limit is set: the default idle limit of 1 day ends sessions long before it.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const limits = clashing(client, 'absolute-without-inactivity');
      if (!limits || mentionsIdleLimit(client)) continue;
      const idle = V4_DEFAULTS.inactivityDuration;
      const fix = fixOf(client, limits);
      report({
        ...placeOfOption(client, client.absoluteDuration),
        message: `A session ends after ${formatDuration(idle)} without a visit, ${planned(limits)}: inactivityDuration is not set and defaults to ${inSeconds(idle)}.`,
        fixes: fix ? [fix] : [],
      });
    }
  },
};

function planned({ absolute }: Limits): string {
  const end = Math.min(...absolute);
  return end === Infinity ? 'though absoluteDuration sets no limit' : `long before ${formatDuration(end)}`;
}

/** A comment such as "idle limit: the default" says that the author knows. */
function mentionsIdleLimit(client: ClientModel): boolean {
  const literal = literalElement(client.absoluteDuration.property)?.parent;
  return literal !== undefined && /inactiv|\bidle/i.test(literal.getText());
}

function fixOf(client: ClientModel, { absolute }: Limits): RuleFix | null {
  const beside = literalElement(client.absoluteDuration.property);
  const [end] = absolute;
  if (!beside || end === undefined || absolute.length > 1 || !Number.isFinite(end)) return null;
  if (constants(client.absoluteDuration.value).some((v) => suspicion(v, client.absoluteDuration)))
    return null;
  const seconds = customaryInactivity(end);
  return {
    title: `Set inactivityDuration to ${formatDuration(seconds)}`,
    edits: insertPropertyAfter(beside, `inactivityDuration: ${durationExpression(seconds)}`),
    safe: false,
  };
}

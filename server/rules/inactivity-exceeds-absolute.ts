import { formatDuration } from '../../shared/session/duration';
import type { ClientModel, Rule, RuleFix } from '../model';
import { clashing, roomyAbsolute, type Limits } from './support/comparison';
import { insertPropertyBefore, literalElement, replaceOption } from './support/edits';
import { constants, inSeconds, placeOfOption, sessionClients } from './support/session';
import { suspicion } from './support/milliseconds';
import { durationExpression } from './support/text';

export const rule: Rule = {
  meta: {
    id: 'inactivity-exceeds-absolute',
    severity: 'warning',
    description: 'The idle limit is longer than the absolute limit, so it never decides anything.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const limits = clashing(client, 'inactivity-exceeds-absolute');
      if (!limits) continue;
      const fix = fixOf(client, limits);
      report({
        ...placeOfOption(client, client.inactivityDuration),
        message: messageOf(limits),
        fixes: fix ? [fix] : [],
      });
    }
  },
};

function messageOf({ absolute, absoluteIsWritten, inactivity }: Limits): string {
  const end = Math.max(...absolute);
  const idle = formatDuration(Math.min(...inactivity));
  const cause = absoluteIsWritten
    ? `absoluteDuration of ${inSeconds(end)}`
    : `absoluteDuration is not set and defaults to ${inSeconds(end)},`;
  return `A session ends after ${formatDuration(end)} whatever the activity: ${cause} ${
    absoluteIsWritten ? 'is ' : ''
  }shorter than this inactivityDuration of ${idle}.`;
}

function fixOf(client: ClientModel, { absolute, absoluteIsWritten, inactivity }: Limits): RuleFix | null {
  const idle = inactivity[0];
  if (idle === undefined || inactivity.length > 1 || absolute.length > 1 || !Number.isFinite(idle))
    return null;
  const isMilliseconds = constants(client.inactivityDuration.value).some((v) =>
    suspicion(v, client.inactivityDuration),
  );
  if (isMilliseconds) return null;
  const seconds = roomyAbsolute(idle);
  const title = `Set absoluteDuration to ${formatDuration(seconds)}`;
  if (absoluteIsWritten) {
    const edit = replaceOption(client.absoluteDuration, durationExpression(seconds));
    return edit && { title, edits: [edit], safe: false };
  }
  const beside = literalElement(client.inactivityDuration.property);
  if (!beside) return null;
  const edit = insertPropertyBefore(beside, `absoluteDuration: ${durationExpression(seconds)}`);
  return { title, edits: [edit], safe: false };
}

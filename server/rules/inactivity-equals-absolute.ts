import { formatDuration } from '../../shared/session/duration';
import type { Rule } from '../model';
import { clashing } from './support/comparison';
import { placeOfOption, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'inactivity-equals-absolute',
    severity: 'hint',
    description: 'Both limits are equal, so activity never extends a session.',
    fixable: false,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const limits = clashing(client, 'inactivity-equals-absolute');
      if (!limits) continue;
      const end = formatDuration(Math.max(...limits.absolute));
      const other = limits.absoluteIsWritten ? 'absoluteDuration' : 'the default absoluteDuration';
      report({
        ...placeOfOption(client, client.inactivityDuration),
        message: `A session ends ${end} after login whatever the activity: inactivityDuration and ${other} are equal, so no visit extends it.`,
      });
    }
  },
};

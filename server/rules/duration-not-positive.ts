import type { ClientModel, Rule } from '../model';
import { alternatives, type Scalar } from '../syntax/value';
import {
  isRolling,
  placeOfOption,
  sessionClients,
  writtenDurations,
  type DurationName,
} from './support/session';

export const rule: Rule = {
  meta: {
    id: 'duration-not-positive',
    severity: 'error',
    description: 'A session duration of zero, less, or no number at all: nobody stays signed in.',
    fixable: false,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      for (const name of writtenDurations(client)) {
        const values = alternatives(client[name].value);
        const [first] = values;
        if (first?.kind !== 'known' || !values.every((v) => v.kind === 'known' && isNothing(v.value)))
          continue;
        report({ ...placeOfOption(client, client[name]), message: messageOf(client, name, first.value) });
      }
    }
  },
};

function isNothing(value: Scalar): boolean {
  if (typeof value === 'number') return !(value > 0);
  return value === null || value === false;
}

/** What happens was run with 4.30.0 (dist/server/session): the cookie goes out with `Max-Age=0` or less. */
function messageOf(client: ClientModel, name: DurationName, value: Scalar): string {
  const rolls = isRolling(client);
  if (Number.isNaN(value) && rolls === false) {
    return `Every login fails with an exception: ${name} is NaN, so the session has no expiry to write.`;
  }
  if (value === null || value === false) {
    const reason = `${name} is ${value}, which counts as 0 seconds and not as "no limit"`;
    return rolls === false
      ? `A session ends within seconds of login: ${reason}.`
      : `Nobody stays signed in: ${reason}, so the session cookie is deleted as soon as it is set (Max-Age=0).`;
  }
  const reason = Number.isNaN(value) ? `${name} is not a number` : `${name} is ${value} seconds`;
  return `Nobody stays signed in: ${reason}, so the browser deletes the session cookie as soon as it arrives (Max-Age=${
    rolls === false ? value : 0
  }).`;
}

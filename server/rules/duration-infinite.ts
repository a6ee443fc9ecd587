import type { ClientModel, Effective, Rule } from '../model';
import { alternatives } from '../syntax/value';
import { isRolling, isWritten, placeOfOption, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'duration-infinite',
    severity: 'error',
    description: 'A session without any finite limit cannot be written: the SDK throws at login.',
    fixable: false,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const rolls = isRolling(client);
      const { absoluteDuration: absolute, inactivityDuration: inactivity } = client;
      if (rolls === 'unknown' || !isWritten(absolute) || !isEndless(absolute)) continue;
      // While rolling the smaller limit counts, so that one finite limit is enough.
      if (rolls && !isEndless(inactivity)) continue;
      report({ ...placeOfOption(client, absolute), message: messageOf(client, rolls) });
    }
  },
};

/** `Infinity`, or so large that JavaScript writes it with an exponent. */
function isEndless({ value }: Effective): boolean {
  return alternatives(value).every(
    (v) => v.kind === 'known' && typeof v.value === 'number' && v.value >= 1e21,
  );
}

/** Both outcomes were run with 4.30.0; jose's setExpirationTime refuses what is not finite. */
function messageOf(client: ClientModel, rolls: boolean): string {
  const limits = rolls ? [client.absoluteDuration, client.inactivityDuration] : [client.absoluteDuration];
  const isInfinite = limits.every(({ value }) =>
    alternatives(value).every((v) => v.kind === 'known' && v.value === Infinity),
  );
  const cause = rolls
    ? 'neither absoluteDuration nor inactivityDuration is finite'
    : 'absoluteDuration is infinite';
  return isInfinite
    ? `Every login fails with "Invalid setExpirationTime input": ${cause}.`
    : 'A session ends when the browser is closed: Max-Age is so large that it is written with an exponent, which browsers do not read.';
}

import { formatDuration } from '../../shared/session/duration';
import type { ClientModel, Rule } from '../model';
import { literalElement, placeOf, removeProperty } from './support/edits';
import { isRolling, isWritten, numbersOf, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'inactivity-ignored-when-not-rolling',
    severity: 'warning',
    description: 'Without rolling the SDK never reads inactivityDuration.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      if (isRolling(client) !== false || !isWritten(client.inactivityDuration)) continue;
      const property = literalElement(client.inactivityDuration.property);
      // Options that come together from several objects: the one with the idle limit may serve other clients too.
      if (!property || property.parent !== client.rolling.property?.parent) continue;
      report({
        ...placeOf(property),
        message: messageOf(client),
        fixes: [{ title: 'Remove inactivityDuration', edits: [removeProperty(property)], safe: true }],
      });
    }
  },
};

function messageOf(client: ClientModel): string {
  const ends = numbersOf(client.absoluteDuration.value);
  const end = ends?.length === 1 && ends[0] !== undefined ? ` of ${formatDuration(ends[0])}` : '';
  return `Nobody is signed out for being idle: with rolling off inactivityDuration has no effect, and only absoluteDuration${end} ends a session.`;
}

import { formatDuration } from '../../shared/session/duration';
import type { ClientModel, Rule } from '../model';
import { placeOf } from './support/edits';
import { isRolling, numbersOf } from './support/session';
import { hiddenCookies, sharedCookies, type Shared } from './support/sharedCookie';

export const rule: Rule = {
  meta: {
    id: 'multiple-clients-share-cookie',
    severity: 'error',
    description:
      'Two clients write the same session cookie, and each cuts, ends or takes over the sessions of the other.',
    fixable: false,
  },
  check(app, report) {
    for (const shared of sharedCookies(app)) {
      const { first, second, cookie, differ } = shared;
      report({
        ...placeOf(second.node.expression),
        severity: differ.startsWith('may-') ? 'warning' : 'error',
        message: messageOf(shared),
        related: [
          { ...placeOf(first.node.expression), message: `${first.name} writes the cookie ${cookie} too.` },
        ],
      });
    }
    for (const { client, hider } of hiddenCookies(app)) {
      report({
        ...placeOf(client.node.expression),
        severity: 'warning',
        message: `Where a browser has sessions of ${hider.name} and ${client.name}, it sends both cookies to ${client.name}: they have one name, and the path of ${hider.name} holds the other. The SDK reads that of ${hider.name}. Give one of them another session.cookie.name.`,
        related: [{ ...placeOf(hider.node.expression), message: 'Its cookie is read instead.' }],
      });
    }
  },
};

function messageOf({ first, second, cookie, differ }: Shared): string {
  return `${first.name} and ${second.name} write the same cookie, ${cookie}: ${effectOf(differ, first, second)}. Give one of them another session.cookie.name.`;
}

function effectOf(differ: Shared['differ'], first: ClientModel, second: ClientModel): string {
  switch (differ) {
    case 'secret':
      return 'with two secrets neither can read what the other wrote, and who signs in through one is signed out of the other';
    case 'may-secret':
      return 'if their variables hold two secrets, neither can read what the other wrote';
    case 'durations':
      return `each save sets the limits of the client that makes it (${limitsOf(first)}; ${limitsOf(second)})`;
    case 'application':
      return 'each takes a session of the other application for its own';
    case 'may-application':
      return 'if their variables name two applications, each takes a session of the other for its own';
  }
}

function limitsOf(client: ClientModel): string {
  const [absolute, inactivity] = [client.absoluteDuration, client.inactivityDuration].map(({ value }) => {
    const numbers = numbersOf(value);
    return numbers?.length === 1 && numbers[0] !== undefined ? formatDuration(numbers[0]) : null;
  });
  const idle = isRolling(client) === true && inactivity ? `${inactivity} idle, ` : '';
  return `${client.name}: ${idle}${absolute ?? 'an unknown time'} at most`;
}

import { sizeBehaviour } from '../../shared/cookie/sizeBehaviour';
import { HEADER_LIMITS } from '../../shared/cookie/headerLimits';
import { cookieCount, kilobytes, percent } from '../../shared/cookie/sizeWords';
import { estimateCookies, type CookieEstimate } from '../app/cookieEstimate';
import type { AppModel, Rule } from '../model';
import { placeOf } from './support/edits';
import { sessionClients } from './support/session';

/** From here on 4.29.0 and newer print a warning of their own; a browser need not keep a larger single cookie. */
const LARGE = 4096;

export const rule: Rule = {
  meta: {
    id: 'session-cookie-may-be-large',
    severity: 'info',
    description: 'By estimate, a usual session of this client needs several cookies or more than 4 KB.',
    fixable: false,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      if (client.hasStore !== false) continue;
      const estimate = estimateCookies(app, client);
      if (!estimate) continue;
      const severity = isTooLarge(app, estimate) ? 'warning' : isSplit(estimate) ? 'info' : null;
      if (severity) {
        report({ ...placeOf(client.node.expression), message: messageOf(app, estimate), severity });
      }
    }
  },
};

/** That a hook keeps all claims is a finding of its own. */
function isSplit({ typical, claims }: CookieEstimate): boolean {
  return typical.chunks.length > 1 && claims !== 'all';
}

/** Before 4.3.0 one cookie holds it all, and its attributes count too. */
function isTooLarge(app: AppModel, { typical }: CookieEstimate): boolean {
  return splits(app) ? typical.cookieBytes >= LARGE : typical.setCookieBytes >= LARGE;
}

function splits(app: AppModel): boolean {
  return sizeBehaviour(app.project.sdk.version).chunkSize !== null;
}

function messageOf(app: AppModel, { low, typical, high, assumptions }: CookieEstimate): string {
  const range = `${kilobytes(low.cookieBytes)} to ${kilobytes(high.cookieBytes)}`;
  const size = `Estimate: a usual session takes about ${kilobytes(typical.cookieBytes)}`;
  const why = reason(assumptions);
  if (!splits(app)) {
    return `${size} in one cookie (${range}), and browsers refuse a cookie of more than 4096 bytes: the login does not last. From 4.3.0 the SDK splits it.${why}`;
  }
  return `${size} in ${cookieCount(typical.cookies.length)} (${range}). The SDK splits it, so that browsers keep it, but every request carries it: ${shareOfSmallest(typical.cookieBytes)}.${why}`;
}

function shareOfSmallest(bytes: number): string {
  const nginx = HEADER_LIMITS.find(({ id }) => id === 'nginx');
  return nginx?.bytes ? `${percent(bytes / nginx.bytes)} of the 8 KB that nginx takes by default` : '';
}

/** The largest thing the author can change. */
function reason(assumptions: readonly string[]): string {
  const claims = assumptions.find((sentence) => sentence.startsWith('beforeSessionSaved keeps all'));
  const audience = assumptions.find((sentence) => sentence.startsWith('Audience '));
  const found = claims ?? audience;
  return found === undefined ? '' : ` ${found.replaceAll('`', '')}`;
}

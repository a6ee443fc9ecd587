import { optionOf } from '../app/clientConfigs';
import type { AppModel, ClientModel, Rule } from '../model';
import { atLeast } from '../project/semver';
import { reportLinks } from './support/prefetch';

export const rule: Rule = {
  meta: {
    id: 'txn-cookie-accumulation',
    severity: 'warning',
    description:
      'Next.js prefetches the login route of a <Link>, and each time one more cookie stays behind.',
    fixable: true,
  },
  check(app, report) {
    if (!piles(app)) return;
    reportLinks(
      app,
      'login',
      'Each page load with this link leaves one more transaction cookie of about 500 bytes: in production Next.js fetches what a Link leads to, and the SDK answers by starting a login. Use an <a> element, or 4.29.0 or newer, which limits these cookies.',
      report,
    );
  },
};

/** From 4.29.0 on the SDK drops the oldest ones beyond 3500 bytes (dist/server/transaction-store.js). */
function piles({ project, clients }: AppModel): boolean {
  const { sdk } = project;
  if (atLeast(sdk, '4.0.0') !== true || atLeast(sdk, '4.29.0') !== false) return false;
  return clients.every(isParallel);
}

/** Otherwise all logins share one cookie (4.9.0 and newer). */
function isParallel(client: ClientModel): boolean {
  const option = optionOf(client, 'enableParallelTransactions');
  return option.kind === 'known' && (option.value === undefined || option.value === true);
}

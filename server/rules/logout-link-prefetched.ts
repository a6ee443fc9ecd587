import type { Rule } from '../model';
import { reportLinks } from './support/prefetch';

export const rule: Rule = {
  meta: {
    id: 'logout-link-prefetched',
    severity: 'error',
    description: 'Next.js prefetches the logout route of a <Link>, which signs the user out.',
    fixable: true,
  },
  check(app, report) {
    reportLinks(
      app,
      'logout',
      'Whoever sees this link is signed out: in production Next.js fetches what a Link leads to, and the SDK answers by deleting the session cookie. Use an <a> element.',
      report,
    );
  },
};

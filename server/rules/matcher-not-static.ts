import type { Rule } from '../model';
import { placeOf } from './support/edits';

export const rule: Rule = {
  meta: {
    id: 'matcher-not-static',
    severity: 'warning',
    description: 'Next.js reads config.matcher without running the file, and cannot read this form.',
    fixable: false,
  },
  check(app, report) {
    const matcher = app.middleware?.matcher;
    if (!matcher?.node || matcher.reason === undefined) return;
    report({ ...placeOf(matcher.node), message: matcher.reason });
  },
};

import type { Rule } from '../model';
import { atLeast } from '../project/semver';
import { fileName, isProxyFile, placeOfFile } from './support/files';

export const rule: Rule = {
  meta: {
    id: 'middleware-name-deprecated',
    severity: 'hint',
    description: 'Next.js 16 calls this file proxy and warns about the old name.',
    fixable: false,
  },
  check(app, report) {
    if (atLeast(app.project.next, '16.0.0') !== true) return;
    if (app.middlewareModules.some(({ path }) => isProxyFile(path))) return;
    const [middleware] = app.middlewareModules;
    if (!middleware) return;
    const name = fileName(middleware.path);
    report({
      ...placeOfFile(middleware),
      message: `Next.js 16 still runs ${name}, with a deprecation warning: the new names are ${name.replace('middleware', 'proxy')} and proxy().`,
    });
  },
};

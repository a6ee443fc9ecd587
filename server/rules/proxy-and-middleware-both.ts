import type { Rule } from '../model';
import { atLeast } from '../project/semver';
import { fileName, isProxyFile, placeOfFile } from './support/files';

export const rule: Rule = {
  meta: {
    id: 'proxy-and-middleware-both',
    severity: 'error',
    description: 'Next.js 16 refuses to build an app that has both a middleware and a proxy file.',
    fixable: false,
  },
  check(app, report) {
    if (atLeast(app.project.next, '16.0.0') !== true) return;
    const proxy = app.middlewareModules.find(({ path }) => isProxyFile(path));
    const middleware = app.middlewareModules.find(({ path }) => !isProxyFile(path));
    if (!proxy || !middleware) return;
    report({
      ...placeOfFile(middleware),
      message: `The build fails: Next.js 16 takes either ${fileName(proxy.path)} or ${fileName(middleware.path)}, not both. Move this code into ${fileName(proxy.path)}.`,
      related: [{ ...placeOfFile(proxy), message: 'The proxy file.' }],
    });
  },
};

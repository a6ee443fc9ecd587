import type { Rule } from '../model';
import { atLeast } from '../project/semver';
import { fileName, isProxyFile, placeOfFile } from './support/files';

export const rule: Rule = {
  meta: {
    id: 'proxy-ignored-before-next-16',
    severity: 'error',
    description: 'Next.js before 16 does not look at proxy files, so the middleware never runs.',
    fixable: false,
  },
  check(app, report) {
    const { next } = app.project;
    if (atLeast(next, '16.0.0') !== false) return;
    const proxy = app.middlewareModules.find(({ path }) => isProxyFile(path));
    // Beside a middleware file a proxy file may be prepared for the next upgrade.
    if (!proxy || app.middlewareModules.some(({ path }) => !isProxyFile(path))) return;
    const version = next.version ?? next.range ?? '';
    const name = fileName(proxy.path);
    report({
      ...placeOfFile(proxy),
      message: `Nothing in this file ever runs: Next.js ${version} only knows ${name.replace('proxy', 'middleware')} (with a function named middleware); ${name} came with Next.js 16.`,
    });
  },
};

import type { AppModel, Rule } from '../model';
import { dirname, relativeTo } from '../project/paths';
import { atLeast } from '../project/semver';
import { fileName, placeOfFile } from './support/files';

export const rule: Rule = {
  meta: {
    id: 'middleware-wrong-location',
    severity: 'error',
    description: 'The middleware file has a place or name where Next.js does not look, so it never runs.',
    fixable: false,
  },
  check(app, report) {
    // Beside a file in the right place another of that name is a module like any other.
    if (app.middlewareModules.length > 0) return;
    for (const module of app.misplacedMiddleware) {
      // Where next.config cannot be read, other extensions may be right.
      const isMisnamed = app.project.misnamedMiddlewareFiles.includes(module.path);
      if (isMisnamed && !app.project.nextConfig.known) continue;
      report({
        ...placeOfFile(module),
        message: `This never runs: Next.js looks for ${lookedFor(app, module.path)}`,
      });
    }
  },
};

function lookedFor(app: AppModel, path: string): string {
  const { misnamedMiddlewareFiles, next, nextConfig } = app.project;
  const name = fileName(path);
  if (!misnamedMiddlewareFiles.includes(path)) return `${name} only ${rightPlace(app)}.`;
  const right = atLeast(next, '16.0.0') === false ? 'middleware' : 'proxy';
  const language = /ts$/.test(name) ? /ts$/ : /js$/;
  const extension =
    nextConfig.pageExtensions.find((each) => language.test(each)) ?? nextConfig.pageExtensions[0];
  return `${right}.${extension}, not for ${name}. Rename it.`;
}

/** Beside `app` or `pages`: the app's root, or `src` when they are in there. */
function rightPlace(app: AppModel): string {
  const { root, routes } = app.project;
  const files = routes.flatMap(({ file, kind }) =>
    file !== null && kind !== 'asset' ? [relativeTo(root, dirname(file))] : [],
  );
  const isInSource = files.length > 0 && files.every((file) => file === 'src' || file?.startsWith('src/'));
  return isInSource
    ? 'in src, beside the app or pages folder'
    : 'in the folder of the app itself, beside the app or pages folder';
}

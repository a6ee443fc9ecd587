import type { AppModel, Rule } from '../model';
import { dirname, relativeTo } from '../project/paths';
import { fileName, placeOfFile } from './support/files';

export const rule: Rule = {
  meta: {
    id: 'middleware-wrong-location',
    severity: 'error',
    description: 'The middleware file lies where Next.js does not look, so it never runs.',
    fixable: false,
  },
  check(app, report) {
    // Beside a file in the right place another of that name is a module like any other.
    if (app.middlewareModules.length > 0) return;
    for (const module of app.misplacedMiddleware) {
      report({
        ...placeOfFile(module),
        message: `This never runs: Next.js looks for ${fileName(module.path)} only ${rightPlace(app)}.`,
      });
    }
  },
};

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

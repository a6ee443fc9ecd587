import type { AppModel, Rule } from '../model';
import { atLeast } from '../project/semver';
import { isV4 } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'middleware-missing',
    severity: 'error',
    description: 'No file calls the middleware of the Auth0 client, so its routes do not exist.',
    fixable: false,
  },
  check(app, report) {
    if (!isV4(app) || !app.project.isNextApp || app.callsMiddleware !== false) return;
    // What is missing is there, in the wrong place or under the wrong name: see middleware-wrong-location.
    if (app.middlewareModules.length === 0 && app.misplacedMiddleware.length > 0) return;
    for (const client of app.clients) {
      const { middleware } = app;
      report({
        file: client.file,
        span: { start: client.node.getStart(), end: client.node.expression.getEnd() },
        message: `Nobody can sign in: /auth/login and the other routes of the SDK do not exist, because ${cause(app, client.name)}.`,
        related: middleware
          ? [
              {
                file: middleware.file,
                span: { start: 0, end: 0 },
                message: 'This file would be the place for it.',
              },
            ]
          : [],
      });
    }
  },
};

/** Next.js 16 renamed `middleware` to `proxy`. */
function cause({ middleware, project }: AppModel, client: string): string {
  if (middleware)
    return `${middleware.file.slice(middleware.file.lastIndexOf('/') + 1)} never calls ${client}.middleware()`;
  const name = atLeast(project.next, '16.0.0') === false ? 'middleware' : 'proxy';
  return `there is no ${name} file that calls ${client}.middleware()`;
}

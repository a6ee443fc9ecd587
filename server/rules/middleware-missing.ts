import type { AppModel, Report, Rule } from '../model';
import { atLeast } from '../project/semver';
import { isV4, rollsEverywhere, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'middleware-missing',
    severity: 'error',
    description: 'No file calls the middleware of the Auth0 client, so its routes do not exist.',
    fixable: false,
  },
  check(app, report) {
    if (!isV4(app) || !app.project.isNextApp) return;
    // What is missing is there, in the wrong place or under the wrong name: see middleware-wrong-location.
    if (app.middlewareModules.length === 0 && app.misplacedMiddleware.length > 0) return;
    const onlyHandlers = isOnlyInHandlers(app);
    if (app.callsMiddleware !== false && !onlyHandlers) return;
    for (const client of onlyHandlers ? sessionClients(app).filter(rollsEverywhere) : app.clients) {
      report({
        file: client.file,
        span: { start: client.node.getStart(), end: client.node.expression.getEnd() },
        // Something that we do not see may start a file that calls it.
        ...(onlyHandlers || app.unusedCallers.length > 0 ? { severity: 'warning' } : {}),
        message: onlyHandlers
          ? `Visits to pages do not extend the session: ${cause(app, client.name)}. Route handlers call it, and the SDK's own routes extend nothing.`
          : `Nobody can sign in: /auth/login and the other routes of the SDK do not exist, because ${cause(app, client.name)}.`,
        related: relatedTo(app, onlyHandlers),
      });
    }
  },
};

/** Only route handlers call it, and where a proxy or middleware file is, it does not. */
function isOnlyInHandlers({ middleware, middlewareCallers, middlewareModules, project }: AppModel): boolean {
  const isElsewhere = middleware ? middleware.flow?.complete === true : middlewareModules.length === 0;
  const isHandler = (path: string): boolean =>
    project.routes.some(({ file, kind }) => file === path && (kind === 'handler' || kind === 'api'));
  return (
    isElsewhere && middlewareCallers.length > 0 && middlewareCallers.every(({ path }) => isHandler(path))
  );
}

function relatedTo(
  { middleware, middlewareCallers, unusedCallers }: AppModel,
  onlyHandlers: boolean,
): Report['related'] {
  const start = { start: 0, end: 0 };
  const place = middleware
    ? [{ file: middleware.file, span: start, message: 'This file would be the place for it.' }]
    : [];
  const callers = middlewareCallers.map(({ path }) => ({
    file: path,
    span: start,
    message: 'This handler calls the auth middleware.',
  }));
  const unused = unusedCallers.map(({ path }) => ({
    file: path,
    span: start,
    message: 'This file calls the auth middleware, and nothing imports it.',
  }));
  return [...place, ...(onlyHandlers ? callers : unused)];
}

/** Next.js 16 renamed `middleware` to `proxy`. */
function cause({ middleware, project }: AppModel, client: string): string {
  if (middleware)
    return `${middleware.file.slice(middleware.file.lastIndexOf('/') + 1)} never calls ${client}.middleware()`;
  const name = atLeast(project.next, '16.0.0') === false ? 'middleware' : 'proxy';
  return `there is no ${name} file that calls ${client}.middleware()`;
}

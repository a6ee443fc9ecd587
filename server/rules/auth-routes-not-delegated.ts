import ts from 'typescript';
import { sessionIn } from '../facts/flow/paths';
import type { FlowCall, FlowReturn } from '../facts/flow/types';
import type { AppModel, Rule, RuleFix } from '../model';
import { lineIndent, quoteStyle, semicolonOf, stepOf } from './support/copyEdits';
import { coverageOf } from './support/coverage';
import { insertAt, newLine } from './support/edits';
import { placeOfReturn, reachOf, usualReturns } from './support/flow';
import { neededSdkRoutes } from './support/routes';
import { isV4 } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'auth-routes-not-delegated',
    severity: 'error',
    description: 'The guard redirects the login route to itself, so that nobody can sign in.',
    fixable: true,
  },
  check(app, report) {
    const { flow, matcher } = app.middleware ?? {};
    const isReadable = matcher?.kind === 'all' || coverageOf(app) !== undefined;
    if (!flow || !isV4(app) || !isReadable) return;
    const seen = new Set<ts.Node>();
    for (const back of usualReturns(app)) {
      const site = back.sites.at(-1);
      const login = loopingLogin(app, back);
      if (!site || login === undefined || seen.has(site.node)) continue;
      seen.add(site.node);
      const call = back.calls[0]?.source ?? flow.calls[0];
      const fix = call && fixOf(app, call, site.node);
      report({
        ...(call
          ? placeOfReturn(site, call, back.response.node)
          : { file: site.module.path, span: { start: site.node.getStart(), end: site.node.getEnd() } }),
        message: `A visitor without a session is redirected from ${login} to ${login} again and again: nobody can sign in. Let the SDK answer its own routes first.`,
        fixes: fix ? [fix] : [],
      });
    }
  },
};

/** The login route, when a request for it without a session surely ends in this redirect to it. */
function loopingLogin(app: AppModel, back: FlowReturn): string | undefined {
  const { kind, location } = back.response;
  if (kind !== 'redirect' || location === null || sessionIn(back.condition) === 'present' || back.opaque)
    return undefined;
  const logins = reachOf(app, back.condition).sdk.filter(
    ({ name, path }) => name === 'login' && path === location,
  );
  return logins[0]?.path;
}

/** Right behind the call of the SDK: `if (request.nextUrl.pathname.startsWith('/auth')) return authRes;`. */
function fixOf(app: AppModel, call: FlowCall, guard: ts.Node): RuleFix | null {
  const { node, variable } = call;
  const argument = ts.isCallExpression(node) ? node.arguments[0] : undefined;
  const statement = ts.findAncestor(node, ts.isStatement);
  const prefix = commonFolder(app);
  if (!variable || !statement || !argument || !ts.isIdentifier(argument) || prefix === undefined) return null;
  const isBefore = guard.getSourceFile() === statement.getSourceFile() && guard.pos >= statement.end;
  const isBeside = ts.findAncestor(guard, (n) => n === statement.parent) !== undefined;
  if (!isBefore || !isBeside) return null;
  const file = statement.getSourceFile();
  const indent = lineIndent(statement);
  const [end, semicolon, quote] = [newLine(file.text), semicolonOf(file), quoteStyle(file)];
  const lines = [
    '',
    `if (${argument.text}.nextUrl.pathname.startsWith(${quote}${prefix}${quote})) {`,
    `${stepOf(file)}return ${variable.text}${semicolon}`,
    '}',
  ];
  const edit = insertAt(
    statement,
    statement.getEnd(),
    lines.map((line, i) => (i === 0 ? '' : indent) + line).join(end),
  );
  return { title: 'Let the SDK answer its own routes', edits: [edit], safe: true };
}

/** `/auth/`, when all routes of the SDK lie there. */
function commonFolder(app: AppModel): string | undefined {
  const routes = app.clients.flatMap((client) => neededSdkRoutes(client, app));
  const folders = new Set(routes.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)));
  const [folder] = folders;
  const isWritable =
    folder !== undefined && /^\/[\w\-./~]+\/$/.test(folder) && routes.every((r) => r.fromEnv === null);
  return folders.size === 1 && isWritable ? folder : undefined;
}

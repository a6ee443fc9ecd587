/** The edit that lets the SDK answer its own routes, whatever the handler does with the others. */
import ts from 'typescript';
import type { FlowCall } from '../../facts/flow/types';
import type { AppModel, RuleFix } from '../../model';
import { lineIndent, quoteStyle, semicolonOf, stepOf } from './copyEdits';
import { insertAt, newLine } from './edits';
import { neededSdkRoutes } from './routes';

/** Right behind the call of the SDK: `if (request.nextUrl.pathname.startsWith('/auth')) return authRes;`. */
export function letSdkAnswer(app: AppModel, call: FlowCall, guard: ts.Node): RuleFix | null {
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

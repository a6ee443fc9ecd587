/** Edits that bring the cookies of the auth response along. */
import ts from 'typescript';
import type { FlowCall, ReturnSite } from '../../facts/flow/types';
import { unwrap } from '../../syntax/parse';
import { lookup } from '../../syntax/scope';
import type { RuleEdit, RuleFix } from '../../model';
import { indentOf, insertAt, newLine, placeOf, replaceNode } from './edits';
import { freshName, functionOf, isInScope } from './flow';

/** The loop that copies all `Set-Cookie` lines, each line with `indent` in front but the first. */
export function copyLoop(from: string, to: string, indent: string, file: ts.SourceFile): string {
  const end = newLine(file.text);
  const semicolon = semicolonOf(file);
  const step = indent.includes('\t') ? '\t' : stepOf(file);
  const quote = quoteStyle(file);
  return [
    `for (const cookie of ${from}.headers.getSetCookie()) {`,
    `${indent}${step}${to}.headers.append(${quote}set-cookie${quote}, cookie)${semicolon}`,
    `${indent}}`,
  ].join(end);
}

/** Returns the auth response itself, or copies its cookies to what is returned, just before the `return`. */
export function keepCookies(call: FlowCall, site: ReturnSite, kind: string): RuleFix | null {
  return returnAuth(call, site, kind) ?? copyCookies(call, site);
}

/** Returns the auth response where what is returned says no more than it does. */
export function returnAuth(call: FlowCall, site: ReturnSite, kind: string): RuleFix | null {
  const { variable } = call;
  const statement = site.node;
  if (!variable) return returnCall(call, statement, kind);
  if (!ts.isReturnStatement(statement) || !isInScope(variable, statement)) return null;
  const value = statement.expression;
  const next = value && plainNext(value, kind);
  if (value && !next) return null;
  const edit = next
    ? replaceNode(otherWay(value, next) === variable.text ? value : next, variable.text)
    : replaceNode(statement, `return ${variable.text}${statement.getText().endsWith(';') ? ';' : ''}`);
  return { title: `Return ${variable.text}`, edits: [edit], safe: true };
}

export function copyCookies(call: FlowCall, { node }: ReturnSite): RuleFix | null {
  const { variable } = call;
  if (!variable || !ts.isReturnStatement(node) || !node.expression || !isInScope(variable, node)) return null;
  const copy = copyBefore(node, node.expression, variable.text);
  const settle = awaitResponse(call, variable);
  return (
    copy &&
    settle && { title: `Copy the cookies of ${variable.text}`, edits: [...settle, ...copy], safe: true }
  );
}

/** A promise has no headers to copy. Null where it cannot be awaited, or is made use of as a promise. */
export function awaitResponse({ node }: FlowCall, variable: ts.Identifier): RuleEdit[] | null {
  const statement = ts.findAncestor(node, ts.isStatement);
  if (ts.findAncestor(node, (n) => n === statement || ts.isAwaitExpression(n)) !== statement) return [];
  const declaration = lookup(variable);
  const isTyped = declaration && ts.isVariableDeclaration(declaration) && declaration.type !== undefined;
  const asPromise = new RegExp(`\\b${variable.text}\\s*\\??\\.\\s*(?:then|catch|finally)\\b`);
  const body = functionOf(node)?.getText() ?? '';
  if (!isInAsync(node) || isTyped || asPromise.test(body)) return null;
  return [insertAt(node, node.getStart(), 'await ')];
}

/** `await auth0.middleware(request);` as the last statement, or with only `return NextResponse.next();` behind it. */
function returnCall({ node }: FlowCall, site: ts.Node, kind: string): RuleFix | null {
  const statement = ts.findAncestor(node, ts.isStatement);
  if (!statement || !ts.isExpressionStatement(statement) || !ts.isBlock(statement.parent)) return null;
  // Not `event.waitUntil(auth0.middleware(request))`, which gives something else.
  const value = unwrap(statement.expression);
  if ((ts.isAwaitExpression(value) ? unwrap(value.expression) : value) !== node) return null;
  const { statements, parent } = statement.parent;
  const rest = statements.slice(statements.indexOf(statement) + 1);
  const title = 'Return the response of the auth middleware';
  const isLast = rest.length === 0 && ts.isFunctionLike(parent) && site === parent;
  if (isLast) return { title, edits: [insertAt(statement, statement.getStart(), 'return ')], safe: true };
  const [next] = rest;
  if (!next || next !== site || !ts.isReturnStatement(next)) return null;
  if (next.expression && plainNext(next.expression, kind) !== next.expression) return null;
  const { file, span } = placeOf(statement);
  const newText = `return ${statement.getText()}`;
  return { title, edits: [{ file, span: { start: span.start, end: next.getEnd() }, newText }], safe: true };
}

/** What the ternary around `way` gives otherwise. */
function otherWay(value: ts.Expression, way: ts.Expression): string | undefined {
  if (!ts.isConditionalExpression(value)) return undefined;
  return (value.whenTrue === way ? value.whenFalse : value.whenTrue).getText();
}

/** `NextResponse.next()`, which says no more than the auth response does; also as one of the two ways of a ternary. */
function plainNext(value: ts.Expression, kind: string): ts.Expression | undefined {
  if (kind !== 'next') return undefined;
  if (ts.isConditionalExpression(value)) {
    const found = [value.whenTrue, value.whenFalse].filter((way) => plainNext(way, kind) === way);
    return found.length === 1 ? found[0] : undefined;
  }
  const isPlain =
    ts.isCallExpression(value) && value.arguments.length === 0 && /\.next$/.test(value.expression.getText());
  return isPlain ? value : undefined;
}

/**
 * Copies the cookies in front of the `return`. `written`: what to return instead of the value as it stands there.
 * Null when it cannot be told whether the value is a promise, or which of several values it is.
 */
export function copyBefore(
  statement: ts.ReturnStatement,
  value: ts.Expression,
  from: string,
  written = value.getText(),
): RuleEdit[] | null {
  const file = statement.getSourceFile();
  const end = newLine(file.text);
  const { parent } = statement;
  const isAlone = !ts.isBlock(parent) && !ts.isCaseOrDefaultClause(parent) && !ts.isSourceFile(parent);
  const outer = lineIndent(isAlone ? parent : statement);
  const indent = isAlone ? outer + stepOf(file) : outer;
  const isName = ts.isIdentifier(value);
  const settled = settledness(value);
  if (settled === 'unknown') return null;
  if (isName && !isAlone) {
    const loop = copyLoop(from, value.text, indent, file);
    return [insertAt(statement, statement.getStart(), `${loop}${end}${indent}`)];
  }
  const name = isName ? value.text : freshName(file, ['response', 'result', 'newResponse']);
  const semicolon = semicolonOf(file);
  const made = `const ${name} = ${settled === 'maybe a promise' ? 'await ' : ''}${written}${semicolon}`;
  const guard = mayAnswerNothing(value) ? [`if (!${name}) return ${from}${semicolon}`] : [];
  const copy = [copyLoop(from, name, indent, file), `return ${name}${semicolon}`];
  const lines = [...(isName ? [] : [made]), ...guard, ...copy];
  const body = lines.join(end + indent);
  if (!isAlone) return [{ ...placeOf(statement), newText: body }];
  // `if (…) return x` gets braces.
  const gap = file.text.slice(statement.getFullStart(), statement.getStart());
  const start = /^\s*$/.test(gap) ? statement.getFullStart() : statement.getStart();
  const opening = start === statement.getStart() ? '{' : ' {';
  const newText = `${opening}${end}${indent}${body}${end}${outer}}`;
  return [{ file: file.fileName, span: { start, end: statement.getEnd() }, newText }];
}

/** Is the value a response, or perhaps the promise of one? */
function settledness(value: ts.Expression): 'a response' | 'maybe a promise' | 'unknown' {
  if (ts.isAwaitExpression(value) || ts.isNewExpression(value)) return 'a response';
  if (ts.isCallExpression(value)) {
    if (/^(NextResponse|Response)\.\w+$/.test(value.expression.getText())) return 'a response';
    return isInAsync(value) ? 'maybe a promise' : 'unknown';
  }
  if (!ts.isIdentifier(value)) return 'unknown';
  const declaration = lookup(value);
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer) {
    if (settledness(declaration.initializer) === 'a response') return 'a response';
  }
  // `response.headers.set(…)` elsewhere: the author knows that it is one.
  const body = functionOf(value);
  return body && new RegExp(`\\b${value.text}\\.(headers|cookies)\\b`).test(body.getText())
    ? 'a response'
    : 'unknown';
}

/** The next one in a chain of handlers: the type `NextMiddleware` allows it to return nothing. */
function mayAnswerNothing(value: ts.Expression): boolean {
  const call = ts.isAwaitExpression(value) ? value.expression : value;
  const callee =
    ts.isCallExpression(call) && ts.isIdentifier(call.expression) ? lookup(call.expression) : undefined;
  return callee !== undefined && ts.isParameter(callee);
}

function isInAsync(node: ts.Node): boolean {
  const owner = functionOf(node);
  return owner !== undefined && ts.canHaveModifiers(owner)
    ? (ts.getModifiers(owner) ?? []).some((m) => m.kind === ts.SyntaxKind.AsyncKeyword)
    : false;
}

/** The white space the line of a node starts with. */
export function lineIndent(node: ts.Node): string {
  const { text } = node.getSourceFile();
  const start = text.lastIndexOf('\n', node.getStart() - 1) + 1;
  return indentOf(node) ?? /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
}

/** One level of indentation in the author's style. */
export function stepOf(file: ts.SourceFile): string {
  return /\n(\t| {2,8})\S/.exec(file.text)?.[1] ?? '  ';
}

export function semicolonOf(file: ts.SourceFile): string {
  return /;\s*(\/\/.*)?(\r?\n|$)/.test(file.text) ? ';' : '';
}

export function quoteStyle(file: ts.SourceFile): "'" | '"' {
  return file.text.split("'").length >= file.text.split('"').length ? "'" : '"';
}

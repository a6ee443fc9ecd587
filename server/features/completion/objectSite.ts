/** Is the cursor at a key, or at a value, of an object literal that can hold options of a client? */
import ts from 'typescript';
import type { Span } from '../../../shared/text';
import { nameText } from '../../syntax/parse';
import { commaAfter, isMissing } from './cursor';
import type { Cursor } from './matcherSite';
import type { KeySite, ValueSite } from './types';

/** Options whose values are completed. */
const VALUES = ['session', 'absoluteDuration', 'inactivityDuration'];
/** An object with one of these is worth a closer look wherever it stands. */
const KEYS = [...VALUES, 'rolling', 'transactionCookie'];

export function objectSite(cursor: Cursor): KeySite | ValueSite | null {
  return keySite(cursor) ?? valueSite(cursor);
}

function keySite({ file, token, offset }: Cursor): KeySite | null {
  const { parent } = token;
  let object: ts.Node = parent;
  let start = offset;
  if (ts.isIdentifier(token) && token.end >= offset && ts.isShorthandPropertyAssignment(parent)) {
    if (token.end !== offset) return null;
    object = parent.parent;
    start = token.getStart(file);
  } else if (
    offset < token.end ||
    (token.kind !== ts.SyntaxKind.OpenBraceToken && token.kind !== ts.SyntaxKind.CommaToken)
  ) {
    return null;
  }
  if (!ts.isObjectLiteralExpression(object) || !isPlausible(object)) return null;
  const others = object.properties.filter((property) => property !== parent);
  const names = others.map((property) => nameText(property.name));
  return {
    kind: 'key',
    object: object.getStart(file),
    span: { start, end: offset },
    after: commaAfter(file.text, offset),
    keys: names.filter((name) => name !== undefined),
    open: names.includes(undefined),
    inside: others.length === 0 ? insideOf(object, file) : null,
    layout: layoutOf(object, start, file),
  };
}

function layoutOf(object: ts.ObjectLiteralExpression, start: number, file: ts.SourceFile): KeySite['layout'] {
  const hasBreak = (from: number, to: number): boolean => /[\r\n]/.test(file.text.slice(from, to));
  if (!hasBreak(object.getStart(file), object.end)) return 'inline';
  return hasBreak(file.text.lastIndexOf('{', start - 1), start) ? 'lines' : 'below';
}

/** Between the braces, when both are there and on one line. */
function insideOf(object: ts.ObjectLiteralExpression, file: ts.SourceFile): Span | null {
  const start = object.getStart(file) + 1;
  const end = object.end - 1;
  const text = file.text.slice(start, end);
  return file.text[end] === '}' && end >= start && /^[ \t]*[\w$]*[ \t]*$/.test(text) ? { start, end } : null;
}

/** Worth asking whose options these are: literals in all other places are none of a client. */
function isPlausible(object: ts.ObjectLiteralExpression): boolean {
  if (object.properties.some((property) => KEYS.includes(nameText(property.name) ?? ''))) return true;
  let node: ts.Node = object;
  while (
    ts.isParenthesizedExpression(node.parent) ||
    ts.isAsExpression(node.parent) ||
    ts.isSatisfiesExpression(node.parent) ||
    ts.isConditionalExpression(node.parent)
  ) {
    node = node.parent;
  }
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return ['session', 'cookie'].includes(nameText(parent.name) ?? '');
  return (
    ts.isNewExpression(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isArrowFunction(parent) ||
    ts.isExportAssignment(parent)
  );
}

function valueSite({ file, token, offset }: Cursor): ValueSite | null {
  const property = ts.findAncestor(token, ts.isPropertyAssignment);
  const key = property && nameText(property.name);
  if (!property || key === undefined || !VALUES.includes(key)) return null;
  if (!ts.isObjectLiteralExpression(property.parent)) return null;
  const span = valueSpan(property, { file, token, offset });
  if (!span) return null;
  return {
    kind: 'value',
    object: property.parent.getStart(file),
    key,
    span,
    after: commaAfter(file.text, span.end, false),
  };
}

/** What a value replaces: nothing yet, a number, a product of numbers, a word; null for any other expression. */
function valueSpan(property: ts.PropertyAssignment, { file, token, offset }: Cursor): Span | null {
  const { initializer } = property;
  const { text } = file;
  const isColon = token.parent === property && token.kind === ts.SyntaxKind.ColonToken;
  // Of `absoluteDuration:` at the end of a line the parser takes the next line for the value.
  if (isColon) {
    const start = isMissing(initializer) ? offset : initializer.getStart(file);
    const isEmpty = isMissing(initializer) || /[\r\n]/.test(text.slice(offset, start));
    if (isEmpty) return { start: offset, end: offset };
    return offset === start && isTyped(initializer) ? oneLine(text, start, initializer.end) : null;
  }
  const start = initializer.getStart(file);
  if (isMissing(initializer) || offset <= start || !isTyped(initializer)) return null;
  const span = oneLine(text, start, Math.max(initializer.end, offset));
  if (span && offset <= initializer.end) return span;
  // `60 * ` with the cursor behind it, whatever the parser made of the next line.
  const before = text.slice(start, offset);
  return /^[\d_\s*]+\*[ \t]*$/.test(before) ? oneLine(text, start, offset) : null;
}

function oneLine(text: string, start: number, end: number): Span | null {
  return /[\r\n]/.test(text.slice(start, end)) ? null : { start, end };
}

/** `3600`, `60 * 60`, `60 *`, `on`. */
function isTyped(node: ts.Node): boolean {
  if (ts.isNumericLiteral(node) || ts.isIdentifier(node)) return true;
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.AsteriskToken &&
    isNumeric(node.left) &&
    (isNumeric(node.right) || ts.isIdentifier(node.right))
  );
}

function isNumeric(node: ts.Node): boolean {
  return ts.isNumericLiteral(node) || (ts.isBinaryExpression(node) && isTyped(node) && isNumeric(node.right));
}

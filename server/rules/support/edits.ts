/** Text edits that keep the author's layout: indentation, quotes, trailing commas and comments. */
import ts from 'typescript';
import type { Effective, Place, RuleEdit } from '../../model';

export function placeOf(node: ts.Node): Place {
  return { file: node.getSourceFile().fileName, span: { start: node.getStart(), end: node.getEnd() } };
}

/** Is the node part of the other one? */
export function isInside(node: ts.Node, outer: ts.Node): boolean {
  return node.getSourceFile() === outer.getSourceFile() && node.pos >= outer.pos && node.end <= outer.end;
}

export function replaceNode(node: ts.Node, newText: string): RuleEdit {
  return { ...placeOf(node), newText };
}

export function insertAt(node: ts.Node, at: number, newText: string): RuleEdit {
  return { file: node.getSourceFile().fileName, span: { start: at, end: at }, newText };
}

/**
 * Gives an option another value; null where its value is not written as `name: value` or `{ name }`, or where
 * there is more than one such place.
 */
export function replaceOption(option: Effective, newText: string): RuleEdit | null {
  const { property, value } = option;
  if (!property) return null;
  const isOnePlace =
    value.kind !== 'oneOf' || value.values.every(({ origin }) => isInside(origin.node, property));
  if (!isOnePlace) return null;
  if (ts.isPropertyAssignment(property)) return replaceNode(property.initializer, newText);
  if (ts.isShorthandPropertyAssignment(property)) {
    return replaceNode(property, `${property.name.text}: ${newText}`);
  }
  return null;
}

/** The property as an element of an object literal; null for anything an edit beside it cannot be made for. */
export function literalElement(property: ts.Node | null): ts.ObjectLiteralElementLike | null {
  return property && ts.isObjectLiteralElementLike(property) && ts.isObjectLiteralExpression(property.parent)
    ? property
    : null;
}

/** Writes `text` (without a comma) as the property before `next`, above the comments that belong to `next`. */
export function insertPropertyBefore(next: ts.ObjectLiteralElementLike, text: string): RuleEdit {
  const source = next.getSourceFile().text;
  const indent = indentOf(next);
  if (indent === null) return insertAt(next, next.getStart(), `${text}, `);
  return insertAt(
    next,
    endOfTrailingComments(source, next.getFullStart()),
    `${newLine(source)}${indent}${text},`,
  );
}

/** Writes `text` (without a comma) as the property after `previous`. */
export function insertPropertyAfter(previous: ts.ObjectLiteralElementLike, text: string): RuleEdit[] {
  const source = previous.getSourceFile().text;
  const indent = indentOf(previous);
  if (indent === null) return [insertAt(previous, previous.getEnd(), `, ${text}`)];
  const line = `${newLine(source)}${indent}${text}`;
  const comma = endOfComma(previous);
  if (comma !== null) return [insertAt(previous, endOfTrailingComments(source, comma), `${line},`)];
  const end = endOfTrailingComments(source, previous.getEnd());
  return end === previous.getEnd()
    ? [insertAt(previous, end, `,${line}`)]
    : [insertAt(previous, previous.getEnd(), ','), insertAt(previous, end, line)];
}

/** Takes a property out of its literal, with its line and the comment behind it where it has the line to itself. */
export function removeProperty(property: ts.ObjectLiteralElementLike): RuleEdit {
  const { properties } = property.parent as ts.ObjectLiteralExpression;
  const source = property.getSourceFile().text;
  const index = properties.indexOf(property);
  const [previous, next] = [properties[index - 1], properties[index + 1]];
  const file = property.getSourceFile().fileName;
  const cut = (start: number, end: number): RuleEdit => ({ file, span: { start, end }, newText: '' });

  const end = endOfTrailingComments(source, endOfComma(property) ?? property.getEnd());
  if (indentOf(property) !== null && /[\r\n]/.test(source.charAt(end))) {
    return cut(endOfPreviousLine(source, property.getStart()), end);
  }
  if (next) return cut(property.getStart(), next.getStart());
  if (previous) return cut(previous.getEnd(), property.getEnd());
  const { parent } = property;
  const isBare = /^\{\s*$/.test(source.slice(parent.getStart(), property.getStart()));
  const isAlone = isBare && /^\s*\}$/.test(source.slice(property.getEnd(), parent.getEnd()));
  return isAlone
    ? cut(parent.getStart() + 1, parent.getEnd() - 1)
    : cut(property.getStart(), property.getEnd());
}

/** The quote that the file's author uses, read from the nearest literal. */
export function quoteOf(literal: ts.Node): "'" | '"' {
  return literal.getText().startsWith("'") ? "'" : '"';
}

/** A string literal for the value, with the given quote. */
export function quoted(value: string, quote: "'" | '"'): string {
  return quote + value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote;
}

/** White space before a node that starts its line; null when something else stands before it. */
export function indentOf(node: ts.Node): string | null {
  const source = node.getSourceFile().text;
  const start = node.getStart();
  const before = source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
  return /^\s*$/.test(before) && start > before.length ? before : null;
}

export function newLine(source: string): string {
  return source.includes('\r\n') ? '\r\n' : '\n';
}

/** Offset behind the comments that stand on the rest of the line. */
export function endOfTrailingComments(source: string, at: number): number {
  return ts.getTrailingCommentRanges(source, at)?.at(-1)?.end ?? at;
}

function endOfComma(element: ts.ObjectLiteralElementLike): number | null {
  const { properties } = element.parent as ts.ObjectLiteralExpression;
  const next = properties[properties.indexOf(element) + 1];
  if (next) return next.getFullStart();
  return properties.hasTrailingComma ? properties.end : null;
}

function endOfPreviousLine(source: string, at: number): number {
  const lineFeed = source.lastIndexOf('\n', at - 1);
  return source[lineFeed - 1] === '\r' ? lineFeed - 1 : lineFeed;
}

/** Writes `text` as further elements at the end of an array literal. */
export function appendElement(array: ts.ArrayLiteralExpression, text: string): RuleEdit[] {
  const source = array.getSourceFile().text;
  const { elements } = array;
  const last = elements.at(-1);
  if (!last) return [insertAt(array, array.getStart() + 1, text)];
  const indent = indentOf(last);
  const separator = indent === null ? ' ' : `${newLine(source)}${indent}`;
  if (!elements.hasTrailingComma) {
    const end = endOfTrailingComments(source, last.getEnd());
    return end === last.getEnd() || indent === null
      ? [insertAt(array, last.getEnd(), `,${separator}${text}`)]
      : [insertAt(array, last.getEnd(), ','), insertAt(array, end, `${separator}${text}`)];
  }
  return [insertAt(array, endOfTrailingComments(source, elements.end), `${separator}${text},`)];
}

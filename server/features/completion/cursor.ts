/** What stands before the cursor, in a tree that may be broken. */
import ts from 'typescript';
import type { Span } from '../../../shared/text';

/**
 * The last token that starts before the offset. A tree of unfinished code has missing nodes and early ends; the tokens
 * that are there still have the parents that the parser took them for.
 */
export function tokenBefore(file: ts.SourceFile, offset: number): ts.Node | undefined {
  let node: ts.Node = file;
  for (;;) {
    const children = node.getChildren(file);
    if (children.length === 0) return node === file ? undefined : node;
    const found = children.findLast((child) => !isMissing(child) && child.getStart(file) < offset);
    if (!found) return undefined;
    node = found;
  }
}

export function isMissing(node: ts.Node): boolean {
  return node.pos === node.end;
}

/** Between the end of a token and the offset: is a comment there that the offset lies in? */
export function isInComment(text: string, from: number, offset: number): boolean {
  const comments = [
    ...(ts.getTrailingCommentRanges(text, from) ?? []),
    ...(ts.getLeadingCommentRanges(text, from) ?? []),
  ];
  return comments.some(({ kind, pos, end }) => {
    const isClosed = kind === ts.SyntaxKind.MultiLineCommentTrivia && text.startsWith('*/', end - 2);
    return pos < offset && (isClosed ? offset < end : offset <= end);
  });
}

export interface Quoted {
  quote: '"' | "'" | '`';
  /** Between the quotes; up to the offset where the closing one is missing. */
  inside: Span;
}

/** The literal, when the offset lies between its quotes and all of it on one line. */
export function quotedAt(literal: ts.Node, file: ts.SourceFile, offset: number): Quoted | null {
  if (!ts.isStringLiteral(literal) && !ts.isNoSubstitutionTemplateLiteral(literal)) return null;
  const start = literal.getStart(file);
  const raw = file.text.slice(start, literal.end);
  const [first] = raw;
  if (first !== '"' && first !== "'" && first !== '`') return null;
  const isClosed = /^(.)(?:\\[^]|(?!\1)[^\\])*\1$/s.test(raw);
  const end = isClosed ? literal.end - 1 : offset;
  if (offset <= start || offset > end || /[\r\n]/.test(file.text.slice(start, end))) return null;
  return { quote: first, inside: { start: start + 1, end } };
}

/** Offset of the next token behind white space and comments; the end of the text where there is none. */
export function nextToken(text: string, offset: number): number {
  const space = /\s*/y;
  let at = offset;
  for (;;) {
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
    const comment = ts.getLeadingCommentRanges(text, at)?.[0];
    if (!comment || comment.pos !== at) return at;
    at = comment.end;
  }
}

/**
 * The comma that an element inserted at the offset needs. Before the closing bracket one is written where the bracket
 * has a line of its own, as formatters do it (`trailing`).
 */
export function commaAfter(text: string, offset: number, trailing = true): string {
  const next = nextToken(text, offset);
  const between = text.slice(offset, next);
  const isSameLine = !/[\r\n]/.test(between);
  const char = text.charAt(next);
  if (char === ',') return '';
  if (char === '' || ')]};'.includes(char)) return isSameLine || !trailing ? '' : ',';
  return isSameLine && between === '' ? ', ' : ',';
}

/** The quote of the first literal in the file: imports come first. */
export function preferredQuote(text: string): '"' | "'" {
  return /['"]/.exec(text)?.[0] === '"' ? '"' : "'";
}

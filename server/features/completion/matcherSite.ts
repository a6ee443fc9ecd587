/** Is the cursor where a pattern of `config.matcher` can stand? */
import ts from 'typescript';
import { nameText, unwrap } from '../../syntax/parse';
import { commaAfter, isMissing, preferredQuote, quotedAt, type Quoted } from './cursor';
import type { MatcherSite } from './types';

export interface Cursor {
  file: ts.SourceFile;
  /** The last token that starts before the offset. */
  token: ts.Node;
  offset: number;
}

export function matcherSite(cursor: Cursor): MatcherSite | null {
  const { file, token, offset } = cursor;
  const literal = quotedAt(token, file, offset);
  if (literal) {
    const place = placeOf(token);
    return place && site(cursor, place, literal);
  }
  if (offset < token.end) return null;
  const place = ts.isIdentifier(token) && token.end === offset ? typedWord(token) : emptyPlace(cursor);
  return place && site(cursor, place, null);
}

interface Place {
  /** The element that the cursor is in; null where a new one begins. */
  element: ts.Node | null;
  /** Its array, or the property `matcher` itself. */
  array: ts.ArrayLiteralExpression | null;
  /** `matcher: …` of the exported `config`. */
  matcher: ts.PropertyAssignment;
  /** The pattern is not an element itself but the `source` of one. */
  isSource: boolean;
}

/** `matcher: 'x'`, `matcher: ['x']`, `matcher: [{ source: 'x' }]`. */
function placeOf(node: ts.Node): Place | null {
  const { parent } = node;
  if (!ts.isPropertyAssignment(parent) || nameText(parent.name) !== 'source') return elementPlace(node);
  const place = ts.isObjectLiteralExpression(parent.parent) ? elementPlace(parent.parent) : null;
  return place && { ...place, isSource: true };
}

function elementPlace(node: ts.Node): Place | null {
  const { parent } = node;
  const array = ts.isArrayLiteralExpression(parent) ? parent : null;
  const matcher = matcherProperty(array ?? node);
  return matcher && { element: node, array, matcher, isSource: false };
}

/** A name that is being typed where a string has to stand. */
function typedWord(token: ts.Identifier): Place | null {
  const { parent } = token;
  const isValue =
    ts.isArrayLiteralExpression(parent) || (ts.isPropertyAssignment(parent) && parent.initializer === token);
  return isValue ? placeOf(token) : null;
}

/** Behind `[`, behind a comma, behind `matcher:` or `source:`. */
function emptyPlace({ file, token, offset }: Cursor): Place | null {
  const { parent } = token;
  const { kind } = token;
  if (ts.isArrayLiteralExpression(parent)) {
    if (kind !== ts.SyntaxKind.OpenBracketToken && kind !== ts.SyntaxKind.CommaToken) return null;
    const matcher = matcherProperty(parent);
    return matcher && { element: null, array: parent, matcher, isSource: false };
  }
  if (!ts.isPropertyAssignment(parent) || kind !== ts.SyntaxKind.ColonToken) return null;
  // Of `matcher:` at the end of a line the parser takes the next line for the value.
  const { initializer } = parent;
  const isEmpty =
    isMissing(initializer) || /[\r\n]/.test(file.text.slice(offset, initializer.getStart(file)));
  return isEmpty ? placeOf(initializer) : null;
}

/** The property, when the node is its value and it belongs to `export const config`. */
function matcherProperty(value: ts.Node): ts.PropertyAssignment | null {
  let node = value;
  while (isWrapper(node.parent)) node = node.parent;
  const property = node.parent;
  if (!ts.isPropertyAssignment(property) || nameText(property.name) !== 'matcher') return null;
  let object: ts.Node = property.parent;
  while (isWrapper(object.parent)) object = object.parent;
  const declaration = object.parent;
  if (!ts.isVariableDeclaration(declaration) || nameText(declaration.name) !== 'config') return null;
  const statement = declaration.parent.parent;
  const isExported =
    ts.isVariableStatement(statement) &&
    ts.isSourceFile(statement.parent) &&
    statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return isExported ? property : null;
}

function isWrapper(node: ts.Node): boolean {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node);
}

function site({ file, token, offset }: Cursor, place: Place, literal: Quoted | null): MatcherSite {
  const word = ts.isIdentifier(token) && token.end === offset ? token.getStart(file) : offset;
  return {
    kind: 'matcher',
    span: literal?.inside ?? { start: word, end: offset },
    quote: literal?.quote ?? null,
    preferred: preferredQuote(file.text),
    inArray: place.array !== null && !place.isSource,
    after: commaAfter(file.text, offset, place.array !== null),
    others: (place.array?.elements ?? []).flatMap((element) =>
      element === place.element ? [] : entryOf(element),
    ),
  };
}

function entryOf(element: ts.Expression): { source: string; plain: boolean }[] {
  const value = unwrap(element);
  if (ts.isStringLiteralLike(value)) return [{ source: value.text, plain: true }];
  if (!ts.isObjectLiteralExpression(value)) return [];
  return value.properties.flatMap((property) =>
    ts.isPropertyAssignment(property) &&
    nameText(property.name) === 'source' &&
    ts.isStringLiteralLike(property.initializer)
      ? [{ source: property.initializer.text, plain: value.properties.length === 1 }]
      : [],
  );
}

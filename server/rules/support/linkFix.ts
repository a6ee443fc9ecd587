/** Turns a `<Link>` of Next.js into the `<a>` that it would render. */
import ts from 'typescript';
import type { LinkSite } from '../../facts/links';
import type { AppModel, RuleEdit, RuleFix } from '../../model';
import { placeOf, replaceNode } from './edits';

/** What only `Link` understands and an `<a>` can do without. With `legacyBehavior` the child is an `<a>` already. */
const dropped = new Set(['prefetch', 'replace', 'scroll', 'shallow', 'passHref']);
/** What `Link` hands on to the `<a>`. */
const kept =
  /^(?:href|children|className|style|id|key|ref|role|title|target|rel|download|tabIndex|on(?:Click|Focus|Blur)|(?:aria|data)-[\w-]+)$/;

/**
 * Null where a prop is not understood, where `href` may be another page's, and where its value is no string that an `<a>`
 * takes as it stands: not an object, and not without the `basePath` that `Link` puts before it.
 */
export function anchorFix({ element, opening, paths, isText }: LinkSite, app: AppModel): RuleFix | null {
  const { basePath, known } = app.project.nextConfig;
  if (!known || basePath !== '' || paths.length > 1 || !isText) return null;
  const removed: RuleEdit[] = [];
  for (const attribute of opening.attributes.properties) {
    if (!ts.isJsxAttribute(attribute)) return null;
    const name = attribute.name.getText();
    if (dropped.has(name)) removed.push(removeAttribute(attribute));
    else if (!kept.test(name)) return null;
  }
  const tags = ts.isJsxElement(element)
    ? [opening.tagName, element.closingElement.tagName]
    : [opening.tagName];
  const edits = [...tags.map((tag) => replaceNode(tag, 'a')), ...removed];
  const fix = { title: 'Use an <a> element', edits, safe: true };
  const lastUse = importOf(opening.tagName, tags.length);
  if (!lastUse) return fix;
  return lastUse.uses === lastUse.of ? { ...fix, edits: [...edits, lastUse.edit] } : { ...fix, lastUse };
}

/** With the white space in front of it, and not with a comment: a line comment keeps the end of its line, too. */
function removeAttribute(attribute: ts.JsxAttribute): RuleEdit {
  const { file, span } = placeOf(attribute);
  const from = attribute.getFullStart();
  const comments = attribute.getSourceFile().text.slice(from, span.start).trimEnd();
  const start = /\/\/.*$/.test(comments) ? span.start : from + comments.length;
  return { file, span: { start, end: span.end }, newText: '' };
}

/** The import of `Link`, which other links of the file may need until their fixes are applied, too. */
function importOf(tag: ts.JsxTagNameExpression, uses: number): RuleFix['lastUse'] {
  if (!ts.isIdentifier(tag)) return undefined;
  const source = tag.getSourceFile();
  const clause = source.statements
    .filter(ts.isImportDeclaration)
    .map(({ importClause }) => importClause)
    .find((each) => each?.name?.text === tag.text);
  if (!clause?.name) return undefined;
  const { file, span } = placeOf(clause.namedBindings ? clause : clause.parent);
  const end = clause.namedBindings ? clause.namedBindings.getStart() : endOfLine(source.text, span.end);
  const edit = { file, span: { start: span.start, end }, newText: '' };
  return { edit, uses, of: countNames(source, tag.text) - 1 };
}

function countNames(source: ts.SourceFile, name: string): number {
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name) count++;
    ts.forEachChild(node, visit);
  };
  visit(source);
  return count;
}

function endOfLine(text: string, at: number): number {
  return at + (/^[ \t]*\r?\n/.exec(text.slice(at))?.[0].length ?? 0);
}

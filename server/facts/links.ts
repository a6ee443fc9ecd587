/** `<Link>` elements of `next/link` whose destination the code tells. */
import ts from 'typescript';
import type { Module } from '../model';
import { nameText, unwrap } from '../syntax/parse';
import type { Program } from '../syntax/program';
import { alternatives, type Value } from '../syntax/value';

export interface LinkSite {
  element: ts.JsxElement | ts.JsxSelfClosingElement;
  opening: ts.JsxOpeningLikeElement;
  module: Module;
  /** The paths of `href`, several where a condition decides: without query and hash. */
  paths: readonly string[];
  /** Is `href` a string, and no object? */
  isText: boolean;
  /** False also where `prefetch` is not known. */
  isPrefetched: boolean;
}

/** Not those with a spread, which may set any prop, or with `as`, which says what is fetched instead of `href`. */
export function findLinks(module: Module, program: Program): LinkSite[] {
  return candidates(module).flatMap((element): LinkSite[] => {
    const opening = ts.isJsxElement(element) ? element.openingElement : element;
    const attributes = attributesOf(opening);
    const href = attributes?.get('href');
    if (!href || attributes?.has('as') || !isNextLink(opening.tagName, module, program)) return [];
    const destination = destinationOf(href, module, program);
    if (!destination) return [];
    const prefetch = attributes?.get('prefetch');
    return [
      { element, opening, module, ...destination, isPrefetched: isPrefetched(prefetch, module, program) },
    ];
  });
}

const cache = new WeakMap<Module, readonly LinkSite['element'][]>();

/** Elements with an `href` and the name of a component; a module is walked once as long as its text is the same. */
function candidates(module: Module): readonly LinkSite['element'][] {
  let found = cache.get(module);
  if (!found) {
    found = module.text.includes('next/link') ? collect(module.ast) : [];
    cache.set(module, found);
  }
  return found;
}

function collect(file: ts.SourceFile): LinkSite['element'][] {
  const found: LinkSite['element'][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node)) {
      const { tagName, attributes } = ts.isJsxElement(node) ? node.openingElement : node;
      const hasHref = attributes.properties.some((a) => nameText(a.name) === 'href');
      if (ts.isIdentifier(tagName) && hasHref) found.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isNextLink(tag: ts.JsxTagNameExpression, module: Module, program: Program): boolean {
  const declaration = ts.isIdentifier(tag) ? program.declarationOf(tag, module) : undefined;
  return (
    declaration?.kind === 'external' &&
    declaration.specifier === 'next/link' &&
    declaration.imported === 'default'
  );
}

/** By name; undefined with a spread among them. */
function attributesOf({ attributes }: ts.JsxOpeningLikeElement): Map<string, ts.JsxAttribute> | undefined {
  const found = new Map<string, ts.JsxAttribute>();
  for (const attribute of attributes.properties) {
    if (ts.isJsxSpreadAttribute(attribute)) return undefined;
    const name = nameText(attribute.name);
    if (name !== undefined) found.set(name, attribute);
  }
  return found;
}

/** The expression of `name={…}` or `name="…"`. */
function expressionOf({ initializer }: ts.JsxAttribute): ts.Expression | undefined {
  return initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
}

function destinationOf(
  href: ts.JsxAttribute,
  module: Module,
  program: Program,
): Pick<LinkSite, 'paths' | 'isText'> | undefined {
  const expression = expressionOf(href);
  if (!expression) return undefined;
  // `/auth/login?returnTo=${here}`: what is not known comes after the path.
  const start = startOf(expression);
  if (start !== undefined && /[?#]/.test(start)) return { paths: [withoutQuery(start)], isText: true };
  const values = alternatives(program.evaluate(expression, module));
  const paths = values.map(pathOf);
  return paths.every((path) => path !== undefined)
    ? { paths, isText: values.every(({ kind }) => kind === 'known') }
    : undefined;
}

function pathOf(value: Value): string | undefined {
  // `{ pathname: '/auth/login' }`
  const given = value.kind === 'object' ? value.properties.get('pathname')?.value : value;
  return given?.kind === 'known' && typeof given.value === 'string' ? withoutQuery(given.value) : undefined;
}

function startOf(expression: ts.Expression): string | undefined {
  const node = unwrap(expression);
  if (ts.isTemplateExpression(node)) return node.head.text;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken
    ? startOf(node.left)
    : undefined;
}

function withoutQuery(href: string): string {
  return href.replace(/[?#].*$/s, '');
}

/** Surely anything but `false`: that alone turns it off (next/dist/client/link.js, app-dir/link.js, 14.2 to 16.4). */
function isPrefetched(prefetch: ts.JsxAttribute | undefined, module: Module, program: Program): boolean {
  const expression = prefetch && expressionOf(prefetch);
  if (!expression) return true;
  const values = alternatives(program.evaluate(expression, module));
  return values.every((value) => value.kind === 'known' && value.value !== false);
}

/**
 * The pathnames of a route that reach the middleware, as Next.js tests them: with basePath, with a locale where i18n
 * adds one, and in the form that is left after its own redirects about trailing slashes.
 *
 * Segments are taken over unreserved and reserved URL characters. Percent-encoded characters and the segments `.` and
 * `..` are left out: what is decided holds for paths without them.
 */
import type { MatcherContext } from './types';
import type { RoutePattern, Segment } from './routePattern';

const CHAR = String.raw`[A-Za-z0-9._~!$&'()*+,;=:@-]`;
const SEGMENT = String.raw`(?!\.{1,2}(?:\/|$))${CHAR}+`;
/**
 * With `trailingSlash` Next.js redirects `/file.ext/` to `/file.ext` and `/other` to `/other/`, and leaves the rest
 * as it is (dist/lib/load-custom-routes.js).
 */
const REDIRECTED_FILE = String.raw`(?:.*\/)?[^\/]+\.\w+\/$`;
const REDIRECTED_OTHER = String.raw`(?:.*\/)?[^\/.]+$`;

export interface RouteLanguage {
  /** Anchored expression of the pathnames. */
  expression: string;
  /** Every pathname, when the route has no parameters. */
  paths: readonly string[] | null;
  /** Characters beyond ASCII in the expression. */
  extra: string;
}

export function routeLanguage(pattern: RoutePattern, context: MatcherContext): RouteLanguage {
  const literals = pattern.segments.map((s) => (s.kind === 'literal' ? s.text : ''));
  return {
    expression: expressionOf(pattern, context),
    paths: pattern.segments.every(({ kind }) => kind === 'literal') ? staticPaths(pattern, context) : null,
    extra: literals.join('').replace(/[\0-\x7f]/g, ''),
  };
}

/** The route with its literal segments as requests carry them. */
export function encoded(pattern: RoutePattern): RoutePattern {
  const segments = pattern.segments.map((s) =>
    s.kind === 'literal' ? { ...s, text: encodeSegment(s.text) } : s,
  );
  return { ...pattern, segments };
}

/** As a browser writes it. */
function encodeSegment(text: string): string {
  return encodeURI(text)
    .replaceAll('#', '%23')
    .replaceAll('?', '%3F')
    .replace(/%5[BD]/g, decodeURIComponent);
}

/** A pathname as tested -> the URL path of a request for it: the default locale need not be written. */
export function asVisited(pathname: string, pattern: RoutePattern, context: MatcherContext): string {
  const { basePath, trailingSlash, i18n } = context;
  if (!i18n || localesOf(pattern, context).length === 0) return pathname;
  const prefix = `${basePath}/${i18n.defaultLocale}`;
  if (pathname !== prefix && !pathname.startsWith(`${prefix}/`)) return pathname;
  const rest = pathname.slice(prefix.length);
  if (rest === '' || rest === '/') return basePath === '' ? '/' : `${basePath}${trailingSlash ? '/' : ''}`;
  return basePath + rest;
}

function expressionOf(pattern: RoutePattern, context: MatcherContext): string {
  const { segments } = pattern;
  const base = escape(context.basePath);
  const locales = localesOf(pattern, context).map(escape);
  const locale = locales.length === 0 ? '' : String.raw`\/(?:${locales.join('|')})`;
  const rules = slashRules(pattern, context);
  const below = `${base}${rules.filter}${locale}${segments.map(segmentExpression).join('')}${rules.slash}`;
  const [first, second] = segments;
  if (second || (first && first.kind !== 'any')) return `^${below}$`;
  // Without segments the prefix stands alone, and where there is none, a slash.
  const root = base + locale === '' || context.trailingSlash ? String.raw`${base}${locale}\/` : base + locale;
  if (!first) return `^${root}$`;
  return String.raw`^(?:${root}|${base}${rules.filter}${locale}(?:\/${SEGMENT})+${rules.slash})$`;
}

function segmentExpression(segment: Segment): string {
  switch (segment.kind) {
    case 'literal':
      return String.raw`\/${escape(segment.text)}`;
    case 'one':
      return String.raw`\/${SEGMENT}`;
    case 'many':
      return String.raw`(?:\/${SEGMENT})+`;
    default:
      return String.raw`(?:\/${SEGMENT})*`;
  }
}

function staticPaths(pattern: RoutePattern, context: MatcherContext): readonly string[] {
  const { basePath, trailingSlash } = context;
  const locales = localesOf(pattern, context);
  const prefixes = locales.length === 0 ? [basePath] : locales.map((locale) => `${basePath}/${locale}`);
  const below = pattern.segments.map((s) => (s.kind === 'literal' ? `/${s.text}` : '')).join('');
  return prefixes.flatMap((prefix) => {
    if (below === '') return [prefix === '' || trailingSlash ? `${prefix}/` : prefix];
    const path = prefix + below;
    if (!slashRules(pattern, context).slash || /\.\w+$/.test(below)) return [path];
    return /\/[^/.]+$/.test(below) && !isWellKnown(pattern) ? [`${path}/`] : [path, `${path}/`];
  });
}

function slashRules(
  pattern: RoutePattern,
  { trailingSlash }: MatcherContext,
): { filter: string; slash: string } {
  if (!trailingSlash || pattern.kind === 'asset') return { filter: '', slash: '' };
  const filter = isWellKnown(pattern) ? '' : `(?!${REDIRECTED_FILE})(?!${REDIRECTED_OTHER})`;
  return { filter, slash: String.raw`\/?` };
}

/** Next.js leaves the slash at the end of `/.well-known/…` alone. */
function isWellKnown({ segments: [first] }: RoutePattern): boolean {
  return first?.kind === 'literal' && first.text === '.well-known';
}

/**
 * The locales in front of the tested pathname: pages are served for each; everything else is requested without one and
 * gets the default, except for `/_next`, which is left as it is (resolve-routes.js).
 */
function localesOf({ kind, segments: [first] }: RoutePattern, { i18n }: MatcherContext): readonly string[] {
  if (!i18n || (first?.kind === 'literal' && first.text === '_next')) return [];
  return kind === 'page' && i18n.locales.length > 0 ? i18n.locales : [i18n.defaultLocale];
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}

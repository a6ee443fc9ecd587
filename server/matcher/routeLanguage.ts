/**
 * The pathnames of a route that reach the middleware, as Next.js tests them: with basePath, with a locale where i18n
 * adds one, and in the form that is left after its own redirects about trailing slashes.
 *
 * Segments are taken over unreserved and reserved URL characters. Percent-encoded characters and the segments `.` and
 * `..` are left out: what is decided holds for paths without them.
 */
import type { MatcherContext } from './types';
import type { RoutePattern, Segment } from './routePattern';
import type { Semantics } from './semantics';

const CHAR = String.raw`[A-Za-z0-9._~!$&'()*+,;=:@-]`;
const SEGMENT = String.raw`(?!\.{1,2}(?:\/|$))${CHAR}+`;
/**
 * With `trailingSlash` Next.js redirects `/file.ext/` to `/file.ext` and `/other` to `/other/`, and leaves the rest
 * as it is (dist/lib/load-custom-routes.js).
 */
const REDIRECTED_FILE = String.raw`(?:.*\/)?[^\/]+\.\w+\/$`;
const REDIRECTED_OTHER = String.raw`(?:.*\/)?[^\/.]+$`;

/** As compile.ts adds them to a matcher's source. */
const TRANSPORT = String.raw`\.rsc|\.segments\/.+\.segment\.rsc`;
const DATA_SUFFIXES: Record<Semantics['suffix'], string> = {
  unescaped: String.raw`[^\/]json`,
  json: String.raw`\.json`,
  transport: String.raw`\.json|${TRANSPORT}`,
};

export interface RouteLanguage {
  /** What every pathname begins with; routes of an app differ mostly here, and it takes no search. */
  head: string;
  /** Anchored expression of what follows. */
  tail: string;
  /** Every pathname, when the route has no parameters. */
  paths: readonly string[] | null;
  /** Characters beyond ASCII in the expression. */
  extra: string;
}

export function routeLanguage(pattern: RoutePattern, context: MatcherContext): RouteLanguage {
  const literals = pattern.segments.map((s) => (s.kind === 'literal' ? s.text : ''));
  return {
    ...divide(pattern, context),
    paths: pattern.segments.every(({ kind }) => kind === 'literal') ? staticPaths(pattern, context) : null,
    extra: literals.join('').replace(/[\0-\x7f]/g, ''),
  };
}

/**
 * For other routes, to be taken out of a route's paths: what is redirected need not be told there once more, as long as
 * the route itself leaves it out. With lookaheads in every route of an app the automaton would get large.
 */
export function languageBeside(other: RoutePattern, route: RoutePattern, context: MatcherContext): Divided {
  return divide(other, context, slashRules(route, context).filter === '' ? undefined : looseRules(context));
}

function looseRules({ trailingSlash }: MatcherContext): SlashRules {
  return { filter: '', slash: trailingSlash ? String.raw`\/?` : '' };
}

/**
 * Where Next.js may ask for the data of the route's pages, by the suffix it adds to every matcher: `/about.json`. With
 * the suffix of older versions, in which the dot is any character, also `/aboutXjson`, which nobody writes.
 */
export function dataLanguages(
  pattern: RoutePattern,
  context: MatcherContext,
  suffix: Semantics['suffix'],
): Divided[] {
  const end = `(?:${DATA_SUFFIXES[suffix]})`;
  if (!pattern.segments.every(({ kind }) => kind === 'literal')) {
    const { head, tail } = divide(pattern, context, looseRules(context));
    return [{ head, tail: String.raw`${tail.slice(0, -1)}${end}\/?$` }];
  }
  const isRoot = pattern.segments.length === 0;
  const tail = isRoot ? String.raw`^(?:\/?index)?${end}?\/?$` : String.raw`^${end}\/?$`;
  return staticPaths(pattern, context).map((path) => ({ head: path.replace(/\/$/, ''), tail }));
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

/** Beginning and rest of the pathnames. */
export type Divided = Pick<RouteLanguage, 'head' | 'tail'>;

/**
 * Anchored expression of all pathnames of some routes. Common beginnings are written once: a search then follows one
 * branch at a time where it would have to drag every route along.
 */
export function unionExpression(languages: readonly Divided[]): string {
  return `^${branchExpression(treeOf(languages))}`;
}

/** Matches no path: all have a slash. */
const NOTHING = '^$';

/** The same for routes of which many have the same tail: that is written once, too. */
export function unionByTail(languages: readonly Divided[]): string {
  const heads = new Map<string, Divided[]>();
  for (const { head, tail } of languages) {
    const group = heads.get(tail) ?? [];
    group.push({ head, tail: '^' });
    heads.set(tail, group);
  }
  const groups = [...heads].map(([tail, group]) => branchExpression(treeOf(group)) + tail.slice(1));
  return groups.length > 0 ? `^(?:${groups.join('|')})` : NOTHING;
}

function treeOf(languages: readonly Divided[]): Branch {
  const root: Branch = { tails: new Set(), next: new Map() };
  for (const { head, tail } of languages) {
    let branch = root;
    for (const char of head) {
      let next = branch.next.get(char);
      if (!next) branch.next.set(char, (next = { tails: new Set(), next: new Map() }));
      branch = next;
    }
    branch.tails.add(tail.slice(1));
  }
  return root;
}

interface Branch {
  tails: Set<string>;
  next: Map<string, Branch>;
}

function branchExpression(branch: Branch): string {
  const alternatives = [...branch.tails];
  for (const [char, next] of branch.next) {
    let text = char;
    let end = next;
    // A stretch without a fork needs no groups.
    for (let [only] = end.next; only && end.next.size === 1 && end.tails.size === 0; [only] = end.next) {
      text += only[0];
      end = only[1];
    }
    alternatives.push(escape(text) + branchExpression(end));
  }
  return alternatives.length === 1 ? (alternatives[0] as string) : `(?:${alternatives.join('|')})`;
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

function divide(
  pattern: RoutePattern,
  context: MatcherContext,
  rules: SlashRules = slashRules(pattern, context),
): Divided {
  const { segments } = pattern;
  const locales = localesOf(pattern, context);
  const [onlyLocale, ...otherLocales] = locales;
  const isLocaleOpen = otherLocales.length > 0;
  const prefix = context.basePath + (onlyLocale === undefined || isLocaleOpen ? '' : `/${onlyLocale}`);
  const locale = isLocaleOpen ? String.raw`\/(?:${locales.map(escape).join('|')})` : '';

  const [first, second] = segments;
  if (!second && (!first || first.kind === 'any')) {
    // Without segments the prefix stands alone, and where there is none, a slash.
    const root = prefix + locale === '' || context.trailingSlash ? String.raw`${locale}\/` : locale;
    const some = String.raw`${rules.filter}${locale}(?:\/${SEGMENT})+${rules.slash}`;
    return { head: prefix, tail: first ? `^(?:${root}|${some})$` : `^${root}$` };
  }
  const count = isLocaleOpen ? 0 : literalsInFront(segments);
  const head =
    prefix +
    segments
      .slice(0, count)
      .map((s) => (s.kind === 'literal' ? `/${s.text}` : ''))
      .join('');
  const rest = segments.slice(count).map(segmentExpression).join('');
  return { head, tail: `^${rules.filter}${locale}${rest}${rules.slash}$` };
}

/** How many literals the head can take; the filter about slashes must still see the last segment. */
function literalsInFront(segments: readonly Segment[]): number {
  const count = segments.findIndex(({ kind }) => kind !== 'literal');
  if (count < 0) return segments.length - 1;
  return segments[count]?.kind === 'any' ? Math.max(0, count - 1) : count;
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

interface SlashRules {
  /** Lookaheads that leave out what is redirected. */
  filter: string;
  slash: string;
}

function slashRules(pattern: RoutePattern, { trailingSlash }: MatcherContext): SlashRules {
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

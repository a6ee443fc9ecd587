/** Routes that a more precise rule explains than matcher-narrow-with-rolling: one cause, one finding. */
import { isPreferredTo, parseRoute, valueFor, type Gap, type MatcherSource } from '../../matcher';
import type { AppModel, MatcherEntry, Route } from '../../model';
import { coverageOf, coverageWith, gapsOf, gapsWith, takingOf, type Covers } from './coverage';
import { entriesOf, lookaheadAlternatives, plainText, type Alternative } from './matcher';
import { takes, visitedRoutes, type SkippedRoute } from './routes';

export interface Leak {
  entry: MatcherEntry;
  alternative: Alternative;
  /** The excluded word as a path: `api`, `_next/static`. */
  word: string;
  /** The source with an end behind the word. */
  closed: string;
  /** Routes that are skipped only because nothing ends the word. */
  routes: readonly Route[];
  /** Routes with a parameter that may take such a value, each with a URL that is skipped for no other reason. */
  possible: readonly SkippedRoute[];
}

export function leaks(app: AppModel): Leak[] {
  const covers = coverageOf(app);
  if (!covers) return [];
  return entriesOf(app).flatMap((entry) =>
    lookaheadAlternatives(entry.source).flatMap((alternative): Leak[] => {
      const word = plainText(alternative.text);
      if (word === undefined || word.endsWith('/')) return [];
      const { end } = alternative;
      const closed = `${entry.source.slice(0, end)}(?:/|$)${entry.source.slice(end)}`;
      const candidates = startingWith(app, word).filter((route) => covers(route) !== 'all');
      const after = candidates.length > 0 ? coverageInstead(app, entry, closed) : undefined;
      const routes = candidates.filter((route) => after?.(route) === 'all');
      const possible = valuesStartingWith(app, word, entry, closed);
      return routes.length + possible.length > 0
        ? [{ entry, alternative, word, closed, routes, possible }]
        : [];
    }),
  );
}

/** File names, and names that Next.js keeps for itself, are not the beginning of anything a page is called. */
const NAME = /^(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*\/)*[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/i;

/** `/[slug]` for `api`: there may be a page `/api-news`. */
function valuesStartingWith(
  app: AppModel,
  word: string,
  entry: MatcherEntry,
  closed: string,
): readonly SkippedRoute[] {
  if (!NAME.test(word)) return [];
  const now = takingOf(app, entriesOf(app));
  const after = takingOf(app, replaced(app, entry, closed));
  if (!now || !after) return [];
  return visitedRoutes(app).flatMap((route): SkippedRoute[] => {
    const example = exampleFor(route.route, `${word}-news`);
    if (example === undefined || hasPreferredRoute(app, route, example)) return [];
    const url = app.project.nextConfig.basePath + example;
    return now(url) === false && after(url) === true
      ? [{ ...route, gap: { isWhole: false, example: url } }]
      : [];
  });
}

/** The route with this value, if its first parameter stands where the value ends and may be any text. */
function exampleFor(route: string, value: string): string | undefined {
  const segments = route.split('/').slice(1);
  const wanted = value.split('/');
  const first = segments.findIndex((segment) => segment.startsWith('['));
  if (first !== wanted.length - 1 || segments.slice(0, first).join('/') !== wanted.slice(0, -1).join('/'))
    return undefined;
  // A list of languages or of numbers has no such value.
  const isText = !/^(?:42|en)$/.test(valueOf(segments[first]));
  const rest = segments
    .slice(first + 1)
    .map((segment) => (segment.startsWith('[') ? valueOf(segment) : segment));
  return isText ? `/${[...wanted, ...rest].join('/')}` : undefined;
}

function valueOf(segment = ''): string {
  return valueFor(segment.replace(/^\[+(?:\.\.\.)?|\]+$/g, ''));
}

/** Is the path another route's: one with a literal, or with a single parameter, where this one has a longer one? */
function hasPreferredRoute(app: AppModel, { route }: Route, path: string): boolean {
  const own = parseRoute(route);
  return app.project.routes.some((other) => {
    const pattern = takes(other.route, path) ? parseRoute(other) : null;
    return pattern !== null && own !== null && isPreferredTo(pattern, own);
  });
}

/** Routes whose path goes on where the word ends, such as `/api-docs` for `api`. */
function startingWith(app: AppModel, word: string): readonly Route[] {
  return visitedRoutes(app).filter(({ route }) => {
    const rest = route.startsWith(`/${word}`) ? route.slice(word.length + 1) : '';
    return rest !== '' && !rest.startsWith('/');
  });
}

export interface RootGap {
  entry: MatcherEntry;
  /** Where `.+` stands in the source. */
  index: number;
  source: string;
  root: Route;
}

/** The entry whose `.+` keeps the front page out, when nothing else does. */
export function rootGap(app: AppModel): RootGap | undefined {
  // An optional catch-all is the front page as well.
  const root = visitedRoutes(app).find(({ route }) => /^\/(?:\[\[\.\.\.[^/]+\]\])?$/.test(route));
  if (!root || !missesFrontPage(app, gapsOf(app)?.(root))) return undefined;
  for (const entry of entriesOf(app)) {
    const plus = /\.\+(?=\)$)/.exec(entry.source);
    if (!plus) continue;
    const source = `${entry.source.slice(0, plus.index)}.*)`;
    const instead = replaced(app, entry, source);
    const isKnown = coverageWith(app, instead)?.(root) !== 'unknown';
    if (isKnown && gapsWith(app, instead)?.(root) === undefined)
      return { entry, index: plus.index, source, root };
  }
  return undefined;
}

function missesFrontPage({ project: { nextConfig } }: AppModel, gap: Gap | undefined): boolean {
  return gap !== undefined && gap.example.replace(/\/$/, '') === nextConfig.basePath;
}

export function explainedRoutes(app: AppModel): ReadonlySet<string> {
  const gap = rootGap(app);
  const leaked = leaks(app).flatMap(({ routes }) => routes);
  return new Set([...leaked, ...(gap ? [gap.root] : [])].map(({ route }) => route));
}

function coverageInstead(app: AppModel, entry: MatcherEntry, source: string): Covers | undefined {
  return coverageWith(app, replaced(app, entry, source));
}

function replaced(app: AppModel, entry: MatcherEntry, source: string): MatcherSource[] {
  return entriesOf(app).map((other) => ({ ...other, source: other === entry ? source : other.source }));
}

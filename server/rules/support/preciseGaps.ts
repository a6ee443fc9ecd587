/** Routes that a more precise rule explains than matcher-narrow-with-rolling: one cause, one finding. */
import type { AppModel, MatcherEntry, Route } from '../../model';
import { coverageOf, coverageWith, type Covers } from './coverage';
import { entriesOf, lookaheadAlternatives, plainText, type Alternative } from './matcher';
import { visitedRoutes } from './routes';

export interface Leak {
  entry: MatcherEntry;
  alternative: Alternative;
  /** The excluded word as a path: `api`, `_next/static`. */
  word: string;
  /** The source with an end behind the word. */
  closed: string;
  /** Routes that are skipped only because nothing ends the word. */
  routes: readonly Route[];
}

export function leaks(app: AppModel): Leak[] {
  const covers = coverageOf(app);
  if (!covers) return [];
  return entriesOf(app).flatMap((entry) =>
    lookaheadAlternatives(entry.source).flatMap((alternative): Leak[] => {
      const word = plainText(alternative.text);
      const candidates = word === undefined ? [] : startingWith(app, word).filter((r) => covers(r) !== 'all');
      if (word === undefined || word.endsWith('/') || candidates.length === 0) return [];
      const { end } = alternative;
      const closed = `${entry.source.slice(0, end)}(?:/|$)${entry.source.slice(end)}`;
      const after = coverageInstead(app, entry, closed);
      const routes = candidates.filter((route) => after?.(route) === 'all');
      return routes.length > 0 ? [{ entry, alternative, word, closed, routes }] : [];
    }),
  );
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
  const root = visitedRoutes(app).find(({ route }) => route === '/');
  if (!root || coverageOf(app)?.(root) !== 'none') return undefined;
  for (const entry of entriesOf(app)) {
    const plus = /\.\+(?=\)$)/.exec(entry.source);
    if (!plus) continue;
    const source = `${entry.source.slice(0, plus.index)}.*)`;
    if (coverageInstead(app, entry, source)?.(root) === 'all')
      return { entry, index: plus.index, source, root };
  }
  return undefined;
}

export function explainedRoutes(app: AppModel): ReadonlySet<string> {
  const gap = rootGap(app);
  const leaked = leaks(app).flatMap(({ routes }) => routes);
  return new Set([...leaked, ...(gap ? [gap.root] : [])].map(({ route }) => route));
}

function coverageInstead(app: AppModel, entry: MatcherEntry, source: string): Covers | undefined {
  return coverageWith(
    app,
    entriesOf(app).map((other) => ({ ...other, source: other === entry ? source : other.source })),
  );
}

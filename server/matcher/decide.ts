/**
 * The decision for one way of reading the matchers: L(route) minus the routes preferred to it, minus L(matchers), and
 * what both have in common. Exact where the automaton can be built; otherwise only what examples prove.
 *
 * Not every path that is taken counts for the route, see foreign.ts. Such paths are disregarded on that side only, so
 * that 'all' still means every path.
 */
import { coarsest, refine } from './alphabet';
import type { CharTable, Partition } from './alphabet';
import { craftedPaths, plainPaths } from './candidates';
import { createForeign } from './foreign';
import type { Foreign, ForeignRoutes } from './foreign';
import { createLanguages } from './language';
import type { Expression, Formula, Languages, Words } from './language';
import { isGivingUp, matchesPath } from './match';
import { languageBeside, routeLanguage, unionExpression } from './routeLanguage';
import type { Divided, RouteLanguage } from './routeLanguage';
import type { RoutePattern } from './routePattern';
import { semanticsOf } from './semantics';
import type { Semantics } from './semantics';
import type { CompiledMatcher, Limits, MatcherContext, Verdict } from './types';

/** Paths as the matchers see them. */
export interface Decision {
  covered: Verdict;
  skipped: string | null;
  taken: string | null;
  /** Without the conditioned matchers. */
  guaranteed: Verdict;
  /** Some path is taken by conditioned matchers only. */
  depends: boolean;
}

export interface Decider {
  decide(route: RoutePattern, preferred: readonly RoutePattern[], foreign?: ForeignRoutes): Decision;
  /** Whether some example is taken; much cheaper, and false proves nothing. */
  takesExample(route: RoutePattern, preferred: readonly RoutePattern[], foreign: ForeignRoutes): boolean;
  /** The highest counts so far, and how often a limit (or something inexpressible) ended a decision. */
  effort(): Limits & { failures: number };
}

/** After so many failures every further route of the app would fail the same way, at the same price. */
const MAX_FAILURES = 2;

interface Automaton {
  languages: Languages;
  matched: Formula;
  guaranteed: Formula;
  tables: readonly CharTable[];
  /** Of printable ASCII, by the matchers alone. */
  partition: Partition;
  /** By what remains of a route and of the matchers: the same for many routes of an app. */
  searches: Map<string, Words>;
}

export function createDecider(
  matchers: readonly CompiledMatcher[],
  context: MatcherContext,
  limits: Limits,
  suffix: Semantics['suffix'] = newestSuffix(context),
): Decider {
  const unconditional = matchers.filter(({ conditional }) => !conditional);
  let automaton: Automaton | null = null;
  let failures = matchers.some(({ opaque }) => opaque) ? MAX_FAILURES : 0;

  const highest: Limits = { states: 0, nodes: 0, positions: 0, steps: 0 };

  /** Shared by the routes as long as it is small: what one route found out about the matchers serves the next. */
  function ready(): Automaton {
    if (!automaton || isCrowded(automaton.languages.counters())) {
      automaton = null;
      automaton = buildAutomaton(matchers, limits);
    }
    automaton.languages.restart();
    return automaton;
  }

  function isCrowded({ nodes, positions }: Limits): boolean {
    return nodes > limits.nodes / 2 || positions > limits.positions / 2;
  }

  function note(): void {
    if (!automaton) return;
    const counts = automaton.languages.counters();
    for (const key of ['states', 'nodes', 'positions', 'steps'] as const) {
      highest[key] = Math.max(highest[key], counts[key]);
    }
  }

  return {
    decide(route, preferred, foreignRoutes = { data: preferred, whole: [] }) {
      const language = routeLanguage(route, context);
      if (language.paths) return decideStatic(language.paths, matchers, unconditional);
      const others = preferred.map((other) => languageBeside(other, route, context));
      const foreign = createForeign(foreignRoutes, route, matchers, context, suffix);
      const examples: Examples = { route, context, matchers, foreign };
      if (failures < MAX_FAILURES) {
        try {
          return decideExactly(ready(), language, others, examples);
        } catch (error) {
          if (!isGivingUp(error)) throw error;
          note();
          automaton = null;
          failures++;
        } finally {
          note();
        }
      }
      return decideByExamples(language, others, examples, unconditional);
    },
    takesExample(route, preferred, foreignRoutes) {
      const language = routeLanguage(route, context);
      const others = preferred.map((other) => languageBeside(other, route, context));
      const foreign = createForeign(foreignRoutes, route, matchers, context, suffix);
      const examples: Examples = { route, context, matchers, foreign };
      return decideByExamples(language, others, examples, unconditional).taken !== null;
    },
    effort: () => ({ ...highest, failures }),
  };
}

function newestSuffix({ nextVersion }: MatcherContext): Semantics['suffix'] {
  return semanticsOf(nextVersion)[0]?.suffix ?? 'transport';
}

function buildAutomaton(matchers: readonly CompiledMatcher[], limits: Limits): Automaton {
  const languages = createLanguages(limits);
  let matched: Formula = 0;
  let guaranteed: Formula = 0;
  const tables: CharTable[] = [];
  for (const { regexp, conditional } of matchers) {
    const expression = languages.compile(regexp.source);
    tables.push(...expression.tables);
    matched = languages.or(matched, expression.formula);
    if (!conditional) guaranteed = languages.or(guaranteed, expression.formula);
  }
  return {
    languages,
    matched,
    guaranteed,
    tables,
    partition: refine(coarsest(), tables),
    searches: new Map(),
  };
}

function decideStatic(
  paths: readonly string[],
  matchers: readonly CompiledMatcher[],
  unconditional: readonly CompiledMatcher[],
): Decision {
  const answers = paths.map((path) => matchesPath(matchers, path));
  const sure = paths.map((path) => matchesPath(unconditional, path));
  return {
    covered: verdictOf(answers),
    skipped: paths[answers.indexOf(false)] ?? null,
    taken: paths[answers.indexOf(true)] ?? null,
    guaranteed: verdictOf(sure),
    depends: answers.some((answer, i) => answer !== false && sure[i] !== true),
  };
}

function verdictOf(answers: readonly (boolean | 'unknown')[]): Verdict {
  if (answers.includes(true) && answers.includes(false)) return 'partial';
  if (answers.includes('unknown')) return 'unknown';
  return answers.includes(false) ? 'none' : 'all';
}

interface Examples {
  route: RoutePattern;
  context: MatcherContext;
  matchers: readonly CompiledMatcher[];
  foreign: Foreign;
}

const NOWHERE: Expression = { formula: 0, tables: new Set() };

function decideExactly(
  automaton: Automaton,
  { head, tail, extra }: RouteLanguage,
  others: readonly Divided[],
  { route, context, matchers, foreign }: Examples,
): Decision {
  const { languages } = automaton;
  const own = languages.compile(tail);
  const elsewhere = others.length > 0 ? languages.compile(unionExpression(others)) : NOWHERE;
  const served = languages.and(own.formula, languages.not(languages.after(elsewhere.formula, head)));
  const matched = languages.after(automaton.matched, head);
  const guaranteed = languages.after(automaton.guaranteed, head);

  const search = (language: Formula, other: Formula, excluded: Expression = NOWHERE): Words => {
    const key = `${language} ${other} ${extra}`;
    let words = automaton.searches.get(key);
    if (!words) {
      const tables = [...own.tables, ...elsewhere.tables, ...excluded.tables];
      const partition = extra
        ? refine(coarsest(extra), [...automaton.tables, ...tables])
        : refine(automaton.partition, tables);
      automaton.searches.set(key, (words = languages.search(language, other, partition)));
    }
    return words;
  };
  /** A word that counts; most routes have one without the foreign paths being built. */
  const counted = (language: Formula, other: Formula, side: keyof Words): string | null => {
    const word = search(language, other)[side];
    if (word === null || !foreign.has(head + word)) return word;
    const excluded = languages.compile(foreign.expression());
    const rest = languages.and(language, languages.not(languages.after(excluded.formula, head)));
    return search(rest, other, excluded)[side];
  };
  const isServed = (path: string): boolean =>
    path.startsWith(head) && languages.accepts(served, path.slice(head.length));
  const isTaken = (path: string): boolean => languages.accepts(matched, path.slice(head.length));

  const plain = plainPaths(route, context).filter(isServed);
  let made: string[] | undefined;
  const crafted = (): string[] => (made ??= craftedPaths(route, context, matchers).filter(isServed));
  const readable = (isWanted: (path: string) => boolean): string | undefined =>
    plain.find(isWanted) ?? crafted().find(isWanted);

  const outside = search(served, matched).outside;
  const skipped = outside === null ? null : (readable((path) => !isTaken(path)) ?? head + outside);
  const inside = counted(served, matched, 'inside');
  const taken =
    inside === null ? null : (readable((path) => isTaken(path) && !foreign.has(path)) ?? head + inside);
  const covered = exactVerdict(skipped, taken);
  if (guaranteed === matched) return { covered, skipped, taken, guaranteed: covered, depends: false };
  const sure = exactVerdict(search(served, guaranteed).outside, counted(served, guaranteed, 'inside'));
  const depends = counted(languages.and(served, matched), guaranteed, 'outside') !== null;
  return { covered, skipped, taken, guaranteed: sure, depends };
}

function exactVerdict(skipped: string | null, taken: string | null): Verdict {
  if (skipped === null) return 'all';
  return taken === null ? 'none' : 'partial';
}

/** What examples prove: a gap is a gap, but no number of matched examples makes a route covered. */
function decideByExamples(
  language: RouteLanguage,
  others: readonly Divided[],
  { route, context, matchers, foreign }: Examples,
  unconditional: readonly CompiledMatcher[],
): Decision {
  const own = new RegExp(unionExpression([language]));
  const preferred = new RegExp(others.length > 0 ? unionExpression(others) : '[^\\s\\S]');
  const paths = [...plainPaths(route, context), ...craftedPaths(route, context, matchers)].filter(
    (path) => own.test(path) && !preferred.test(path),
  );
  const first = (list: readonly CompiledMatcher[], wanted: boolean): string | null =>
    paths.find((path) => matchesPath(list, path) === wanted && !(wanted && foreign.has(path))) ?? null;
  const skipped = first(matchers, false);
  const taken = first(matchers, true);
  return {
    covered: skipped !== null && taken !== null ? 'partial' : 'unknown',
    skipped,
    taken,
    guaranteed: skipped !== null && first(unconditional, true) !== null ? 'partial' : 'unknown',
    depends: unconditional.length < matchers.length,
  };
}

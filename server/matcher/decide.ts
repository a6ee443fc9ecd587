/**
 * The decision for one way of reading the matchers: L(route) minus the routes preferred to it, minus L(matchers), and
 * what both have in common. Exact where the automaton can be built; otherwise only what examples prove.
 */
import type { CharSet } from './charSet';
import { craftedPaths, plainPaths } from './candidates';
import { createLanguages } from './language';
import type { Formula, Languages } from './language';
import { isGivingUp, matchesPath } from './match';
import { routeLanguage } from './routeLanguage';
import type { RouteLanguage } from './routeLanguage';
import type { RoutePattern } from './routePattern';
import type { CompiledMatcher, Limits, MatcherContext, Verdict } from './types';

/** Paths as the matchers see them. */
export interface Decision {
  covered: Verdict;
  skipped: string | null;
  taken: string | null;
  /** Without the conditioned matchers. */
  guaranteed: Verdict;
}

export interface Decider {
  decide(route: RoutePattern, preferred: readonly RoutePattern[]): Decision;
}

/** After so many failures every further route of the app would fail the same way, at the same price. */
const MAX_FAILURES = 2;

interface Automaton {
  languages: Languages;
  matched: Formula;
  guaranteed: Formula;
  sets: readonly CharSet[];
}

export function createDecider(
  matchers: readonly CompiledMatcher[],
  context: MatcherContext,
  limits: Limits,
): Decider {
  const unconditional = matchers.filter(({ conditional }) => !conditional);
  let automaton: Automaton | null = null;
  let failures = matchers.some(({ opaque }) => opaque) ? MAX_FAILURES : 0;

  /** Shared by the routes as long as it is small: what one route found out about the matchers serves the next. */
  function ready(): Automaton {
    if (!automaton || automaton.languages.counters().nodes > limits.nodes / 2 || isCrowded(automaton)) {
      automaton = buildAutomaton(matchers, limits);
    }
    automaton.languages.restart();
    return automaton;
  }

  function isCrowded({ languages }: Automaton): boolean {
    return languages.counters().positions > limits.positions / 2;
  }

  return {
    decide(route, preferred) {
      const language = routeLanguage(route, context);
      if (language.paths) return decideStatic(language.paths, matchers, unconditional);
      const others = preferred.map((other) => routeLanguage(other, context).expression);
      const examples: Examples = { route, context, matchers };
      if (failures < MAX_FAILURES) {
        try {
          return decideExactly(ready(), language, others, examples);
        } catch (error) {
          if (!isGivingUp(error)) throw error;
          automaton = null;
          failures++;
        }
      }
      return decideByExamples(language, others, examples, unconditional);
    },
  };
}

function buildAutomaton(matchers: readonly CompiledMatcher[], limits: Limits): Automaton {
  const languages = createLanguages(limits);
  let matched: Formula = 0;
  let guaranteed: Formula = 0;
  const sets: CharSet[] = [];
  for (const { regexp, conditional } of matchers) {
    const expression = languages.compile(regexp.source);
    sets.push(...expression.sets);
    matched = languages.or(matched, expression.formula);
    if (!conditional) guaranteed = languages.or(guaranteed, expression.formula);
  }
  return { languages, matched, guaranteed, sets };
}

function decideStatic(
  paths: readonly string[],
  matchers: readonly CompiledMatcher[],
  unconditional: readonly CompiledMatcher[],
): Decision {
  const answers = paths.map((path) => matchesPath(matchers, path));
  return {
    covered: verdictOf(answers),
    skipped: paths[answers.indexOf(false)] ?? null,
    taken: paths[answers.indexOf(true)] ?? null,
    guaranteed: verdictOf(paths.map((path) => matchesPath(unconditional, path))),
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
}

function decideExactly(
  { languages, matched, guaranteed, sets }: Automaton,
  { expression, extra }: RouteLanguage,
  others: readonly string[],
  { route, context, matchers }: Examples,
): Decision {
  const { and, not, accepts } = languages;
  const own = languages.compile(expression);
  const allSets = [...sets, ...own.sets];
  let served = own.formula;
  for (const other of others) {
    const { formula, sets: otherSets } = languages.compile(other);
    allSets.push(...otherSets);
    served = and(served, not(formula));
  }
  const distinctSets = [...new Map(allSets.map((set) => [set.join(';'), set])).values()];

  const find = (formula: Formula): string | null => {
    const isIn = (path: string): boolean => accepts(formula, path);
    const plain = plainPaths(route, context).find(isIn);
    if (plain !== undefined || formula === 0) return plain ?? null;
    const word = languages.shortest(formula, distinctSets, extra);
    return word === null ? null : (craftedPaths(route, context, matchers).find(isIn) ?? word);
  };
  const skipped = find(and(served, not(matched)));
  const taken = find(and(served, matched));
  const covered = exactVerdict(skipped !== null, taken !== null);
  if (guaranteed === matched) return { covered, skipped, taken, guaranteed: covered };
  const isOpen = find(and(served, not(guaranteed))) !== null;
  const isKept = find(and(served, guaranteed)) !== null;
  return { covered, skipped, taken, guaranteed: exactVerdict(isOpen, isKept) };
}

function exactVerdict(someSkipped: boolean, someTaken: boolean): Verdict {
  if (!someSkipped) return 'all';
  return someTaken ? 'partial' : 'none';
}

/** What examples prove: a gap is a gap, but no number of matched examples makes a route covered. */
function decideByExamples(
  { expression }: RouteLanguage,
  others: readonly string[],
  { route, context, matchers }: Examples,
  unconditional: readonly CompiledMatcher[],
): Decision {
  const own = new RegExp(expression);
  const preferred = others.map((other) => new RegExp(other));
  const paths = [...plainPaths(route, context), ...craftedPaths(route, context, matchers)]
    .slice(0, MAX_EXAMPLES)
    .filter((path) => own.test(path) && !preferred.some((other) => other.test(path)));
  const first = (list: readonly CompiledMatcher[], wanted: boolean): string | null =>
    paths.find((path) => matchesPath(list, path) === wanted) ?? null;
  const skipped = first(matchers, false);
  const taken = first(matchers, true);
  return {
    covered: skipped !== null && taken !== null ? 'partial' : 'unknown',
    skipped,
    taken,
    guaranteed: skipped !== null && first(unconditional, true) !== null ? 'partial' : 'unknown',
  };
}

const MAX_EXAMPLES = 200;

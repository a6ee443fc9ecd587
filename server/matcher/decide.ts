/**
 * The decision for one way of reading the matchers: L(route) minus the routes preferred to it, minus L(matchers), and
 * what both have in common. Exact where the automaton can be built; otherwise only what examples prove.
 */
import { coarsest, refine } from './alphabet';
import type { CharTable, Partition } from './alphabet';
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
  tables: readonly CharTable[];
  /** Of printable ASCII, by the matchers alone. */
  partition: Partition;
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
          if (process.env.DBG) console.log((error as Error).message, automaton?.languages.counters());
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
  const tables: CharTable[] = [];
  for (const { regexp, conditional } of matchers) {
    const expression = languages.compile(regexp.source);
    tables.push(...expression.tables);
    matched = languages.or(matched, expression.formula);
    if (!conditional) guaranteed = languages.or(guaranteed, expression.formula);
  }
  return { languages, matched, guaranteed, tables, partition: refine(coarsest(), tables) };
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
  automaton: Automaton,
  { expression, extra }: RouteLanguage,
  others: readonly string[],
  { route, context, matchers }: Examples,
): Decision {
  const { languages, matched, guaranteed } = automaton;
  const own = languages.compile(expression);
  const tables = [...own.tables];
  const compiled = others.map((other) => languages.compile(other));
  tables.push(...compiled.flatMap((other) => [...other.tables]));
  // From the last to the first: positions are numbered upwards, and a union grows cheapest at its top.
  const elsewhere = compiled.reduceRight<Formula>((sum, { formula }) => languages.or(formula, sum), 0);
  const served = languages.and(own.formula, languages.not(elsewhere));
  const partition = extra
    ? refine(coarsest(extra), [...automaton.tables, ...tables])
    : refine(automaton.partition, tables);

  const plain = plainPaths(route, context).filter((path) => languages.accepts(served, path));
  const example = (paths: readonly string[], isTaken: boolean): string | undefined =>
    paths.find((path) => languages.accepts(matched, path) === isTaken);
  let skipped = example(plain, false) ?? null;
  let taken = example(plain, true) ?? null;
  if (skipped === null || taken === null) {
    const words = languages.search(served, matched, partition);
    if ((skipped ?? words.outside) !== skipped || (taken ?? words.inside) !== taken) {
      const crafted = craftedPaths(route, context, matchers).filter((path) =>
        languages.accepts(served, path),
      );
      skipped ??= words.outside && (example(crafted, false) ?? words.outside);
      taken ??= words.inside && (example(crafted, true) ?? words.inside);
    }
  }
  const covered = exactVerdict(skipped, taken);
  if (guaranteed === matched) return { covered, skipped, taken, guaranteed: covered };
  const sure = languages.search(served, guaranteed, partition);
  return { covered, skipped, taken, guaranteed: exactVerdict(sure.outside, sure.inside) };
}

function exactVerdict(skipped: string | null, taken: string | null): Verdict {
  if (skipped === null) return 'all';
  return taken === null ? 'none' : 'partial';
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

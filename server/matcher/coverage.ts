import type { Route } from '../model';
import { compileMatcher } from './compile';
import { conditionsInWords } from './conditions';
import { createDecider } from './decide';
import type { Decider, Decision } from './decide';
import { DEFAULT_LIMITS } from './limits';
import { takesRequestWhen } from './match';
import { neighboursOf } from './neighbours';
import type { Neighbours } from './neighbours';
import { asVisited, encoded } from './routeLanguage';
import { parseRoute } from './routePattern';
import type { RoutePattern } from './routePattern';
import { semanticsOf } from './semantics';
import type { CompiledMatcher, Coverage, CoverageOptions, Limits, MatcherContext } from './types';

/** One way in which the app's Next.js may read the matchers; there are several when its version is not known. */
interface Reading {
  matchers: readonly CompiledMatcher[];
  decodes: boolean;
  decider: Decider;
}

const NOTHING_KNOWN: Coverage = { covered: 'unknown', witness: null, taken: null };

/**
 * Which requests for the route the middleware sees. `compiled` is what compileMatchers made of the whole
 * `config.matcher` under the same context; an app without a matcher needs no decision, its middleware sees everything.
 * Pass the same array for all routes of an app: work on the matchers is done once.
 */
export function decideCoverage(
  route: Route | string,
  compiled: readonly CompiledMatcher[],
  context: MatcherContext,
  options: CoverageOptions = {},
): Coverage {
  const pattern = parseRoute(route);
  if (!pattern) return NOTHING_KNOWN;
  const readings = readingsOf(compiled, context, { ...DEFAULT_LIMITS, ...options.limits });
  if (!readings) return NOTHING_KNOWN;
  return decideWith(readings, pattern, neighboursOf(pattern, options), context, compiled);
}

/**
 * A path when the matchers take no path of one form of the route, in which every segment is a literal or one
 * parameter; null when they do, or when it cannot be decided. What is taken below the `folders` does not count.
 */
export function witnessOfForm(
  route: RoutePattern,
  form: RoutePattern,
  folders: readonly RoutePattern[],
  compiled: readonly CompiledMatcher[],
  context: MatcherContext,
  options: CoverageOptions,
): string | null {
  const readings = readingsOf(compiled, context, { ...DEFAULT_LIMITS, ...options.limits });
  const { preferred, foreign } = neighboursOf(route, options);
  // A path without parameters is decided by itself, and belongs to the route that is this path.
  if (!readings || preferred.some((other) => isSameForm(other, form))) return null;
  const data = [...foreign.data, ...folders];
  const whole = [...foreign.whole, ...folders];
  const neighbours = { preferred, foreign: { data, whole, rest: route } };
  // Most forms are ruled out by an example.
  if (readings.some(({ decider }) => decider.takesExample(form, preferred, neighbours.foreign))) return null;
  const { covered, witness } = decideWith(readings, form, neighbours, context, compiled);
  return covered === 'none' ? witness : null;
}

function isSameForm(a: RoutePattern, b: RoutePattern): boolean {
  const shape = ({ segments }: RoutePattern): string =>
    JSON.stringify(segments.map((segment) => (segment.kind === 'literal' ? segment.text : [segment.kind])));
  return shape(a) === shape(b);
}

function decideWith(
  readings: readonly Reading[],
  pattern: RoutePattern,
  neighbours: Neighbours,
  context: MatcherContext,
  compiled: readonly CompiledMatcher[],
): Coverage {
  const decisions: Decision[] = [];
  for (const reading of readings) {
    const decision = decideReading(reading, pattern, neighbours);
    decisions.push(decision);
    // One reading that cannot be decided settles it, and costs the most.
    if (decision.covered === 'unknown') break;
  }
  return combine(decisions, readings, pattern, context, compiled);
}

const cache = new WeakMap<readonly CompiledMatcher[], Map<string, readonly Reading[] | null>>();

function readingsOf(
  compiled: readonly CompiledMatcher[],
  context: MatcherContext,
  limits: Limits,
): readonly Reading[] | null {
  let byContext = cache.get(compiled);
  if (!byContext) cache.set(compiled, (byContext = new Map()));
  const key = JSON.stringify([context, limits]);
  let readings = byContext.get(key);
  if (readings === undefined) {
    readings = createReadings(compiled, context, limits);
    byContext.set(key, readings);
  }
  return readings;
}

/** Null when some version the app may use refuses a matcher that another accepts. */
function createReadings(
  compiled: readonly CompiledMatcher[],
  context: MatcherContext,
  limits: Limits,
): readonly Reading[] | null {
  const possible = semanticsOf(context.nextVersion);
  const readings = new Map<string, Reading>();
  for (const semantics of possible) {
    const matchers =
      possible.length === 1
        ? compiled
        : compiled.map(({ source }) => compileMatcher(source, context, semantics));
    if (!areAccepted(matchers)) return null;
    const key = JSON.stringify([semantics.decodes, ...matchers.map(({ regexp }) => regexp.source)]);
    if (readings.has(key)) continue;
    readings.set(key, {
      matchers,
      decodes: semantics.decodes,
      decider: createDecider(matchers, context, limits, semantics.suffix),
    });
  }
  return [...readings.values()];
}

function areAccepted(
  matchers: readonly ReturnType<typeof compileMatcher>[],
): matchers is readonly CompiledMatcher[] {
  return matchers.every((matcher) => 'regexp' in matcher);
}

/** The raw pathname first; where the server also tries the decoded one, either is enough. */
function decideReading(
  { decider, decodes }: Reading,
  pattern: RoutePattern,
  { preferred, foreign }: Neighbours,
): Decision {
  const requested = encoded(pattern);
  const raw = decider.decide(requested, preferred.map(encoded), {
    data: foreign.data.map(encoded),
    whole: foreign.whole.map(encoded),
    ...(foreign.rest && { rest: encoded(foreign.rest) }),
  });
  const isSame = JSON.stringify(requested) === JSON.stringify(pattern);
  if (isSame || !decodes || raw.covered === 'all') return raw;
  const plain = decider.decide(pattern, preferred, foreign);
  const encode = (path: string | null): string | null => (path === null ? null : encodeURI(path));
  const either = (a: Decision['covered'], b: Decision['covered']): Decision['covered'] =>
    a === 'all' || b === 'all' ? 'all' : a === 'none' ? b : b === 'none' ? a : 'unknown';
  return {
    covered: either(raw.covered, plain.covered),
    skipped: encode(plain.skipped) ?? raw.skipped,
    taken: raw.taken ?? encode(plain.taken),
    guaranteed: either(raw.guaranteed, plain.guaranteed),
    depends: raw.depends || plain.depends,
  };
}

function combine(
  decisions: readonly Decision[],
  readings: readonly Reading[],
  pattern: RoutePattern,
  context: MatcherContext,
  compiled: readonly CompiledMatcher[],
): Coverage {
  const visited = (path: string | null): string[] =>
    path === null ? [] : [asVisited(path, pattern, context)];
  const isTaken = ({ decodes, matchers }: Reading, path: string): boolean | 'unknown' =>
    takesRequestWhen(decodes, matchers, path, context);
  // Proven for every reading, with the expressions themselves and not with the automaton that found the path.
  const proven = (paths: readonly string[], wanted: boolean): string | null =>
    paths.find((path) => readings.every((reading) => isTaken(reading, path) === wanted)) ?? null;
  const witness = proven(
    decisions.flatMap(({ skipped }) => visited(skipped)),
    false,
  );
  const taken = proven(
    decisions.flatMap((decision) => visited(decision.taken)),
    true,
  );

  const covered = agreed(decisions.map((decision) => decision.covered));
  const needsWitness = covered === 'none' || covered === 'partial';
  const needsTaken = covered === 'partial';
  const isProven = (!needsWitness || witness !== null) && (!needsTaken || taken !== null);
  const coverage: Coverage = { covered: isProven ? covered : 'unknown', witness, taken };
  if (!decisions.some(({ depends }) => depends)) return coverage;
  const guaranteed = agreed(decisions.map((decision) => decision.guaranteed));
  return { ...coverage, guaranteed, conditions: conditionsInWords(compiled) };
}

function agreed<T>(values: readonly T[]): T | 'unknown' {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : 'unknown';
}

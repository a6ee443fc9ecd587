/** Bounds on what a decision may cost, in counted steps: the same on every machine. */
import { describe, expect, test } from 'vitest';
import { compileMatchers, decideCoverage, explainMatcher, findGap, matchesPath } from '../../server/matcher';
import type { MatcherContext } from '../../server/matcher';
import { createDecider } from '../../server/matcher/decide';
import { DEFAULT_LIMITS } from '../../server/matcher/limits';
import { isPreferredTo, parseRoute } from '../../server/matcher/routePattern';
import type { RoutePattern } from '../../server/matcher/routePattern';
import { FIXED_MATCHERS } from './corpus';
import { HOSTILE } from './hostile';
import { largeApp, LOOKAHEAD } from './largeApp';
import { createRandom, sampleUrls } from './urls';

const LATEST: MatcherContext = { nextVersion: '16.4.6', basePath: '', trailingSlash: false, i18n: null };
const ROUTES = ['/[slug]', '/blog/[slug]', '/[lang]/[x]/edit', '/api/[...path]', '/[[...all]]'];

function patternOf(route: string): RoutePattern {
  return parseRoute(route) as RoutePattern;
}

function compile(source: string) {
  return compileMatchers([{ source }], LATEST).matchers;
}

test('300 routes and a lookahead of 12 alternatives stay far below the limits', () => {
  const patterns = largeApp().map(patternOf);
  expect(patterns).toHaveLength(300);
  const decider = createDecider(compile(LOOKAHEAD), LATEST, DEFAULT_LIMITS);
  const verdicts = patterns.map((pattern) => {
    const preferred = patterns.filter((other) => isPreferredTo(other, pattern));
    return decider.decide(pattern, preferred).covered;
  });
  expect(verdicts.filter((verdict) => verdict === 'all')).toHaveLength(298);
  expect(verdicts.filter((verdict) => verdict === 'partial')).toHaveLength(2);
  const { failures, ...highest } = decider.effort();
  expect(failures).toBe(0);
  expect(highest.states).toBeLessThan(200);
  expect(highest.nodes).toBeLessThan(6000);
  expect(highest.steps).toBeLessThan(20_000);
});

test('neither does finding out what is worth saying of the routes that are covered in part', () => {
  const routes = largeApp();
  const compiled = compileMatchers(
    ['/(section-1|section-2|area-5)/:path*', '/area-1/:path'].map((source) => ({ source })),
    LATEST,
  ).matchers;
  // Half of the limits is enough: what does not fit would be no gap.
  const limits = Object.fromEntries(Object.entries(DEFAULT_LIMITS).map(([key, limit]) => [key, limit / 2]));
  const gaps = routes.map((route) => findGap(route, compiled, LATEST, { siblings: routes, limits }));
  const decided = routes.map((route) =>
    decideCoverage(route, compiled, LATEST, { siblings: routes, limits }),
  );
  expect(decided.filter(({ covered }) => covered === 'unknown')).toEqual([]);
  expect(gaps[routes.indexOf('/[...all]')]).toMatchObject({ isWhole: false });
});

test('the matchers people write need a small part of the limits', () => {
  for (const source of FIXED_MATCHERS) {
    const matchers = compile(source);
    const decider = createDecider(matchers, LATEST, DEFAULT_LIMITS);
    for (const route of ROUTES) decider.decide(patternOf(route), []);
    const { states, nodes, positions, steps } = decider.effort();
    const where = { source };
    expect({ ...where, states: states < DEFAULT_LIMITS.states / 20 }).toEqual({ ...where, states: true });
    expect({ ...where, nodes: nodes < DEFAULT_LIMITS.nodes / 10 }).toEqual({ ...where, nodes: true });
    expect({ ...where, positions: positions < DEFAULT_LIMITS.positions / 10 }).toEqual({
      ...where,
      positions: true,
    });
    expect({ ...where, steps: steps < DEFAULT_LIMITS.steps / 10 }).toEqual({ ...where, steps: true });
  }
});

describe.each(HOSTILE)('%s', (source) => {
  const matchers = compile(source);

  test('is decided or given up within the limits', () => {
    expect(matchers).toHaveLength(1);
    const decider = createDecider(matchers, LATEST, DEFAULT_LIMITS);
    for (const route of ROUTES) decider.decide(patternOf(route), []);
    const { failures, ...highest } = decider.effort();
    expect(failures).toBeLessThanOrEqual(2);
    for (const key of ['states', 'nodes', 'positions', 'steps'] as const) {
      expect(highest[key]).toBeLessThanOrEqual(DEFAULT_LIMITS[key] + 1);
    }
  });

  test('is bounded as well when the version of Next.js is not known: each reading of it is decided', () => {
    const context: MatcherContext = { ...LATEST, nextVersion: null };
    const { matchers: readings } = compileMatchers([{ source }], context);
    const decider = createDecider(readings, context, DEFAULT_LIMITS);
    for (const route of ROUTES) decider.decide(patternOf(route), []);
    const { failures: _, ...highest } = decider.effort();
    for (const key of ['states', 'nodes', 'positions', 'steps'] as const) {
      expect(highest[key]).toBeLessThanOrEqual(DEFAULT_LIMITS[key] + 1);
    }
  });

  test('never gets a wrong verdict', () => {
    const random = createRandom(7);
    for (const route of ROUTES) {
      const { covered, witness, taken } = decideCoverage(route, matchers, LATEST);
      if (witness !== null) expect(matchesPath(matchers, witness)).toBe(false);
      if (taken !== null) expect(matchesPath(matchers, taken)).toBe(true);
      if (covered !== 'all' && covered !== 'none') continue;
      // Values that fit the route, of the characters the matchers speak of.
      for (let i = 0; i < 100; i++) {
        const value = Array.from({ length: 1 + random.below(12) }, () => random.pick([...'abcdx1'])).join('');
        const path = route.replace('[[...all]]', value).replace(/\[[^\]]+\]/g, value);
        expect(matchesPath(matchers, path)).not.toBe(covered === 'none');
      }
    }
  });

  test('blocks neither membership nor its explanation', () => {
    for (const path of [...sampleUrls('/a/b', {}, 100, 1), `/${'a'.repeat(200)}`, `/${'ab'.repeat(300)}!`]) {
      expect([true, false, 'unknown']).toContain(matchesPath(matchers, path));
    }
    expect(explainMatcher(source, LATEST).words).not.toBe('');
  });
});

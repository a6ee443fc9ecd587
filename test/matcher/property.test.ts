/**
 * The decision on random matchers and routes, judged by Next.js: what is covered is matched, what is not is not, and
 * every example is what it is said to be. Needs `test/peers` installed. The counts are printed.
 */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { compileMatchers, decideCoverage, findGap } from '../../server/matcher';
import { isQuickOn } from '../../server/matcher/backtracking';
import type { Coverage, Gap } from '../../server/matcher';
import { routeCase } from './arbitraries';
import type { RouteCase } from './arbitraries';
import { askNext, versionOf } from './nextPeers';
import type { NextPeer, OracleAnswer } from './nextPeers';
import { I18N, isForeign, possible, sampleRoute, tested } from './routeSamples';

const SEED = 20_261_101;
const CASES = 1200;
const SAMPLES = 1000;
const PEERS = ['next-14', 'next-16'] as const satisfies readonly NextPeer[];

interface Judged {
  each: RouteCase;
  coverage: Coverage;
  gap: Gap | null;
  samples: string[];
  answer: OracleAnswer;
}

const cases = fc.sample(routeCase, { seed: SEED, numRuns: CASES }).map(possible);
/** Next.js has nothing but backtracking: what may block it cannot be asked of it. */
const LONGEST = 40;
const judged = new Map<NextPeer, Judged[]>();

function decide(version: string, each: RouteCase): Pick<Judged, 'coverage' | 'gap'> | null {
  const { basePath, trailingSlash, hasI18n, sources, route, siblings, answered } = each;
  const context = { nextVersion: version, basePath, trailingSlash, i18n: hasI18n ? I18N : null };
  const { matchers, errors } = compileMatchers(
    sources.map((source) => ({ source })),
    context,
  );
  const isQuick = matchers.every(({ regexp }) => isQuickOn(regexp.source, LONGEST));
  if (errors.length > 0 || !isQuick) return null;
  const options = { siblings, answered };
  return {
    coverage: decideCoverage(route, matchers, context, options),
    gap: findGap(route, matchers, context, options),
  };
}

/** The samples, and behind them the examples. */
async function judge(peer: NextPeer): Promise<Judged[]> {
  const version = versionOf(peer);
  const decided = cases.flatMap((each, i) => {
    const decision = decide(version, each);
    return decision ? [{ each, ...decision, samples: sampleRoute(each, SAMPLES, SEED + i, LONGEST) }] : [];
  });
  const jobs = decided.map(({ each, coverage, gap, samples }) => {
    const examples = [coverage.witness, coverage.taken, gap?.example ?? null].map((path) =>
      path === null ? '/' : tested(path, each),
    );
    const { basePath, hasI18n, sources } = each;
    return {
      matcher: sources,
      nextConfig: { basePath, ...(hasI18n && { i18n: I18N }) },
      requests: [...samples, ...examples].map((path) => ({ path })),
      direct: true,
    };
  });
  const answers = await askNext(peer, jobs);
  return decided.map((one, i) => ({ ...one, answer: answers[i] as OracleAnswer }));
}

beforeAll(async () => {
  for (const peer of PEERS) {
    const results = await judge(peer);
    judged.set(peer, results);
    const count = (verdict: string): number =>
      results.filter(({ coverage }) => coverage.covered === verdict).length;
    const samples = results.reduce((sum, one) => sum + one.samples.length, 0);
    console.log(
      `${versionOf(peer)}: ${results.length} decisions (${['all', 'none', 'partial', 'unknown'].map((v) => `${count(v)} ${v}`).join(', ')}), ${samples} paths`,
    );
  }
}, 180_000);

describe.each(PEERS)('%s', (peer) => {
  const failures = (test: (one: Judged, hits: string) => boolean): string[] =>
    (judged.get(peer) ?? [])
      .filter((one) => !test(one, one.answer.hits.slice(0, one.samples.length)))
      .map(({ each, coverage, answer, samples }) => {
        const odd = samples.filter((_, i) => (answer.hits[i] === '1') !== (coverage.covered === 'all'));
        return JSON.stringify([each, coverage, answer.refused, odd.slice(0, 3)]);
      });

  test('Next.js accepts what we accept', () => {
    expect(failures(({ answer }) => answer.refused === null)).toEqual([]);
  });

  test('every path of a covered route is matched', () => {
    expect(failures(({ coverage }, hits) => coverage.covered !== 'all' || !hits.includes('0'))).toEqual([]);
  });

  test('no path of a route without coverage is, but for the data of other routes and what is answered before', () => {
    const isRight = ({ coverage, each, samples }: Judged, hits: string): boolean =>
      coverage.covered !== 'none' || samples.every((path, i) => hits[i] !== '1' || isForeign(path, each));
    expect(failures(isRight)).toEqual([]);
  });

  test('and no example of a match is one of these', () => {
    const isRight = ({ coverage, each }: Judged): boolean =>
      coverage.taken === null ||
      !each.route.includes('[') ||
      !each.answered.includes(coverage.taken.slice(each.basePath.length).replace(/\/$/, ''));
    expect(failures(isRight)).toEqual([]);
  });

  test('every witness is skipped and every example of a match is matched', () => {
    const isRight = ({ coverage, answer, samples }: Judged): boolean =>
      (coverage.witness === null || answer.hits[samples.length] === '0') &&
      (coverage.taken === null || answer.hits[samples.length + 1] === '1');
    expect(failures(isRight)).toEqual([]);
  });

  test('what is said to be missed is skipped', () => {
    const isRight = ({ gap, coverage, answer, samples }: Judged): boolean =>
      gap === null
        ? coverage.covered !== 'none'
        : answer.hits[samples.length + 2] === '0' && gap.isWhole === (coverage.covered === 'none');
    expect(failures(isRight)).toEqual([]);
    const inPart = (judged.get(peer) ?? []).filter(({ gap }) => gap?.isWhole === false);
    expect(inPart.length).toBeGreaterThan(20);
  });

  test('examples come with the verdicts that need them', () => {
    const isComplete = ({ coverage: { covered, witness, taken } }: Judged): boolean =>
      covered === 'unknown' ||
      (covered === 'all' ? witness === null : witness !== null && (covered === 'none') === (taken === null));
    expect(failures(isComplete)).toEqual([]);
  });

  test('nearly every case is decided, and all verdicts occur', () => {
    const verdicts = (judged.get(peer) ?? []).map(({ coverage }) => coverage.covered);
    const count = (verdict: string): number => verdicts.filter((each) => each === verdict).length;
    expect(verdicts.length).toBeGreaterThan(CASES / 3);
    expect(count('unknown')).toBeLessThan(verdicts.length / 50);
    for (const verdict of ['all', 'none', 'partial']) expect(count(verdict)).toBeGreaterThan(20);
  });
});

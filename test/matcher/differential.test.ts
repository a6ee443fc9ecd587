/**
 * Our compilation of matchers against Next.js's own functions, in a process for each version. Needs `test/peers`
 * installed (node scripts/peers.mjs). The number of comparisons is printed.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { checkSource, compileMatchers, matchesPath } from '../../server/matcher';
import type { MatcherContext, MatcherSource } from '../../server/matcher';
import { CONFIGURATIONS, FIXED_ENTRIES, FIXED_MATCHERS, INVALID_SOURCES } from './corpus';
import type { Configuration } from './corpus';
import { askNext, NEXT_PEERS, versionOf } from './nextPeers';
import type { NextPeer, OracleAnswer, OracleJob, OracleRequest } from './nextPeers';
import { sampleUrls } from './urls';

const SEED = 20_261_101;
const URLS = 240;
/** With a base path or locales every fourth matcher is enough. */
const SHARE = 4;

interface Case {
  sources: MatcherSource[];
  configuration: Configuration;
  paths: string[];
}

function casesOf(): Case[] {
  const entries = [...FIXED_MATCHERS.map((source) => ({ source })), ...FIXED_ENTRIES];
  return CONFIGURATIONS.flatMap((configuration, c) =>
    entries
      .filter((_, i) => c === 0 || i % SHARE === c % SHARE)
      .map((entry) => ({
        sources: [entry],
        configuration,
        paths: sampleUrls(entry.source, configuration, URLS, SEED + c),
      })),
  );
}

function contextOf(version: string, { basePath = '', i18n }: Configuration): MatcherContext {
  return { nextVersion: version, basePath, trailingSlash: false, i18n: i18n ?? null };
}

function jobOf({ sources, configuration, paths }: Case): OracleJob {
  return { matcher: sources, nextConfig: configuration, requests: paths.map((path) => ({ path })) };
}

/** What differs, in words that reproduce it. */
function disagreements(version: string, each: Case, answer: OracleAnswer): string[] {
  const { matchers, errors } = compileMatchers(each.sources, contextOf(version, each.configuration));
  const where = `${version} ${JSON.stringify(each.sources)} ${JSON.stringify(each.configuration)}`;
  if ((answer.refused !== null) !== errors.length > 0) {
    return [`${where}: Next.js says ${answer.refused ?? 'nothing'}, we ${errors[0]?.message ?? 'nothing'}`];
  }
  if (answer.refused !== null) return [];
  return each.paths.flatMap((path, i) => {
    const expected = answer.hits[i] === '1';
    const actual = matchesPath(matchers, path);
    return actual === expected ? [] : [`${where} ${path}: Next.js ${expected}, we ${actual}`];
  });
}

const cases = casesOf();
const invalid = INVALID_SOURCES.map((source): Case => ({
  sources: [{ source }],
  configuration: {},
  paths: ['/'],
}));
const answers = new Map<NextPeer, OracleAnswer[]>();

beforeAll(async () => {
  const jobs = [...cases, ...invalid].map(jobOf);
  for (const peer of NEXT_PEERS) answers.set(peer, await askNext(peer, jobs));
  const compared = [...answers.values()].flatMap((list) => list.map(({ hits }) => hits.length));
  const total = compared.reduce((sum, count) => sum + count, 0);
  console.log(
    `${total} comparisons: ${FIXED_MATCHERS.length + FIXED_ENTRIES.length} matchers, ` +
      `${URLS} or more URLs each, Next.js ${NEXT_PEERS.map(versionOf).join(', ')}`,
  );
}, 180_000);

describe.each(NEXT_PEERS)('%s', (peer) => {
  const version = versionOf(peer);

  test('agrees on every matcher and URL', () => {
    const found = cases.flatMap((each, i) =>
      disagreements(version, each, answers.get(peer)?.[i] as OracleAnswer),
    );
    expect(found).toEqual([]);
  });

  test('takes and leaves enough of the URLs to mean something', () => {
    const hits = cases.map((_, i) => answers.get(peer)?.[i]?.hits ?? '').join('');
    const taken = hits.replaceAll('0', '').length;
    expect(hits.length).toBeGreaterThan(60 * 200);
    expect(taken / hits.length).toBeGreaterThan(0.1);
    expect(taken / hits.length).toBeLessThan(0.9);
  });

  test('refuses the same sources, at the same character', () => {
    let positions = 0;
    const found = invalid.flatMap((each, i) => {
      const answer = answers.get(peer)?.[cases.length + i] as OracleAnswer;
      const source = each.sources[0]?.source as string;
      const error = checkSource(source, contextOf(version, {}));
      const where = `${version} ${source.slice(0, 60)}`;
      if ((answer.refused !== null) !== (error !== null)) {
        return [`${where}: Next.js says ${answer.refused ?? 'nothing'}, we ${error?.message ?? 'nothing'}`];
      }
      const position = positionIn(answer.refused ?? '', source);
      if (position === null) return [];
      positions++;
      return error?.offset === position ? [] : [`${where}: at ${position}, we at ${error?.offset}`];
    });
    expect(found).toEqual([]);
    expect(positions).toBeGreaterThan(15);
  });
});

/** What a request carries decides; `conditional` says that it does. */
const CONDITIONS: { entry: MatcherSource; requests: (Omit<OracleRequest, 'path'> & { taken: boolean })[] }[] =
  [
    {
      entry: { source: '/a/:x*', has: [{ type: 'header', key: 'X-Flag' }] },
      requests: [
        { headers: { 'x-flag': '1' }, taken: true },
        { headers: {}, taken: false },
      ],
    },
    {
      entry: { source: '/a/:x*', has: [{ type: 'cookie', key: 'plan', value: 'pro.*' }] },
      requests: [
        { cookies: { plan: 'pro-2' }, taken: true },
        { cookies: { plan: 'a-pro' }, taken: false },
        { cookies: {}, taken: false },
      ],
    },
    {
      entry: {
        source: '/a/:x*',
        missing: [
          { type: 'header', key: 'next-router-prefetch' },
          { type: 'header', key: 'purpose', value: 'prefetch' },
        ],
      },
      requests: [
        { headers: {}, taken: true },
        { headers: { purpose: 'other' }, taken: true },
        { headers: { purpose: 'prefetch' }, taken: false },
        { headers: { 'next-router-prefetch': '1' }, taken: false },
      ],
    },
    { entry: { source: '/a/:x*', has: [] }, requests: [{ taken: true }] },
  ];

test.each(NEXT_PEERS)('%s: a matcher with conditions takes some requests and not others', async (peer) => {
  const jobs = CONDITIONS.map(({ entry, requests }) => ({
    matcher: [entry],
    nextConfig: {},
    requests: requests.map(({ headers, cookies }) => ({
      path: '/a/b',
      ...(headers && { headers }),
      ...(cookies && { cookies }),
    })),
  }));
  const results = await askNext(peer, jobs);
  CONDITIONS.forEach(({ entry, requests }, i) => {
    expect(results[i]).toEqual({
      refused: null,
      hits: requests.map(({ taken }) => (taken ? '1' : '0')).join(''),
    });
    const { matchers } = compileMatchers([entry], contextOf(versionOf(peer), {}));
    expect(matchers[0]?.conditional).toBe(requests.some(({ taken }) => !taken));
    expect(matchesPath(matchers, '/a/b')).toBe(true);
  });
});

/** The position Next.js names, unless it counts in the source with its own prefix. */
function positionIn(message: string, source: string): number | null {
  const isOwn =
    message.includes(`Error parsing \`${source}\``) || message.includes(`Invalid source '${source}'`);
  const position = / at (\d+)/.exec(message);
  return isOwn && position ? Number(position[1]) : null;
}

/**
 * The lifetime model against the real SDK: random configurations, visits and saves, played on both under a fake clock.
 * Needs `test/peers` installed. Each version runs bundled in a process of its own; the counts are printed.
 */
import { expect } from 'vitest';
import { compareWithSdk, runDriver, type DifferentialResult } from '../support/sdkDifferential';

const RUNS = 2000;

interface Result extends DifferentialResult {
  events: number;
  alive: number;
  ends: number;
  errors: number;
  /** How often the life of a run ended for which reason. */
  reasons: Record<string, number>;
}

compareWithSdk<Result>({
  claim: 'the lifetime model agrees with the SDK',
  heading: 'Lifetime model against the SDK',
  runs: RUNS,
  seed: 20_260_101,
  program: (dist, version, isV3) => (isV3 ? program3 : program4)(dist, runDriver('adapter', `'${version}'`)),
  counts: ({ runs, events, alive, ends, errors }) =>
    `${runs} runs, ${events} requests (${alive} with a session), ${ends} expiries, ${errors} errors of the SDK foretold`,
  judge({ alive, reasons }) {
    // The comparison means something only if many sessions live, and end in different ways.
    expect(alive).toBeGreaterThan(RUNS);
    expect(reasons['inactivity']).toBeGreaterThan(RUNS / 10);
    expect(reasons['absolute']).toBeGreaterThan(RUNS / 10);
  },
});

function program3(dist: string, start: string): string {
  return `
    import { run } from '../session/driver';
    import { adapter3 } from '../session/sdk3';
    import { configSingletonGetter } from '${dist}/config.js';
    import { SessionCache, sessionFactory, updateSessionFactory } from '${dist}/session/index.js';
    import { getAuth0ReqRes } from '${dist}/session/cache.js';
    import { NextRequest, NextResponse } from 'next/server';
    const cache = { configSingletonGetter, SessionCache, sessionFactory, updateSessionFactory };
    const adapter = adapter3({ ...cache, getAuth0ReqRes, NextRequest, NextResponse });
    ${start}`;
}

function program4(dist: string, start: string): string {
  return `
    import { run } from '../session/driver';
    import { adapter4 } from '../session/sdk4';
    import { NextRequest, NextResponse } from 'next/server';
    import { Auth0Client } from '${dist}/server/client.js';
    import { decrypt } from '${dist}/server/cookies.js';
    const adapter = adapter4({ Auth0Client, NextRequest, NextResponse, decrypt });
    ${start}`;
}

/**
 * The lifetime model against the real SDK: random configurations, visits and saves, played on both under a fake clock.
 * Needs `test/peers` installed. Each version runs bundled in a process of its own; the counts are printed.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const RUNS = 2000;
const SEED = 20_260_101;
const VERSIONS = {
  'sdk-3.8': '3.8.0',
  'sdk-4.0': '4.0.0',
  'sdk-4.5': '4.5.1',
  'sdk-4.9': '4.9.0',
  'sdk-4.16': '4.16.0',
  'sdk-4.17': '4.17.0',
  'sdk-4.24': '4.24.0',
  'sdk-4.30': '4.30.0',
};

interface Result {
  version: string;
  runs: number;
  events: number;
  alive: number;
  ends: number;
  errors: number;
  /** How often the life of a run ended for which reason. */
  reasons: Record<string, number>;
  failure: string | null;
}

const peers = join(import.meta.dirname, '../peers');
const results: Result[] = [];
let folder = '';

beforeAll(async () => {
  if (!existsSync(join(peers, 'node_modules')))
    throw new Error('test/peers is not installed: node scripts/peers.mjs');
  folder = await mkdtemp(join(tmpdir(), 'session-lens-differential-'));
});
afterAll(async () => {
  const lines = results.sort((a, b) => a.version.localeCompare(b.version)).map(summary);
  console.log(`Lifetime model against the SDK (seed ${SEED})\n${lines.join('\n')}`);
  await rm(folder, { recursive: true, force: true });
});

function summary({ version, runs, events, alive, ends, errors, failure }: Result): string {
  const counts = `${runs} runs, ${events} requests (${alive} with a session), ${ends} expiries`;
  return `  ${version}: ${counts}, ${errors} errors of the SDK foretold, ${failure === null ? 0 : 1} disagreements`;
}

function entry(alias: string, version: string): string {
  const dist = `./node_modules/${alias}/dist`;
  const start = `run(adapter, '${version}', Number(process.argv[2]), Number(process.argv[3]));`;
  if (version.startsWith('3.')) {
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
  return `
    import { run } from '../session/driver';
    import { adapter4 } from '../session/sdk4';
    import { NextRequest, NextResponse } from 'next/server';
    import { Auth0Client } from '${dist}/server/client.js';
    import { decrypt } from '${dist}/server/cookies.js';
    const adapter = adapter4({ Auth0Client, NextRequest, NextResponse, decrypt });
    ${start}`;
}

describe('the lifetime model agrees with the SDK', () => {
  test.concurrent.each(Object.entries(VERSIONS))('%s', { timeout: 120_000 }, async (alias, version) => {
    const outfile = join(folder, `${alias}.cjs`);
    await build({
      stdin: { contents: entry(alias, version), resolveDir: peers, loader: 'ts' },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
      outfile,
    });
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, String(RUNS), String(SEED)]);
    const result = JSON.parse(stdout) as Result;
    results.push(result);
    expect(result.failure).toBeNull();
    expect(result.runs).toBeGreaterThanOrEqual(RUNS);
    // The comparison means something only if many sessions live, and end in different ways.
    expect(result.alive).toBeGreaterThan(RUNS);
    expect(result.reasons['inactivity']).toBeGreaterThan(RUNS / 10);
    expect(result.reasons['absolute']).toBeGreaterThan(RUNS / 10);
  });
});

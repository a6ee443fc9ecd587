/**
 * Cookies written by the real SDK, opened: random sessions, secrets and names, up to 40 KB, as a header, Set-Cookie
 * lines, a cURL command or JSON. Needs `test/peers` installed. Each version runs bundled in a process of its own; the
 * counts are printed.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from './sdkDriver';

const RUNS = 1000;
const SEED = 20_260_105;
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

const peers = join(import.meta.dirname, '../peers');
const results: Result[] = [];
let folder = '';

beforeAll(async () => {
  if (!existsSync(join(peers, 'node_modules')))
    throw new Error('test/peers is not installed: node scripts/peers.mjs');
  folder = await mkdtemp(join(tmpdir(), 'session-lens-cookies-'));
});
afterAll(async () => {
  const lines = results.sort((a, b) => a.version.localeCompare(b.version)).map(summary);
  console.log(`Cookies of the SDK, opened (seed ${SEED})\n${lines.join('\n')}`);
  await rm(folder, { recursive: true, force: true });
});

function summary({ version, runs, cookies, chunked, largest, kinds, statuses, failure }: Result): string {
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  const sizes = `${chunked} in chunks, payload up to ${largest} characters`;
  return `  ${version}: ${runs} runs, ${cookies} cookies (${list(kinds)}; ${list(statuses)}; ${sizes}), ${failure === null ? 0 : 1} differences`;
}

/** Every version gets cookies of its own. */
function seedOf(version: string): number {
  return SEED + Number(version.replaceAll('.', ''));
}

function entry(alias: string, version: string): string {
  const dist = `./node_modules/${alias}/dist`;
  const start = (writer: string) =>
    `run(${writer}, '${version}', Number(process.argv[2]), Number(process.argv[3]));`;
  if (version.startsWith('3.')) {
    return `
      import { run } from '../cookie/sdkDriver';
      import { writer3 } from '../cookie/sdkWriters';
      import { StatelessSession } from '${dist}/auth0-session/session/stateless-session.js';
      import { StatefulSession } from '${dist}/auth0-session/session/stateful-session.js';
      import transient from '${dist}/auth0-session/transient-store.js';
      import { NodeResponse } from '${dist}/auth0-session/http/index.js';
      const TransientStore = transient.default ?? transient;
      ${start('writer3({ StatelessSession, StatefulSession, TransientStore, NodeResponse })')}`;
  }
  return `
    import { run } from '../cookie/sdkDriver';
    import { writer4 } from '../cookie/sdkWriters';
    import { RequestCookies, ResponseCookies } from '${dist}/server/cookies.js';
    import { StatelessSessionStore } from '${dist}/server/session/stateless-session-store.js';
    import { StatefulSessionStore } from '${dist}/server/session/stateful-session-store.js';
    import { TransactionStore } from '${dist}/server/transaction-store.js';
    const stores = { StatelessSessionStore, StatefulSessionStore, TransactionStore };
    ${start(`writer4({ RequestCookies, ResponseCookies, ...stores }, '${version}')`)}`;
}

describe('what the SDK writes opens again', () => {
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
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [outfile, String(RUNS), String(seedOf(version))],
      {
        maxBuffer: 64_000_000,
      },
    );
    const result = JSON.parse(stdout) as Result;
    results.push(result);
    expect(result.failure).toBeNull();
    expect(result.runs).toBeGreaterThanOrEqual(1000);
    // The comparison means something only if the kinds, the states and the sizes all occur.
    for (const kind of [version.startsWith('3.') ? 'legacy' : 'session', 'session-id', 'transaction']) {
      expect(result.kinds[kind], kind).toBeGreaterThan(RUNS / 20);
    }
    expect(result.statuses['valid']).toBeGreaterThan(RUNS / 3);
    expect(result.statuses['wrong-secret']).toBeGreaterThan(RUNS / 20);
    expect(result.largest).toBeGreaterThan(35_000);
    if (version === '4.0.0') return;
    expect(result.statuses['expired']).toBeGreaterThan(RUNS / 20);
    expect(result.statuses['incomplete']).toBeGreaterThan(RUNS / 50);
    expect(result.chunked).toBeGreaterThan(RUNS / 5);
    if (!version.startsWith('3.')) expect(result.connections).toBeGreaterThan(RUNS / 5);
  });
});

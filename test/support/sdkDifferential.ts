/**
 * Runs a driver against each SDK version of `test/peers`, bundled with it, in a process of its own. The driver is told how
 * many runs to make and a seed, and prints its result as JSON.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

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

export interface DifferentialResult {
  version: string;
  runs: number;
  /** The first disagreement, shrunk. */
  failure: string | null;
}

interface Differential<Result extends DifferentialResult> {
  /** What is claimed: the title of the tests. */
  claim: string;
  /** Above the counts that are printed at the end. */
  heading: string;
  runs: number;
  seed: number;
  /** Source of the program, resolved in `test/peers`; `dist` is the SDK's folder, `isV3` its generation. */
  program(dist: string, version: string, isV3: boolean): string;
  /** The counts of a version, for the printed list. */
  counts(result: Result): string;
  /** Whether the comparison meant something: enough of each kind occurred. */
  judge(result: Result, isV3: boolean): void;
}

export function compareWithSdk<Result extends DifferentialResult>(comparison: Differential<Result>): void {
  const { claim, heading, runs, seed } = comparison;
  const results: Result[] = [];
  let folder = '';

  beforeAll(async () => {
    if (!existsSync(join(peers, 'node_modules')))
      throw new Error('test/peers is not installed: node scripts/peers.mjs');
    folder = await mkdtemp(join(tmpdir(), 'session-lens-differential-'));
  });
  afterAll(async () => {
    const lines = results
      .sort((a, b) => a.version.localeCompare(b.version))
      .map(
        (result) => `  ${result.version}: ${comparison.counts(result)}, ${failures(result)} disagreements`,
      );
    console.log(`${heading} (seed ${seed})\n${lines.join('\n')}`);
    await rm(folder, { recursive: true, force: true });
  });

  describe(claim, () => {
    test.concurrent.each(Object.entries(VERSIONS))('%s', { timeout: 120_000 }, async (alias, version) => {
      const isV3 = version.startsWith('3.');
      const outfile = join(folder, `${alias}.cjs`);
      await build({
        stdin: {
          contents: comparison.program(`./node_modules/${alias}/dist`, version, isV3),
          resolveDir: peers,
          loader: 'ts',
        },
        bundle: true,
        platform: 'node',
        format: 'cjs',
        logLevel: 'error',
        outfile,
      });
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [outfile, String(runs), String(seedOf(seed, version))],
        { maxBuffer: 64_000_000 },
      );
      const result = JSON.parse(stdout) as Result;
      results.push(result);
      expect(result.failure).toBeNull();
      expect(result.runs).toBeGreaterThanOrEqual(runs);
      comparison.judge(result, isV3);
    });
  });
}

/** Every version gets cases of its own. */
function seedOf(seed: number, version: string): number {
  return seed + Number(version.replaceAll('.', ''));
}

function failures({ failure }: DifferentialResult): number {
  return failure === null ? 0 : 1;
}

/** The call that ends a program. */
export function runDriver(...args: readonly string[]): string {
  return `run(${[...args, 'Number(process.argv[2])', 'Number(process.argv[3])'].join(', ')});`;
}

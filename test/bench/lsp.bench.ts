import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { lineStarts, positionAt } from '../../shared/text';
import { percentile, spread } from './bench';
import type { Bench } from './bench';
import { startClient } from './lspClient';
import { largeClientFile } from './monorepo';

const LARGE = 94 * 1024;
const KEYSTROKES = 60;
const RULE = 'inactivity-exceeds-absolute';
/** The character that the keystrokes replace: 7 days are too long, 2 days are fine. */
const EDITED = '7 * DAY';

/** Over standard input and output, as an editor sees it, the server's own wait for a pause in typing included. */
export const run: Bench = async ({ root, repetitions }) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'session-lens-bench-'));
  const server = path.join(root, 'dist/server.js');
  try {
    const small = path.join(directory, 'small');
    const large = path.join(directory, 'large');
    for (const copy of [small, large]) {
      cpSync(path.join(root, 'examples/broken'), copy, { recursive: true });
    }
    writeFileSync(path.join(large, 'lib/auth0.ts'), largeClientFile(LARGE));
    const keystrokeRows: (string | number)[][] = [];
    const startRows: (string | number)[][] = [];
    for (const [name, workspace] of [
      ['examples/broken', small],
      ['the same with an auth0.ts of 94 KB', large],
    ] as const) {
      const keystrokes = await typeInto(server, workspace);
      keystrokeRows.push([name, percentile(keystrokes, 0.5), percentile(keystrokes, 0.95)]);
      const starts: number[] = [];
      for (let i = 0; i < repetitions; i++) starts.push(await firstDiagnostic(server, workspace));
      startRows.push([name, spread(starts)]);
    }
    return [
      { title: 'Keystroke → diagnostics, ms', columns: ['workspace', 'p50', 'p95'], rows: keystrokeRows },
      {
        title: 'Process start → first diagnostic, ms: median (range)',
        columns: ['workspace', 'time'],
        rows: startRows,
      },
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

async function typeInto(server: string, workspace: string): Promise<number[]> {
  const file = path.join(workspace, 'lib/auth0.ts');
  const text = readFileSync(file, 'utf8');
  const offset = text.indexOf(EDITED);
  if (offset < 0) throw new Error(`${file} does not contain ${EDITED}`);
  const start = positionAt(lineStarts(text), offset);
  const range = { start, end: { ...start, character: start.character + 1 } };

  const client = await startClient([server, '--stdio'], workspace);
  await client.open(file, text);
  await expectRule(client.diagnostics(file), true);
  const times: number[] = [];
  for (let i = 0; i < KEYSTROKES; i++) {
    const isWrong = i % 2 === 1;
    const before = performance.now();
    await client.change(file, range, isWrong ? '7' : '2');
    await expectRule(client.diagnostics(file), isWrong);
    times.push(performance.now() - before);
  }
  await client.stop();
  return times;
}

async function firstDiagnostic(server: string, workspace: string): Promise<number> {
  const file = path.join(workspace, 'lib/auth0.ts');
  const before = performance.now();
  const client = await startClient([server, '--stdio'], workspace);
  await client.open(file, readFileSync(file, 'utf8'));
  await expectRule(client.diagnostics(file), true);
  const time = performance.now() - before;
  await client.stop();
  return time;
}

/** A fast answer that is wrong would be no answer. */
async function expectRule(
  diagnostics: Promise<{ code?: number | string }[]>,
  expected: boolean,
): Promise<void> {
  const found = (await diagnostics).some(({ code }) => code === RULE);
  if (found !== expected) throw new Error(`${RULE} is ${found ? 'there' : 'missing'} after the edit`);
}

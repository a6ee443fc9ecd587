import { describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver';
import { Cancelled, type Engine } from '../../server/engine';
import { analysisService, RequestCancelled, type Snapshot } from '../../server/lsp/analysis';
import type { Finding } from '../../shared/finding';

const none = new CancellationTokenSource().token;

const finding = (message: string): Finding => ({
  rule: 'r',
  severity: 'warning',
  file: '/app/a.ts',
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  message,
  related: [],
  fixes: [],
  docs: '',
});

/** An engine whose runs take as long as the test says, and a record of what it was told. */
function fakeEngine() {
  const record = {
    runs: 0,
    parallel: 0,
    told: [] as string[],
    text: 'one',
    fail: undefined as Error | undefined,
    wait: () => Promise.resolve(),
  };
  const engine: Engine = {
    loaded: true,
    fileChanged: (path) => void record.told.push(path),
    async analyze(token) {
      record.runs++;
      record.parallel++;
      expect(record.parallel).toBe(1);
      const { text } = record;
      await record.wait();
      record.parallel--;
      if (token?.isCancellationRequested) throw new Cancelled();
      if (record.fail) throw record.fail;
      return { apps: [{} as never], findings: [finding(text)], failures: [] };
    },
  };
  return { engine, record };
}

function service(engine: Engine, adjust: (f: Finding) => Finding | null = (f) => f) {
  const logs: string[] = [];
  const seen: Snapshot[] = [];
  const analysis = analysisService({
    host: { readFile: () => undefined, readDirectory: () => [] },
    roots: () => Promise.resolve(['/app']),
    adjust,
    loadEngine: () => Promise.resolve(engine),
    log: (line) => void logs.push(line),
    onAnalysed: (snapshot) => void seen.push(snapshot),
  });
  return { analysis, logs, seen };
}

const messages = (snapshot: Snapshot): string[] => snapshot.findings.map(({ message }) => message);

describe('the analysis behind the requests', () => {
  it('runs once for many requests about the same state', async () => {
    const { engine, record } = fakeEngine();
    const { analysis, seen } = service(engine);
    const answers = await Promise.all([1, 2, 3].map(() => analysis.latest(none)));
    await analysis.latest(none);
    expect(record.runs).toBe(1);
    expect(seen).toHaveLength(1);
    expect(answers.map(messages)).toEqual([['one'], ['one'], ['one']]);
  });

  it('never answers with a state older than the last change', async () => {
    const { engine, record } = fakeEngine();
    const { analysis, seen } = service(engine);
    let release = (): void => undefined;
    record.wait = () => new Promise((done) => (release = done));
    const answer = analysis.latest(none, false);
    await expect.poll(() => record.runs).toBe(1);
    record.text = 'two';
    analysis.fileChanged('/app/a.ts');
    record.wait = () => Promise.resolve();
    release();
    expect(messages(await answer)).toEqual(['two']);
    expect(seen.map(messages)).toEqual([['two']]);
    expect(record.told).toEqual(['/app/a.ts']);
  });

  it('waits for a pause in typing', async () => {
    const { engine, record } = fakeEngine();
    const { analysis } = service(engine);
    await analysis.latest(none);
    for (const text of ['t', 'tw', 'two']) {
      record.text = text;
      analysis.fileChanged('/app/a.ts');
      void analysis.latest(none);
      await new Promise((done) => setTimeout(done, 20));
    }
    expect(messages(await analysis.latest(none))).toEqual(['two']);
    expect(record.runs).toBe(2);
  });

  it('answers a cancelled request before the run ends, and keeps the run for the others', async () => {
    const { engine, record } = fakeEngine();
    const { analysis } = service(engine);
    let release = (): void => undefined;
    record.wait = () => new Promise((done) => (release = done));
    const source = new CancellationTokenSource();
    const cancelled = analysis.latest(source.token, false);
    const other = analysis.latest(none, false);
    await expect.poll(() => record.runs).toBe(1);
    source.cancel();
    await expect(cancelled).rejects.toBeInstanceOf(RequestCancelled);
    release();
    expect(messages(await other)).toEqual(['one']);
    expect(record.runs).toBe(1);
  });

  it('counts a failing engine as no findings, with one log line, and recovers', async () => {
    const { engine, record } = fakeEngine();
    const { analysis, logs } = service(engine);
    record.fail = new Error('broken\nsecond line');
    expect(messages(await analysis.latest(none))).toEqual([]);
    await analysis.latest(none);
    expect(logs).toHaveLength(1);
    expect(logs[0]).toMatch(/^The analysis failed: Error: broken \([^\n]+\)$/);
    record.fail = undefined;
    analysis.reset();
    expect(messages(await analysis.latest(none))).toEqual(['one']);
  });

  it('shows findings as the settings want them', async () => {
    const { engine } = fakeEngine();
    const { analysis } = service(engine, () => null);
    expect((await analysis.latest(none)).findings).toEqual([]);
  });
});

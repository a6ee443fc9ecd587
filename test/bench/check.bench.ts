import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rgPath } from '@vscode/ripgrep';
import { MARKER_WORDS } from '../../server/project/sources';
import { median, spread, timeCommand, timeInTurn } from './bench';
import type { Bench, BenchOptions, Table } from './bench';
import { monorepo, writeFiles } from './monorepo';

const FILES = 5000;

/** The words without which a source file is of no interest to Session Lens. */
const MARKERS = MARKER_WORDS.map((word) => word.replace('.', '\\.')).join('|');

interface Check {
  findings: unknown[];
  apps: unknown[];
}

/** `check` from the start of its process to its end, beside ripgrep that only lists the files with the marker words. */
export const run: Bench = async (options) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'session-lens-bench-'));
  try {
    const rows = [measure('examples/broken', path.join(options.root, 'examples/broken'), options)];
    for (const sdkIn of ['one', 'all'] as const) {
      const at = path.join(directory, sdkIn);
      writeFiles(at, monorepo({ files: FILES, sdkIn }));
      const name = `monorepo of ${FILES} files, ${sdkIn === 'one' ? 'one of three apps uses' : 'three of three apps use'} the SDK`;
      rows.push(measure(name, at, options));
    }
    return [table(rows)];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

function measure(name: string, directory: string, { root, repetitions }: BenchOptions): (string | number)[] {
  const cli = path.join(root, 'dist/cli.js');
  const times = timeInTurn(
    {
      check: () => timeCommand(process.execPath, [cli, 'check', directory, '--format', 'json'], [0, 1]),
      start: () => timeCommand(process.execPath, [cli, '--version']),
      // 1: no file has the words.
      search: () => timeCommand(rgPath, ['-l', '--hidden', MARKERS, directory], [0, 1]),
    },
    repetitions,
  );
  const { stdout } = timeCommand(process.execPath, [cli, 'check', directory, '--format', 'json'], [0, 1]);
  const { findings, apps } = JSON.parse(stdout) as Check;
  return [
    name,
    spread(times.check),
    spread(times.start),
    spread(times.search),
    `${(median(times.check) / median(times.search)).toFixed(1)}×`,
    `${findings.length} in ${apps.length}`,
  ];
}

function table(rows: (string | number)[][]): Table {
  return {
    title: '`check`, wall time in ms: median (range)',
    columns: [
      'directory',
      'check',
      'of it: `--version`',
      '`rg -l` marker words',
      'check ÷ rg',
      'findings in apps',
    ],
    rows,
    notes: ['The process start is included everywhere. The commands run in turn, after one warm-up round.'],
  };
}

/** What a benchmark is, and how it counts time. Benchmarks live in `*.bench.ts` here and export `run`. */
import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

export interface BenchOptions {
  /** Root of the repository; `dist/` is built. */
  root: string;
  /** Repetitions of a whole process; keystrokes are repeated more often. */
  repetitions: number;
}

export interface Table {
  title: string;
  columns: string[];
  /** Numbers are printed with one decimal. */
  rows: (string | number)[][];
  notes?: string[];
}

export type Bench = (options: BenchOptions) => Promise<Table[]>;

/** Linear interpolation between the nearest ranks; `p` from 0 to 1. */
export function percentile(samples: readonly number[], p: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = (sorted.length - 1) * p;
  const low = sorted[Math.floor(rank)] ?? Number.NaN;
  const high = sorted[Math.ceil(rank)] ?? low;
  return low + (high - low) * (rank - Math.floor(rank));
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}

/** `12.3 (11.8–14.0)`: median and range. */
export function spread(samples: readonly number[]): string {
  const [low, middle, high] = [0, 0.5, 1].map((p) => percentile(samples, p).toFixed(1));
  return `${middle} (${low}–${high})`;
}

export interface Timed {
  /** Wall time in milliseconds, start of the process included. */
  ms: number;
  stdout: string;
}

/** Runs a command to its end. Throws when its exit code is not among the expected ones. */
export function timeCommand(
  command: string,
  args: readonly string[],
  exitCodes: readonly number[] = [0],
): Timed {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const ms = performance.now() - start;
  if (error) throw error;
  if (status === null || !exitCodes.includes(status)) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr}`);
  }
  return { ms, stdout };
}

/**
 * Runs the commands in turn, so that a busy moment of the machine hits all of them, after one round that fills
 * the caches. Gives the times of each in milliseconds.
 */
export function timeInTurn<Name extends string>(
  commands: Record<Name, () => Timed>,
  repetitions: number,
): Record<Name, number[]> {
  const names = Object.keys(commands) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (const name of names) commands[name]();
  for (let i = 0; i < repetitions; i++) {
    for (const name of names) times[name].push(commands[name]().ms);
  }
  return times;
}

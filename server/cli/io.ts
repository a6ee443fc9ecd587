import { createColors } from 'picocolors';

export type ExitCode = 0 | 1 | 2;

export interface Output {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width of the terminal in characters, where there is one. */
  readonly columns: number | undefined;
}

export interface Input {
  readonly isTTY: boolean;
  /** Everything up to the end. Rejects with a UsageError beyond `limit` bytes. */
  read(limit: number): Promise<Uint8Array>;
}

/** What a command may touch of the process around it; tests hand in their own. */
export interface Io {
  /** Absolute POSIX path. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  /** All that the process was started with, with what `process.argv` leaves out, such as a `--` before the script. */
  commandLine?: () => readonly string[];
  stdout: Output;
  stderr: Output;
  stdin?: Input;
  /**
   * Asks on the terminal for something that is not shown while it is typed; absent where there is no terminal to ask
   * on. Null when the user gives up.
   */
  askHidden?: (question: string) => Promise<string | null>;
  /** Directory with one Markdown page per rule. */
  docsDirectory: string;
}

/** Wrong use of the command line: one line for the user, exit code 2. */
export class UsageError extends Error {}

export type Colors = ReturnType<typeof createColors>;

/**
 * Colours only on a terminal. `FORCE_COLOR` wins over `NO_COLOR` (no-color.org) as in Node.js itself;
 * `FORCE_COLOR=0` turns them off.
 */
export function colorsFor(output: Output, env: Io['env']): Colors {
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return createColors(forced !== '0' && forced !== 'false');
  if (env['NO_COLOR']) return createColors(false);
  return createColors(output.isTTY && env['TERM'] !== 'dumb');
}

/** `1 problem`, `2 problems`. */
export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

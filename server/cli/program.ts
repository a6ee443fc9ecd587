import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { registerCheck } from './check';
import { registerDecode } from './decode';
import { registerExplain } from './explain';
import { WriteError } from './fix';
import { UsageError } from './io';
import type { ExitCode, Io } from './io';
import { registerLsp } from './lsp';
import { registerRoutes } from './routes';
import { registerSize } from './size';
import { registerTimeline } from './timeline';

/** What a command gets to hook itself into the command line. */
export interface Cli {
  program: Command;
  io: Io;
  exit(code: ExitCode): void;
}

/** In the order of the help. A new command is one file and one line here. */
const commands: readonly ((cli: Cli) => void)[] = [
  registerCheck,
  registerRoutes,
  registerTimeline,
  registerDecode,
  registerSize,
  registerExplain,
  registerLsp,
];

const examples = `
Examples:
  session-lens check                          the apps below the current directory
  session-lens check apps/web --fix           one app, and apply the safe fixes
  session-lens check --format github          annotations in a GitHub Actions run
  session-lens decode cookie.txt              what a session cookie holds, and why it ended
  session-lens explain duration-in-milliseconds`;

/** Runs one command line (without the program's name) and gives the exit code. Never throws. */
export async function run(args: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(io);
  const cli: Cli = { program, io, exit: (code) => (exitCode = code) };
  for (const register of commands) register(cli);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    return report(error, io);
  }
}

function createProgram(io: Io): Command {
  const program = new Command('session-lens')
    .usage('<command> [options]')
    .description(
      'Sees why an Auth0 session in Next.js ends, does not roll, or never starts:\nmatcher coverage, durations and middleware responses.',
    )
    .version(version, '-v, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .addHelpText('after', examples)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 100,
      getErrHelpWidth: () => io.stderr.columns ?? 100,
      outputError: (text, write) =>
        write(`${oneLine(withoutValue(text).replace(/^error:\s*/, 'session-lens: '))}\n`),
    });
  return program;
}

/** Prints what went wrong, in one line unless `DEBUG` asks for more. */
function report(error: unknown, io: Io): ExitCode {
  // Commander has already printed its message, or the help or version that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const known = error instanceof UsageError || error instanceof WriteError;
  const message = oneLine(error instanceof Error ? error.message : String(error));
  io.stderr.write(`session-lens: ${known ? '' : 'internal error: '}${message}\n`);
  if (io.env['DEBUG'] && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  else if (!known) io.stderr.write('session-lens: run again with DEBUG=1 for details\n');
  return 2;
}

/** An option nobody knows may carry a secret: `--secret=…`. */
function withoutValue(text: string): string {
  return text.replace(/(unknown option '[^'=]*)=[^']*'/, "$1'");
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, ' ');
}

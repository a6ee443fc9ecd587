#!/usr/bin/env node
import module from 'node:module';
import path from 'node:path';
import { toPosixPath } from '../project/nodeHost';
import type { ExitCode, Output } from './io';
import { askHidden, standardInput } from './input';
import { reasonOf } from './paths';
import { run } from './program';

let outputFailed = false;

function output(stream: NodeJS.WriteStream): Output {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // The reader may leave early (`| head`): that ends the output, not the check, whose exit code still counts.
    if (error.code !== 'EPIPE') fail(`cannot write the output: ${reasonOf(error)}`);
  });
  return {
    write: (text) => void stream.write(text),
    isTTY: stream.isTTY === true,
    columns: stream.columns,
  };
}

function fail(message: string): void {
  if (!outputFailed) process.stderr.write(`session-lens: ${message}\n`);
  outputFailed = true;
  process.exitCode = 2;
}

function workingDirectory(): string | undefined {
  try {
    return toPosixPath(process.cwd());
  } catch {
    return undefined;
  }
}

/** Only the report has the `--` of the first line; `process.execArgv` leaves it out. */
function commandLine(): string[] {
  const { report } = process;
  // Names of hosts are of no use here, and may take long to look up.
  Object.assign(report, { excludeNetwork: true });
  const { header } = report.getReport() as unknown as { header: { commandLine: string[] } };
  return header.commandLine;
}

async function main(): Promise<ExitCode> {
  const cwd = workingDirectory();
  if (cwd === undefined) {
    fail('the working directory does not exist any more');
    return 2;
  }
  return run(process.argv.slice(2), {
    cwd,
    env: process.env,
    commandLine,
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    stdin: standardInput(),
    ...(process.stdin.isTTY && process.stderr.isTTY && { askHidden }),
    docsDirectory: path.join(__dirname, '..', 'docs', 'rules'),
  });
}

// Saves compiling the parser again and again; Node.js has it from 22.8 on. As `tsc` does.
module.enableCompileCache?.();

void main().then((code) => {
  // Not process.exit: it would cut off output that is still on its way into a pipe.
  process.exitCode = outputFailed ? 2 : code;
});

import { chmodSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { broken, project, runCli } from './runCli';

const version = (
  JSON.parse(readFileSync(path.join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string;
  }
).version;

describe('session-lens', () => {
  it('prints its version', () => {
    expect(runCli(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([[['--help']], [['help']], [['-h']]])('%s explains the commands to a newcomer', async (args) => {
    const { code, stdout, stderr } = runCli(args);
    expect([code, stderr]).toEqual([0, '']);
    await expect(stdout).toMatchFileSnapshot('__snapshots__/help.txt');
  });

  it('check --help explains the options and exit codes', async () => {
    const { code, stdout } = runCli(['check', '--help']);
    expect(code).toBe(0);
    await expect(stdout).toMatchFileSnapshot('__snapshots__/help-check.txt');
  });

  it('shows the help on standard error when no command is given', () => {
    const { code, stdout, stderr } = runCli([]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('Usage: session-lens');
  });
});

describe('wrong use', () => {
  it.each([
    ['unknown command', ['chek'], "session-lens: unknown command 'chek' (Did you mean check?)"],
    [
      'unknown option',
      ['check', '--fromat', 'json'],
      "session-lens: unknown option '--fromat' (Did you mean --format?)",
    ],
    [
      'unknown format',
      ['check', '--format', 'xml'],
      "session-lens: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, github, sarif.",
    ],
    ...['-1', '1.5', 'many', ''].map(
      (n) =>
        [
          `--max-warnings '${n}'`,
          ['check', `--max-warnings=${n}`],
          `session-lens: option '--max-warnings <n>' argument '${n}' is invalid. It must be a whole number, 0 or more.`,
        ] as const,
    ),
    ['missing directory', ['check', 'nowhere'], 'session-lens: no such directory: nowhere'],
    [
      'a file',
      ['check', 'package.json'],
      'session-lens: not a directory: package.json (name the directory of the app)',
    ],
    ['explain without a rule', ['explain'], "session-lens: missing required argument 'rule'"],
    [
      'too many arguments',
      ['explain', 'a', 'b'],
      "session-lens: too many arguments for 'explain'. Expected 1 argument but got 2.",
    ],
    [
      'lsp without a transport',
      ['lsp'],
      'session-lens: lsp speaks over standard input and output: run `session-lens lsp --stdio`',
    ],
  ] as const)('%s: one line, exit code 2', (_name, args, line) => {
    const cwd = project(broken);
    expect(runCli(args, { cwd })).toEqual({ code: 2, stdout: '', stderr: `${line}\n` });
  });

  it('says why a directory cannot be read', () => {
    const cwd = project({ 'closed/file': '' });
    symlinkSync('loop', path.join(cwd, 'loop'));
    const unreadable = runCli(['check', 'loop'], { cwd });
    expect(unreadable.code).toBe(2);
    expect(unreadable.stderr).toBe(
      'session-lens: cannot read directory: loop (ELOOP: too many symbolic links encountered)\n',
    );
    chmodSync(path.join(cwd, 'closed'), 0o000);
    // Nothing is unreadable for root.
    const expected =
      process.getuid?.() === 0
        ? 'session-lens: no app that uses @auth0/nextjs-auth0 found in closed\n'
        : 'session-lens: cannot read directory: closed (EACCES: permission denied)\n';
    expect(runCli(['check', 'closed'], { cwd }).stderr).toBe(expected);
    chmodSync(path.join(cwd, 'closed'), 0o755);
  });

  it('prints no JSON either', () => {
    const { code, stdout } = runCli(['check', 'nowhere', '--format', 'json'], { cwd: project({}) });
    expect([code, stdout]).toEqual([2, '']);
  });
});

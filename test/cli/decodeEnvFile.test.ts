import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { nodeReadsEnvFile } from '../../server/cli/secrets';
import { HOUR, jwe, SECRET, session } from '../cookie/samples';
import { cli, project, runCli, type Result } from './runCli';

let cookie = '';

beforeAll(async () => {
  const now = Math.floor(Date.now() / 1000);
  cookie = `__session=${await jwe(session(now), { exp: now + HOUR })}`;
});

/** A project whose .env file makes Node.js run a file of it, which leaves a mark. */
function hostile(): { cwd: string; hasRun: () => boolean } {
  const cwd = project({
    '.env': `NODE_OPTIONS="--require ./evil.cjs"\nAUTH0_SECRET=${SECRET}\n`,
    'evil.cjs': "require('node:fs').writeFileSync('mark', '');",
    'cookie.txt': cookie,
  });
  return { cwd, hasRun: () => existsSync(path.join(cwd, 'mark')) };
}

function start(command: string, args: readonly string[], cwd: string): Result {
  const env = { PATH: process.env['PATH'] };
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

describe('NODE_OPTIONS in the .env file', () => {
  test('are not applied with --secret-file', () => {
    const { cwd, hasRun } = hostile();
    const { code, stdout, stderr } = runCli(['decode', 'cookie.txt', '--secret-file', '.env'], { cwd });
    expect([code, stderr, hasRun()]).toEqual([0, '', false]);
    expect(stdout).toContain('valid');
  });

  test('nor with --env-file behind `node --`', () => {
    const { cwd, hasRun } = hostile();
    const args = ['--', cli, 'decode', 'cookie.txt', '--env-file', '.env'];
    const { code, stderr } = start(process.execPath, args, cwd);
    expect([code, stderr, hasRun()]).toEqual([0, '', false]);
  });

  test.each([[['--env-file', '.env']], [['--env-file=.env']]])(
    'are named where Node.js has applied them: %j',
    (option) => {
      const { code, stderr } = runCli(['decode', 'cookie.txt', ...option], { cwd: hostile().cwd });
      expect(code).toBe(0);
      expect(stderr).toBe(
        'session-lens: Node.js reads --env-file too and has applied the NODE_OPTIONS of that file, which can run code; use --secret-file\n',
      );
    },
  );

  test('nothing is said of a file without them', () => {
    const cwd = project({ '.env': `AUTH0_SECRET=${SECRET}\n`, 'cookie.txt': cookie });
    const { code, stderr } = runCli(['decode', 'cookie.txt', '--env-file', '.env'], { cwd });
    expect([code, stderr]).toEqual([0, '']);
  });
});

test('a file that does not exist is wrong use', () => {
  const { cwd } = hostile();
  const wrong = { code: 2, stdout: '', stderr: 'session-lens: the file with the secret does not exist\n' };
  expect(runCli(['decode', 'cookie.txt', '--secret-file', 'nope'], { cwd })).toEqual(wrong);
  expect(start(process.execPath, ['--', cli, 'decode', 'cookie.txt', '--env-file', 'nope'], cwd)).toEqual(
    wrong,
  );
});

test('the two names exclude each other', () => {
  const { cwd } = hostile();
  const args = ['decode', 'cookie.txt', '--secret-file', '.env', '--env-file', '.env'];
  const { code, stderr } = start(process.execPath, ['--', cli, ...args], cwd);
  expect(code).toBe(2);
  expect(stderr).toMatch(/'--env-file <file>' cannot be used with option '--secret-file <file>'/);
});

test.each([
  [['node', 'cli.js', 'decode', '--env-file', 'x'], true],
  [['node', 'cli.js', 'decode', '--env-file=x'], true],
  [['node', '--', 'cli.js', 'decode', '--env-file', 'x'], false],
  [['node', 'cli.js', 'decode', '--', '--env-file'], false],
  [['node', 'cli.js', 'decode', '--env-files'], false],
  [['node', 'cli.js', 'decode'], false],
  [[], false],
])('Node.js reads the file of %j: %s', (commandLine, reads) => {
  expect(nodeReadsEnvFile(commandLine)).toBe(reads);
});

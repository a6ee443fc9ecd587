/**
 * The hidden prompt of `session-lens decode`, on a real pseudo-terminal. `script` makes one: it belongs to every Debian
 * and Ubuntu (bsdutils), to other systems by util-linux, to macOS and the BSDs by themselves. It is not skipped where
 * it is missing: it fails.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { chunked, DAY, jwe, session } from '../cookie/samples';
import { cli, project } from './runCli';

const PROMPT = 'Secret (AUTH0_SECRET)';
const secret = randomBytes(32).toString('hex');
const now = Math.floor(Date.now() / 1000);
let header = '';

beforeAll(async () => {
  const { error } = spawnSync('script', ['--version']);
  if (error) throw new Error(`These tests need the command \`script\` (util-linux): ${error.message}`);
  header = `__session=${await jwe(session(now), { secret, exp: now + DAY })}`;
});

/** A shell on a terminal of its own that runs the command, then prints its exit code and the state of the terminal. */
function terminal(files: Record<string, string>, args: readonly string[], shellEnd = '') {
  const words = [process.execPath, cli, 'decode', ...args].map(
    (word) => `'${word.replaceAll("'", "'\\''")}'`,
  );
  const command = `${words.join(' ')} ${shellEnd}; echo "code=$?"; stty -a`;
  const bsd = process.platform !== 'linux';
  const child = spawn(
    'script',
    bsd ? ['-q', '/dev/null', 'sh', '-c', command] : ['-qec', command, '/dev/null'],
    {
      cwd: project(files),
      env: { PATH: process.env['PATH'], TERM: 'xterm' },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  return {
    shown: () => shown,
    type: (text: string) => void child.stdin.write(text),
    async until(text: string) {
      for (const end = Date.now() + 15_000; !shown.includes(text);) {
        if (Date.now() > end) throw new Error(`Waited in vain for ${text}. On the terminal:\n${shown}`);
        await new Promise((done) => setTimeout(done, 20));
      }
    },
    /** Everything that stood on the terminal, when the shell has ended. */
    async end() {
      await ended;
      return shown;
    },
  };
}

/** The command lines of all processes. */
function processes(): string[] {
  if (!existsSync('/proc/self/cmdline')) {
    return execFileSync('ps', ['-A', '-ww', '-o', 'args='], { encoding: 'utf8' }).split('\n');
  }
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.flatMap((number) => {
    try {
      return [readFileSync(`/proc/${number}/cmdline`, 'utf8').replaceAll('\0', ' ')];
    } catch {
      // It has ended since.
      return [];
    }
  });
}

/** As somebody types: none of it comes at once. */
async function typeSlowly(type: (text: string) => void, text: string): Promise<void> {
  for (const part of text.match(/.{1,16}/gs) ?? []) {
    type(part);
    await new Promise((done) => setTimeout(done, 15));
  }
}

/** Every way in which a part of the secret could have been shown. */
function expectHidden(shown: string): void {
  for (let at = 0; at + 6 <= secret.length; at++) expect(shown).not.toContain(secret.slice(at, at + 6));
}

test('a typed secret is not echoed, no process shows it, and it opens the cookie', async () => {
  const { type, until, end } = terminal({ 'cookie.txt': header }, ['cookie.txt']);
  await until(PROMPT);
  await typeSlowly(type, secret);
  const own = processes().filter((line) => line.includes(cli));
  expect(own.length).toBeGreaterThan(0);
  for (const line of processes()) expect(line.includes(secret), line).toBe(false);
  type('\r');
  const shown = await end();
  expectHidden(shown);
  // Nor its length, as one sign for each character.
  expect(shown).not.toMatch(/([*•●])\1{3}/);
  expect(shown).toMatch(/__session\S* {2}.*valid/);
  // This terminal does not know its width: lines are as long as usual.
  expect(shown).toContain('  A session, valid for another 1 day.');
  expect(shown).toContain('code=0');
  expect(shown).toMatch(/(?<!-)\becho\b/);
});

test('the output can go into a file: the question is on standard error', async () => {
  const { type, until, end } = terminal(
    { 'cookie.txt': header },
    ['cookie.txt', '--format', 'json'],
    '> out.json; cat out.json',
  );
  await until(PROMPT);
  await typeSlowly(type, `${secret}\r`);
  const shown = await end();
  expectHidden(shown);
  expect(shown).toMatch(/"status": "valid"/);
  expect(shown).toContain('code=0');
});

test('a wrong secret is told, and not repeated', async () => {
  const pairs = (await chunked(2)).map((pair) => pair.join('=')).join('; ');
  const { type, until, end } = terminal({ 'cookie.txt': pairs }, ['cookie.txt']);
  await until(PROMPT);
  await typeSlowly(type, `hunter2-${secret}\r`);
  const shown = await end();
  expectHidden(shown);
  expect(shown).not.toContain('hunter2');
  expect(shown).toContain('The secret does not open it');
  expect(shown).toContain('code=1');
});

test.each([
  ['Ctrl+C', '\u0003'],
  ['Enter alone', '\r'],
])('%s ends it with a message and code 2, and leaves the terminal as it was', async (_key, input) => {
  const { type, until, end } = terminal({ 'cookie.txt': header }, ['cookie.txt']);
  await until(PROMPT);
  if (input !== '\r') await typeSlowly(type, secret.slice(0, 20));
  type(input);
  const shown = await end();
  expectHidden(shown);
  expect(shown).toContain('session-lens: no secret was given');
  expect(shown).toContain('code=2');
  expect(shown).not.toMatch(/at \S+ \(.*:\d+:\d+\)/);
  expect(shown).toMatch(/(?<!-)\becho\b/);
  expect(shown).toMatch(/(?<!-)\bicanon\b/);
  // The cursor that the prompt may have hidden is there again.
  expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(shown.lastIndexOf('\u001b[?25l'));
});

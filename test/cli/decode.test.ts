import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync, truncateSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { DecodeJson } from '../../server/cli/decode';
import type { Io } from '../../server/cli/io';
import { run } from '../../server/cli/program';
import { chunked, DAY, HOUR, jwe, SECRET, session } from '../cookie/samples';
import { cli, project, runCli } from './runCli';

const now = Math.floor(Date.now() / 1000);
const ID_TOKEN = `eyJhbGciOiJSUzI1NiJ9.${'i'.repeat(300)}.${'s'.repeat(342)}`;
const ACCESS_TOKEN = 'an-opaque-access-token';
let header = '';
let value = '';

beforeAll(async () => {
  value = await jwe(
    {
      user: { sub: 'auth0|65f', name: 'Ada \u001b[31mLovelace', address: { state: 'Bavaria' } },
      tokenSet: { accessToken: ACCESS_TOKEN, idToken: ID_TOKEN, refreshToken: 'rrr', expiresAt: now + 60 },
      internal: { sid: 'sid-1', createdAt: now - HOUR },
      accessTokens: [{ accessToken: 'second', audience: 'https://api.example', expiresAt: now }],
    },
    { exp: now + DAY },
  );
  header = `Cookie: theme=dark; __session=${value}`;
});

interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

/** The command in this process; `stdin` is what is piped in, null for a terminal. */
async function decode(
  args: readonly string[],
  {
    stdin = '',
    env = { AUTH0_SECRET: SECRET },
    ...more
  }: Partial<Omit<Io, 'stdin'>> & { stdin?: string | Uint8Array | null } = {},
): Promise<Result> {
  const result: Result = { code: -1, stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => void (result[name] += text),
    isTTY: false,
    columns: undefined,
  });
  result.code = await run(['decode', ...args], {
    cwd: '/',
    docsDirectory: '',
    ...more,
    env,
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: { isTTY: stdin === null, read: async () => Buffer.from(stdin ?? '') },
  });
  return result;
}

async function json(
  args: readonly string[],
  options: Parameters<typeof decode>[1] = {},
): Promise<{ code: number; cookies: DecodeJson['cookies']; stderr: string }> {
  const { code, stdout, stderr } = await decode([...args, '--format', 'json'], options);
  const parsed = JSON.parse(stdout) as DecodeJson;
  expect(parsed.version).toBe(1);
  return { code, cookies: parsed.cookies, stderr };
}

describe('JSON', () => {
  test('is what the documentation says, with tokens redacted', async () => {
    const { code, cookies, stderr } = await json([], { stdin: header });
    expect([code, stderr]).toEqual([0, '']);
    expect(cookies).toEqual([
      {
        name: '__session',
        kind: 'session',
        bytes: `__session=${value}`.length,
        chunks: 1,
        status: 'valid',
        payload: {
          user: { sub: 'auth0|65f', name: 'Ada \u001b[31mLovelace', address: { state: 'Bavaria' } },
          tokenSet: {
            accessToken: `<redacted ${ACCESS_TOKEN.length} bytes>`,
            idToken: `<redacted ${ID_TOKEN.length} bytes>`,
            refreshToken: '<redacted 3 bytes>',
            expiresAt: now + 60,
          },
          internal: { sid: 'sid-1', createdAt: now - HOUR },
          accessTokens: [
            { accessToken: '<redacted 6 bytes>', audience: 'https://api.example', expiresAt: now },
          ],
          exp: now + DAY,
        },
        issuedAt: now - HOUR,
        expiresAt: now + DAY,
      },
    ]);
  });

  test('of a HAR file it is the last version of each cookie, and standard error says how many there were', async () => {
    const older = await jwe({ user: { sub: 'older' } }, { exp: now + DAY });
    const request = (cookie: string) => ({ headers: [{ name: 'cookie', value: `__session=${cookie}` }] });
    const entries = [older, older, value].map((cookie) => ({ request: request(cookie), response: {} }));
    const { code, cookies, stderr } = await json([], { stdin: JSON.stringify({ log: { entries } }) });
    expect([code, cookies.length, cookies[0]?.issuedAt]).toEqual([0, 1, now - HOUR]);
    expect(stderr).toBe(
      'session-lens: 1 earlier version of these cookies is in this file, and only the last of each is shown.\n',
    );
  });

  test('--show-tokens shows them', async () => {
    const { cookies } = await json(['--show-tokens'], { stdin: header });
    expect(cookies[0]?.payload).toMatchObject({ tokenSet: { accessToken: ACCESS_TOKEN, idToken: ID_TOKEN } });
  });

  test('a transaction and a session of v3 hold other secrets', async () => {
    const login = { state: 'sss', nonce: 'nnn', codeVerifier: 'vvv', returnTo: '/a', scope: 'openid' };
    const legacy = {
      user: { sub: 'a' },
      idToken: ID_TOKEN,
      accessToken: 'aaa',
      refreshToken: 'rrr',
      custom: ID_TOKEN,
    };
    const stdin = [
      `__txn_x=${now}:${await jwe(login, { exp: now + HOUR })}`,
      `appSession=${await jwe(legacy, { header: { iat: now, uat: now, exp: now + HOUR } })}`,
      `__FC_0=${await jwe({ connection: 'google', accessToken: 'ggg' }, { exp: now + HOUR })}`,
    ].join('; ');
    const { code, cookies } = await json([], { stdin });
    expect(code).toBe(0);
    expect(cookies.map(({ kind, payload }) => [kind, payload])).toEqual([
      [
        'legacy',
        {
          user: { sub: 'a' },
          idToken: '<redacted 664 bytes>',
          accessToken: '<redacted 3 bytes>',
          refreshToken: '<redacted 3 bytes>',
          custom: '<redacted 664 bytes>',
        },
      ],
      ['connection-token', { connection: 'google', accessToken: '<redacted 3 bytes>', exp: now + HOUR }],
      [
        'transaction',
        {
          state: '<redacted 3 bytes>',
          nonce: '<redacted 3 bytes>',
          codeVerifier: '<redacted 3 bytes>',
          returnTo: '/a',
          scope: 'openid',
          exp: now + HOUR,
        },
      ],
    ]);
  });

  test('expired: opens, exit code 0', async () => {
    const stdin = await jwe(session(now - DAY - HOUR), { exp: now - HOUR });
    expect(await json([], { stdin })).toMatchObject({
      code: 0,
      cookies: [{ name: null, status: 'expired', expiresAt: now - HOUR, payload: { user: { name: 'Ada' } } }],
    });
  });

  test('wrong secret, torn, incomplete: exit code 1, the JSON all the same, the reason on standard error', async () => {
    const wrong = await json([], { stdin: header, env: { AUTH0_SECRET: 'another' } });
    expect(wrong).toMatchObject({
      code: 1,
      cookies: [{ status: 'wrong-secret', payload: null, issuedAt: null }],
    });
    expect(wrong.stderr).toMatch(/^session-lens: The secret does not open it/);
    expect(await json([], { stdin: header.slice(0, -9) })).toMatchObject({
      code: 1,
      cookies: [{ status: 'malformed' }],
    });
    const chunks = (await chunked(3))
      .filter(([name]) => name !== '__session__1')
      .map((pair) => pair.join('='));
    expect(await json([], { stdin: chunks.join('; ') })).toMatchObject({
      code: 1,
      cookies: [{ name: '__session', chunks: 2, status: 'incomplete' }],
      stderr: 'session-lens: Chunk 1 is missing (found: 0, 2), so the SDK reads no session from it.\n',
    });
    const nothing = await json([], { stdin: '' });
    expect(nothing).toMatchObject({ code: 1, cookies: [] });
    expect(nothing.stderr).toMatch(/holds no cookie/);
  });

  test('one that opens and one that does not: exit code 1', async () => {
    const stdin = `${header}; __FC_0=${await jwe({}, { secret: 'another', exp: now + HOUR })}`;
    const { code, cookies } = await json([], { stdin });
    expect([code, ...cookies.map(({ status }) => status)]).toEqual([1, 'valid', 'wrong-secret']);
  });
});

describe('text', () => {
  test('shows the state, the dates, the claims and what takes the bytes', async () => {
    const { code, stdout } = await decode([], { stdin: header });
    expect(code).toBe(0);
    const lines = stdout.split('\n');
    expect(lines[0]).toMatch(/^__session {2}session {2}valid {2}1 cookie, [\d,]+ bytes$/);
    expect(lines[1]).toMatch(/^ {2}A session, valid for another (1 day|23 hours .+)\.$/);
    expect(stdout).toMatch(
      /^ {2}login {4}\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC {2}1 hour( \d+ minutes?)? ago$/m,
    );
    expect(stdout).toMatch(/^ {2}user\.sub +auth0\|65f +18/m);
    expect(stdout).toMatch(/^ {2}tokenSet\.idToken +<redacted 664 bytes> +677 +[67]\d % █{7,8}$/m);
    expect(stdout).toMatch(/^ {2}accessTokens\[0\]\.audience +https:\/\/api\.example/m);
    expect(stdout).not.toContain(ACCESS_TOKEN);
    expect(stdout).not.toContain('\u001b');
  });

  test('names the secret that fitted where there are several, without its value', async () => {
    const { stdout } = await decode(['--secret-env', 'NEW_SECRET', '--secret-env', 'OLD_SECRET'], {
      stdin: header,
      env: { NEW_SECRET: 'a newer secret', OLD_SECRET: SECRET },
    });
    expect(stdout).toContain('  Opened with OLD_SECRET.');
    expect(stdout).not.toContain(SECRET);
  });
});

describe('where the cookie comes from', () => {
  test('a file, standard input by name, UTF-16 as PowerShell writes it', async () => {
    const cwd = project({ 'cookie.txt': header });
    expect((await json(['cookie.txt'], { cwd })).code).toBe(0);
    expect((await json(['-'], { stdin: header })).code).toBe(0);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(header, 'utf16le')]);
    expect((await json([], { stdin: utf16 })).code).toBe(0);
  });

  test('a terminal without a file explains itself', async () => {
    const { code, stderr } = await decode([], { stdin: null });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^session-lens: nothing to decode: name a file, or pipe in what you copied/);
  });

  test('what is named is not repeated: it may be a cookie or a secret', async () => {
    for (const argument of ['hunter2-the-secret', value, 'x'.repeat(5000)]) {
      const { code, stdout, stderr } = await decode([argument]);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /^session-lens: (the file to decode does not exist|cannot read the file to decode \(\w+\))\n$/,
      );
    }
    expect(await decode(['.'])).toMatchObject({
      code: 2,
      stderr: 'session-lens: the file to decode is a directory\n',
    });
  });

  test('a file that is too large is mostly a HAR file with content, which decode does not need', async () => {
    const cwd = project({ 'requests.har': '{' });
    truncateSync(path.join(cwd, 'requests.har'), 60_000_001);
    expect(await decode(['requests.har'], { cwd })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/too large: export a HAR file without content/) as string,
    });
  });
});

describe('where the secret comes from', () => {
  test('another variable, an env file, the file before the environment', async () => {
    expect(
      (await json(['--secret-env', 'MY_SECRET'], { stdin: header, env: { MY_SECRET: SECRET } })).code,
    ).toBe(0);
    const cwd = project({
      '.env.local': `# a comment\nAUTH0_SECRET='${SECRET}'\nOTHER="x"\n`,
      '.env.empty': 'A=1\n',
    });
    expect((await json(['--secret-file', '.env.local'], { stdin: header, cwd, env: {} })).code).toBe(0);
    expect(
      (await json(['--secret-file', '.env.local'], { stdin: header, cwd, env: { AUTH0_SECRET: 'other' } }))
        .code,
    ).toBe(0);
    expect((await json(['--secret-file', '.env.empty'], { stdin: header, cwd })).code).toBe(0);
  });

  test('a dollar in an env file, as Next.js replaces it and as it is written', async () => {
    const cwd = project({ '.env': 'PART=abc\nAUTH0_SECRET="x$PART-$MISSING-y"\n' });
    for (const secret of ['xabc--y', 'x$PART-$MISSING-y']) {
      const stdin = await jwe(session(now), { secret, exp: now + HOUR });
      expect((await json(['--secret-file', '.env'], { stdin, cwd, env: {} })).code).toBe(0);
    }
  });

  test('a dollar that leads to another one; the environment before the file', async () => {
    const cwd = project({ '.env': 'BASE=abc\nMID=x$BASE\nAUTH0_SECRET=y$MID-${HOST:-z}\n' });
    for (const [secret, env] of [
      ['yxabc-z', {}],
      ['yxhost-h', { BASE: 'host', HOST: 'h' }],
    ] as const) {
      const stdin = await jwe(session(now), { secret, exp: now + HOUR });
      expect((await json(['--secret-file', '.env'], { stdin, cwd, env })).code).toBe(0);
    }
  });

  test('none: wrong use, unless nothing needs one', async () => {
    expect(await decode([], { stdin: header, env: {} })).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'session-lens: no secret: AUTH0_SECRET is not in the environment; set it, or name one with --secret-env, or an .env file with --secret-file\n',
    });
    expect((await decode(['--secret-env', 'MY_SECRET'], { stdin: header, env: {} })).stderr).not.toContain(
      'MY_SECRET is',
    );
    const jwt = await json([], { stdin: 'next-auth.session-token=abc', env: {} });
    expect(jwt).toMatchObject({ code: 1, cookies: [{ kind: 'unknown', status: 'malformed' }] });
    expect(jwt.stderr).toMatch(/NextAuth/);
  });

  test('asked for on a terminal, only when something needs it', async () => {
    const questions: string[] = [];
    const answer = (text: string | null) => async (question: string) => {
      questions.push(question);
      return text;
    };
    const cwd = project({ 'cookie.txt': header });
    expect((await json(['cookie.txt'], { cwd, env: {}, askHidden: answer(SECRET) })).code).toBe(0);
    expect(await decode(['cookie.txt'], { cwd, env: {}, askHidden: answer(null) })).toMatchObject({
      code: 2,
      stderr: 'session-lens: no secret was given\n',
    });
    expect(questions).toEqual(['Secret (AUTH0_SECRET)', 'Secret (AUTH0_SECRET)']);
    expect((await json(['cookie.txt'], { cwd, askHidden: answer('x') })).code).toBe(0);
    expect((await decode([], { stdin: header, env: {}, askHidden: answer(SECRET) })).code).toBe(2);
    expect(questions).toHaveLength(2);
  });
});

describe('a secret is never an argument', () => {
  test.each([[['--secret', 'hunter2']], [['--secret=hunter2']], [['--secret']]])(
    '%j is refused',
    async (args) => {
      const { code, stdout, stderr } = await decode(args, { stdin: header });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        /^session-lens: a secret is never an argument, because .*environment variable.*\n$/,
      );
      expect(stderr).not.toContain('hunter2');
    },
  );

  test.each([
    ['misspelt', ['--secretx=hunter2']],
    ['joined', ['--secrethunter2hunter2hunter2']],
    ['a short option', ['-shunter2']],
    ['as another option', ['--format', 'hunter2']],
    ['as the name of the variable', ['--secret-env', 'hunter2-is-my-secret']],
    ['as a variable that is not set', ['--secret-env', 'hunter2']],
    ['as a file', ['--secret-file', 'hunter2']],
    ['as an env file', ['--env-file', 'hunter2']],
    ['behind the file', ['-', 'hunter2']],
    ['instead of the file', ['hunter2']],
    ['in front of the command line', ['--', 'hunter2']],
  ])('%s: not repeated', async (_what, args) => {
    const { code, stdout, stderr } = await decode(args, { stdin: header, env: {} });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^session-lens: .+\n$/);
    expect(stderr).not.toContain('hunter2');
  });

  test('in front of the command: not repeated', () => {
    const { code, stderr } = runCli(['--secret=hunter2', 'decode']);
    expect([code, stderr]).toEqual([2, "session-lens: unknown option '--secret'\n"]);
  });

  test('the help has no such option', () => {
    const { code, stdout } = runCli(['decode', '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain('--secret-env <name>');
    expect(stdout).not.toMatch(/--secret\b(?!-env|-file)|--env-file/);
  });

  test('nor does the process show it while it runs', async () => {
    const cwd = project({ '.env.local': `AUTH0_SECRET=${SECRET}\n` });
    const child = spawn(
      process.execPath,
      [cli, 'decode', '--format', 'json', '--secret-file', '.env.local'],
      {
        cwd,
        env: { PATH: process.env['PATH'] },
      },
    );
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stdin.write(header.slice(0, 100));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(child.exitCode).toBeNull();
    const shown = commandLine(child.pid ?? 0);
    expect(shown).toContain('decode');
    expect(shown).not.toContain(SECRET);
    expect(shown).not.toContain(value.slice(0, 60));
    child.stdin.end(header.slice(100));
    const [code] = (await once(child, 'close')) as [number];
    expect([code, (JSON.parse(stdout) as DecodeJson).cookies[0]?.status]).toEqual([0, 'valid']);
  });
});

/** What `ps` shows of a process. */
function commandLine(pid: number): string {
  const file = `/proc/${pid}/cmdline`;
  if (existsSync(file)) return readFileSync(file, 'utf8').replaceAll('\0', ' ');
  return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
}

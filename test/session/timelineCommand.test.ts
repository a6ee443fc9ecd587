import { Command, CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { UsageError, type Io } from '../../server/cli/io';
import { registerTimeline, type TimelineJson } from '../../server/cli/timeline';
import { tempWorkspace } from '../support/tempWorkspace';

interface Result {
  code: number | undefined;
  stdout: string;
  stderr: string;
}

async function run(args: readonly string[], cwd = '/'): Promise<Result> {
  const result: Result = { code: undefined, stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => void (result[name] += text),
    isTTY: false,
    columns: undefined,
  });
  const io: Io = { cwd, env: {}, stdout: output('stdout'), stderr: output('stderr'), docsDirectory: '' };
  const program = new Command('session-lens').exitOverride().configureOutput({
    writeOut: io.stdout.write,
    writeErr: io.stderr.write,
  });
  registerTimeline({ program, io, exit: (code) => void (result.code = code) });
  await program.parseAsync(['timeline', ...args], { from: 'user' });
  return result;
}

async function json(args: readonly string[], cwd?: string): Promise<TimelineJson['configs']> {
  const { code, stdout } = await run([...args, '--format', 'json'], cwd);
  const parsed = JSON.parse(stdout) as TimelineJson;
  expect([code, parsed.version]).toEqual([0, 1]);
  return parsed.configs;
}

const DAY = 86_400;
const CHOICE = 'const some = Math.random() > 0.5;\n';
const EXAMPLE = ['--absolute', '30d', '--inactivity', '7d', '--visits', '5d,10d,25d,30d'];

describe('durations given as options', () => {
  test('the documented example ends on day 17 and has no session on day 25', async () => {
    expect(await json(EXAMPLE)).toEqual([
      {
        file: null,
        line: null,
        rolling: true,
        absoluteDuration: 30 * DAY,
        inactivityDuration: 7 * DAY,
        transient: false,
        store: false,
        hook: null,
        inProduction: false,
        events: [
          { at: 0, kind: 'login', alive: true, expiresAt: 7 * DAY },
          { at: 5 * DAY, kind: 'visit', alive: true, expiresAt: 12 * DAY },
          { at: 10 * DAY, kind: 'visit', alive: true, expiresAt: 17 * DAY },
          { at: 25 * DAY, kind: 'visit', alive: false, expiresAt: null },
          { at: 30 * DAY, kind: 'visit', alive: false, expiresAt: null },
        ],
        endsAt: 17 * DAY,
        endReason: 'inactivity',
      },
    ]);
  });

  test('as text', async () => {
    const { stdout, stderr } = await run(EXAMPLE);
    expect(stderr).toBe('');
    expect(stdout).toBe(`SDK 4.30.0 assumed
rolling, inactivityDuration 7 days, absoluteDuration 30 days

session    ●━━━━━━━━━━●━━━━━━━━━●━━━━━━━━━━━━━━╳················○··········○
           └──────────┴─────────┴──────────────┴────────────────┴──────────┘
           login      5d        10d            17d              25d      30d
           ends at 17d: no request came in time

  login  0s        signed in   ends at 7d
  visit  5d        signed in   ends at 12d
  visit  10d       signed in   ends at 17d
  visit  25d       no session
  visit  30d       no session

The session ends after 7 days without a request, and 30 days after login at the latest.
`);
  });

  test('every kind of event as text', async () => {
    const events = ['--visits', '5d', '--read', '1d', '--save', '2d', '--close', '3d', '--logout', '4d'];
    const { stdout } = await run(['--absolute', '30d', '--inactivity', '7d', ...events]);
    expect(stdout).toContain(`
session    ●━━━━━━━━━━━━◌━━━━━━━━━━━━◆━━━━━━━━━━━□━━━━━━━━━━━━╳············○
           └────────────┴────────────┴───────────┴────────────┴────────────┘
           login        1d           2d          3d           4d          5d
           ends at 4d: the user signed out

  login  0s        signed in   ends at 7d
  read   1d        signed in   ends at 7d
  save   2d        signed in   ends at 9d
  close  3d        signed in   ends at 9d
  logout 4d        signed out
  visit  5d        no session
`);
  });

  test('saves, versions and --no-rolling', async () => {
    const fixed = ['--no-rolling', '--absolute', '30d', '--save', '29d'];
    expect(await json([...fixed, '--sdk', '4.30.0'])).toMatchObject([{ rolling: false, endsAt: 59 * DAY }]);
    expect(await json([...fixed, '--sdk', '3.8'])).toMatchObject([{ rolling: false, endsAt: 30 * DAY }]);
    expect(await json(['--no-rolling', '--visits', '1d', '--sdk', 'v4.16.1'])).toMatchObject([
      { endsAt: 4 * DAY },
    ]);
  });

  test.each([
    ['4', 'SDK 4.30.0'],
    ['v3', 'SDK 3.8.0'],
    ['4.16', 'SDK 4.16.0'],
  ])('--sdk %s is %s', async (sdk, expected) => {
    expect((await run(['--absolute', '1d', '--sdk', sdk])).stdout).toMatch(new RegExp(`^${expected}\\n`));
  });

  test.each([
    [['--absolute', '30x'], CommanderError, /Write it like 90s/],
    [['--visits', '1d,,2d'], CommanderError, /Write it like 90s/],
    [['--sdk', 'latest'], CommanderError, /It must be a version/],
    [['--sdk', '5'], CommanderError, /It must be a version/],
    [['--absolute', '3d', '.'], UsageError, /give a directory, or a configuration/],
    [['no-such-directory'], UsageError, /no such directory/],
  ])('%j is wrong use', async (args, kind, message) => {
    const error: unknown = await run(args).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).toMatch(message);
  });
});

describe('the clients of a directory', () => {
  const app = (client: string, sdk = '4.16.0') =>
    tempWorkspace({
      'package.json': JSON.stringify({
        name: 'web',
        dependencies: { '@auth0/nextjs-auth0': sdk, next: '16.0.0' },
      }),
      'lib/auth0.ts': `import { Auth0Client } from '@auth0/nextjs-auth0/server';\n\n${client}\n`,
    }).root;

  test('with file, line and the behaviour of the installed version', async () => {
    const root = app('export const auth0 = new Auth0Client({ session: { rolling: false } });');
    expect(await json([root, '--visits', '2d,4d'])).toMatchObject([
      { file: 'lib/auth0.ts', line: 3, rolling: false, absoluteDuration: 3 * DAY, endsAt: 7 * DAY },
    ]);
    expect(await json(['--visits', '2d,4d', '--sdk', '4.17.0'], root)).toMatchObject([{ endsAt: 3 * DAY }]);
  });

  test('one timeline for each value an option can have', async () => {
    const root = app(`const long = Math.random() > 0.5;
export const auth0 = new Auth0Client({ session: { inactivityDuration: long ? 7200 : 3600 } });`);
    expect((await json([root])).map(({ endsAt }) => endsAt).sort()).toEqual([3600, 7200]);
  });

  test('what is decided at run time is named, not guessed', async () => {
    const root = app(
      'export const auth0 = new Auth0Client({ session: { absoluteDuration: Number(process.env.LIFE) } });',
    );
    const { code, stdout, stderr } = await run([root]);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).toMatch(
      /lib\/auth0\.ts:3: auth0: absoluteDuration is decided at run time, by LIFE: not shown\n$/,
    );
  });

  test('a client without sessions has no timeline', async () => {
    const root = app('export const auth0 = new Auth0Client({ enterpriseConnect: true });', '4.30.0');
    expect(await json([root])).toEqual([]);
    expect((await run([root])).stderr).toMatch(/: auth0: with enterpriseConnect the SDK keeps no session/);
  });

  test('all that decides about the end stands above the drawing', async () => {
    const options = async (code: string): Promise<string | undefined> => {
      const root = app(`export const auth0 = new Auth0Client(${code});`, '4.30.0');
      return (await run([root])).stdout.split('\n')[1];
    };
    const [idle, absolute] = ['inactivityDuration 1 day', 'absoluteDuration 3 days'];
    expect(await options('{ session: { cookie: { transient: true } } }')).toBe(
      `rolling, ${idle}, ${absolute}, transient`,
    );
    expect(await options('{ sessionStore: new Store(), session: { cookie: { transient: true } } }')).toBe(
      `rolling, ${idle}, ${absolute}, in a store`,
    );
    expect(await options('{ session: { beforeSessionRolled: hook } }')).toBe(
      `rolling where beforeSessionRolled lets it, ${idle}, ${absolute}`,
    );
    expect(await options('{ session: { beforeSessionRolled: () => false } }')).toBe(
      `rolling, but never by requests (beforeSessionRolled), ${idle}, ${absolute}`,
    );
    expect(
      await options(
        "{ session: { rolling: false, absoluteDuration: process.env.NODE_ENV === 'production' ? 60 : 1 } }",
      ),
    ).toBe('not rolling, absoluteDuration 1 minute (in production)');
  });

  test('JSON tells configurations apart that differ in more than durations', async () => {
    const traits = async (code: string) => {
      const configs = await json([app(`${CHOICE}export const auth0 = new Auth0Client(${code});`, '4.30.0')]);
      return configs.map(({ transient, store, hook, inProduction }) => [
        transient,
        store,
        hook,
        inProduction,
      ]);
    };
    const hook = 'beforeSessionRolled: () => false';
    expect(await traits(`{ session: { ${hook}, cookie: { transient: some ? true : false } } }`)).toEqual([
      [true, false, 'never', false],
      [false, false, 'never', false],
    ]);
    expect(await traits('{ sessionStore: new Store() }')).toEqual([[false, true, null, false]]);
    expect(await traits('{ sessionStore: some ? new Store() : undefined }')).toEqual([
      [false, null, null, false],
    ]);
    expect(
      await traits("{ session: { absoluteDuration: process.env.NODE_ENV === 'production' ? 60 : 1 } }"),
    ).toEqual([[false, false, null, true]]);
  });

  test('closing the browser ends a transient session, deleting the record one in a store', async () => {
    const lines = async (options: string, ...args: string[]) => {
      const { stdout } = await run([app(`new Auth0Client({ ${options} });`, '4.30.0'), ...args]);
      return stdout.split('\n').filter((line) => /^  (close|revoke) /.test(line));
    };
    expect(
      await lines('session: { cookie: { transient: true } }', '--close', '2h', '--revoke', '1h'),
    ).toEqual(['  revoke 1h        signed in   ends at 1d', '  close  2h        session over']);
    expect(await lines('sessionStore: new Store()', '--close', '1h', '--revoke', '2h')).toEqual([
      '  close  1h        signed in   ends at 1d',
      '  revoke 2h        session over',
    ]);
  });

  test('a sentence for all that is decided at run time', async () => {
    const root = app(`const { ABS, IDLE } = process.env;
export const auth0 = new Auth0Client({
  session: { rolling: process.env.ROLL === 'true', absoluteDuration: Number(ABS), inactivityDuration: Number(IDLE) },
});`);
    expect((await run([root])).stderr).toMatch(
      /: auth0: rolling, absoluteDuration and inactivityDuration are decided at run time, by ROLL, ABS and IDLE: not shown\n$/,
    );
  });

  test('what the code names beside a variable is shown, and that it is not all', async () => {
    const root = app(
      'export const auth0 = new Auth0Client({ session: { absoluteDuration: Number(process.env.ABS ?? 604800) } });',
    );
    expect(await json([root])).toMatchObject([{ absoluteDuration: 7 * DAY }]);
    expect((await run([root])).stderr).toMatch(/by ABS: only what the code names is shown\n$/);
  });

  test('a decision between rolling and not is both', async () => {
    const root = app(
      "export const auth0 = new Auth0Client({ session: { rolling: process.env.R === 'true', absoluteDuration: 3600 } });",
    );
    expect((await json([root])).map(({ rolling }) => rolling)).toEqual([true, false]);
    expect((await run([root])).stderr).toBe('');
  });

  test('says that more is possible than it shows', async () => {
    const N = 'Math.random() > 0.5';
    const root = app(`export const auth0 = new Auth0Client({ session: {
  rolling: ${N}, absoluteDuration: ${N} ? 1 : ${N} ? 2 : 3, inactivityDuration: ${N} ? 4 : ${N} ? 5 : 6,
} });`);
    expect(await json([root])).toHaveLength(8);
    expect((await run([root])).stderr).toMatch(/more configurations are possible than the 8 shown\n$/);
  });

  test('values that are no numbers survive JSON', async () => {
    const root = app('export const auth0 = new Auth0Client({ session: { absoluteDuration: Infinity } });');
    expect(await json([root])).toMatchObject([{ absoluteDuration: 'Infinity', endsAt: DAY }]);
  });

  test('a directory without a client gives an empty list and a line on standard error', async () => {
    const { root } = tempWorkspace({ 'package.json': '{}' });
    const { code, stdout, stderr } = await run([root, '--format', 'json']);
    expect([code, JSON.parse(stdout)]).toEqual([0, { version: 1, configs: [] }]);
    expect(stderr).toContain('no client of @auth0/nextjs-auth0 found');
  });
});

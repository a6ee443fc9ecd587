import { describe, expect, it } from 'vitest';
import { sessionLanes } from '../../server/app/lanes';
import { codeLenses } from '../../server/features/codeLens';
import { sessionLenses } from '../../server/features/codeLens/session';
import { analysed, CLIENT_FILE, clientWith, manifest } from '../support/analysed';
import { HEALTHY_CLIENT } from '../support/nextApp';

/** Those of the lifetime; the size of the cookie has its own test. */
const isLifetime = ({ title }: { title: string }): boolean => !title.includes('≈');

async function titles(client: string, more: Record<string, string> = {}): Promise<string[]> {
  const { apps } = await analysed({ ...more, 'lib/auth0.ts': client });
  return codeLenses(apps, CLIENT_FILE)
    .filter(isLifetime)
    .map(({ title }) => title);
}

const title = async (session: string, sdk?: string): Promise<string | undefined> => {
  const more: Record<string, string> =
    sdk === undefined ? {} : { 'package.json': manifest({ '@auth0/nextjs-auth0': sdk }) };
  return (await titles(clientWith(session), more))[0];
};

describe('the lens of a client', () => {
  it('stands on the session property and opens the timeline of that client', async () => {
    const { apps, lineAt } = await analysed();
    const [lens, ...more] = codeLenses(apps, CLIENT_FILE).filter(isLifetime);
    expect(more).toEqual([]);
    expect(lens).toMatchObject({
      title: 'ends after 7 d idle, 30 d at most',
      tooltip: 'The session ends after 7 days without a request, and 30 days after login at the latest.',
      action: { command: 'sessionLens.previewTimeline', label: 'preview' },
    });
    expect(lineAt(CLIENT_FILE, lens!.span.start)).toBe('session: {');
    expect(lens?.action?.argument['lane']).toBe(sessionLanes(apps[0]!)[0]?.id);
  });

  it('stands on the client where no session is written, with the defaults', async () => {
    const text =
      "import { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = new Auth0Client();\n";
    const { apps, lineAt } = await analysed({ 'lib/auth0.ts': text });
    const [lens] = codeLenses(apps, CLIENT_FILE);
    expect(lens?.title).toBe('ends after 1 d idle, 3 d at most');
    expect(lineAt(CLIENT_FILE, lens!.span.start)).toContain('new Auth0Client()');
  });

  it('stands on the client where the session is written in another file', async () => {
    const text =
      "import { Auth0Client } from '@auth0/nextjs-auth0/server';\nimport { options } from './options';\nexport const auth0 = new Auth0Client(options);\n";
    const options = 'export const options = { session: { inactivityDuration: 3600 } };\n';
    const { apps, lineAt } = await analysed({ 'lib/auth0.ts': text, 'lib/options.ts': options });
    const [lens] = codeLenses(apps, CLIENT_FILE);
    expect(lens?.title).toBe('ends after 1 h idle, 3 d at most');
    expect(lineAt(CLIENT_FILE, lens!.span.start)).toContain('new Auth0Client(options)');
    expect(codeLenses(apps, '/shop/lib/options.ts')).toEqual([]);
  });

  it.each([
    ['{ inactivityDuration: 5400 }', 'ends after 1 h 30 min idle, 3 d at most'],
    ['{ inactivityDuration: 604800 }', 'ends 3 d after login'],
    ['{ rolling: false, absoluteDuration: 3600 }', 'ends 1 h after login or the last save'],
    ['{ absoluteDuration: 0 }', 'nobody can stay signed in'],
    ['{ absoluteDuration: Infinity, inactivityDuration: Infinity }', 'nobody can sign in'],
    ['{ absoluteDuration: Infinity }', 'ends after 1 d idle, without another limit'],
    ['{ cookie: { transient: true } }', 'ends after 1 d idle, 3 d at most, or with the browser'],
    [
      '{ beforeSessionRolled: () => false }',
      'never rolls: ends 1 d after login or the last save, 3 d at most',
    ],
    [
      '{ beforeSessionRolled: decide }',
      'ends after 1 d idle, 3 d at most, if beforeSessionRolled lets it roll',
    ],
  ])('of %s says: %s', async (session, expected) => {
    expect(await title(session)).toBe(expected);
  });

  it('follows the version of the SDK', async () => {
    const fixed = '{ rolling: false, absoluteDuration: 86400 }';
    expect(await title(fixed, '4.16.0')).toBe('ends after 1 d idle, without another limit');
    expect(await title(fixed, '4.17.0')).toBe('ends 1 d after login or the last save');
  });

  it('says which version it takes where none is installed or locked', async () => {
    expect(await title('{ rolling: false, absoluteDuration: 86400 }', '^4.9.0')).toBe(
      'ends 1 d after login or the last save (SDK 4.30.0 assumed)',
    );
  });

  it.each([
    'sessionStore: { get() {}, set() {}, delete() {} }',
    'sessionStore: new Store()',
    'sessionStore: new Store() as any',
    'sessionStore: openStore()',
    'sessionStore: process.env.REDIS_URL ? new Store() : undefined',
  ])('does not promise that closing the browser ends a session with %s', async (store) => {
    const client = clientWith(`{ cookie: { transient: true } }, ${store}`);
    expect(await titles(client)).toEqual(['ends after 1 d idle, 3 d at most']);
  });

  it('knows the variable that lets a session end with the browser', async () => {
    expect(await titles(clientWith('{}'), { '.env.production': 'AUTH0_COOKIE_TRANSIENT=true\n' })).toEqual([
      'ends after 1 d idle, 3 d at most, or with the browser',
    ]);
  });

  it('tells several possible values', async () => {
    expect(await title('{ inactivityDuration: Math.random() > 0.5 ? 3600 : 7200 }')).toBe(
      'ends after 1 h or 2 h idle, 3 d at most',
    );
    expect(await title('{ rolling: Math.random() > 0.5, absoluteDuration: 172800 }')).toBe(
      'ends after 1 d idle, 2 d at most, or ends 2 d after login or the last save',
    );
  });

  it('says what is known when another limit is decided at run time, and by what', async () => {
    expect(await title('{ absoluteDuration: Number(process.env.LIMIT) }')).toBe(
      'ends after 1 d idle at most, absolute limit set by LIMIT',
    );
    expect(await title('{ inactivityDuration: read() }')).toBe(
      'ends 3 d after login at most, idle limit set at run time',
    );
    expect(
      await title('{ absoluteDuration: Number(process.env.A), inactivityDuration: Number(process.env.B) }'),
    ).toBe('its end is decided by A and B');
    expect(await title('{ ...read() }')).toBe('its end is decided at run time');
    expect(
      await title("{ rolling: process.env.ROLL === 'true', absoluteDuration: Number(process.env.A) }"),
    ).toBe('its end is decided by ROLL and A');
  });

  it('says what the code names beside what is decided at run time', async () => {
    expect(await title('{ absoluteDuration: Number(process.env.LIMIT ?? 604800) }')).toBe(
      'ends after 1 d idle, 7 d at most, unless decided otherwise by LIMIT',
    );
    expect(await title("process.env.SHORT === '1' ? { inactivityDuration: 3600 } : read()")).toBe(
      'ends after 1 h idle, 3 d at most, unless decided otherwise at run time',
    );
  });

  it.each([
    'process.env.LONG ? { absoluteDuration: 2592000, inactivityDuration: 604800 } : { absoluteDuration: 3600, inactivityDuration: 900 }',
    '{ absoluteDuration: long ? 2592000 : 3600, inactivityDuration: !long ? 900 : 604800 }',
    '{ absoluteDuration: plan.absolute, inactivityDuration: plan.idle }',
    '{ ...(long ? { absoluteDuration: 2592000, inactivityDuration: 604800 } : { absoluteDuration: 3600, inactivityDuration: 900 }) }',
    '{ ...sessionOf(plan) }',
  ])('never pairs values that exclude each other: %s', async (session) => {
    const client = `const PLANS = { long: { absolute: 30 * 86400, idle: 7 * 86400 }, short: { absolute: 3600, idle: 900 } };
const long = Math.random() > 0.5;
const plan = long ? PLANS.long : PLANS.short;
const sessionOf = (p: typeof plan) => ({ absoluteDuration: p.absolute, inactivityDuration: p.idle });
${clientWith(session)}`;
    const { apps } = await analysed({ 'lib/auth0.ts': client });
    const [lens] = codeLenses(apps, CLIENT_FILE).filter(isLifetime);
    expect(lens?.title).toBe('ends after 15 min or 7 d idle, 1 h or 30 d at most');
    expect(lens?.tooltip?.split(' Or: ')).toEqual([
      'The session ends after 7 days without a request, and 30 days after login at the latest.',
      'The session ends after 15 minutes without a request, and 1 hour after login at the latest.',
    ]);
    expect(sessionLanes(apps[0]!)).toHaveLength(2);
  });

  it('says that it does not tell all where there are too many combinations', async () => {
    const [flip, three] = ['Math.random() > 0.5', 'read() ? 3600 : read() ? 7200 : 10800'];
    const { apps } = await analysed({
      'lib/auth0.ts': clientWith(
        `{ rolling: ${flip}, absoluteDuration: ${three}, inactivityDuration: ${three} }`,
      ),
    });
    const [lens] = codeLenses(apps, CLIENT_FILE).filter(isLifetime);
    expect(lens?.title).toBe('ends in one of more than 8 ways');
    expect(lens?.tooltip).toMatch(/the code allows more configurations\.$/);
    expect(sessionLanes(apps[0]!).map(({ isCut }) => isCut)).toEqual(new Array(8).fill(true));
  });

  it('says that it is about production where NODE_ENV decides', async () => {
    const client = (session: string) =>
      `const isProd = process.env.NODE_ENV === 'production';\n${clientWith(session)}`;
    expect(await titles(client('{ absoluteDuration: isProd ? 7200 : 2592000 }'))).toEqual([
      'ends 2 h after login (in production)',
    ]);
    expect(await titles(client('isProd ? { inactivityDuration: 7200 } : undefined'))).toEqual([
      'ends after 2 h idle, 3 d at most (in production)',
    ]);
    expect(await titles(client('{ cookie: { secure: isProd }, inactivityDuration: 7200 }'))).toEqual([
      'ends after 2 h idle, 3 d at most',
    ]);
  });

  it('never tells the value of an environment variable', async () => {
    const { apps } = await analysed({
      'lib/auth0.ts': clientWith('{ absoluteDuration: Number(process.env.LIMIT) }'),
      '.env': 'LIMIT=424242\n',
    });
    expect(JSON.stringify(codeLenses(apps, CLIENT_FILE))).not.toContain('424242');
  });

  it('names the clients that share one place', async () => {
    const client = `import { Auth0Client } from '@auth0/nextjs-auth0/server';
const options = { session: { inactivityDuration: 3600 } };
export const shop = new Auth0Client(options);
export const admin = new Auth0Client({ ...options, clientId: 'a' });
`;
    expect(await titles(client)).toEqual([
      'shop ends after 1 h idle, 3 d at most',
      'admin ends after 1 h idle, 3 d at most',
    ]);
  });

  it('is left out where the SDK keeps no session', async () => {
    const client =
      "import { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = new Auth0Client({ enterpriseConnect: true });\n";
    expect(await titles(client)).toEqual([]);
  });

  it('is not on the files without a client', async () => {
    const { apps } = await analysed({ 'lib/auth0.ts': HEALTHY_CLIENT });
    expect(apps.flatMap((app) => sessionLenses(app, '/shop/app/page.tsx'))).toEqual([]);
  });
});

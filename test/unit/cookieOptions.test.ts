import { describe, expect, it } from 'vitest';
import { baseUrl, cookieOptions, type CookieOption } from '../../server/app/cookieOptions';
import type { AppModel, ClientModel } from '../../server/model';
import { analysed, manifest } from '../support/analysed';

interface Setup {
  /** Argument of the constructor. */
  options?: string;
  sdk?: string;
  /** Env files by name. */
  env?: Record<string, string>;
}

async function client({ options = '', sdk = '4.30.0', env = {} }: Setup): Promise<[ClientModel, AppModel]> {
  const { apps } = await analysed({
    'lib/auth0.ts': `import { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = new Auth0Client(${options});\n`,
    'package.json': manifest({ '@auth0/nextjs-auth0': sdk }),
    ...env,
  });
  const [app] = apps;
  const [first] = app?.clients ?? [];
  if (!app || !first) throw new Error('no client');
  return [first, app];
}

const valueOf = ({ value }: CookieOption): unknown =>
  value.kind === 'known' ? value.value : `(${value.kind})`;

async function effective(setup: Setup) {
  const all = cookieOptions(...(await client(setup)));
  return Object.fromEntries(Object.entries(all).map(([name, o]) => [name, [valueOf(o), o.origin]]));
}

const HTTP = "appBaseUrl: 'http://localhost:3000'";
const HTTPS = "appBaseUrl: 'https://example.com'";
const cookie = (options: string, base = HTTP): string => `{ ${base}, session: { cookie: { ${options} } } }`;
const COOKIE_ENV = {
  '.env.production': `AUTH0_COOKIE_PATH=/e
AUTH0_COOKIE_DOMAIN=e.example
AUTH0_COOKIE_SECURE=true
AUTH0_COOKIE_SAME_SITE=none
AUTH0_COOKIE_TRANSIENT=true
`,
};

// What the releases wrote into Set-Cookie with the same options and variables.
describe('the options of the session cookie', () => {
  it('are the defaults of the SDK where nothing is set', async () => {
    expect(await effective({ options: `{ ${HTTP} }` })).toEqual({
      name: ['__session', 'default'],
      path: ['/', 'default'],
      domain: [undefined, 'default'],
      secure: [false, 'default'],
      sameSite: ['lax', 'default'],
      transient: [false, 'default'],
    });
  });

  it('are those of the code before those of the variables; null counts as not set', async () => {
    const options = cookie("path: '/a', domain: null, sameSite: 'strict', transient: false");
    expect(await effective({ options, env: COOKIE_ENV })).toEqual({
      name: ['__session', 'default'],
      path: ['/a', 'option'],
      domain: ['e.example', 'env'],
      secure: [true, 'env'],
      sameSite: ['strict', 'option'],
      transient: [false, 'option'],
    });
  });

  it.each([
    ['4.4.2', { path: ['/', 'default'], secure: [false, 'default'], transient: [false, 'default'] }],
    ['4.5.0', { path: ['/e', 'env'], secure: [true, 'env'], transient: [true, 'env'] }],
    ['^4.3.0', { path: ['(unknown)', 'unknown'], secure: ['(unknown)', 'unknown'] }],
  ])('come from variables from 4.5.0 on: %s', async (sdk, expected) => {
    expect(await effective({ options: `{ ${HTTP} }`, sdk, env: COOKIE_ENV })).toMatchObject(expected);
  });

  it.each([
    ['4.0.0', ['__session', 'lax', '/']],
    ['4.0.1', ['mine', 'strict', '/']],
    ['4.5.0', ['mine', 'strict', '/a']],
  ])('exist only from some version on: %s', async (sdk, expected) => {
    const options = cookie("name: 'mine', sameSite: 'strict', path: '/a'");
    const { name, sameSite, path } = await effective({ options, sdk });
    expect([name?.[0], sameSite?.[0], path?.[0]]).toEqual(expected);
  });

  it.each([
    ['4.8.0', '/'],
    ['4.9.0', '/docs'],
  ])('follow NEXT_PUBLIC_BASE_PATH from 4.9.0 on: %s', async (sdk, path) => {
    const env = { '.env': 'NEXT_PUBLIC_BASE_PATH=/docs\n' };
    expect((await effective({ options: `{ ${HTTP} }`, sdk, env }))['path']?.[0]).toBe(path);
  });

  it.each([
    ['TRUE', false],
    ['1', false],
    ['true', true],
    ['', false],
  ])('are on for the exact word true: %j', async (text, expected) => {
    const env = { '.env': `AUTH0_COOKIE_TRANSIENT=${text}\nAUTH0_COOKIE_SECURE=${text}\n` };
    const { transient, secure } = await effective({ options: `{ ${HTTP} }`, env });
    expect([transient, secure]).toEqual([
      [expected, 'env'],
      [expected, 'env'],
    ]);
  });

  it('are unknown where the code or a reference leaves them open', async () => {
    const options = cookie('sameSite: process.env.SAME_SITE, ...more');
    const all = await effective({ options: options.replace('...more', 'path: read()') });
    expect(all).toMatchObject({ sameSite: ['(unknown)', 'unknown'], path: ['(unknown)', 'unknown'] });
    const env = { '.env': 'AUTH0_COOKIE_DOMAIN=$HOST\n' };
    expect((await effective({ env }))['domain']).toEqual(['(unknown)', 'unknown']);
  });

  it('name the variable with which the deployment may decide otherwise', async () => {
    const [first, app] = await client({ options: cookie("sameSite: 'lax'") });
    const { sameSite, transient, name } = cookieOptions(first, app);
    expect([sameSite.variable, transient.variable, name.variable]).toEqual([
      null,
      'AUTH0_COOKIE_TRANSIENT',
      null,
    ]);
    const [old, before] = await client({ options: `{ ${HTTP} }`, sdk: '4.4.2' });
    expect(cookieOptions(old, before).transient.variable).toBeNull();
  });

  it('leave the files of one machine and of development out', async () => {
    const env = { '.env.local': 'AUTH0_COOKIE_PATH=/l\n', '.env.development': 'AUTH0_COOKIE_PATH=/d\n' };
    expect((await effective({ env }))['path']).toEqual(['/', 'default']);
  });
});

describe('secure', () => {
  it.each<[string, Setup, unknown]>([
    ['an https base URL wins over the option', { options: cookie('secure: false', HTTPS) }, true],
    [
      'several of them, too',
      { options: cookie('secure: false', "appBaseUrl: ['https://a.example', 'https://b.example']") },
      true,
    ],
    [
      'one of http among them does not',
      { options: cookie('secure: false', "appBaseUrl: ['https://a.example', 'http://b.example']") },
      false,
    ],
    ['over http the option counts', { options: cookie('secure: true') }, true],
    [
      'the base URL of a deployed file',
      { env: { '.env.production': 'APP_BASE_URL=https://a.example, https://b.example\n' } },
      true,
    ],
    [
      'a list is none before 4.16.0',
      { sdk: '4.15.0', env: { '.env': 'APP_BASE_URL=https://a.example,https://b.example\n' } },
      '(unknown)',
    ],
    ['the host may set the base URL', { options: '{ session: { cookie: { secure: false } } }' }, '(unknown)'],
    [
      'a local address in a committed file',
      { env: { '.env': 'APP_BASE_URL=http://localhost:3000\n' } },
      '(unknown)',
    ],
    ['on is on, whatever the base URL', { options: '{ session: { cookie: { secure: true } } }' }, true],
    ['no URL at all', { options: cookie('secure: false', "appBaseUrl: 'example'") }, '(unknown)'],
  ])('%s', async (_what, setup, expected) => {
    expect((await effective(setup))['secure']?.[0]).toBe(expected);
  });

  it.each<[string, Setup, string]>([
    ['missing', {}, 'missing'],
    ['on one machine', { env: { '.env.local': 'APP_BASE_URL=http://localhost:3000\n' } }, 'unknown'],
    [
      'by its variable',
      {
        options: '{ appBaseUrl: process.env.APP_BASE_URL }',
        env: { '.env': 'APP_BASE_URL=HTTPS://a.example\n' },
      },
      'https',
    ],
    ['by another variable', { options: '{ appBaseUrl: process.env.URL }' }, 'unknown'],
    [
      'one of two',
      { options: "{ appBaseUrl: process.env.LOCAL ? 'http://localhost:3000' : 'https://a.example' }" },
      'unknown',
    ],
  ])('knows the base URL: %s', async (_what, setup, kind) => {
    expect(baseUrl(...(await client(setup))).kind).toBe(kind);
  });
});

import { describe, expect, it } from 'vitest';
import { estimateCookies, type CookieEstimate } from '../../server/app/cookieEstimate';
import { codeLenses } from '../../server/features/codeLens';
import { sizeCard } from '../../server/features/cookieSize';
import { hover } from '../../server/features/hover';
import { analysed, CLIENT_FILE, manifest } from '../support/analysed';

const client = (options: string, before = ''): string =>
  `import { Auth0Client, filterDefaultIdTokenClaims } from '@auth0/nextjs-auth0/server';\n${before}\nexport const auth0 = new Auth0Client({ ${options} });\n`;

async function estimate(options: string, before = '', sdk?: string): Promise<CookieEstimate> {
  const { apps } = await analysed({
    'lib/auth0.ts': client(options, before),
    ...(sdk !== undefined && { 'package.json': manifest({ '@auth0/nextjs-auth0': sdk }) }),
  });
  const [app] = apps;
  const [first] = app?.clients ?? [];
  const found = app && first ? estimateCookies(app, first) : null;
  if (!found) throw new Error('no estimate');
  return found;
}

const API = "authorizationParameters: { audience: 'https://api.example.com' }";
const KEEPS_ALL = 'beforeSessionSaved: async (session) => session';

describe('the estimate of a client', () => {
  // Simulated with 4.30.0: JSON bytes with exp, cookies and bytes of name=value.
  it.each([
    ['the defaults', '', 2324, 1, 3190],
    [
      'an opaque token and no refresh token',
      "authorizationParameters: { scope: 'openid profile email' }",
      1675,
      1,
      2325,
    ],
    ['an access token for an API', API, 2620, 2, 3601],
    ['30 permissions in it', API, 3388, 2, 4625],
    ['50 groups kept in the user', `${API}, ${KEEPS_ALL}`, 8604, 4, 11_605],
  ])('holds the session with %s', async (_what, options, json, cookies, bytes) => {
    const { low, high } = await estimate(options);
    expect(low.plaintextBytes).toBeLessThanOrEqual(json);
    expect(high.plaintextBytes).toBeGreaterThanOrEqual(json);
    expect(low.cookies.length).toBeLessThanOrEqual(cookies);
    expect(high.cookies.length).toBeGreaterThanOrEqual(cookies);
    expect(low.cookieBytes).toBeLessThanOrEqual(bytes);
    expect(high.cookieBytes).toBeGreaterThanOrEqual(bytes);
  });

  it('is close to the simulated sessions in its usual case', async () => {
    expect((await estimate('')).typical.cookieBytes / 3190).toBeCloseTo(1, 1);
    expect((await estimate(API)).typical.cookieBytes / 3601).toBeCloseTo(1, 1);
  });

  it('counts less for each thing that is left out', async () => {
    const size = async (options: string) => (await estimate(options)).typical.cookieBytes;
    const filtered = 'user: filterDefaultIdTokenClaims(session.user)';
    const hook = (rest: string) => `${API}, beforeSessionSaved: async (session) => ({ ...session, ${rest} })`;
    const [all, defaults, picked, noToken] = await Promise.all([
      size(`${API}, ${KEEPS_ALL}`),
      size(hook(filtered)),
      size(hook('user: { sub: session.user.sub }')),
      size(hook(`${filtered}, tokenSet: { ...session.tokenSet, idToken: undefined }`)),
    ]);
    expect(all).toBeGreaterThan(defaults);
    expect(defaults).toBeGreaterThan(picked);
    expect(picked).toBeGreaterThan(noToken);
    expect(defaults).toBe(await size(API));
    expect(await size("authorizationParameters: { scope: 'openid' }")).toBeLessThan(
      await size("authorizationParameters: { scope: 'openid profile offline_access' }"),
    );
  });

  it('sees the ID token being deleted', async () => {
    const deleting = `beforeSessionSaved: async (session) => {
      delete session.tokenSet.idToken;
      return { ...session, user: filterDefaultIdTokenClaims(session.user) };
    }`;
    expect((await estimate(deleting)).assumptions).toContain(
      'The ID token is removed by beforeSessionSaved.',
    );
  });

  it('reads how people follow our advice to leave the ID token out', async () => {
    const hook = (body: string) => estimate(`beforeSessionSaved: async (session) => { ${body} }`);
    const removed = 'The ID token is removed by beforeSessionSaved.';
    const rest = await hook(
      'const { idToken, ...tokenSet } = session.tokenSet; return { ...session, tokenSet };',
    );
    expect(rest.claims).toBe('all');
    expect(rest.assumptions).toContain(removed);
    const changed = await hook(
      'const { idToken, ...tokenSet } = session.tokenSet; delete tokenSet.scope; tokenSet.expiresAt = 1; return { ...session, tokenSet };',
    );
    expect(changed.assumptions).toEqual(rest.assumptions);
    const copy = await hook('const result = { ...session }; return result;');
    expect(copy.claims).toBe('all');
    const replaced = await hook(
      'delete session.tokenSet.idToken; session.user = { sub: session.user.sub }; return session;',
    );
    expect(replaced.claims).toBe('picked');
    expect(replaced.assumptions).toContain(removed);
    expect(replaced.typical.cookieBytes).toBeLessThan(rest.typical.cookieBytes);
    const other = await hook(
      'const { refreshToken, ...tokenSet } = session.tokenSet; return { ...session, tokenSet };',
    );
    expect(other.claims).toBe('unknown');
  });

  it('counts no tokens where the hook returns none', async () => {
    const none = await estimate(
      'beforeSessionSaved: async (session) => ({ user: { sub: session.user.sub }, internal: session.internal })',
    );
    // `{"user":{"sub":…30},"internal":{"sid":…32,"createdAt":…}}`, encrypted.
    expect(none.low.cookieBytes).toBeGreaterThan(240);
    expect(none.low.cookieBytes).toBeLessThan(290);
    expect(none.assumptions[0]).toBe('The access and refresh tokens are removed by beforeSessionSaved.');
    expect(none.assumptions[1]).toBe('Scopes `openid profile email offline_access`.');
    const own = await estimate(
      'beforeSessionSaved: async (session) => ({ ...session, tokenSet: { accessToken: session.tokenSet.accessToken } })',
    );
    expect(own.low.cookieBytes).toBeLessThan(own.typical.cookieBytes);
    expect(own.assumptions).toContain('The ID token is removed by beforeSessionSaved.');
  });

  it('a map of scopes without a known audience: the audience is what is not known', async () => {
    const map = "scope: { 'https://a.example': 'openid profile', 'https://b.example': 'read' }";
    const { assumptions } = await estimate(
      `authorizationParameters: { audience: process.env.AUDIENCE, ${map} }`,
    );
    expect(assumptions.join(' ')).toMatch(
      /The scopes depend on the audience, which is decided at run time; `.*` is assumed\..*Access tokens for up to 2 audiences are added/,
    );
    const none = await estimate(`authorizationParameters: { ${map} }`);
    expect(none.assumptions[1]).toMatch(/^The map of scopes has none for the audience of the login; /);
    expect(none.assumptions.join(' ')).toContain('Access tokens for 2 other audiences are added');
  });

  it('counts one more access token for each audience with scopes of its own', async () => {
    const scope = (map: string) =>
      `authorizationParameters: { audience: 'https://a.example', scope: { 'https://a.example': 'openid profile email offline_access'${map} } }`;
    const [one, two] = [await estimate(scope('')), await estimate(scope(", 'https://b.example': 'read'"))];
    expect(two.typical.cookieBytes - one.typical.cookieBytes).toBeGreaterThan(1100);
    expect(two.low.cookieBytes).toBe(one.low.cookieBytes);
    expect(two.assumptions.join(' ')).toContain(
      'An access token for another audience is added, once it is asked for.',
    );
  });

  it('is exact with a store, and open where the store is decided at run time', async () => {
    const store = 'const store = { get() {}, set() {}, delete() {} };';
    const stored = await estimate('sessionStore: store', store);
    expect([stored.low, stored.typical, stored.high].map(({ cookieBytes }) => cookieBytes)).toEqual([
      169, 169, 169,
    ]);
    const open = await estimate(
      'sessionStore: process.env.REDIS ? make() : undefined',
      'declare const make: any;',
    );
    expect(open.low.cookieBytes).toBe(169);
    expect(open.high.cookieBytes).toBeGreaterThan(4000);
  });

  it('does without the ID token before 4.3.0, and takes the name of the cookie', async () => {
    const old = await estimate('', '', '4.2.0');
    expect(old.assumptions).toContain('This version stores no ID token.');
    expect(old.typical.cookieBytes).toBeLessThan((await estimate('')).typical.cookieBytes - 1000);
    const named = await estimate("session: { cookie: { name: 'shop' } }");
    expect(named.typical.cookies[0]?.name).toBe('shop');
  });

  it('counts the cookie of a login in progress, with its prefix, scopes and audience', async () => {
    const { login } = await estimate('', '', '4.30.0');
    expect(login).toEqual({ name: '__txn_', bytes: 504, isLimited: true });
    const more = await estimate(`${API}, transactionCookie: { prefix: '__login_' }`, '', '4.30.0');
    expect(more.login.name).toBe('__login_');
    expect(more.login.bytes).toBeGreaterThan(login.bytes + 40);
    expect((await estimate('', '', '4.16.0')).login.isLimited).toBe(false);
  });

  it('widens where the code does not say', async () => {
    const env = await estimate(
      'authorizationParameters: { audience: process.env.AUDIENCE, scope: process.env.SCOPE }',
    );
    expect(env.assumptions.join(' ')).toMatch(
      /audience is decided at run time.*scopes are decided at run time/,
    );
    const hook = await estimate('beforeSessionSaved: makeHook()', 'declare const makeHook: any;');
    expect(hook.claims).toBe('unknown');
    expect(hook.low.cookieBytes).toBeLessThan(1600);
    expect(hook.high.cookieBytes).toBeGreaterThan(11_605);
  });
});

describe('the lens', () => {
  const titles = async (options: string) => {
    const { apps } = await analysed({ 'lib/auth0.ts': client(options) });
    return codeLenses(apps, CLIENT_FILE).map(({ title }) => title);
  };

  it('tells the usual size and the number of cookies', async () => {
    expect(await titles('')).toContain('≈ 3.1 KB · 1 cookie');
    expect(await titles(API)).toContain('≈ 3.5 KB · 2 cookies');
  });

  it('is not there for a session in a store, or none', async () => {
    const sized = async (options: string) => (await titles(options)).filter((title) => title.includes('≈'));
    expect(await sized('sessionStore: { get() {}, set() {}, delete() {} }')).toEqual([]);
    expect(await sized('enterpriseConnect: true')).toEqual([]);
  });
});

describe('the hover', () => {
  const text = client(
    `session: { cookie: { path: '/shop' } }, authorizationParameters: { audience: 'https://a.example', scope: 'openid' }, ${KEEPS_ALL}`,
  );

  it.each(['cookie:', 'audience:', 'scope:', 'beforeSessionSaved:'])('on %s has the budget', async (name) => {
    const { apps } = await analysed({ 'lib/auth0.ts': text });
    const found = hover(apps, CLIENT_FILE, text.indexOf(name) + 1, { headerLimit: 6000 });
    expect(found?.markdown).toContain('**Session cookie `__session` of `auth0`**');
    expect(found?.markdown).toMatch(
      /\| \[nginx\]\(https:\/\/nginx\.org\/\S+\) \| 8,192, one header \(20\d\d-/,
    );
    expect(found?.markdown).toMatch(/\| Your host \(setting\) \| 6,000 \| \d+%, up to \d+% \|/);
    expect(found?.markdown).toContain('Audience `https://a.example`');
    expect(found?.markdown).toMatch(/Each login in progress adds `__txn_…` of about \d{3} bytes, /);
  });

  it('keeps silent on values and on other options', async () => {
    const { apps } = await analysed({ 'lib/auth0.ts': text });
    expect(hover(apps, CLIENT_FILE, text.indexOf("'https://a.example'") + 3)).toBeNull();
    expect(hover(apps, CLIENT_FILE, text.indexOf('path:'))).toBeNull();
  });

  it('has no card for a client without sessions', async () => {
    const { apps } = await analysed({ 'lib/auth0.ts': client('enterpriseConnect: true') });
    expect(sizeCard(apps[0]!, apps[0]!.clients[0]!, { headerLimit: null })).toBeNull();
  });
});

/** The cookie panel's view of what else the SDK writes besides v4's session, and of what it does not write. */
import { describe, expect, it } from 'vitest';
import { cookiesJson, redactedReport } from '../../client/panels/cookie/report';
import { openedCookie, type CardContext, type OpenedCookie } from '../../client/panels/cookie/view';
import { decodeCookies } from '../../shared/cookie/decode';
import { parsePasted } from '../../shared/cookie/parse';
import type { CookieCard } from '../../shared/webview/cookie';
import { chunked, DAY, HOUR, jwe, jwt, NOW, SECRET, session, signed } from '../cookie/samples';

const ID_TOKEN = jwt({ sub: 'auth0|1', exp: NOW + HOUR });
const context: CardContext = {
  now: NOW,
  lanes: [],
  secrets: [{ kind: 'app', label: 'AUTH0_SECRET in .env', root: '/app' }],
  headerLimit: null,
};

/** What the panel makes of a pasted header. */
async function openedFrom(text: string, secrets = [SECRET]): Promise<OpenedCookie[]> {
  const cookies = await decodeCookies(parsePasted(text).cookies, secrets, { now: NOW });
  return cookies.map((cookie) => openedCookie(cookie, context));
}

async function cards(text: string): Promise<CookieCard[]> {
  return (await openedFrom(text)).map(({ card }) => card);
}

async function card(text: string): Promise<CookieCard> {
  const [first, ...rest] = await cards(text);
  expect(rest).toEqual([]);
  return first as CookieCard;
}

const claim = (of: CookieCard, path: string) => of.claims.find((row) => row.path === path);

describe('cookies of v3', () => {
  const header = { iat: NOW - 2 * HOUR, uat: NOW - HOUR, exp: NOW + DAY - HOUR };

  async function appSession(filler = ''): Promise<string> {
    return jwe(
      {
        user: { sub: 'auth0|1', nickname: 'ada', 'https://example.com/roles': filler },
        idToken: ID_TOKEN,
        accessToken: 'an-access-token',
        accessTokenScope: 'openid profile',
        accessTokenExpiresAt: NOW + HOUR,
        token_type: 'Bearer',
        refreshToken: 'v1.a-refresh-token',
      },
      { header },
    );
  }

  it('appSession: login and end from the header of the token, claims explained, tokens redacted', async () => {
    const value = await appSession();
    const shown = await card(`Cookie: appSession=${value}`);
    expect(shown).toMatchObject({
      name: 'appSession',
      kind: 'legacy',
      kindLabel: 'Session of v3',
      status: 'valid',
      issuedAt: header.iat,
      expiresAt: header.exp,
      life: { loginAt: header.iat },
      chunks: 1,
      bytes: `appSession=${value}`.length,
    });
    expect(claim(shown, 'accessTokenScope')?.hint).toBe('What the access token may do.');
    expect(claim(shown, 'accessTokenExpiresAt')?.time).toBe(NOW + HOUR);
    expect(claim(shown, 'user.https://example.com/roles')?.hint).toMatch(/claim of your own/);
    expect(shown.tokens.map(({ id, label, format }) => [id, label, format])).toEqual([
      ['idToken', 'ID token', 'jwt'],
      ['accessToken', 'Access token', 'opaque'],
      ['refreshToken', 'Refresh token', 'opaque'],
    ]);
    const sent = JSON.stringify(shown);
    for (const token of [ID_TOKEN, 'an-access-token', 'v1.a-refresh-token'])
      expect(sent).not.toContain(token);
    expect(shown.size?.tree.bytes).toBe(shown.bytes);
  });

  it('chunks appSession.0 and so on, in any order; the sizes are those of the cookies', async () => {
    const value = await appSession('x'.repeat(7000));
    const parts = value.match(/.{1,3900}/g) ?? [];
    const pairs = parts.map((part, i) => `appSession.${i}=${part}`);
    expect(pairs.length).toBeGreaterThan(2);
    const shown = await card(`Cookie: ${[...pairs].reverse().join('; ')}`);
    const bytes = pairs.reduce((sum, pair) => sum + pair.length, 0);
    expect(shown).toMatchObject({ kind: 'legacy', status: 'valid', chunks: pairs.length, bytes });
    expect(shown.size?.cookieBytes).toBe(bytes);
    const torn = await card(`Cookie: ${pairs.filter((_, i) => i !== 1).join('; ')}`);
    expect(torn).toMatchObject({ status: 'incomplete', claims: [], tokens: [], size: null });
    expect(torn.message).toMatch(/^Chunk 1 is missing \(found: 0, 2/);
  });

  it('an expired one tells that v4 still accepts it', async () => {
    const value = await jwe(
      { user: { sub: 'a' } },
      { header: { iat: NOW - 7 * DAY - HOUR, uat: NOW - 90_000, exp: NOW - HOUR } },
    );
    const shown = await card(`appSession=${value}`);
    expect(shown).toMatchObject({ status: 'expired', statusLabel: 'Expired' });
    expect(shown.message).toMatch(/ended 1 hour ago: .*7 days after login.*v4 .* still accepts it/);
    expect(shown.doubt).toMatch(/no client of this workspace/);
  });

  it('a signed id: signed, not encrypted, and no size to save', async () => {
    const value = await signed('appSession', 'id-of-the-session');
    const shown = await card(`Cookie: appSession=${value}`);
    expect(shown).toMatchObject({
      kind: 'session-id',
      kindLabel: 'Id of a stored session',
      status: 'valid',
      issuedAt: null,
      expiresAt: null,
      openedWith: 'AUTH0_SECRET in .env',
    });
    expect(shown.message).toContain('v3 signed it without encrypting it');
    expect(claim(shown, 'id')).toMatchObject({
      value: 'id-of-the-session',
      hint: 'Id of the record in the session store.',
    });
    expect(shown.size).toMatchObject({
      cookieBytes: shown.bytes,
      isSigned: true,
      chunks: [shown.bytes],
      nextChunkIn: null,
      advice: [],
    });
    expect(shown.size?.tree.bytes).toBe(shown.bytes);
    expect(shown.size?.tree.children.map(({ name, bytes }) => [name, bytes])).toEqual([
      ['id', 'id-of-the-session'.length],
      ['signature', 44],
      ['cookie name', 'appSession='.length],
    ]);
    const [other] = await openedFrom(`appSession=${value}`, ['another secret']);
    expect(other?.card).toMatchObject({ status: 'wrong-secret', claims: [] });
    expect(other?.card.message).toContain('looks like a value that v3 signed');
  });
});

describe('the cookies beside a session', () => {
  const NONCE = 'nonce-of-this-login';
  const STATE = 'state-of-this-login';

  async function header(): Promise<string> {
    const connection = { connection: 'google-oauth2', accessToken: 'ya29.a-token', expiresAt: NOW + HOUR };
    const login = {
      state: STATE,
      nonce: NONCE,
      codeVerifier: 'verifier-of-it',
      returnTo: '/orders',
      maxAge: 60,
    };
    return [
      `__txn_${STATE}=${NOW - 60}:${await jwe(login, { exp: NOW + HOUR })}`,
      `__FC_1=${await jwe({ ...connection, connection: 'github', loginHint: 'ada' }, { exp: NOW + DAY })}`,
      `__session=${await jwe(session(NOW - HOUR), { exp: NOW + DAY })}`,
      `__FC_0=${await jwe(connection, { exp: NOW + DAY })}`,
    ].join('; ');
  }

  it('stand behind it, each with a name for people', async () => {
    expect(
      (await cards(await header())).map(({ kindLabel, name, status }) => [kindLabel, name, status]),
    ).toEqual([
      ['Session', '__session', 'valid'],
      ['Token of a connection', '__FC_1', 'valid'],
      ['Token of a connection', '__FC_0', 'valid'],
      ['Login in progress', `__txn_${STATE}`, 'valid'],
    ]);
  });

  it('a token of a connection: the connection in clear, its token redacted, its bytes counted', async () => {
    const shown = (await openedFrom(await header()))[1];
    expect(claim(shown!.card, 'connection')).toMatchObject({
      value: 'github',
      hint: 'The connection whose API the access token opens.',
    });
    expect(claim(shown!.card, 'loginHint')?.value).toBe('ada');
    expect(claim(shown!.card, 'accessToken')).toMatchObject({ value: '<redacted 12 bytes>', redacted: true });
    expect(shown?.tokens.get('accessToken')).toBe('ya29.a-token');
    expect(shown?.card.size?.tree.bytes).toBe(shown?.card.bytes);
    expect(shown?.card.size).toMatchObject({ limits: [], advice: [], nextChunkIn: null });
    expect(shown?.card.client).toBeNull();
  });

  it('a login in progress: when it began and must be done, what protects it redacted, no size', async () => {
    const shown = (await openedFrom(await header()))[3];
    expect(shown?.card).toMatchObject({ issuedAt: NOW - 60, expiresAt: NOW + HOUR, size: null });
    expect(claim(shown!.card, 'returnTo')).toMatchObject({ value: '/orders', redacted: false });
    const sent = JSON.stringify({ ...shown?.card, name: null });
    for (const hidden of [STATE, NONCE, 'verifier-of-it']) expect(sent).not.toContain(hidden);
    expect(shown?.card.tokens.map(({ label }) => label)).toEqual(['State', 'Nonce', 'Code verifier']);
  });

  it('what is copied names them without their secrets', async () => {
    const opened = await openedFrom(await header());
    const report = redactedReport(opened, { now: NOW, versions: [] });
    expect(report).toMatch(/#### `__FC_0`\n\n- kind: connection-token\n/);
    expect(report).toMatch(/#### A login in progress\n\n- kind: transaction\n/);
    for (const text of [report, cookiesJson(opened)]) {
      for (const hidden of [NONCE, 'verifier-of-it', 'ya29.a-token']) expect(text).not.toContain(hidden);
    }
  });
});

describe('a value whose name does not tell what it is', () => {
  it.each([
    ['without a name', ''],
    ['under a name of the app', 'Cookie: my_session='],
  ])('%s: called encrypted until it opens', async (_what, prefix) => {
    const text = `${prefix}${await jwe(session(NOW), { exp: NOW + HOUR })}`;
    const [closed] = await openedFrom(text, ['another secret']);
    expect(closed?.card).toMatchObject({ kindLabel: 'Encrypted cookie', status: 'wrong-secret' });
    const [cookie] = await decodeCookies(parsePasted(text).cookies, [], { now: NOW });
    expect(openedCookie(cookie!, { ...context, secrets: [] }).card).toMatchObject({
      kindLabel: 'Encrypted cookie',
      status: 'locked',
    });
    expect(await card(text)).toMatchObject({ kindLabel: 'Session', status: 'valid' });
  });
});

describe('what the SDK did not write', () => {
  it.each([
    [
      'an ID token',
      () => `__session=${jwt({ sub: 'a', aud: 'b', iss: 'c', nonce: 'n' })}`,
      /^This is an ID token/,
    ],
    ['an access token', () => jwt({ sub: 'a', scope: 'openid' }), /^This is an access token/],
    [
      'NextAuth.js',
      () => 'next-auth.session-token=eyJhbGciOiJkaXIi.a.b.c.d',
      /^This is a cookie of NextAuth\.js v4/,
    ],
    [
      'Auth.js',
      () => '__Secure-authjs.session-token=abc',
      /^This is a cookie of Auth\.js \(NextAuth\.js v5\)/,
    ],
    ['iron-session', () => 'app=Fe26.2*1*abc*def*ghi*1*jkl*mno~2', /^This is a cookie of iron-session/],
  ])('%s is named, with the names the SDK uses', async (_what, text, message) => {
    const shown = await card(text());
    expect(shown).toMatchObject({ kindLabel: 'Not a session', status: 'malformed', claims: [], life: null });
    expect(shown.message).toMatch(message);
    expect(shown.next).toContain('`appSession` (v3)');
  });

  it('a missing chunk is named by its number, and how to get it', async () => {
    const pairs = (await chunked(4)).filter(([name]) => name !== '__session__2');
    const shown = await card(pairs.map((pair) => pair.join('=')).join('; '));
    expect(shown.message).toBe('Chunk 2 is missing (found: 0, 1, 3), so the SDK reads no session from it.');
    expect(shown.next).toContain('whole Cookie header');
  });
});

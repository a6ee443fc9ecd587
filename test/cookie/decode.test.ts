import { beforeAll, describe, expect, test } from 'vitest';
import { decodeCookies } from '../../shared/cookie/decode';
import type { DecodedCookie, PastedCookie } from '../../shared/cookie/types';
import { chunked, DAY, HOUR, jwe, jwt, NOW, pasted, SECRET, session, signed } from './samples';

const decode = (cookies: readonly PastedCookie[], secrets: readonly string[] = [SECRET], now = NOW) =>
  decodeCookies(cookies, secrets, { now });

async function one(
  name: string | null,
  value: string,
  secrets?: readonly string[],
  now?: number,
): Promise<DecodedCookie> {
  const decoded = await decode([{ name, value }], secrets, now);
  expect(decoded).toHaveLength(1);
  return decoded[0] as DecodedCookie;
}

describe('kinds', () => {
  test('a session', async () => {
    const payload = session(NOW - HOUR);
    const value = await jwe(payload, { exp: NOW + 2 * HOUR });
    expect(await one('__session', value)).toEqual({
      name: '__session',
      kind: 'session',
      bytes: '__session='.length + value.length,
      chunks: 1,
      status: 'valid',
      payload: { ...payload, exp: NOW + 2 * HOUR },
      issuedAt: NOW - HOUR,
      expiresAt: NOW + 2 * HOUR,
      message: 'A session, valid for another 2 hours.',
      missing: [],
      secret: 0,
      why: null,
    });
  });

  test('without a name, and under any name', async () => {
    const value = await jwe(session(NOW), { exp: NOW + HOUR });
    expect(await one(null, value)).toMatchObject({ name: null, kind: 'session', bytes: value.length });
    expect(await one('tenant.sid', value)).toMatchObject({ name: 'tenant.sid', kind: 'session' });
  });

  test('the id of a session in a store: v4 encrypts it, v3 signs it', async () => {
    const id = '0123456789abcdef0123456789abcdef';
    const v4 = await jwe({ id }, { exp: NOW + HOUR });
    expect(await one('__session', v4)).toMatchObject({
      kind: 'session-id',
      status: 'valid',
      expiresAt: NOW + HOUR,
    });
    expect(await one('__session', v4, ['other'])).toMatchObject({
      kind: 'session-id',
      status: 'wrong-secret',
    });
    const v3 = await signed('appSession', id);
    for (const name of ['appSession', null]) {
      expect(await one(name, v3)).toMatchObject({ kind: 'session-id', status: 'valid', payload: { id } });
    }
    expect(await one('appSession', v3, ['other'])).toMatchObject({
      kind: 'session-id',
      status: 'wrong-secret',
    });
    const custom = await signed('custom', id);
    expect(await one('custom', custom)).toMatchObject({ kind: 'session-id', payload: { id } });
    expect(await one(null, custom)).toMatchObject({
      status: 'wrong-secret',
      message: expect.stringMatching(/signs the name too.*paste it with its name/) as string,
    });
    expect((await one(null, custom, [])).message).toMatch(/none was given/);
  });

  test('a session of v3, with what its header says', async () => {
    const header = { iat: NOW - DAY, uat: NOW - HOUR, exp: NOW + HOUR };
    const value = await jwe({ user: { sub: 'a', sid: 's' }, accessToken: 't' }, { header });
    expect(await one('appSession', value)).toMatchObject({
      kind: 'legacy',
      status: 'valid',
      issuedAt: NOW - DAY,
      expiresAt: NOW + HOUR,
    });
  });

  test('connection tokens and transactions', async () => {
    const token = { connection: 'google-oauth2', accessToken: 't', expiresAt: NOW };
    const login = { state: 's', nonce: 'n', codeVerifier: 'v', returnTo: '/' };
    const decoded = await decode([
      { name: '__txn_s', value: `${NOW - 60}:${await jwe(login, { exp: NOW + HOUR })}` },
      { name: '__txn_old', value: await jwe(login, { exp: NOW - 60 }) },
      { name: '__txn_encoded', value: `${NOW - 60}%3A${await jwe(login, { exp: NOW + HOUR })}` },
      { name: '__FC_0', value: await jwe(token, { exp: NOW + HOUR }) },
      { name: '__FC_1', value: await jwe(token, { exp: NOW + HOUR }) },
      {
        name: 'auth_verification',
        value: encodeURIComponent(await signed('auth_verification', '{"state":"s","nonce":"n"}')),
      },
    ]);
    expect(decoded.map(({ name, kind, status, issuedAt }) => [name, kind, status, issuedAt])).toEqual([
      ['__FC_0', 'connection-token', 'valid', null],
      ['__FC_1', 'connection-token', 'valid', null],
      ['__txn_s', 'transaction', 'valid', NOW - 60],
      ['__txn_old', 'transaction', 'expired', null],
      ['__txn_encoded', 'transaction', 'valid', NOW - 60],
      ['auth_verification', 'transaction', 'valid', null],
    ]);
  });
});

describe('an end that is over', () => {
  const ended = async (createdAt: number, exp: number, more: object = {}) =>
    (await one('__session', await jwe(session(createdAt, more), { exp }))).message;

  test.each([
    [
      NOW - 3 * DAY - 2 * HOUR,
      NOW - 2 * HOUR,
      'A session that ended 2 hours ago: 3 days after login, probably the absolute duration, whose default that is.',
    ],
    [
      NOW - DAY - 60,
      NOW - 60,
      'A session that ended 1 minute ago: 1 day after login, probably by inactivity, whose default that is: no request extended it.',
    ],
    [
      NOW - 7 * DAY - 20,
      NOW - 20,
      'A session that ended 20 seconds ago: 7 days after login, so absolute duration, or inactivity without any request that extended it.',
    ],
    [
      NOW - 2 * DAY,
      NOW - 1234,
      'A session that ended 20 minutes 34 seconds ago: 2 days after login, probably by inactivity: no request extended it further.',
    ],
  ])('%i to %i', async (createdAt, exp, message) => {
    expect(await ended(createdAt, exp)).toBe(message);
  });

  test('payload and times are there all the same', async () => {
    const value = await jwe(session(NOW - 2 * DAY), { exp: NOW - 5 * HOUR });
    expect(await one('__session', value)).toMatchObject({
      status: 'expired',
      payload: { user: { sub: 'auth0|1' } },
      expiresAt: NOW - 5 * HOUR,
    });
    expect(await one('__session', value, [SECRET], NOW - 5 * HOUR - 1)).toMatchObject({ status: 'valid' });
    expect(await one('__session', value, [SECRET], NOW - 5 * HOUR)).toMatchObject({ status: 'expired' });
  });

  test("the identity provider's limit comes first", async () => {
    const more = { internal: { sid: 's', createdAt: NOW - HOUR, sessionExpiresAt: NOW } };
    expect(await ended(NOW, NOW + HOUR, more)).toMatch(
      /30 seconds ago: the identity provider's session_expiry/,
    );
  });

  test('4.0 writes no end', async () => {
    expect(await one('__session', await jwe(session(NOW)))).toMatchObject({
      status: 'valid',
      expiresAt: null,
      message: expect.stringContaining('versions before 4.5.1 leave that to the browser') as string,
    });
  });

  test.each([
    [
      { iat: NOW - 3 * DAY, uat: NOW - DAY - 100, exp: NOW - 100 },
      /inactivity, 1 day \(rollingDuration\) after the last request/,
    ],
    [
      { iat: NOW - 7 * DAY - 100, uat: NOW - 7777, exp: NOW - 100 },
      /absolute duration, 7 days after login.*v4 .* still accepts it/,
    ],
  ])('v3: %o', async (header, message) => {
    const value = await jwe({ user: { sub: 'a' } }, { header });
    expect(await one('appSession', value)).toMatchObject({
      status: 'expired',
      message: expect.stringMatching(message) as string,
    });
  });
});

describe('secrets', () => {
  test('the first that fits opens; the position is told', async () => {
    const value = await jwe(session(NOW), { exp: NOW + HOUR, secret: 'the older secret' });
    expect(await one('__session', value, ['new', '', 'the older secret'])).toMatchObject({
      secret: 2,
      status: 'valid',
    });
    expect((await one('__session', value, ['new', 'newer'])).message).toMatch(
      /^None of the 2 secrets opens it/,
    );
    expect((await one('__session', value, ['new'])).message).toMatch(/^The secret does not open it/);
    expect(await one('__session', value, [])).toMatchObject({
      status: 'wrong-secret',
      message: expect.stringMatching(/none was given/) as string,
    });
  });
});

describe('chunks', () => {
  let chunks: [string, string][];
  beforeAll(async () => {
    chunks = await chunked(4);
    expect(chunks).toHaveLength(4);
  });

  test('in any order, with other cookies between', async () => {
    const [a, b, c, d] = chunks as [[string, string], [string, string], [string, string], [string, string]];
    const decoded = await decode(pasted([c, ['theme', 'dark'], a, d, ['_ga', 'GA1.1'], b]));
    expect(decoded).toMatchObject([
      {
        name: '__session',
        status: 'valid',
        chunks: 4,
        bytes: chunks.reduce((sum, pair) => sum + pair.join('=').length, 0),
      },
    ]);
  });

  test.each([
    [[0], '0'],
    [[1, 2], '1, 2'],
    [[3], '3'],
    [[0, 3], '0'],
  ])('without %j', async (lost, named) => {
    const [decoded] = await decode(pasted(chunks.filter((_, i) => !lost.includes(i))));
    expect(decoded).toMatchObject({
      name: '__session',
      kind: 'session',
      status: 'incomplete',
      payload: null,
    });
    expect(decoded?.missing).toEqual(lost.filter((i) => i !== 3 || lost.length === 1));
    expect(decoded?.message).toMatch(new RegExp(`^Chunks? ${named} (is|are) missing`));
  });

  test.each([
    [0, 2000],
    [2, 2001],
  ])('chunk %i of %i characters', async (cut, length) => {
    const torn = chunks.map(
      ([name, value], i) => [name, i === cut ? value.slice(0, length) : value] as const,
    );
    for (const secrets of [[SECRET], ['another'], []]) {
      const [decoded] = await decode(pasted(torn), secrets);
      expect(decoded).toMatchObject({ status: 'malformed', kind: 'session', payload: null });
      const characters = length === 2000 ? '2,000' : '2,001';
      expect(decoded?.message).toBe(
        `The cookie does not open: chunk ${cut} is cut off, ${characters} of 3,500 characters.`,
      );
    }
  });

  test("v3's chunks", async () => {
    const value = await jwe(
      { user: { sub: 'x'.repeat(5000) } },
      { header: { iat: NOW, uat: NOW, exp: NOW + DAY } },
    );
    const parts: [string, string][] = [
      ['appSession.1', value.slice(3950)],
      ['appSession.0', value.slice(0, 3950)],
    ];
    expect(await decode(pasted(parts))).toMatchObject([
      { name: 'appSession', kind: 'legacy', status: 'valid', chunks: 2 },
    ]);
    expect(await decode(pasted(parts.slice(1)))).toMatchObject([{ status: 'incomplete', missing: [1] }]);
    const [rest = ['', ''], [name, start] = ['', '']] = parts;
    expect(await decode(pasted([rest, [name, start.slice(0, 1000)]]))).toMatchObject([
      {
        status: 'malformed',
        message: expect.stringMatching(/chunk 0 is cut off, 1,000 of at least/) as string,
      },
    ]);
  });

  test('deleted chunks do not count', async () => {
    const value = await jwe(session(NOW), { exp: NOW + HOUR });
    const tombstones = [0, 1, 2, 3, 4].map((i) => [`__session__${i}`, ''] as const);
    expect(await decode(pasted([['__session', value], ...tombstones]))).toMatchObject([
      { status: 'valid', chunks: 1 },
    ]);
    expect(await decode(pasted([...chunks, ['__session', ''], ['__session__4', '']]))).toMatchObject([
      { chunks: 4 },
    ]);
    const logout = await decode(pasted([['__session', ''], ...tombstones]));
    expect(logout).toMatchObject([
      {
        name: '__session',
        kind: 'session',
        status: 'malformed',
        chunks: 6,
        bytes: '__session='.length + 5 * '__session__0='.length,
        missing: [],
        message: 'The cookie is empty: this is how the SDK deletes it.',
      },
    ]);
  });

  test('a chunk that was left over spoils the session', async () => {
    const [decoded] = await decode(pasted([...chunks, ['__session__4', 'left']]));
    expect(decoded).toMatchObject({ status: 'malformed', payload: { user: { sub: 'auth0|1' } } });
    expect(decoded?.message).toMatch(/^The first 4 chunks hold a whole session, but chunk 4 is left over/);
  });

  test('chunks beside the whole cookie, and a cookie that comes twice', async () => {
    const value = await jwe(session(NOW), { exp: NOW + HOUR });
    const later = await jwe(session(NOW), { exp: NOW + 2 * HOUR });
    const both = await decode(pasted([['__session', value], ...chunks]));
    expect(both.map(({ chunks: n, message }) => [n, /does not read these chunks/.test(message)])).toEqual([
      [1, false],
      [4, true],
    ]);
    const twice = await decode(
      pasted([
        ['__session', value],
        ['__session', later],
        ['__session', later],
      ]),
    );
    expect(
      twice.map(({ expiresAt, message }) => [expiresAt, /Another cookie of this name/.test(message)]),
    ).toEqual([
      [NOW + HOUR, true],
      [NOW + 2 * HOUR, false],
    ]);
  });

  test('sessions of different requests are not mixed', async () => {
    const other = await chunked(4);
    const cookies = [
      ...pasted(chunks).map((c) => ({ ...c, source: 0 })),
      ...pasted(other).map((c) => ({ ...c, source: 1 })),
    ];
    expect((await decode(cookies)).map(({ status, chunks: n }) => [status, n])).toEqual([
      ['valid', 4],
      ['valid', 4],
    ]);
  });

  test("v3's cookie beside v4's", async () => {
    const legacy = await jwe({ user: {} }, { header: { iat: NOW, uat: NOW, exp: NOW + DAY } });
    const decoded = await decode(
      pasted([
        ['appSession', legacy],
        ['__session', await jwe(session(NOW), { exp: NOW + HOUR })],
      ]),
    );
    expect(decoded.map(({ kind }) => kind)).toEqual(['session', 'legacy']);
    expect(decoded[1]?.message).toMatch(/v4 does not read it while/);
  });
});

describe('torn values', () => {
  let value: string;
  beforeAll(async () => {
    value = await jwe(session(NOW), { exp: NOW + HOUR });
  });

  test.each<[string, (value: string) => string, RegExp]>([
    ['cut off', (v) => v.slice(0, -5), /its end is missing/],
    ['cut off early', (v) => v.slice(0, 60), /its end is missing/],
    ['the beginning is missing', (v) => v.slice(10), /its beginning is missing/],
    ['pasted twice', (v) => v + v, /two values run together/],
    [
      'cropped by what printed it',
      (v) => `${v.slice(0, 100)}…`,
      /was cut off before it was copied, where “…”/,
    ],
    ['cropped with dots', (v) => `${v.slice(0, 100)}...`, /was cut off before it was copied/],
    ['something behind it', (v) => `${v}abc`, /more after its end/],
    ['a hole', (v) => v.slice(0, 100) + v.slice(101), /a piece of it is missing/],
    [
      'a character of another alphabet',
      (v) => `${v.slice(0, 100)}€${v.slice(101)}`,
      /a character that no encrypted cookie has/,
    ],
    ['no cookie at all', () => 'undefined', /none that @auth0\/nextjs-auth0 writes/],
  ])('%s', async (_what, tear, message) => {
    const decoded = await one('__session', tear(value));
    expect(decoded).toMatchObject({ status: 'malformed', payload: null });
    expect(decoded.message).toMatch(message);
  });

  test('a changed character cannot be told from another secret, and the message says so', async () => {
    const changed = `${value.slice(0, 100)}${value[100] === 'A' ? 'B' : 'A'}${value.slice(101)}`;
    expect(await one('__session', changed)).toMatchObject({
      status: 'wrong-secret',
      message: expect.stringMatching(/or a character of the cookie was changed/) as string,
    });
  });

  test('content that is no session', async () => {
    const { CompactEncrypt } = await import('jose');
    const { hkdf } = await import('@panva/hkdf');
    const token = await new CompactEncrypt(new TextEncoder().encode('"text"'))
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .encrypt(await hkdf('sha256', SECRET, '', 'JWE CEK', 32));
    expect(await one('__session', token)).toMatchObject({ status: 'malformed', secret: 0, payload: null });
  });
});

describe('what is no session cookie is told by what it is', () => {
  const aud = 'client';
  const iss = 'https://tenant.auth0.com/';
  test.each<[string | null, string, RegExp]>([
    [null, jwt({ iss, aud, sub: 'a', nonce: 'n', sid: 's' }), /an ID token/],
    ['__session', jwt({ iss, aud, sub: 'a', email: 'a@example.com' }), /an ID token/],
    [null, jwt({ iss, aud: ['api'], sub: 'a', scope: 'openid' }), /an access token/],
    [null, jwt({ iss, aud: 'api', sub: 'a' }, { alg: 'RS256', typ: 'at+jwt' }), /an access token/],
    [
      '__session',
      jwt({ iss: 'https://x.clerk.accounts.dev', sub: 'user_1', sid: 'sess_1' }),
      /Clerk, which also names/,
    ],
    ['__session', jwt({ iss: 'https://session.firebase.google.com/p', aud: 'p', sub: 'a' }), /Firebase/],
    ['next-auth.session-token', 'x', /NextAuth\.js v4/],
    ['__Secure-authjs.session-token', 'x', /Auth\.js/],
    ['__Secure-next-auth.session-token.0', 'x', /NextAuth\.js v4/],
    ['sid', 'Fe26.2*1*abc*def', /iron-session/],
    [null, 'Fe26.2*1*abc*def', /iron-session/],
    ['sb-project-auth-token', 'base64-abc', /Supabase/],
    ['connect.sid', 's:abc.def', /express-session/],
    ['theme', 'dark', /^This is no cookie of @auth0\/nextjs-auth0\.$/],
  ])('%s', async (name, value, message) => {
    const decoded = await one(name, value);
    expect(decoded).toMatchObject({ kind: 'unknown', status: 'malformed', payload: null });
    expect(decoded.message).toMatch(message);
  });

  test("Auth0's opaque access token, and Auth.js's own encryption", async () => {
    expect((await one(null, await jwe({}, { secret: 'of Auth0', header: { iss } }))).message).toMatch(
      /opaque access token of Auth0/,
    );
    const { EncryptJWT } = await import('jose');
    const other = await new EncryptJWT({})
      .setProtectedHeader({ alg: 'dir', enc: 'A256CBC-HS512' })
      .encrypt(new Uint8Array(64));
    expect((await one(null, other)).message).toMatch(/Auth\.js/);
  });

  test("NextAuth.js v4's encryption, told by the order of its header", async () => {
    const { EncryptJWT } = await import('jose');
    const { hkdf } = await import('@panva/hkdf');
    const token = (info: string, header: object = {}) =>
      hkdf('sha256', SECRET, '', info, 32).then((key) =>
        new EncryptJWT(session(NOW))
          .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...header })
          .encrypt(key),
      );
    const theirs = await token('NextAuth.js Generated Encryption Key');
    for (const name of [null, '__session', 'my-app']) {
      expect(await one(name, theirs)).toMatchObject({
        kind: 'unknown',
        status: 'malformed',
        message:
          'This is an encrypted token as NextAuth.js v4 writes it, not a cookie of @auth0/nextjs-auth0.',
      });
      expect(await one(name, await token('JWE CEK'))).toMatchObject({ kind: 'session', status: 'valid' });
    }
    const v3 = await token('JWE CEK', { uat: NOW, iat: NOW, exp: NOW + HOUR });
    expect(await one('appSession', v3, ['another'])).toMatchObject({
      kind: 'legacy',
      status: 'wrong-secret',
    });
  });

  test('and left out where there is a cookie of the SDK', async () => {
    const value = await jwe(session(NOW), { exp: NOW + HOUR });
    const others = [
      ['next-auth.session-token', 'x'],
      ['theme', 'dark'],
      ['_ga', 'GA1.1.1'],
      ['utm__1', 'a'],
    ] as const;
    expect(await decode(pasted([...others, ['__session', value]]))).toMatchObject([{ name: '__session' }]);
    expect(await decode(pasted(others))).toHaveLength(4);
    expect(await decode([])).toEqual([]);
  });
});

test('messages hold nothing of the cookie and nothing of a secret', async () => {
  const marker = 'MARKERMARKER';
  const values = [
    await jwe({ user: { sub: marker }, internal: { sid: marker } }, { exp: NOW - 5 }),
    jwt({ iss: marker, sub: marker, nonce: marker }),
    `${marker}.${'x'.repeat(43)}`,
    marker,
  ];
  for (const name of ['__session', 'appSession', '__FC_0', null]) {
    for (const value of values) {
      for (const { message } of await decode([{ name, value }], [`secret${marker}`, SECRET])) {
        expect(message).not.toContain(marker);
      }
    }
  }
});

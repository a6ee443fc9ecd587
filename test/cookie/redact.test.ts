import { describe, expect, test } from 'vitest';
import { redactPayload } from '../../shared/cookie/redact';
import { jwt } from './samples';

const redact = (payload: Record<string, unknown>) => redactPayload(payload, 'session');
const gone = (value: string) => `<redacted ${value.length} bytes>`;

test("an app's own tokens and credentials, however deep", () => {
  const payload = {
    tokens: { google: 'abc', github: { value: 'defg', expiresAt: 5 } },
    credentials: { user: 'hi', list: ['jklmn', ['op']] },
    user: { sub: 'auth0|1', apiToken: { raw: 'q' } },
  };
  expect(redact(payload)).toEqual({
    tokens: { google: gone('abc'), github: { value: gone('defg'), expiresAt: 5 } },
    credentials: { user: gone('hi'), list: [gone('jklmn'), [gone('op')]] },
    user: { sub: 'auth0|1', apiToken: { raw: gone('q') } },
  });
});

test("what is no secret in the SDK's own lists of tokens stays readable", () => {
  const payload = {
    tokenSet: { accessToken: 'a', scope: 'openid', expiresAt: 1 },
    accessTokens: [{ accessToken: 'b', audience: 'https://api', scope: 'read' }],
    connectionTokenSets: [{ accessToken: 'c', connection: 'google-oauth2' }],
  };
  expect(redact(payload)).toEqual({
    tokenSet: { accessToken: gone('a'), scope: 'openid', expiresAt: 1 },
    accessTokens: [{ accessToken: gone('b'), audience: 'https://api', scope: 'read' }],
    connectionTokenSets: [{ accessToken: gone('c'), connection: 'google-oauth2' }],
  });
});

test.each([
  'Bearer opaque-access-token',
  `Bearer ${jwt({})}`,
  jwt({}),
  'ya29.a0AfH6SMBx',
  'gho_16C7e42F292c6912E7',
  'ghp_16C7e42F292c6912E7',
  'xoxb-2401-abcdef',
  // Joined, so that no scanner of secrets takes it for one.
  ['sk', 'live', '4eC39HqLyjWDarj'].join('_'),
  'v1.MabcdefABCDEF0123456789abcdef',
])('a token under any name: %s', (value) => {
  expect(redact({ user: { google: value } })).toEqual({ user: { google: gone(value) } });
});

test.each(['Bearer of news', 'eyJ', 'v1.Max', 'skate_live_now', 'ya29', 'github'])(
  'no token: %s',
  (value) => {
    expect(redact({ user: { note: value } })).toEqual({ user: { note: value } });
  },
);

test.each([
  'private_key',
  'privatekey',
  'signingKey',
  'encryptionKey',
  'access_key',
  'secretKey',
  'secretAccessKey',
  'pwd',
  'jwt',
  'API_KEY',
  'accessTokenValue',
  'refresh_token_2',
  'passwordHash',
  'https://example.com/claims/api_token',
])('a secret by its name: %s', (name) => {
  expect(redact({ user: { [name]: 'x-y-z' } })).toEqual({ user: { [name]: gone('x-y-z') } });
  expect(redact({ [name]: 4711 })).toEqual({ [name]: gone('4711') });
});

test.each([
  ['token_type', 'Bearer'],
  ['accessTokenScope', 'openid profile'],
  ['tokenExpiresAt', 1767225600],
  ['last_password_reset', '2026-01-01T00:00:00.000Z'],
  ['accessKeyId', 'AKIAEXAMPLE'],
  ['tokens', 512],
  ['has_password', true],
  ['https://token.example.com/roles', 'admin'],
  ['publicKey', 'x'],
  ['keyboard', 'de'],
  ['compass', 'north'],
  ['secretary', 'Ann'],
  ['mapping', 'x'],
  ['email', 'ann+token@example.com'],
  ['name', 'Basic Ann'],
])('no secret: %s', (name, value) => {
  expect(redact({ user: { [name]: value } })).toEqual({ user: { [name]: value } });
});

describe('lists', () => {
  test('of objects under the name of a secret', () => {
    const item = { value: 'x', pin: 1, provider: 'google', expiresAt: 5, scope: 'a b' };
    const shown = { ...item, value: gone('x'), pin: gone('1') };
    expect(redact({ tokens: [item], user: { apiTokens: [[item]] } })).toEqual({
      tokens: [shown],
      user: { apiTokens: [[shown]] },
    });
  });

  test("have the names of the SDK's own at the top only", () => {
    const item = { resource: 'x', audience: 'https://api' };
    expect(redact({ accessTokens: [item], user: { accessTokens: [item] } })).toEqual({
      accessTokens: [item],
      user: { accessTokens: [{ ...item, resource: gone('x') }] },
    });
    expect(redact({ accessTokens: ['x'] })).toEqual({ accessTokens: [gone('x')] });
  });
});

test('an object in tokens, whatever its name', () => {
  expect(redact({ tokens: { connection: { google: 'x' }, scopes: ['a', 'b'] } })).toEqual({
    tokens: { connection: { google: gone('x') }, scopes: ['a', 'b'] },
  });
});

test.each([
  'Basic dXNlcjpwYXNzd29yZA==',
  'x: "basic QWxhZGRpbjpvcGVu"',
  'DPoP opaque-access-token',
  'Authorization: Bearer opaque-access-token',
  'curl -H "authorization: token abcdefgh"',
  ['sk', 'proj', 'aBcDeF123456'].join('-'),
  'https://h.example/?access_token=abcd',
  'https://h.example/a?x=1&client_secret=abcd#b',
  'https://user:hunter2@h.example/',
  '{"a":1,"refresh_token": "abcd"}',
  `the token is ${jwt({})}.`,
  `see bearer ${'a1'.repeat(8)}`,
  ['-----BEGIN RSA', 'PRIVATE KEY-----\nMII'].join(' '),
])('a secret inside of a text: %s', (value) => {
  expect(redact({ user: { note: value } })).toEqual({ user: { note: gone(value) } });
});

test.each([
  'Basic membership',
  'Basic Membership',
  'Basic MEMBERSHIP',
  'Basic authentication only',
  'https://h.example/?token_type=Bearer&page=2',
  'https://h.example:8080/a@b',
  'https://s.gravatar.com/avatar/0a1b2c?s=480&r=pg&d=https%3A%2F%2Fcdn.example%2Fan.png',
  'read:tokens write:secrets',
  'desk-project-lamp',
  'sk-bratislava',
])('no secret inside of a text: %s', (value) => {
  expect(redact({ user: { note: value } })).toEqual({ user: { note: value } });
});

test('long texts cost linear time', () => {
  for (const part of [
    'eyJ',
    '-eyJ',
    'a-',
    'a=',
    'a:',
    'bearer ',
    'authorization',
    'basic a',
    'a.',
    '://',
    '"a" : ',
  ]) {
    const start = performance.now();
    redact({ note: part.repeat(400_000 / part.length) });
    expect(performance.now() - start).toBeLessThan(1000);
  }
});

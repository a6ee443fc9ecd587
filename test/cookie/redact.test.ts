import { expect, test } from 'vitest';
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

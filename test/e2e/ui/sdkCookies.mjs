// Cookies as the SDK itself writes them: its own session store, with the peers of test/peers.
import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SignJWT } from 'jose';

const DAY = 86_400;

/**
 * A `Cookie:` header of a session with tokens, large enough for two chunks. `loginAgo`: seconds. `tokens`: ID token,
 * access token, refresh token. `values`: of each cookie.
 */
export async function sdkCookies(repository, { secret, loginAgo }) {
  const peers = join(repository, 'test', 'peers', 'node_modules');
  const load = (path) => import(pathToFileURL(join(peers, path)).href);
  const { StatelessSessionStore } = await load('sdk-4.30/dist/server/session/stateless-session-store.js');
  const { RequestCookies, ResponseCookies } = await load('@edge-runtime/cookies/dist/index.mjs');
  const createdAt = Math.floor(Date.now() / 1000) - loginAgo;
  const session = await newSession(createdAt);
  // As examples/broken configures it.
  const store = new StatelessSessionStore({ secret, rolling: true, inactivityDuration: 7 * DAY });
  const headers = new Headers();
  const warn = console.warn;
  console.warn = () => {};
  await store.set(new RequestCookies(new Headers()), new ResponseCookies(headers), session, true);
  console.warn = warn;
  const pairs = headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .filter((pair) => !pair.endsWith('='));
  return {
    header: `Cookie: theme=dark; ${pairs.join('; ')}`,
    values: pairs.map((pair) => pair.slice(pair.indexOf('=') + 1)),
    tokens: [session.tokenSet.idToken, session.tokenSet.accessToken, session.tokenSet.refreshToken],
  };
}

async function newSession(createdAt) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const jwt = (claims) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'test-key' })
      .setIssuedAt(createdAt)
      .setExpirationTime(createdAt + DAY)
      .sign(privateKey);
  const user = {
    sub: 'auth0|65f1c0ffee',
    name: 'Ada Lovelace',
    nickname: 'ada',
    given_name: 'Ada',
    family_name: 'Lovelace',
    email: 'ada@example.com',
    email_verified: true,
    picture:
      'https://s.gravatar.com/avatar/0123456789abcdef0123456789abcdef?s=480&r=pg&d=https%3A%2F%2Fcdn.example%2Fad.png',
    org_id: 'org_9f2kTq',
  };
  const scope = 'openid profile email offline_access read:orders write:orders';
  const audience = 'https://api.example.com';
  const permissions = ['orders', 'invoices', 'customers', 'reports', 'warehouses', 'price-lists'].flatMap(
    (name) => [`read:${name}`, `write:${name}`],
  );
  return {
    user,
    tokenSet: {
      accessToken: await jwt({
        iss: 'https://tenant.example/',
        sub: user.sub,
        aud: audience,
        scope,
        permissions,
      }),
      idToken: await jwt({
        iss: 'https://tenant.example/',
        aud: 'client',
        sid: 'a1B2c3D4e5',
        nonce: 'n-0S6_WzA2Mj',
        ...user,
      }),
      refreshToken: 'v1.MjQ2ODEwLXJlZnJlc2gtdG9rZW4tZm9yLXRlc3RzLW9ubHktbmV2ZXItdXNlZA',
      scope,
      requestedScope: scope,
      audience,
      expiresAt: createdAt + DAY,
      token_type: 'Bearer',
    },
    internal: { sid: 'a1B2c3D4e5', createdAt },
  };
}

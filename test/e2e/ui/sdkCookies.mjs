// Cookies as the SDK itself writes them: its own session store, with the peers of test/peers.
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SignJWT } from 'jose';

const DAY = 86_400;

/**
 * A `Cookie:` header of a session with tokens, large enough for two chunks. `loginAgo`: seconds. `tokens`: ID token,
 * access token, refresh token. `values`: of each cookie.
 */
export async function sdkCookies(repository, { secret, loginAgo }) {
  const createdAt = Math.floor(Date.now() / 1000) - loginAgo;
  const session = await newSession(createdAt);
  const { StatelessSessionStore, answer } = await v4(repository);
  const pairs = await answer((request, response) =>
    new StatelessSessionStore({ secret, ...CONFIGURED }).set(request, response, session, true),
  );
  return {
    header: `Cookie: theme=dark; ${pairs.join('; ')}`,
    values: pairs.map(valueOf),
    tokens: [session.tokenSet.idToken, session.tokenSet.accessToken, session.tokenSet.refreshToken],
  };
}

/**
 * What the SDK writes besides: `header` has a session of v3 in chunks, two token sets of connections and a login in
 * progress; `ended` is a session of v4 that its absolute duration ended an hour ago. `tokens`, `values`: of both.
 */
export async function otherCookies(repository, { secret }) {
  const now = Math.floor(Date.now() / 1000);
  const { StatelessSessionStore, TransactionStore, answer } = await v4(repository);
  const connectionTokenSets = ['google-oauth2', 'github'].map((connection) => ({
    connection,
    accessToken: `${connection}-${randomBytes(40).toString('base64url')}`,
    scope: 'read:calendar',
    expiresAt: now + 3600,
  }));
  const { user, tokenSet, internal } = await newSession(now - 3600);
  const store = new StatelessSessionStore({ secret, ...CONFIGURED });
  const beside = await answer((request, response) =>
    store.set(request, response, { user, tokenSet, internal, connectionTokenSets }, true),
  );
  const login = { state: 'a-login', nonce: 'n', codeVerifier: randomBytes(48).toString('base64url') };
  const transaction = await answer((_request, response) =>
    new TransactionStore({ secret }).save(response, { ...login, returnTo: '/orders', responseType: 'code' }),
  );
  const old = await newSession(now - 3 * DAY - 3600);
  const ended = await at((now - 3 * DAY - 3600) * 1000, () =>
    answer((request, response) => store.set(request, response, old, true)),
  );
  const groups = Array.from({ length: 120 }, (_, i) => `team-${i}`);
  const legacy = await v3Session(repository, secret, {
    user: { ...user, 'https://example.com/groups': groups },
    ...tokenSet,
  });
  const connections = beside.filter((pair) => pair.startsWith('__FC_')).sort();
  const pairs = [...transaction, ...connections, ...legacy.reverse()];
  if (legacy.length < 2) throw new Error('The session of v3 is in one piece.');
  return {
    header: `Cookie: ${pairs.join('; ')}`,
    ended: `Cookie: ${ended.join('; ')}`,
    values: [...pairs, ...ended].map(valueOf),
    tokens: [
      ...[tokenSet, old.tokenSet].flatMap(({ idToken, accessToken }) => [idToken, accessToken]),
      ...connectionTokenSets.map(({ accessToken }) => accessToken),
      login.codeVerifier,
    ],
  };
}

/** As examples/broken configures it. */
const CONFIGURED = { rolling: true, inactivityDuration: 7 * DAY };

function valueOf(pair) {
  return pair.slice(pair.indexOf('=') + 1);
}

/** The stores of 4.30, and what they answer as pairs of name and value. */
async function v4(repository) {
  const peers = join(repository, 'test', 'peers', 'node_modules');
  const load = (path) => import(pathToFileURL(join(peers, path)).href);
  const { StatelessSessionStore } = await load('sdk-4.30/dist/server/session/stateless-session-store.js');
  const { TransactionStore } = await load('sdk-4.30/dist/server/transaction-store.js');
  const { RequestCookies, ResponseCookies } = await load('@edge-runtime/cookies/dist/index.mjs');
  const answer = async (write) => {
    const headers = new Headers();
    const { warn } = console;
    // It warns of large cookies.
    console.warn = () => {};
    await write(new RequestCookies(new Headers()), new ResponseCookies(headers)).finally(
      () => (console.warn = warn),
    );
    return pairsOf(headers.getSetCookie());
  };
  return { StatelessSessionStore, TransactionStore, answer };
}

async function v3Session(repository, secret, session) {
  const require = createRequire(import.meta.url);
  const sdk = join(repository, 'test', 'peers', 'node_modules', 'sdk-3.8', 'dist', 'auth0-session');
  const { StatelessSession } = require(join(sdk, 'session', 'stateless-session.js'));
  const { NodeResponse } = require(join(sdk, 'http', 'index.js'));
  const lines = [];
  const response = {
    getHeader: () => lines,
    setHeader: (_name, value) => lines.splice(0, lines.length, ...value),
  };
  const cookie = { transient: false, httpOnly: true, sameSite: 'lax', path: '/' };
  const config = {
    name: 'appSession',
    rolling: true,
    rollingDuration: DAY,
    absoluteDuration: 7 * DAY,
    cookie,
  };
  const store = new StatelessSession({ secret, session: config });
  await store.save({ getCookies: () => ({}) }, new NodeResponse(response), session);
  return pairsOf(lines);
}

/** Without the lines that delete a cookie. */
function pairsOf(setCookies) {
  return setCookies.map((line) => line.split(';')[0]).filter((pair) => !pair.endsWith('='));
}

/** With another clock. */
async function at(milliseconds, write) {
  const { now } = Date;
  Date.now = () => milliseconds;
  try {
    return await write();
  } finally {
    Date.now = now;
  }
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

/** v4 as an app uses it: `middleware`, `getSession`, `updateSession`, and the session store's `set` for the login. */
import type { SessionConfig } from '../../shared/session/types';
import type { SdkAdapter, SdkClient } from './driver';

interface NextResponseLike {
  headers: Headers;
  cookies: unknown;
}

export interface Sdk4 {
  Auth0Client: new (options: object) => {
    middleware(request: unknown): Promise<NextResponseLike>;
    getSession(request: unknown): Promise<unknown>;
    updateSession(request: unknown, response: unknown, session: object): Promise<void>;
    sessionStore?: Store;
    authClient?: { sessionStore: Store };
  };
  NextRequest: new (url: string, init: object) => { cookies: unknown };
  NextResponse: { next(): NextResponseLike };
  /** The SDK's own `cookies.decrypt`, for the expiry inside the token. */
  decrypt(value: string, secret: string): Promise<{ payload?: { exp?: number }; exp?: number } | null>;
}

interface Store {
  set(request: unknown, response: unknown, session: object, isNew: boolean): Promise<void>;
  delete(request: unknown, response: unknown): Promise<void>;
}

const SECRET = 'a secret for tests only, 64 characters long, never used elsewhere';

export function adapter4({ Auth0Client, NextRequest, NextResponse, decrypt }: Sdk4): SdkAdapter {
  const request = (cookie: string) =>
    new NextRequest('http://localhost:3000/dashboard', { headers: cookie === '' ? {} : { cookie } });

  return {
    async client(config, store): Promise<SdkClient> {
      let skips = false;
      const options = {
        ...optionsOf(config),
        beforeSessionRolled: () => !skips,
      };
      const auth0 = new Auth0Client({
        domain: 'tenant.example',
        clientId: 'client',
        clientSecret: 'not used',
        appBaseUrl: 'http://localhost:3000',
        secret: SECRET,
        session: options,
        ...(config.stateful && { sessionStore: storeOf(store) }),
      });
      const sessionStore = auth0.sessionStore ?? auth0.authClient?.sessionStore;
      const answer = async (action: (response: NextResponseLike) => Promise<void> | undefined) => {
        const response = NextResponse.next();
        await action(response);
        return response.headers.getSetCookie();
      };
      return {
        login: (cookie, limit) =>
          // What handleCallback does once the tokens are there: auth-client.js, `createdAt` and all.
          answer((response) =>
            sessionStore?.set(request(cookie).cookies, response.cookies, newSession(limit), true),
          ),
        visit: async (cookie, skipsRolling) => {
          skips = skipsRolling;
          return (await auth0.middleware(request(cookie))).headers.getSetCookie();
        },
        save: (cookie) =>
          answer((response) =>
            auth0.updateSession(request(cookie), response, { ...newSession(undefined), extra: 1 }),
          ),
        // As handleLogout: reads the session, then deletes it.
        logout: (cookie) =>
          answer(async (response) => {
            await auth0.getSession(request(cookie));
            await sessionStore?.delete(request(cookie).cookies, response.cookies);
          }),
        hasSession: async (cookie) => Boolean(await auth0.getSession(request(cookie))),
      };
    },
    async tokenExpiry(value) {
      const token = await decrypt(value, SECRET).catch(() => null);
      return token === null ? -Infinity : ((token.payload ?? token).exp ?? null);
    },
  };
}

function optionsOf({ transient, stateful: _stateful, ...durations }: SessionConfig): object {
  return { ...durations, ...(transient && { cookie: { transient } }) };
}

function newSession(sessionExpiresAt: number | undefined): object {
  return {
    user: { sub: 'auth0|1' },
    tokenSet: { accessToken: 'at', expiresAt: 4e9 },
    internal: {
      sid: 'sid',
      createdAt: Math.floor(Date.now() / 1000),
      ...(sessionExpiresAt !== undefined && { sessionExpiresAt }),
    },
  };
}

function storeOf(rows: Map<string, unknown>): object {
  return {
    get: async (id: string) => rows.get(id) ?? null,
    set: async (id: string, row: unknown) => void rows.set(id, row),
    delete: async (id: string) => void rows.delete(id),
  };
}

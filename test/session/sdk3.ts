/** v3 as an app uses it: `getSession(req, res)`, `updateSession(req, res, session)`, and the session cache for the login. */
import type { SdkAdapter, SdkClient } from './driver';

interface SessionCache {
  /** Reads only; `getSession` also saves, in the store even where it cannot set a cookie. */
  getSessionStore(config: unknown): { read(request: unknown): Promise<unknown[]> };
  create(request: unknown, response: unknown, session: object): Promise<void>;
  delete(request: unknown, response: unknown): Promise<void>;
}

export interface Sdk3 {
  NextRequest: new (url: string, init: object) => object;
  NextResponse: { next(): { headers: Headers } };
  configSingletonGetter(params: object, genId: () => string): (request: unknown) => Promise<unknown>;
  getAuth0ReqRes(request: unknown, response: unknown): unknown[];
  SessionCache: new (getConfig: unknown) => SessionCache;
  sessionFactory(cache: SessionCache): (request: unknown, response: unknown) => Promise<unknown>;
  updateSessionFactory(
    cache: SessionCache,
  ): (request: unknown, response: unknown, session: object) => Promise<void>;
}

export function adapter3(sdk: Sdk3): SdkAdapter {
  const request = (cookie: string) =>
    new sdk.NextRequest('http://localhost:3000/dashboard', { headers: cookie === '' ? {} : { cookie } });
  const answer = async (action: (response: object) => Promise<unknown>) => {
    const response = sdk.NextResponse.next();
    await action(response);
    return response.headers.getSetCookie();
  };

  return {
    async client({ transient, stateful, inactivityDuration, ...rest }, rows): Promise<SdkClient> {
      const session = {
        ...rest,
        ...(inactivityDuration !== undefined && { rollingDuration: inactivityDuration }),
        ...(transient && { cookie: { transient } }),
        ...(stateful && { store: storeOf(rows) }),
      };
      const getConfig = sdk.configSingletonGetter(
        {
          secret: 'a secret for tests only, never used elsewhere',
          issuerBaseURL: 'https://tenant.example',
          baseURL: 'http://localhost:3000',
          clientID: 'client',
          clientSecret: 'not used',
          session,
        },
        () => crypto.randomUUID(),
      );
      const cache = new sdk.SessionCache(getConfig);
      const getSession = sdk.sessionFactory(cache);
      const updateSession = sdk.updateSessionFactory(cache);
      const user = { sub: 'auth0|1', sid: 'sid' };
      return {
        login: (cookie) => answer((response) => cache.create(request(cookie), response, { user })),
        visit: (cookie) => answer((response) => getSession(request(cookie), response)),
        save: (cookie) => answer((response) => updateSession(request(cookie), response, { user, extra: 1 })),
        logout: (cookie) => answer((response) => cache.delete(request(cookie), response)),
        hasSession: async (cookie) => {
          const [wrapped] = sdk.getAuth0ReqRes(request(cookie), sdk.NextResponse.next());
          const [data] = await cache.getSessionStore(await getConfig(wrapped)).read(wrapped);
          return data !== undefined;
        },
      };
    },
    // The durations configured at the time of the read count too, so no cookie tells its end: probes find it.
    tokenExpiry: async () => undefined,
  };
}

function storeOf(rows: Map<string, unknown>): object {
  return {
    get: async (id: string) => rows.get(id),
    set: async (id: string, row: unknown) => void rows.set(id, row),
    delete: async (id: string) => void rows.delete(id),
  };
}

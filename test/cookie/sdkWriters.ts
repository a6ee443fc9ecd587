/** The SDK's own classes behind one interface: v4's three stores, v3's sessions and transient store. */
import type { CookieWriter, Json } from './sdkDriver';

interface SetCookies {
  headers: Headers;
}

export interface Sdk4 {
  RequestCookies: new (headers: Headers) => object;
  ResponseCookies: new (headers: Headers) => object;
  StatelessSessionStore: new (options: object) => Store;
  StatefulSessionStore: new (options: object) => Store;
  TransactionStore: new (options: object) => { save(cookies: object, state: Json): Promise<void> };
}

interface Store {
  set(request: object, response: object, session: Json, isNew: boolean): Promise<void>;
}

export function writer4(sdk: Sdk4, version: string): CookieWriter {
  const [, minor = 0] = version.split('.').map(Number);
  const answer = async (write: (request: object, response: object) => Promise<void>) => {
    const response: SetCookies = { headers: new Headers() };
    await write(new sdk.RequestCookies(new Headers()), new sdk.ResponseCookies(response.headers));
    return response.headers.getSetCookie();
  };
  const options = (secret: string, name: string | undefined) => ({
    secret,
    ...(name !== undefined && { cookieOptions: { name } }),
  });
  return {
    session: ({ secret, name, session }) =>
      answer((request, response) =>
        new sdk.StatelessSessionStore(options(secret, name)).set(request, response, session, true),
      ),
    stateful: ({ secret, name }) =>
      answer((request, response) => {
        const store = { get: async () => null, set: async () => {}, delete: async () => {} };
        const session = { internal: { createdAt: Math.floor(Date.now() / 1000) } };
        return new sdk.StatefulSessionStore({ ...options(secret, name), store }).set(
          request,
          response,
          session,
          true,
        );
      }),
    transaction: ({ secret, state }) =>
      answer((_request, response) => new sdk.TransactionStore({ secret }).save(response, state)),
    sessionKind: 'session',
    hasExpiry: minor > 0,
    canName: minor > 0,
    hasConnections: minor >= 5,
  };
}

export interface Sdk3 {
  StatelessSession: new (config: object) => Session3;
  StatefulSession: new (config: object) => Session3;
  TransientStore: new (config: object) => {
    save(key: string, request: object, response: object, options: object): Promise<void>;
  };
  NodeResponse: new (response: object) => object;
}

interface Session3 {
  save(request: object, response: object, session: Json, createdAt: number | undefined): Promise<void>;
}

export function writer3(sdk: Sdk3): CookieWriter {
  const answer = async (write: (response: object) => Promise<void>) => {
    let lines: string[] = [];
    const node = {
      getHeader: () => lines,
      setHeader: (_name: string, value: string | string[]) => void (lines = [value].flat()),
    };
    await write(new sdk.NodeResponse(node));
    return lines;
  };
  const request = { getCookies: () => ({}) };
  const config = (secret: string, name = 'appSession', rest: object = {}) => ({
    secret,
    session: {
      name,
      rolling: true,
      rollingDuration: 86_400,
      absoluteDuration: 7 * 86_400,
      cookie: { transient: false, httpOnly: true, sameSite: 'lax', path: '/' },
      ...rest,
    },
    transactionCookie: { name: 'auth_verification', path: '/' },
  });
  return {
    session: ({ secret, name, session }) =>
      answer((response) =>
        new sdk.StatelessSession(config(secret, name)).save(request, response, session, undefined),
      ),
    stateful: ({ secret, name, id }) =>
      answer((response) => {
        const store = { get: async () => undefined, set: async () => {}, delete: async () => {} };
        const stateful = config(secret, name, { store, genId: () => id });
        return new sdk.StatefulSession(stateful).save(request, response, {}, undefined);
      }),
    transaction: ({ secret, state }) =>
      answer((response) =>
        new sdk.TransientStore(config(secret)).save('auth_verification', request, response, {
          sameSite: 'lax',
          value: JSON.stringify(state),
        }),
      ),
    sessionKind: 'legacy',
    hasExpiry: true,
    canName: true,
    hasConnections: false,
  };
}

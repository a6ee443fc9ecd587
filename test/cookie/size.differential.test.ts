/**
 * Predicted cookies against the real SDK: names, bytes, chunks, deletions and the bytes of all Set-Cookie values of random
 * sessions, in every run. Needs `test/peers` installed; the counts are printed.
 */
import { expect } from 'vitest';
import { compareWithSdk, runDriver, type DifferentialResult } from '../support/sdkDifferential';

const RUNS = 1200;

interface Result extends DifferentialResult {
  cookies: number;
  bytes: number;
  deletions: number;
  largest: number;
  stateful: number;
  logins: number;
  /** Runs by the number of chunks. */
  byChunks: Record<number, number>;
}

compareWithSdk<Result>({
  claim: 'the predicted cookies are those of the SDK',
  heading: 'Predicted cookies against the SDK',
  runs: RUNS,
  seed: 20_260_102,
  program: (dist, version, isV3) => (isV3 ? program3 : program4)(dist, version),
  counts({ runs, cookies, bytes, deletions, largest, logins, byChunks }) {
    const most = Math.max(...Object.keys(byChunks).map(Number));
    const sessions = `${runs} sessions up to ${largest} bytes of JSON, ${cookies} cookies (up to ${most} chunks)`;
    return `${sessions}, ${bytes} bytes, ${deletions} deletions, ${logins} logins`;
  },
  judge({ version, logins, largest, byChunks, stateful }, isV3) {
    expect(logins).toBe(isV3 ? 0 : 50);
    // The comparison means something only if sessions of every size were among them.
    expect(largest).toBeGreaterThan(35_000);
    expect(byChunks[1]).toBeGreaterThan(RUNS / 10);
    expect(stateful).toBeGreaterThan(RUNS / 20);
    const isChunked = version !== '4.0.0';
    expect(Object.keys(byChunks).length).toBeGreaterThan(isChunked ? 10 : 0);
  },
});

/** The stores of v4 are driven as the SDK does it: `set(request cookies, response cookies, session, isNew)`. */
function program4(dist: string, version: string): string {
  return `
    import { run } from '../cookie/sizeDriver';
    import { NextRequest, NextResponse } from 'next/server';
    import { StatelessSessionStore } from '${dist}/server/session/stateless-session-store.js';
    import { StatefulSessionStore } from '${dist}/server/session/stateful-session-store.js';
    import { Auth0Client } from '${dist}/server/client.js';
    const rows = { get: async () => null, set: async () => {}, delete: async () => {} };
    const save = async ({ session, name, attributes: { maxAge, ...cookie }, stateful }) => {
      const options = {
        secret: 'a secret for tests only, never used elsewhere',
        inactivityDuration: maxAge,
        absoluteDuration: maxAge * 2,
        cookieOptions: { ...cookie, ...(name !== undefined && { name }) },
      };
      const store = stateful
        ? new StatefulSessionStore({ ...options, store: rows })
        : new StatelessSessionStore(options);
      const request = new NextRequest('https://app.example.com/');
      const response = NextResponse.next();
      await store.set(request.cookies, response.cookies, session, true);
      return response.headers.getSetCookie();
    };
    const issuer = 'https://tenant.example/';
    globalThis.fetch = async () => Response.json({ issuer, authorization_endpoint: issuer, token_endpoint: issuer });
    const client = new Auth0Client({
      domain: 'tenant.example',
      clientId: 'client',
      clientSecret: 'not used',
      appBaseUrl: 'https://app.example.com',
      secret: 'a secret for tests only, never used elsewhere',
    });
    const login = async (audience) => {
      const query = audience === undefined ? '' : '?audience=' + audience;
      const response = await client.middleware(new NextRequest('https://app.example.com/auth/login' + query));
      return response.headers.getSetCookie();
    };
    ${runDriver('save', 'login', `'${version}'`)}`;
}

function program3(dist: string, version: string): string {
  return `
    import { run } from '../cookie/sizeDriver';
    import { configSingletonGetter } from '${dist}/config.js';
    import { SessionCache } from '${dist}/session/index.js';
    import { NextRequest, NextResponse } from 'next/server';
    const rows = { get: async () => {}, set: async () => {}, delete: async () => {} };
    const genId = () => crypto.randomUUID().replaceAll('-', '');
    const save = async ({ session, name, attributes: { maxAge, ...cookie }, stateful }) => {
      const getConfig = configSingletonGetter({
        secret: 'a secret for tests only, never used elsewhere',
        issuerBaseURL: 'https://tenant.example',
        baseURL: cookie.secure ? 'https://app.example.com' : 'http://localhost:3000',
        clientID: 'client',
        clientSecret: 'not used',
        session: {
          rollingDuration: maxAge,
          cookie,
          ...(name !== undefined && { name }),
          ...(stateful && { store: rows, genId }),
        },
      }, genId);
      const request = new NextRequest('https://app.example.com/');
      const response = NextResponse.next();
      await new SessionCache(getConfig).create(request, response, session);
      return response.headers.getSetCookie();
    };
    ${runDriver('save', 'null', `'${version}'`)}`;
}

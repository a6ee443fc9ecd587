/**
 * Predicted cookies against the real SDK: names, bytes, chunks, deletions and the bytes of all Set-Cookie values of random
 * sessions, in every run. Needs `test/peers` installed; the counts are printed.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const RUNS = 1200;
const SEED = 20_260_102;
const VERSIONS = {
  'sdk-3.8': '3.8.0',
  'sdk-4.0': '4.0.0',
  'sdk-4.5': '4.5.1',
  'sdk-4.9': '4.9.0',
  'sdk-4.16': '4.16.0',
  'sdk-4.17': '4.17.0',
  'sdk-4.24': '4.24.0',
  'sdk-4.30': '4.30.0',
};

interface Result {
  version: string;
  runs: number;
  cookies: number;
  bytes: number;
  deletions: number;
  largest: number;
  stateful: number;
  logins: number;
  /** Runs by the number of chunks. */
  byChunks: Record<number, number>;
  failure: string | null;
}

const peers = join(import.meta.dirname, '../peers');
const results: Result[] = [];
let folder = '';

beforeAll(async () => {
  if (!existsSync(join(peers, 'node_modules')))
    throw new Error('test/peers is not installed: node scripts/peers.mjs');
  folder = await mkdtemp(join(tmpdir(), 'session-lens-size-'));
});
afterAll(async () => {
  const lines = results.sort((a, b) => a.version.localeCompare(b.version)).map(summary);
  console.log(`Predicted cookies against the SDK (seed ${SEED})\n${lines.join('\n')}`);
  await rm(folder, { recursive: true, force: true });
});

function summary({
  version,
  runs,
  cookies,
  bytes,
  deletions,
  largest,
  logins,
  byChunks,
  failure,
}: Result): string {
  const most = Math.max(...Object.keys(byChunks).map(Number));
  const counts = `${runs} sessions up to ${largest} bytes of JSON, ${cookies} cookies (up to ${most} chunks)`;
  return `  ${version}: ${counts}, ${bytes} bytes, ${deletions} deletions, ${logins} logins; ${failure === null ? 0 : 1} disagreements`;
}

/** The stores of v4 are driven as the SDK does it: `set(request cookies, response cookies, session, isNew)`. */
function entry4(dist: string, version: string): string {
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
    run(save, login, '${version}', Number(process.argv[2]), Number(process.argv[3]));`;
}

function entry3(dist: string, version: string): string {
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
    run(save, null, '${version}', Number(process.argv[2]), Number(process.argv[3]));`;
}

describe('the predicted cookies are those of the SDK', () => {
  test.concurrent.each(Object.entries(VERSIONS))('%s', { timeout: 120_000 }, async (alias, version) => {
    const dist = `./node_modules/${alias}/dist`;
    const outfile = join(folder, `${alias}.cjs`);
    await build({
      stdin: {
        contents: version.startsWith('3.') ? entry3(dist, version) : entry4(dist, version),
        resolveDir: peers,
        loader: 'ts',
      },
      bundle: true,
      platform: 'node',
      format: 'cjs',
      logLevel: 'error',
      outfile,
    });
    const { stdout } = await promisify(execFile)(process.execPath, [outfile, String(RUNS), String(SEED)]);
    const result = JSON.parse(stdout) as Result;
    results.push(result);
    expect(result.failure).toBeNull();
    expect(result.runs).toBeGreaterThanOrEqual(RUNS);
    expect(result.logins).toBe(version.startsWith('3.') ? 0 : 50);
    // The comparison means something only if sessions of every size were among them.
    expect(result.largest).toBeGreaterThan(35_000);
    expect(result.byChunks[1]).toBeGreaterThan(RUNS / 10);
    expect(result.stateful).toBeGreaterThan(RUNS / 20);
    const isChunked = version !== '4.0.0';
    expect(Object.keys(result.byChunks).length).toBeGreaterThan(isChunked ? 10 : 0);
  });
});

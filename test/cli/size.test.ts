import { describe, expect, it } from 'vitest';
import type { SizeJson } from '../../server/cli/size';
import { broken, project, runCli } from './runCli';

const session = {
  user: { sub: 'auth0|1', name: 'Zoë' },
  tokenSet: { accessToken: 'a'.repeat(536), idToken: 'b'.repeat(1147), expiresAt: 1_767_225_600 },
  internal: { sid: 's'.repeat(32), createdAt: 1_767_225_600 },
};

/** A session whose JSON, with the `exp` the SDK adds, has so many bytes. */
function sized(bytes: number): string {
  const empty = JSON.stringify({ pad: '' }).length;
  return JSON.stringify({ pad: 'x'.repeat(bytes - 17 - empty) });
}

function sizeJson(args: readonly string[], files: Record<string, string>): SizeJson {
  const cwd = project(files);
  const { code, stdout, stderr } = runCli(['size', ...args, '--format', 'json'], { cwd });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout) as SizeJson;
}

describe('size --payload', () => {
  it('prints the documented JSON', () => {
    const text = JSON.stringify(session);
    const json = sizeJson(['--payload', 'session.json'], { 'session.json': text });
    const value = 81 + Math.ceil((4 * (Buffer.byteLength(text) + 17)) / 3);
    expect(json).toEqual({
      version: 1,
      payloadBytes: Buffer.byteLength(text),
      cookieBytes: '__session='.length + value,
      chunks: ['__session='.length + value],
      headerShare: expect.objectContaining({
        node: expect.closeTo((value + 10) / 16_384, 4) as number,
      }) as Record<string, number>,
    });
    expect(Object.keys(json.headerShare)).toEqual([
      'node',
      'nginx',
      'apache',
      'alb',
      'cloudfront',
      'cloudflare',
      'vercel',
    ]);
  });

  it.each([
    [2564, [3510]],
    [2565, [3513, 14]],
    [5189, [3513, 3513]],
    [5190, [3513, 3513, 14]],
    [13_065, [3513, 3513, 3513, 3513, 3513, 14]],
  ])('splits %i bytes into %j', (bytes, chunks) => {
    const json = sizeJson(['--payload', 's.json'], { 's.json': sized(bytes) });
    expect(json.chunks).toEqual(chunks);
    expect(json.cookieBytes).toBe(chunks.reduce((total, chunk) => total + chunk, 0));
  });

  it('takes the name and the version of the SDK', () => {
    const files = { 's.json': sized(2565) };
    expect(sizeJson(['--payload', 's.json', '--name', 'app'], files).chunks).toEqual([3507, 8]);
    // No `exp` in the token, and no chunks.
    expect(sizeJson(['--payload', 's.json', '--sdk', '4.2.0'], files).chunks).toEqual([3489]);
    expect(sizeJson(['--payload', 's.json', '--sdk', '3.8.0'], files).chunks).toHaveLength(1);
  });

  it('does not count an exp that is in the payload already', () => {
    const files = {
      'a.json': JSON.stringify(session),
      'b.json': JSON.stringify({ ...session, exp: 1_800_000_000 }),
    };
    expect(sizeJson(['--payload', 'b.json'], files)).toEqual(sizeJson(['--payload', 'a.json'], files));
  });

  it('prints bars, limits and advice', () => {
    const cwd = project({
      's.json': JSON.stringify({ ...session, user: { ...session.user, groups: 'g'.repeat(900) } }),
    });
    const { code, stdout } = runCli(['size', '--payload', 's.json'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('bytes in 2 cookies · SDK 4.30.0 assumed');
    expect(stdout).toMatch(/tokenSet\.idToken +█+░* +1,5\d\d/);
    expect(stdout).toMatch(/nginx +█+░* +\d+% of 8,192 \(one header\)/);
    expect(stdout).toMatch(/Netlify +no limit is documented/);
    expect(stdout).toMatch(
      /without `idToken`: 2 cookies → 1, −1,5\d\d bytes; costs `id_token_hint` at logout/,
    );
  });

  it('counts the limit of the own host too', () => {
    const files = { 's.json': JSON.stringify(session) };
    const json = sizeJson(['--payload', 's.json', '--header-limit', '6000'], files);
    expect(json.headerShare['own']).toBeCloseTo(json.cookieBytes / 6000, 4);
    const cwd = project(files);
    const { stdout } = runCli(['size', '--payload', 's.json', '--header-limit', '6000'], { cwd });
    expect(stdout).toMatch(/Your host +█+░* +\d+% of 6,000 \(--header-limit\)/);
    for (const wrong of ['0', '8k', '-1', '']) {
      const { code, stderr } = runCli(['size', `--header-limit=${wrong}`], { cwd });
      expect([code, stderr]).toEqual([2, expect.stringContaining('It must be a whole number of bytes')]);
    }
  });

  it.each([
    ['no JSON', 'secret-token', 'the payload is not JSON'],
    ['a list', '["secret-token"]', 'the payload is no JSON object'],
    ['a text', '"secret-token"', 'the payload is no JSON object'],
    ['nothing', '', 'the payload is not JSON'],
  ])('refuses %s without repeating it', (_what, text, message) => {
    const cwd = project({ 's.json': text });
    const { code, stdout, stderr } = runCli(['size', '--payload', 's.json'], { cwd });
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `session-lens: ${message}\n` });
  });

  it('survives what nobody would nest', () => {
    const json = sizeJson(['--payload', 's.json'], {
      's.json': `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    });
    expect(json.payloadBytes).toBe(10_006);
  });

  it('refuses wrong use', () => {
    const cwd = project({ 's.json': '{}' });
    const use = (...args: string[]) => {
      const { code, stderr } = runCli(['size', ...args], { cwd });
      return [code, stderr];
    };
    expect(use('--payload', 'missing.json')).toEqual([2, 'session-lens: the payload does not exist\n']);
    expect(use('.', '--payload', 's.json')).toEqual([
      2,
      'session-lens: give a directory, or a session with --payload\n',
    ]);
    expect(use('--payload', 's.json', '--name', 'a;b')).toEqual([
      2,
      expect.stringContaining('name of a cookie'),
    ]);
    expect(use('--payload', 's.json', '--sdk', 'new')).toEqual([2, expect.stringContaining('4.30.0')]);
    expect(use()).toEqual([2, 'session-lens: no client of @auth0/nextjs-auth0 found in .\n']);
  });
});

describe('size of an app', () => {
  it('gives the largest client at the top, and every client as a range', () => {
    const json = sizeJson([], {
      ...broken,
      'lib/api.ts': `import { Auth0Client } from '@auth0/nextjs-auth0/server';
export const api = new Auth0Client({ authorizationParameters: { audience: 'https://api.example.com' } });`,
    });
    expect(json.version).toBe(1);
    const clients = json.clients ?? [];
    expect(clients.map(({ file }) => file).sort()).toContain('lib/api.ts');
    const api = clients.find(({ name }) => name === 'api');
    expect(api).toMatchObject({ file: 'lib/api.ts', line: 2, typical: { cookieBytes: json.cookieBytes } });
    for (const { low, typical, high, assumptions } of clients) {
      expect(low.cookieBytes).toBeLessThanOrEqual(typical.cookieBytes);
      expect(typical.cookieBytes).toBeLessThanOrEqual(high.cookieBytes);
      expect(assumptions.length).toBeGreaterThan(1);
    }
  });

  it('says in words what it assumes', () => {
    const cwd = project(broken);
    const { code, stdout } = runCli(['size', '.'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/estimate: about 3\.\d KB in 1 cookie \(2\.\d KB to 4\.\d KB, 1 to 2 cookies\)/);
    expect(stdout).toContain('No audience');
    expect(stdout).toMatch(/Node\.js +█+░* +\d+%, up to \d+% of 16,384 \(all headers\)/);
  });

  it('counts the id only where a store is set', () => {
    const client = `import { Auth0Client } from '@auth0/nextjs-auth0/server';
import { store } from './store';
export const auth0 = new Auth0Client({ sessionStore: store });`;
    const json = sizeJson([], {
      ...broken,
      'lib/auth0.ts': client,
      'lib/store.ts': 'export const store = { get() {}, set() {}, delete() {} };',
    });
    expect(json.chunks).toEqual([169]);
  });
});

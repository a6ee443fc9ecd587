/** A closed panel has let go of everything: looked up in the heap of a process that opened a cookie. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HOUR, jwe, session } from '../cookie/samples';

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'session-lens-memory-'))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Takes the secret and the cookie from standard input: nothing of the program holds them. */
const PROGRAM = `
  import { readFileSync } from 'node:fs';
  import { writeHeapSnapshot } from 'node:v8';
  import { cookieSession } from '../../client/panels/cookie/session';

  let typed = [];
  const secrets = {
    sources: async () => (typed.length > 0 ? [{ id: 'typed', kind: 'typed', label: '', detail: '' }] : []),
    resolve: async () => ({
      candidates: typed.map((value) => ({ kind: 'typed', value, label: 'typed', root: null })),
      notes: [],
    }),
    clear: () => void (typed = []),
  };
  const panel = cookieSession({
    secrets,
    trusted: () => true,
    now: () => Math.floor(Date.now() / 1000),
    headerLimit: () => null,
    workspace: async () => ({ names: [], lanes: [] }),
  });

  async function open() {
    const [secret, header] = readFileSync(0, 'utf8').split('\\n');
    typed = [secret];
    await panel.paste(header);
    const { cookies } = await panel.view();
    return cookies[0].status;
  }

  async function main() {
    const status = await open();
    writeHeapSnapshot(process.argv[2]);
    panel.forget();
    // Node.js keeps the buffer of a read, and V8 the text of the last regular expression, until the next one.
    for (let i = 0; i < 100; i++) await new Promise((done) => setImmediate(done));
    /next/.exec('the next expression');
    for (let i = 0; i < 5; i++) globalThis.gc();
    writeHeapSnapshot(process.argv[3]);
    console.log(status, (await panel.view()).cookies.length);
  }
  void main();
`;

test('neither the secret, nor the cookie, nor a token, nor a claim is in memory when the panel has closed', async () => {
  const program = join(folder, 'program.cjs');
  await build({
    stdin: { contents: PROGRAM, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
    logLevel: 'error',
  });
  const random = () => randomBytes(48).toString('hex');
  const [secret, token, claim] = [random(), random(), random()];
  const now = Math.floor(Date.now() / 1000);
  const payload = session(now, { user: { sub: claim }, tokenSet: { accessToken: token, expiresAt: now } });
  const value = await jwe(payload, { secret, exp: now + HOUR });
  const [open, closed] = [join(folder, 'open.heapsnapshot'), join(folder, 'closed.heapsnapshot')];
  const output = execFileSync(process.execPath, ['--expose-gc', program, open, closed], {
    input: `${secret}\n__session=${value}`,
    encoding: 'utf8',
  });
  expect(output).toBe('valid 0\n');
  const found = (file: string) => {
    const heap = readFileSync(file, 'utf8');
    const pieces = { secret, token, claim, cookie: value.slice(40, 140) };
    return Object.entries(pieces).flatMap(([name, piece]) =>
      heap.includes(piece.slice(0, 60)) ? [name] : [],
    );
  };
  // The search finds what is there.
  expect(found(open)).toEqual(['secret', 'token', 'claim', 'cookie']);
  expect(found(closed)).toEqual([]);
});

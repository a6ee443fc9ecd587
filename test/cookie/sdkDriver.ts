/**
 * Writes random cookies with the real SDK, passes them on as people do, opens them and compares. Bundled together with
 * one SDK version by `decode.differential.test.ts` and run in a process of its own.
 */
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { decodeCookies } from '../../shared/cookie/decode';
import { parsePasted } from '../../shared/cookie/parse';
import type { CookieKind, DecodedCookie } from '../../shared/cookie/types';
import { Jar } from '../session/jar';
import type { DifferentialResult } from '../support/sdkDifferential';

export type Json = Record<string, unknown>;

/** What one SDK version can write; each method gives the `Set-Cookie` lines of one response. */
export interface CookieWriter {
  session(cookie: { name: string | undefined; secret: string; session: Json }): Promise<string[]>;
  stateful(cookie: { name: string | undefined; secret: string; id: string }): Promise<string[]>;
  transaction(cookie: { secret: string; state: Json }): Promise<string[]>;
  sessionKind: CookieKind;
  /** False for 4.0: its cookies hold no end. */
  hasExpiry: boolean;
  canName: boolean;
  hasConnections: boolean;
}

/** Texts of no known form. They are for sessions: only those are told from prose under any name. */
const texts = ['option', 'log', 'python', 'playwright', 'markdown', 'entries', 'encoded'] as const;
type Text = (typeof texts)[number];

interface Case {
  what: 'session' | 'stateful' | 'transaction';
  secret: string;
  name: string | undefined;
  user: Json;
  filler: string;
  connections: Json[];
  form: 'header' | 'wrapped' | 'set-cookie' | 'json' | 'curl' | Text;
  /** How a terminal or a mail breaks the lines of `wrapped`; of texts those where it has a name. */
  wrap: { width: number; newline: string; hasName: boolean };
  then: 'open' | 'expire' | 'forget-secret' | 'lose-chunk';
  seed: number;
}

const text = fc.string({ unit: 'binary', maxLength: 60 });
const user: fc.Arbitrary<Json> = fc
  .record({
    sub: text,
    name: text,
    email: fc.emailAddress(),
    claims: fc.dictionary(text, fc.jsonValue({ maxDepth: 2 })),
  })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);
/** Up to 40 KB: of one character, so that the sizes around the limits of chunks are all reached. */
const filler = fc
  .tuple(
    fc.constantFrom('a', 'é', '漢', '🍪', '"', '\\'),
    fc.oneof(fc.nat(200), fc.integer({ min: 1500, max: 8000 }), fc.nat(40_000)),
  )
  .map(([unit, bytes]) => unit.repeat(Math.floor(bytes / new TextEncoder().encode(unit).length)));
const name = fc.option(
  fc.oneof(
    fc.stringMatching(/^[A-Za-z][\w-]{0,20}[A-Za-z]$/),
    fc.constantFrom('my.session', '__Host-app', 'sid.v2x'),
  ),
  { nil: undefined },
);

export function cases(writer: CookieWriter): fc.Arbitrary<Case> {
  return fc.record<Case>({
    what: fc.constantFrom('session', 'session', 'session', 'session', 'stateful', 'transaction'),
    secret: fc.oneof(fc.string({ minLength: 8, maxLength: 80 }), fc.stringMatching(/^[0-9a-f]{64}$/)),
    name: writer.canName ? name.filter((value) => value !== 'appSession') : fc.constant(undefined),
    user,
    filler,
    connections: writer.hasConnections
      ? fc.array(fc.record({ accessToken: text, connection: text, expiresAt: fc.nat() }), { maxLength: 3 })
      : fc.constant([]),
    form: fc.oneof(
      fc.constantFrom('header', 'wrapped', 'wrapped', 'set-cookie', 'json', 'curl' as const),
      fc.constantFrom(...texts),
    ),
    wrap: fc.record({
      width: fc.integer({ min: 40, max: 200 }),
      newline: fc.constantFrom('\n', '\n  ', '\\\n', ' '),
      hasName: fc.boolean(),
    }),
    then: fc.constantFrom('open', 'open', 'open', 'expire', 'forget-secret', 'lose-chunk', 'lose-chunk'),
    seed: fc.nat(),
  });
}

export interface Result extends DifferentialResult {
  cookies: number;
  chunked: number;
  connections: number;
  largest: number;
  kinds: Record<string, number>;
  statuses: Record<string, number>;
}

export async function run(
  writer: CookieWriter,
  version: string,
  numRuns: number,
  seed: number,
): Promise<void> {
  const counts = { runs: 0, cookies: 0, chunked: 0, connections: 0, largest: 0 };
  const kinds: Record<string, number> = {};
  const statuses: Record<string, number> = {};
  const property = fc.asyncProperty(cases(writer), async (life) => {
    counts.runs++;
    const decoded = await compare(writer, life);
    for (const { kind, status, chunks, payload } of decoded) {
      counts.cookies++;
      if (chunks > 1) counts.chunked++;
      if (kind === 'connection-token') counts.connections++;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
      statuses[status] = (statuses[status] ?? 0) + 1;
      counts.largest = Math.max(counts.largest, JSON.stringify(payload).length);
    }
  });
  const { warn } = console;
  console.warn = () => {};
  const result = await fc.check(property, { numRuns, seed, interruptAfterTimeLimit: 90_000 });
  console.warn = warn;
  const failure = result.failed
    ? `${String(result.errorInstance)}\n${(fc.defaultReportMessage(result) ?? '').slice(0, 5000)}`
    : null;
  const line: Result = { version, ...counts, kinds, statuses, failure };
  console.log(JSON.stringify(line));
}

async function compare(writer: CookieWriter, life: Case): Promise<DecodedCookie[]> {
  const now = Math.floor(Date.now() / 1000);
  const createdAt = now - (life.seed % 1000);
  const id = `id${life.seed}`;
  const session = {
    user: life.user,
    tokenSet: { accessToken: life.filler, expiresAt: now + 60 },
    internal: { sid: 'sid', createdAt },
  };
  const state = {
    state: `s${life.seed}`,
    nonce: 'n',
    codeVerifier: 'v',
    returnTo: life.filler.slice(0, 100),
  };
  const { secret, what } = life;
  const setCookies =
    what === 'session'
      ? await writer.session({
          secret,
          name: life.name,
          session:
            life.connections.length > 0 ? { ...session, connectionTokenSets: life.connections } : session,
        })
      : what === 'stateful'
        ? await writer.stateful({ secret, name: life.name, id })
        : await writer.transaction({ secret, state });
  const jar = new Jar();
  jar.receive(setCookies, now);
  const pairs = shuffled(jar.header(now).split('; '), life.seed);
  const chunks = pairs.filter((pair) => !pair.startsWith('__FC_'));
  const lost = life.then === 'lose-chunk' && chunks.length > 1 ? chunks[0] : undefined;
  if (lost !== undefined) pairs.splice(pairs.indexOf(lost), 1);
  const pasted = parsePasted(
    asText(lost === undefined && life.form === 'set-cookie' ? setCookies : pairs, life),
  );
  const secrets = life.then === 'forget-secret' ? ['another one'] : ['another one', secret];
  const later = life.then === 'expire' ? 400 * 86_400 : 0;
  const decoded = await decodeCookies(pasted.cookies, secrets, { now: now + later });

  const main = decoded[0];
  const expected =
    what === 'session' ? { ...session, user: life.user } : what === 'stateful' ? { id } : state;
  if (main === undefined) throw new Error(`nothing found in the ${pasted.form}`);
  if (lost !== undefined) {
    const missing = Number(/\d+(?==)/.exec(lost)?.[0]);
    same('status', 'incomplete', main.status);
    same('missing', [missing], main.missing);
    return decoded;
  }
  if (life.then === 'forget-secret') {
    for (const cookie of decoded) same('status', 'wrong-secret', cookie.status);
    return decoded;
  }
  const { exp, ...payload } = main.payload ?? {};
  // v4 takes the id of a stateful session from the store it writes to.
  const wanted = what === 'stateful' ? { id: payload['id'] } : expected;
  same('payload', wanted, payload);
  const kind = what === 'session' ? writer.sessionKind : what === 'stateful' ? 'session-id' : 'transaction';
  same('kind', kind, main.kind);
  same('secret', 1, main.secret);
  same('chunks', main.chunks, pairs.length - decoded.length + 1);
  const hasEnd = main.expiresAt !== null;
  if (kind !== 'legacy' && hasEnd) same('exp', exp, main.expiresAt);
  same('has an end', writer.hasExpiry && !(writer.sessionKind === 'legacy' && what !== 'session'), hasEnd);
  same('status', later > 0 && hasEnd ? 'expired' : 'valid', main.status);
  if (what === 'session') same('issuedAt', writer.sessionKind === 'legacy' ? now : createdAt, main.issuedAt);
  if (what === 'session' && main.name !== (life.name ?? main.name)) same('name', life.name, main.name);
  const bytes = pairs.reduce((sum, pair) => sum + pair.length, 0);
  same(
    'bytes',
    bytes,
    decoded.reduce((sum, cookie) => sum + cookie.bytes, 0),
  );
  const tokens = decoded.slice(1).map(({ payload: token }) => {
    const { exp: _exp, ...rest } = token ?? {};
    return rest;
  });
  same('connections', sorted(what === 'session' ? life.connections : []), sorted(tokens));
  return decoded;
}

function asText(lines: readonly string[], { form, wrap, what, then }: Case): string {
  const header = lines.join('; ');
  if (form === 'set-cookie') {
    return lines.some((line) => line.includes(';'))
      ? lines.map((line) => `set-cookie: ${line}`).join('\r\n')
      : `Cookie: ${header}`;
  }
  if (form === 'wrapped') {
    return wrapped(`${wrap.hasName ? 'Cookie: ' : ''}${header}`, wrap);
  }
  if (form === 'curl') return `curl 'http://localhost:3000/' -H 'accept: */*' -b '${header}'`;
  const pairs = lines.map(
    (line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const,
  );
  if (form === 'json') return JSON.stringify(pairs.map(([key, value]) => ({ name: key, value })));
  // A last chunk alone, under a name of the app's own, is nothing that stands out.
  if (form === 'header' || what !== 'session' || then === 'lose-chunk') return header;
  const text = inText(form, pairs);
  return wrap.hasName && text.length > 3 * wrap.width ? wrapped(text, { ...wrap, newline: '\n' }) : text;
}

function wrapped(text: string, { width, newline }: Case['wrap']): string {
  return text.replace(new RegExp(`.{${width}}(?=.)`, 'g'), (line) => line + newline);
}

function inText(form: Text, pairs: readonly (readonly [string, string])[]): string {
  const each = (write: (name: string, value: string) => string, separator: string) =>
    pairs.map(([key, value]) => write(key, value)).join(separator);
  const header = each((key, value) => `${key}=${value}`, '; ');
  switch (form) {
    case 'option':
      return `-H 'accept: */*' \\\n  -H 'Cookie: ${header}' \\`;
    case 'log':
      return `10:00:00 request {\n  host: 'localhost:3000',\n  cookie: '${header}',\n  accept: '*/*'\n}`;
    case 'python':
      return `requests.get(url, cookies={${each((key, value) => `'${key}': '${value}'`, ', ')}})`;
    case 'playwright':
      return `addCookies([${each((key, value) => `{ name: '${key}', path: '/', value: '${value}' }`, ',\n')}])`;
    case 'markdown':
      return `| Name | Value |\n|---|---|\n${each((key, value) => `| ${key} | ${value} |`, '\n')}`;
    case 'entries':
      return JSON.stringify(pairs);
    case 'encoded':
      return encodeURIComponent(header);
  }
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const result = [...items];
  let state = seed;
  for (let i = result.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    const j = state % (i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

function sorted(items: readonly unknown[]): string[] {
  return items.map((item) => JSON.stringify(item)).sort();
}

function same(what: string, expected: unknown, actual: unknown): void {
  if (!isDeepStrictEqual(expected, actual)) {
    throw new Error(
      `${what}: wrote ${JSON.stringify(expected)?.slice(0, 300)}, read ${JSON.stringify(actual)?.slice(0, 300)}`,
    );
  }
}

/**
 * Whatever is pasted: no exception, nothing over a second, and only the statuses of the contract. Real pastes with
 * bytes changed, random texts and random JSON go into every parser and through the decoder; texts that are built to be
 * slow go in at the largest size there is. The counts are printed.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeCookie } from '../../server/cli/decodeText';
import { decodeCookies } from '../../shared/cookie/decode';
import { MAX_JSON, MAX_TEXT, parsePasted } from '../../shared/cookie/parse';
import { parseCommand } from '../../shared/cookie/paste/commands';
import { parseHeaders } from '../../shared/cookie/paste/headers';
import { harEntries, parseHar, parseJsonExport } from '../../shared/cookie/paste/json';
import { scanForCookies } from '../../shared/cookie/paste/scan';
import { parseTable } from '../../shared/cookie/paste/table';
import { redactPayload } from '../../shared/cookie/redact';
import { colorsFor } from '../../server/cli/io';
import { chunked, HOUR, jwe, jwt, NOW, SECRET, session, signed } from './samples';

const SEED = 20_260_106;
const EDITED = 14_000;
const RANDOM = 8_000;
const LIMIT_MS = 1000;
const STATUSES = new Set(['valid', 'expired', 'wrong-secret', 'malformed', 'incomplete']);
const FORMS = new Set([
  'value',
  'cookie-header',
  'set-cookie',
  'curl',
  'har',
  'table',
  'json',
  'text',
  'empty',
  'unknown',
]);

const counts = { inputs: 0, cookies: 0, opened: 0, slowest: 0, slowestStart: '' };
const forms: Record<string, number> = {};
const statuses: Record<string, number> = {};
let pastes: string[] = [];

beforeAll(async () => {
  const value = await jwe(session(NOW - HOUR), { exp: NOW + HOUR });
  const header = (await chunked(3)).map((pair) => pair.join('=')).join('; ');
  const legacy = await jwe({ user: { sub: 'a' } }, { header: { iat: NOW, uat: NOW, exp: NOW + HOUR } });
  const cookie = { name: '__session', value, domain: 'localhost' };
  const message = { headers: [{ name: 'Cookie', value: header }], cookies: [cookie] };
  pastes = [
    value,
    `theme=dark; lang=de; __session=${await jwe(session(NOW - 10 * HOUR), { exp: NOW - HOUR })}; _ga=${'1.'.repeat(900)}`,
    `1767607200:${value}`,
    jwt({ iss: 'https://x/', aud: 'a', sub: 'b', nonce: 'c' }),
    await signed('appSession', 'some-id'),
    `Cookie: theme=dark; __session=${value}; __FC_0=${value}`,
    `Cookie: ${header}`,
    `appSession=${legacy}; appSession.0=${legacy.slice(0, 90)}; appSession.1=${legacy.slice(90)}`,
    `Set-Cookie: __session=${value}; Path=/; Max-Age=3600; HttpOnly\nSet-Cookie: __session__0=; Max-Age=0`,
    `curl 'http://localhost:3000/' -H 'accept: */*' -b '${header}' --data-raw $'a\\'b'`,
    `curl ^"http://localhost:3000/^" ^\n  -b ^"__session=${value}^" ^\n  --compressed`,
    `$session.Cookies.Add((New-Object System.Net.Cookie("__session", "${value}", "/", "localhost")))\nInvoke-WebRequest`,
    `fetch("http://x/", { "headers": { "cookie": "__session=${value}" } });`,
    JSON.stringify({ log: { entries: [{ request: message, response: message }] } }),
    JSON.stringify({ cookies: [cookie, cookie], origins: [] }),
    JSON.stringify({ __session: value }),
    `__session\t${value}\tlocalhost\t/\n__txn_a\t1767607200%3A${value}\tlocalhost`,
    `# Netscape HTTP Cookie File\nlocalhost\tFALSE\t/\tFALSE\t0\t__session\t${value}`,
    `requests.get(url, cookies={${(await chunked(3)).map(([name, part]) => `'${name}': '${part}'`).join(', ')}})`,
    `[{ name: '__session', path: '/', value: '${value}' }, { name: 'sdk__4.30', value: 1 },]`,
    'next-auth.session-token=abc; sid=Fe26.2*1*a*b',
  ];
});

afterAll(() => {
  console.log(
    `Cookie fuzz (seed ${SEED}): ${counts.inputs} inputs, ${counts.cookies} cookies, ${counts.opened} opened, slowest ${Math.round(counts.slowest)} ms (${JSON.stringify(counts.slowestStart)})`,
    forms,
    statuses,
  );
});

/** Milliseconds of this process: a busy machine makes nothing slower. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Everything a text goes through, in the panel and on the command line. */
async function swallow(text: string): Promise<void> {
  const start = cpuTime();
  const { form, cookies } = parsePasted(text);
  const decoded = await decodeCookies(cookies, ['another secret', SECRET], { now: NOW });
  const elapsed = cpuTime() - start;
  counts.inputs++;
  counts.cookies += decoded.length;
  if (elapsed > counts.slowest) Object.assign(counts, { slowest: elapsed, slowestStart: text.slice(0, 20) });
  forms[form] = (forms[form] ?? 0) + 1;
  if (!FORMS.has(form)) throw new Error(`form ${form}`);
  for (const cookie of decoded) {
    if (!STATUSES.has(cookie.status)) throw new Error(`status ${cookie.status}`);
    statuses[cookie.status] = (statuses[cookie.status] ?? 0) + 1;
    if (cookie.message === '' || cookie.bytes < 0 || cookie.chunks < 1) throw new Error('no message or size');
    if (cookie.payload !== null) {
      counts.opened++;
      redactPayload(cookie.payload, cookie.kind);
    } else if (cookie.status === 'valid' || cookie.status === 'expired') throw new Error('nothing opened');
    const colors = colorsFor({ write: () => {}, isTTY: false, columns: 80 }, {});
    describeCookie(cookie, { now: NOW, colors, width: 80, secretName: () => null });
  }
  if (elapsed > LIMIT_MS) throw new Error(`${Math.round(elapsed)} ms`);
}

/** Each parser on its own: `parsePasted` would hide an exception, and asks only one of them. */
function everyParser(text: string): void {
  parseCommand(text);
  parseHeaders(text);
  parseTable(text);
  scanForCookies(text);
  parseCommand(`curl ${text}`);
  parseCommand(`curl ^"${text}`);
  parseCommand(`Invoke-WebRequest ${text}`);
  parseCommand(`fetch( "cookie": "${text}`);
}

function everyJsonParser(value: unknown): void {
  parseJsonExport(value);
  parseHar(harEntries(value) ?? [value]);
  parseHar(harEntries({ log: { entries: [{ request: value, response: { headers: value } }] } }) ?? []);
}

interface Edit {
  kind: 'delete' | 'insert' | 'replace' | 'repeat' | 'swap' | 'cut';
  at: number;
  length: number;
  text: string;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('delete', 'insert', 'replace', 'repeat', 'swap', 'cut'),
  at: fc.noBias(fc.integer({ min: 0, max: 9999 }).map((n) => n / 10_000)),
  length: fc.oneof(fc.nat(3), fc.nat(400)),
  text: fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom(
      '.',
      '..',
      '"',
      "'",
      '\n',
      '\t',
      ';',
      '=',
      '%',
      '%C3',
      '\\',
      '^',
      '`',
      "$'",
      '${',
      '__1',
      '.1',
      '\0',
      '\ud800',
      ',',
    ),
  ),
});

function apply(text: string, { kind, at, length, text: added }: Edit): string {
  const start = Math.floor(at * text.length);
  const end = start + length;
  const [before, part, after] = [text.slice(0, start), text.slice(start, end), text.slice(end)];
  if (kind === 'delete') return before + after;
  if (kind === 'insert') return before + added + part + after;
  if (kind === 'replace') return before + added + after;
  if (kind === 'repeat') return before + part + part + after;
  return kind === 'swap' ? after + part + before : before;
}

describe('mutated input', () => {
  test('real pastes with bytes changed', { timeout: 120_000 }, async () => {
    const property = fc.asyncProperty(
      fc.noBias(fc.integer({ min: 0, max: pastes.length - 1 })),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      async (which, edits) => {
        const text = edits.reduce(apply, pastes[which] ?? '');
        everyParser(text);
        await swallow(text);
      },
    );
    await fc.assert(property, { numRuns: EDITED, seed: SEED });
  });

  test('random texts and JSON', { timeout: 120_000 }, async () => {
    const words = fc.constantFrom(
      ...[
        'Cookie:',
        'Set-Cookie:',
        '__session',
        '__session__0',
        '=',
        ';',
        ' ',
        '\n',
        '\t',
        'curl ',
        '-b ',
        "'",
        '"',
        '$',
        '\\',
        '^',
        '`',
        'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0',
        '.',
        '..',
        '{',
        '}',
        '[',
        ']',
        ':',
        ',',
        '%3A',
        'fetch(',
        'a',
        '1',
      ],
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.array(words, { maxLength: 60 }).map((parts) => parts.join('')),
    );
    const names = fc.constantFrom(
      'name',
      'value',
      'cookie',
      'cookies',
      'headers',
      'request',
      'log',
      'entries',
      'set-cookie',
      'domain',
    );
    const json = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        text,
        fc.constant(null),
        fc.integer(),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(fc.oneof(names, text), tie('node'), { maxKeys: 4 }),
      ),
    })).node;
    const property = fc.asyncProperty(fc.oneof(text, json), async (value) => {
      if (typeof value === 'string') everyParser(value);
      else everyJsonParser(value);
      await swallow(typeof value === 'string' ? value : JSON.stringify(value));
    });
    await fc.assert(property, { numRuns: RANDOM, seed: SEED });
    expect(counts.inputs).toBeGreaterThanOrEqual(20_000);
    expect(counts.opened).toBeGreaterThan(1000);
    for (const status of STATUSES) expect(statuses[status], status).toBeGreaterThan(10);
    for (const form of FORMS) expect(forms[form], form).toBeGreaterThan(0);
  });
});

describe('texts that are built to be slow', () => {
  const prefixes = [
    '',
    "curl '",
    'curl ',
    'curl ^"',
    'Cookie: ',
    'Set-Cookie: ',
    'fetch("cookie": "',
    'Invoke-WebRequest "',
    '__session=',
    '{"',
    '[',
  ];
  const units = [
    "$'",
    "$'\\'",
    '\\"',
    '"',
    "'",
    '`',
    'eyJ',
    '..',
    'a.',
    'eyJhbGciOi..',
    '%',
    '%C3',
    '\t',
    ',a=',
    ', ',
    '; ',
    'a=b; ',
    'cookie ',
    '"cookie":"',
    'cookie="',
    'System.Net.Cookie("',
    'System.Net.Cookie("a","',
    '-b a=b ',
    '[',
    '{"a":',
    '^"',
    '^',
    '\n',
    ' ',
    '\n\n ',
    'a\tb\n',
    '${',
    '$(',
    '\\',
    'Cookie:\n',
    'a: b\n',
    '1:',
    '=',
    '<',
    '\ud800',
    'a__1 ',
    'name value ',
    '1767607200:',
    'eyJhbGciOiJkaXIi.',
  ];

  test.each(prefixes)('after %j', { timeout: 120_000 }, async (prefix) => {
    for (const unit of units) {
      const length = /^[[{]/.test(prefix + unit) ? MAX_JSON : MAX_TEXT;
      const text = prefix + unit.repeat(Math.floor((length - prefix.length) / unit.length));
      await swallow(text).catch((error: unknown) => {
        throw new Error(`${prefix} + ${unit}: ${String(error)}`);
      });
    }
  });

  test('very many cookies, chunks and messages', async () => {
    const many = (n: number, line: (i: number) => string, separator: string) =>
      Array.from({ length: n }, (_, i) => line(i)).join(separator);
    const value = pastes[0] ?? '';
    const log = (entries: unknown[]) => JSON.stringify({ log: { entries } });
    const texts = [
      many(100_000, (i) => `__session__${i}=a`, '; '),
      many(100_000, () => '__session__0=a', '; '),
      many(50_000, (i) => `__session=${i}`, '; '),
      many(700, (i) => `c${i}=${value}`, '; '),
      many(700, (i) => `__session=${value}${i}`, '; '),
      many(50_000, (i) => `a${i}=b.${'x'.repeat(43)}`, '; ').slice(0, MAX_TEXT),
      `__session=${'x'.repeat(MAX_TEXT - 20)}`,
      `{"a":"${'\\\\'.repeat(MAX_JSON / 4)}"}`,
      `{"a":"${'\\"'.repeat(MAX_JSON / 4)}"}`,
      JSON.stringify(Array.from({ length: 150_000 }, (_, i) => ({ name: `n${i}`, value: 'x'.repeat(80) }))),
      log(
        Array.from({ length: 3000 }, (_, i) => ({
          request: { headers: [{ name: 'Cookie', value: `n=${i}; __session=${value}` }] },
        })),
      ),
      log(
        Array.from({ length: 3000 }, (_, i) => ({
          request: { headers: [{ name: 'Cookie', value: `__session=${value}${i}` }] },
        })),
      ),
    ];
    for (const text of texts) await swallow(text);
  });

  test('payloads that nest without end', () => {
    let nested: unknown = 'eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJl';
    for (let i = 0; i < 100_000; i++) nested = i % 2 === 0 ? [nested] : { accessToken: nested };
    const shown = redactPayload({ nested }, 'session');
    expect(JSON.stringify(shown)).toContain('<redacted: nested too deep>');
  });
});

import { describe, expect, it } from 'vitest';
import { inlayHints } from '../../server/features/inlayHints';
import { analysed, CLIENT_FILE, clientWith } from '../support/analysed';
import { HEALTHY_CLIENT } from '../support/nextApp';

/** `60 * 60 ⟨1 hour⟩` for each hint of a file, in order. */
async function hints(
  client: string,
  more: Record<string, string> = {},
  file = CLIENT_FILE,
): Promise<string[]> {
  const { apps, files } = await analysed({ ...more, 'lib/auth0.ts': client });
  return inlayHints(apps, file).map(({ offset, label }) => {
    const value = /[^:=?|\n]*$/.exec((files[file] ?? '').slice(0, offset))?.[0] ?? '';
    return `${value.trim()} ⟨${label}⟩`;
  });
}

describe('inlay hints', () => {
  it('say what a number of seconds is, also behind a product', async () => {
    expect(await hints(HEALTHY_CLIENT)).toEqual(['60 * 60 * 24 * 30 ⟨30 days⟩', '60 * 60 * 24 * 7 ⟨7 days⟩']);
    expect(await hints(clientWith('{ inactivityDuration: 604800 }'))).toEqual(['604800 ⟨7 days⟩']);
  });

  it('have the exact number and its owner in the tooltip', async () => {
    const { apps } = await analysed({ 'lib/auth0.ts': clientWith('{ inactivityDuration: 604_800 }') });
    expect(inlayHints(apps, CLIENT_FILE)[0]?.tooltip).toBe('604,800 seconds: inactivityDuration of auth0');
  });

  it('show the mistake of whoever counts in milliseconds', async () => {
    expect(await hints(clientWith('{ absoluteDuration: 12 * 60 * 60 * 1000 }'))).toEqual([
      '12 * 60 * 60 * 1000 ⟨500 days⟩',
    ]);
  });

  it('stand at the constant as well as at the option', async () => {
    const client = `import { LIMIT } from './time';\n${clientWith('{ inactivityDuration: LIMIT }')}`;
    const time = { 'lib/time.ts': 'export const LIMIT = 2 * 3600;\nexport const OTHER = 7200;\n' };
    expect(await hints(client, time)).toEqual(['LIMIT ⟨2 hours⟩']);
    expect(await hints(client, time, '/shop/lib/time.ts')).toEqual(['2 * 3600 ⟨2 hours⟩']);
  });

  it('stand at each of several values', async () => {
    expect(await hints(clientWith('{ inactivityDuration: Math.random() > 0.5 ? 3600 : 7200 }'))).toEqual([
      '3600 ⟨1 hour⟩',
      '7200 ⟨2 hours⟩',
    ]);
    expect(await hints(clientWith('{ inactivityDuration: Number(process.env.X) || 3600 }'))).toEqual([
      '3600 ⟨1 hour⟩',
    ]);
  });

  it('stand where the value is written, and there once', async () => {
    const one = async (value: string, before = '') =>
      hints(`${before}${clientWith(`{ absoluteDuration: ${value} }`)}`);
    const prod = "const prod = process.env.NODE_ENV === 'production';\n";
    expect(await one('prod ? 3600 : 2592000', prod)).toEqual(['3600 ⟨1 hour⟩']);
    expect(await one('prod ? 3600 : undefined', prod)).toEqual(['3600 ⟨1 hour⟩']);
    expect(await one('(60 * 15)')).toEqual(['(60 * 15 ⟨15 minutes⟩']);
    expect(await one('7200 as number')).toEqual(['7200 ⟨2 hours⟩']);
    expect(await one('(86400)!')).toEqual(['(86400 ⟨1 day⟩']);
    const wrapped = await one('(LIMIT)', 'const LIMIT = 5400;\n');
    expect(wrapped).toEqual(['5400 ⟨1 hour 30 minutes⟩', '(LIMIT) ⟨1 hour 30 minutes⟩']);
  });

  it('do not stand in a helper, where other calls make other durations', async () => {
    const helper = 'const limit = (n: number) => n * 3600;\n';
    const client = `${helper}${clientWith('{ absoluteDuration: limit(36), inactivityDuration: limit(2) }')}`;
    expect(await hints(client)).toEqual(['limit(36) ⟨1 day 12 hours⟩', 'limit(2) ⟨2 hours⟩']);
    const options = 'const idle = (n: number) => ({ inactivityDuration: n, absoluteDuration: 7200 });\n';
    expect(await hints(`${options}${clientWith('idle(5400)')}`)).toEqual([
      '7200 ⟨2 hours⟩',
      'idle(5400 ⟨1 hour 30 minutes⟩',
    ]);
    const make =
      'export function make(region: string) {\n  return new Auth0Client({ clientId: region, session: { absoluteDuration: 2 * LIMIT } });\n}\nconst LIMIT = 5400;\n';
    const imports = "import { Auth0Client } from '@auth0/nextjs-auth0/server';\n";
    expect(await hints(imports + make)).toEqual(['2 * LIMIT ⟨3 hours⟩']);
  });

  it('call undefined the default', async () => {
    const { apps } = await analysed({ 'lib/auth0.ts': clientWith('{ absoluteDuration: undefined }') });
    expect(inlayHints(apps, CLIENT_FILE)).toMatchObject([
      { label: '3 days', tooltip: '259,200 seconds, the default: absoluteDuration of auth0' },
    ]);
  });

  it('cover the transaction cookie', async () => {
    const client = clientWith('{}, transactionCookie: { maxAge: 1800 }');
    expect(await hints(client)).toEqual(['1800 ⟨30 minutes⟩']);
  });

  it.each([
    ['const WEEK = 604800;', 'WEEK', 1],
    ['const SEVEN_DAYS = 604800;', 'SEVEN_DAYS', 1],
    ['const DAYS_7 = 604800;', 'DAYS_7', 1],
    ['const sevenDaysInSeconds = 604800;', 'sevenDaysInSeconds', 1],
    ['const DAY = 86400;', '7 * DAY', 0],
    ['', '604800 // 7 days', 0],
    ['', '604800 /* one week */', 0],
    // What is written is wrong: now the hint is worth most.
    ['const SEVEN_DAYS = 60480;', 'SEVEN_DAYS', 2],
    ['', '60480 // 7 days', 1],
    ['', '604800 // how long the session lasts', 1],
  ])('repeat nothing that is written: %s %s', async (constant, value, count) => {
    const found = await hints(`${constant}\n${clientWith(`{\n inactivityDuration: ${value}\n }`)}`);
    expect(found).toHaveLength(count);
  });

  it('are silent about what is no duration, or not known', async () => {
    for (const value of [
      '0',
      '-5',
      'Infinity',
      'NaN',
      '"604800"',
      'null',
      'Number(process.env.X)',
      'read()',
    ]) {
      expect(await hints(clientWith(`{ inactivityDuration: ${value} }`))).toEqual([]);
    }
    expect(await hints(clientWith('{}'))).toEqual([]);
    expect(await hints(clientWith('Math.random() > 0.5 ? { rolling: true } : { rolling: false }'))).toEqual(
      [],
    );
  });

  it('come once for a value that several clients share', async () => {
    const client = `${clientWith('{ inactivityDuration: LIMIT }')}export const admin = new Auth0Client({ session: { inactivityDuration: LIMIT } });\nconst LIMIT = 5400;\n`;
    const found = await hints(client);
    expect(found.filter((hint) => hint.includes('5400'))).toHaveLength(1);
    expect(found).toHaveLength(3);
  });

  it('stay within the range that is asked for', async () => {
    const { apps, files } = await analysed();
    const text = files[CLIENT_FILE] ?? '';
    const start = text.indexOf('inactivityDuration');
    const found = inlayHints(apps, CLIENT_FILE, { start, end: text.length });
    expect(found.map(({ label }) => label)).toEqual(['7 days']);
    expect(inlayHints(apps, CLIENT_FILE, { start: 0, end: 20 })).toEqual([]);
  });
});

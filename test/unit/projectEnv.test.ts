import { parse } from 'dotenv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { effectiveEnv, ENV_FILES, parseEnv, readEnv } from '../../server/project/env';
import { memoryHost } from '../support/memoryHost';

function values(text: string): Record<string, string> {
  return Object.fromEntries(parseEnv(text, '/web/.env').map(({ name, value }) => [name, value]));
}

function written(text: string): [name: string, value: string][] {
  return parseEnv(text, '/web/.env').map(({ span, valueSpan }) => [
    text.slice(span.start, span.end),
    text.slice(valueSpan.start, valueSpan.end),
  ]);
}

describe('parseEnv', () => {
  it('gives the spans of names and values as they are written', () => {
    const text = `# comment
AUTH0_DOMAIN=example.us.auth0.com
export AUTH0_SECRET='it''s' # why
  APP_BASE_URL = "https://example.com"   # comment
EMPTY=
QUOTED_EMPTY=""
COLON: value
KEY="line one
line two"
LAST=\`a"b'c\``;
    expect(written(text)).toEqual([
      ['AUTH0_DOMAIN', 'example.us.auth0.com'],
      ['AUTH0_SECRET', `it''s`],
      ['APP_BASE_URL', 'https://example.com'],
      ['EMPTY', ''],
      ['QUOTED_EMPTY', ''],
      ['COLON', 'value'],
      ['KEY', 'line one\nline two'],
      ['LAST', `a"b'c`],
    ]);
    const empty = parseEnv(text, '/web/.env').find(({ name }) => name === 'EMPTY');
    expect(empty?.valueSpan.start).toBe(text.indexOf('EMPTY=') + 'EMPTY='.length);
  });

  it('keeps offsets right in files with carriage returns', () => {
    const text = 'A=1\r\n\r\nKEY="x\r\ny"\r\nB=2\rC=3\r\n';
    expect(written(text)).toEqual([
      ['A', '1'],
      ['KEY', 'x\r\ny'],
      ['B', '2'],
      ['C', '3'],
    ]);
    expect(values(text)).toEqual(parse(text));
  });

  it('keeps every line of a repeated name', () => {
    expect(parseEnv('A=1\nA=2', '/web/.env').map(({ value }) => value)).toEqual(['1', '2']);
  });

  it('has the values of dotenv for any text', () => {
    const piece = fc.constantFrom(
      'A',
      'B_1',
      'c.d-e',
      '=',
      ' = ',
      ': ',
      ':',
      '"',
      "'",
      '`',
      '\\',
      '\\n',
      '\\"',
      '#',
      ' ',
      '\t',
      '\n',
      '\r\n',
      '\r',
      'export ',
      'value',
      'https://x.y/?a=b',
      '$A',
      '${B}',
      '\u00a0',
      'é',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        // Object.entries: a name such as `__proto__` would be lost in both.
        expect(values(text)).toEqual(parse(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('has spans that hold the name, and a value that reads back to the same', () => {
    const line = fc.tuple(
      fc.stringMatching(/^[A-Z][A-Z0-9_]{0,8}$/),
      fc.constantFrom('', '"', "'", '`'),
      fc.stringMatching(/^[a-z0-9:/.=?& -]{0,20}$/).map((text) => text.trim()),
      fc.constantFrom('\n', '\r\n', ' # note\n', '\n\n'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const text = lines
          .map(([name, quote, value, end]) => `${name}=${quote}${value}${quote}${end}`)
          .join('');
        expect(written(text)).toEqual(lines.map(([name, , value]) => [name, value]));
      }),
      { numRuns: 300 },
    );
  });

  it('does not hang on what makes the expression slow', () => {
    for (const text of [
      '\n'.repeat(200_000),
      `A${' '.repeat(200_000)}B`,
      'A="\\"\n'.repeat(20_000),
      "='".repeat(1e6),
    ]) {
      expect(Array.isArray(parseEnv(text, '/web/.env'))).toBe(true);
    }
  });
});

describe('readEnv', () => {
  it('reads the files that Next.js loads, and no others', () => {
    const host = memoryHost({
      '/web/.env': 'A=1',
      '/web/.env.local': 'B=2',
      '/web/.env.production': 'C=3',
      '/web/.env.development.local': 'D=4',
      '/web/.env.example': 'E=5',
      '/web/.env.staging': 'F=6',
      '/.env': 'G=7',
    });
    expect(readEnv(host, '/web').map(({ name, file }) => [name, file])).toEqual([
      ['D', '/web/.env.development.local'],
      ['B', '/web/.env.local'],
      ['A', '/web/.env'],
      ['C', '/web/.env.production'],
    ]);
    expect(ENV_FILES).not.toContain('.env.example');
  });
});

describe('effectiveEnv', () => {
  const host = memoryHost({
    '/web/.env': 'A=env\nB=env\nC=env\nTWICE=1\nTWICE=2',
    '/web/.env.local': 'B=local\nC=local',
    '/web/.env.production': 'A=production\nB=production',
    '/web/.env.production.local': 'C=production.local',
    '/web/.env.test': 'T=test',
  });
  const inMode = (mode: 'development' | 'production' | 'test') =>
    Object.fromEntries(
      [...effectiveEnv(readEnv(host, '/web'), mode)].map(([name, { value }]) => [name, value]),
    );

  it("follows Next.js's precedence", () => {
    expect(inMode('production')).toEqual({ A: 'production', B: 'local', C: 'production.local', TWICE: '2' });
    expect(inMode('development')).toEqual({ A: 'env', B: 'local', C: 'local', TWICE: '2' });
    expect(inMode('test')).toEqual({ A: 'env', B: 'env', C: 'env', TWICE: '2', T: 'test' });
  });

  it('does not claim to know a value that refers to another variable', () => {
    const entries = parseEnv('URL=https://$HOST\nPRICE=\\$5\nPLAIN=5', '/web/.env');
    const found = effectiveEnv(entries, 'production');
    expect(found.get('URL')).toEqual({ entry: entries[0], value: undefined });
    expect(found.get('PRICE')?.value).toBe('$5');
    expect(found.get('PLAIN')?.value).toBe('5');
  });
});

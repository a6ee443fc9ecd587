import fc from 'fast-check';
import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../server/cli/codeFrame';
import { visible } from '../../server/cli/columns';
import { lineStarts, rangeOf } from '../../shared/text';

interface Options {
  file?: string;
  width?: number;
  color?: boolean;
}

/** The frame for the part of `source` between « and ». */
function frame(source: string, { file = '/a.ts', width = 80, color = false }: Options = {}): string {
  const start = source.indexOf('«');
  const end = source.indexOf('»') - 1;
  const text = source.replace(/[«»]/g, '');
  const range = rangeOf(lineStarts(text), { start, end });
  return codeFrame(text, file, range, { colors: createColors(color), severity: 'error', width });
}

/** What stands above the carets. */
function underlined(output: string): string {
  const lines = output.split('\n');
  const carets = lines.findIndex((line) => /^\s*\|\s*\^/.test(line));
  const marks = lines[carets] ?? '';
  return (lines[carets - 1] ?? '').slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1);
}

describe('codeFrame', () => {
  it('shows the range with two lines around it', () => {
    expect('\n' + frame('one\ntwo\nthree\nf«ou»r\nfive\nsix\nseven')).toMatchInlineSnapshot(`
      "
        2 | two
        3 | three
      > 4 | four
          |  ^^
        5 | five
        6 | six"
    `);
  });

  it('marks every line of a long range', () => {
    expect('\n' + frame('matcher: «[\n  "/a",\n\n  "/b",\n]»,')).toMatchInlineSnapshot(`
      "
      > 1 | matcher: [
          |          ^
      > 2 |   "/a",
          |   ^^^^^
        3 |
      > 4 |   "/b",
          |   ^^^^^
      > 5 | ],
          | ^"
    `);
  });

  it('cuts a range of many lines', () => {
    const output = frame(`a\n«${'b\n'.repeat(50)}»c`);
    expect(output.split('\n').filter((line) => line.startsWith('>'))).toHaveLength(8);
  });

  it('does not mark a line that the range only ends before', () => {
    expect(frame('«a\n»b').match(/\^/g)).toHaveLength(1);
  });

  it('gives an empty range one caret', () => {
    expect(underlined(frame('ab«»cd'))).toBe('c');
    expect(frame('ab«»').match(/\^/g)).toHaveLength(1);
  });

  it('puts carets under text behind tabs', () => {
    expect(underlined(frame('\tif (x)\t«return»;'))).toBe('return');
  });

  it.each([
    ['wide characters', '/* 会話 */ «x»', 11],
    ['emoji', '"👩‍👩‍👧" + «x»', 7],
    ['combining characters', '"e\u0301" + «x»', 6],
    ['half-width kana', '"ｱ" + «x»', 6],
  ])('counts the columns of %s', (_name, source, column) => {
    const carets = frame(source).split('\n')[1] ?? '';
    expect(carets.indexOf('^') - '    | '.length).toBe(column);
  });

  it('scrolls a long line so that the range is in view', () => {
    const output = frame(`${'x'.repeat(5000)} «target» ${'y'.repeat(5000)}`, { width: 60 });
    expect(underlined(output)).toBe('target');
    for (const line of output.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(output).toContain('…');
  });

  it('shows the start of a range that is wider than the terminal', () => {
    const output = frame(`const a = «${'z'.repeat(500)}»;`, { width: 60 });
    expect(output).toContain('const a = zzz');
    for (const line of output.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  });

  it('colours code on request and keeps its text', () => {
    const source = 'const a = `«${b}»`; // 会話';
    const plain = frame(source);
    const colored = frame(source, { color: true });
    expect(colored).not.toBe(plain);
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(plain);
  });

  it('is empty for a range outside the text', () => {
    const range = { start: { line: 9, character: 0 }, end: { line: 9, character: 1 } };
    expect(codeFrame('a', '/a.ts', range, { colors: createColors(false), severity: 'hint', width: 80 })).toBe(
      '',
    );
  });

  it('never throws, and never prints a control character', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(text, fc.nat(60), fc.nat(60), fc.constantFrom('/a.ts', '/.env'), (source, a, b, file) => {
        const span = { start: Math.min(a, b, source.length), end: Math.min(Math.max(a, b), source.length) };
        const output = codeFrame(source, file, rangeOf(lineStarts(source), span), {
          colors: createColors(false),
          severity: 'error',
          width: 40,
        });
        expect(output).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });
});

describe('secrets in a code frame', () => {
  const secret = 'hunter2-hunter2';

  it.each([
    ['a value', `A=1\nAUTH0_SECRET=«${secret}»\nB=${secret}`],
    ['a name', `«AUTH0_SECRET»=${secret}`],
    ['a whole entry', `A=${secret}\n«AUTH0_SECRET="${secret}"» # ${secret}`],
    ['a comment', `# «AUTH0_SECRET=${secret}»`],
    ['a broken line', `«export»  ${secret}`],
    ['a value of several lines', `KEY="«${secret}\n${secret}\nX=1\n${secret}»"`],
  ])('hides the values of a .env file: %s', (_name, source) => {
    for (const file of ['/app/.env', '/app/.env.local', '/app/.env.production.local', '/app/.envrc']) {
      const output = frame(source, { file });
      expect(output).not.toContain(secret);
      expect(output).not.toContain('hunter');
      expect(output).toContain('^');
    }
  });

  it('keeps the name and marks the hidden value', () => {
    const output = frame(`AUTH0_SECRET=«${secret}»`, { file: '/.env' });
    expect(output).toContain('AUTH0_SECRET=<hidden>');
    expect(underlined(output)).toBe('<hidden>');
  });

  it.each([
    ['a property', `«clientSecret»: '${secret}',`],
    ['a quoted property', `"client_secret": «"${secret}"»,`],
    ['a fallback', `«secret»: process.env.AUTH0_SECRET ?? '${secret}',`],
    ['a fallback of a quoted name', `«x» = process.env['AUTH0_SECRET'] || \`${secret}\`;`],
    ['a declaration', `const «apiKey»: string = "${secret}";`],
    ['an encryption key', `«encryptionKey»: '${secret}',`],
    ['a token', `const «refresh_token» = '${secret}';`],
    ['the next line', `const privateKey =\n  «'${secret}'»;`],
    ['a template of several lines', `«privateKey»: \`a\n${secret}\n${secret}\`,`],
    ['behind an apostrophe', `/* don't */ «password»: '${secret}',`],
    ['a line next to the finding', `secret: '${secret}',\n«rolling»: true,`],
  ])('hides strings in code that look like secrets: %s', (_name, source) => {
    expect(frame(source)).not.toContain('hunter');
  });

  it.each([
    ['the finding', `const fallback = «'${secret}'»;`, `const fallback = '•••••••••••••••';`],
    ['several lines', `«'${secret}' +\n  '${secret}'»;`, `'•••••••••••••••' •`],
  ])('hides a range that is a secret under any name: %s', (_name, source, shown) => {
    const start = source.indexOf('«');
    const text = source.replace(/[«»]/g, '');
    const range = rangeOf(lineStarts(text), { start, end: source.indexOf('»') - 1 });
    const options = { colors: createColors(false), severity: 'error', width: 80 } as const;
    const output = codeFrame(text, '/a.ts', range, { ...options, secrets: [range] });
    expect(output).not.toContain('hunter');
    expect(output).toContain(shown);
    // A finding on the line above shows it as little.
    const above = codeFrame(`x\n${text}`, '/a.ts', rangeOf([0, 2], { start: 0, end: 1 }), {
      ...options,
      secrets: [rangeOf(lineStarts(`x\n${text}`), { start: start + 2, end: source.indexOf('»') + 1 })],
    });
    expect(above).not.toContain('hunter');
  });

  it('shows what is written around a call for a token', () => {
    const source = `await auth0.«getAccessToken»({ audience: 'https://api.example.com' });\n'use x';`;
    expect(frame(source)).toContain(`getAccessToken({ audience: 'https://api.example.com' });`);
  });

  it('takes a name inside of a template for no start of one', () => {
    const source = "«fetch»(url, { authorization: `Bearer ${token}` });\n'use x';";
    expect(frame(source)).toContain("'use x';");
  });

  it('shows strings that are names', () => {
    expect(frame(`import { secret } from './secret'; «x» = env['AUTH0_SECRET'];`)).toContain(
      `import { secret } from './secret'; x = env['AUTH0_SECRET'];`,
    );
  });
});

describe('visible', () => {
  it('shows control and bidirectional characters instead of sending them', () => {
    expect(visible('a\x1b[31mb\u202ec\x7f')).toBe('a␛[31mb\ufffdc␡');
  });
});

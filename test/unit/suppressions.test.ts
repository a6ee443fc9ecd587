import { describe, expect, it } from 'vitest';
import { isSuppressed, parseSuppressions } from '../../server/app/suppressions';

/** Zero-based lines of `text` on which `rule` is switched off. */
function offLines(text: string, rule = 'some-rule', file = '/app/lib/auth0.ts'): number[] {
  const suppressions = parseSuppressions(text, file);
  return text.split(/\r\n|\n/).flatMap((_, line) => (isSuppressed(suppressions, rule, line) ? [line] : []));
}

const code = (...lines: string[]): string => lines.join('\n');

describe('suppression comments', () => {
  it('finds nothing in a text without the marker word', () => {
    expect(parseSuppressions(code('// disable', 'const a = 1;'), '/a.ts').directives).toEqual([]);
  });

  it('switches off the next line only', () => {
    expect(
      offLines(code('const a = 1;', '// session-lens-disable-next-line some-rule', 'b();', 'c();')),
    ).toEqual([2]);
  });

  it('counts from the end of a block comment', () => {
    expect(
      offLines(code('a();', '/* session-lens-disable-next-line', '   some-rule */', 'b();', 'c();')),
    ).toEqual([3]);
  });

  it('switches off its own line', () => {
    expect(offLines(code('a();', 'b(); // session-lens-disable-line some-rule', 'c();'))).toEqual([1]);
    expect(offLines(code('a();', 'b(); /* session-lens-disable-line */ c();'))).toEqual([1]);
  });

  it('works in JSX braces', () => {
    const text = code(
      'x = (',
      ' <p>',
      '  {/* session-lens-disable-next-line some-rule */}',
      '  <b/>',
      ' </p>)',
    );
    expect(offLines(text, 'some-rule', '/a.tsx')).toEqual([3]);
  });

  it('honours only the rules it names, and every rule when it names none', () => {
    const text = code('a();', '// session-lens-disable-next-line other-rule, some-rule', 'b();');
    expect(offLines(text)).toEqual([2]);
    expect(offLines(text, 'other-rule')).toEqual([2]);
    expect(offLines(text, 'third-rule')).toEqual([]);
    expect(offLines(code('a();', '// session-lens-disable-next-line', 'b();'), 'third-rule')).toEqual([2]);
  });

  it('allows a reason', () => {
    const reason = '-- the gateway, some-rule, does this';
    expect(offLines(code('a();', `// session-lens-disable-next-line other-rule ${reason}`, 'b();'))).toEqual(
      [],
    );
    expect(offLines(code('a();', `// session-lens-disable-next-line some-rule ${reason}`, 'b();'))).toEqual([
      2,
    ]);
    expect(offLines(code('a();', `// session-lens-disable-next-line ${reason}`, 'b();'))).toEqual([2]);
  });

  it('takes prose behind the keyword for rule ids, never for "every rule"', () => {
    expect(offLines(code('a();', '// session-lens-disable-next-line because we know', 'b();'))).toEqual([]);
  });

  it('covers the whole file when it stands before the first statement', () => {
    const head = ['#!/usr/bin/env node', '// licence', '"use server";', "'use strict'"];
    const text = code(...head, '/* session-lens-disable some-rule */', 'a();', 'b();');
    expect(offLines(text)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it('covers the rest of the file when it stands later', () => {
    expect(offLines(code('a();', '// session-lens-disable some-rule', 'b();'))).toEqual([1, 2]);
  });

  it('ends at enable, which can name single rules', () => {
    const text = code(
      'a();',
      '/* session-lens-disable */',
      'b();',
      '// session-lens-enable some-rule',
      'c();',
    );
    expect(offLines(text)).toEqual([1, 2]);
    expect(offLines(text, 'other-rule')).toEqual([1, 2, 3, 4]);
  });

  it('reads # comments in .env files, and only there', () => {
    const env = code('# session-lens-disable-next-line some-rule', 'AUTH0_SECRET=x', 'B=y');
    expect(offLines(env, 'some-rule', '/app/.env.local')).toEqual([1]);
    expect(offLines(env, 'some-rule', '/app/a.ts')).toEqual([]);
    expect(offLines('A=1\n// session-lens-disable-next-line\nB=2', 'some-rule', '/app/.env')).toEqual([]);
    expect(offLines('A=1\n# session-lens-disable some-rule\nB=2', 'some-rule', '/app/.env')).toEqual([
      0, 1, 2,
    ]);
  });

  it('ignores the words in string literals and in the middle of a comment', () => {
    expect(offLines(code('a();', "const s = '// session-lens-disable-line';"))).toEqual([]);
    expect(offLines(code('a();', '// write session-lens-disable-next-line above', 'b();'))).toEqual([]);
    expect(offLines(code('a();', 'const s = "session-lens-disable";', 'b();'))).toEqual([]);
  });

  it('is not misled by an apostrophe in JSX text', () => {
    expect(offLines(code('a();', "<p>don't</p> {/* session-lens-disable-line */}"), 'x', '/a.tsx')).toEqual([
      1,
    ]);
  });

  it('needs the whole keyword', () => {
    expect(offLines(code('a();', '// session-lens-disabled', 'b();'))).toEqual([]);
    expect(offLines(code('a();', '// session-lens-disable-next-lines', 'b();'))).toEqual([]);
  });

  it('counts lines with any line end', () => {
    const text = 'a();\r\n// session-lens-disable-next-line some-rule\r\nb();\r\n';
    expect(offLines(text)).toEqual([2]);
  });

  it('tells where another rule id can be added', () => {
    const text = code('// session-lens-disable-next-line a-rule, b-rule -- why', 'x();');
    const [directive] = parseSuppressions(text, '/a.ts').directives;
    expect(text.slice(0, directive?.end)).toBe('// session-lens-disable-next-line a-rule, b-rule');
  });
});

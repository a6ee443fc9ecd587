import { describe, expect, it } from 'vitest';
import { codeActions, type Action, type ActionRequest } from '../../server/features/codeActions';
import { isSuppressed, parseSuppressions } from '../../server/app/suppressions';
import { applyEdits } from '../../shared/edits';
import type { Finding, Fix } from '../../shared/finding';
import { lineStarts, rangeOf } from '../../shared/text';

const file = '/app/lib/auth0.ts';

function findingAt(
  text: string,
  needle: string,
  rule = 'some-rule',
  fixes: Fix[] = [],
  path = file,
): Finding {
  const start = text.indexOf(needle);
  const range = rangeOf(lineStarts(text), { start, end: start + needle.length });
  return { rule, severity: 'warning', file: path, range, message: 'm', related: [], fixes, docs: 'd' };
}

function fixAt(text: string, needle: string, newText: string, safe = true, path = file): Fix {
  const { range } = findingAt(text, needle);
  return { title: `Replace ${needle}`, safe, edits: [{ file: path, range, newText }] };
}

function ask(text: string, findings: Finding[], more: Partial<ActionRequest> = {}): Action[] {
  const range = findings[0]!.range;
  return codeActions({ file: findings[0]!.file, text, range, findings, ...more });
}

const titles = (actions: Action[]): string[] => actions.map(({ title }) => title);
const pick = (actions: Action[], title: string): Action => {
  const found = actions.find((action) => action.title === title);
  if (!found) throw new Error(`${title} is not among ${titles(actions).join(', ')}`);
  return found;
};
const applied = (text: string, action: Action): string => applyEdits(text, action.edits);

describe('code actions', () => {
  const text = 'const a = 1000;\nconst b = 2000;\n';

  it('offers each fix, prefers the first safe one, then the comments', () => {
    const fixes = [fixAt(text, '1000', '2', false), fixAt(text, '1000', '1'), fixAt(text, '1000', '3')];
    const actions = ask(text, [findingAt(text, '1000', 'some-rule', fixes)], { only: ['quickfix'] });
    expect(actions.map(({ preferred }) => preferred)).toEqual([false, true, false, false, false]);
    expect(titles(actions).slice(3)).toEqual([
      'Disable some-rule for this line',
      'Disable some-rule for this file',
    ]);
  });

  it('a fix that leaves the rest to the author is offered once', () => {
    const insert = (before: string): Fix => ({
      title: 'Insert it',
      safe: false,
      partial: true,
      edits: [{ file, range: rangeOf(lineStarts(before), { start: 0, end: 0 }), newText: '# do it\n' }],
    });
    expect(titles(ask('NAME=\n', [findingAt('NAME=\n', 'NAME', 'r', [insert('NAME=\n')])]))).toContain(
      'Insert it',
    );
    for (const done of ['# do it\nNAME=\n', '# do it\r\nNAME=\r\n']) {
      const at = findingAt(done, 'NAME');
      const again = insert(done);
      again.edits[0]!.range = { start: at.range.start, end: at.range.start };
      expect(titles(ask(done, [{ ...at, fixes: [again] }]))).not.toContain('Insert it');
    }
  });

  it('offers nothing away from the finding', () => {
    const finding = findingAt(text, '1000');
    const elsewhere = findingAt(text, '2000').range;
    expect(ask(text, [finding], { range: elsewhere })).toEqual([]);
    expect(ask(text, [finding], { range: { start: finding.range.end, end: finding.range.end } })).not.toEqual(
      [],
    );
  });

  it('fixes all with safe fixes that do not overlap, in this file only', () => {
    const findings = [
      findingAt(text, '1000', 'a-rule', [fixAt(text, '1000', '1')]),
      findingAt(text, '1000', 'b-rule', [fixAt(text, 'a = 1000', 'a = 5')]),
      findingAt(text, '2000', 'c-rule', [fixAt(text, '2000', '9', false), fixAt(text, '2000', '2')]),
      findingAt(text, 'b', 'd-rule', [fixAt(text, 'b', 'x', true, '/app/proxy.ts')]),
    ];
    const [action, ...others] = ask(text, findings, { only: ['source.fixAll'] });
    expect(others).toEqual([]);
    expect(action?.kind).toBe('source.fixAll.sessionLens');
    expect(applied(text, action!)).toBe('const a = 1;\nconst b = 2;\n');
  });

  it('has no "fix all" when there is nothing safe to fix', () => {
    const finding = findingAt(text, '1000', 'some-rule', [fixAt(text, '1000', '1', false)]);
    expect(ask(text, [finding], { only: ['source.fixAll.sessionLens'] })).toEqual([]);
  });

  it.each([
    [['quickfix'], 4],
    [['source'], 1],
    [['source.fixAll'], 1],
    [['source.fixAll.sessionLens'], 1],
    [['source.fixAll.other'], 0],
    [['refactor'], 0],
    [['quickfix', 'source'], 5],
    [undefined, 5],
  ])('honours only: %j', (only, count) => {
    const fixes = [fixAt(text, '1000', '1'), fixAt(text, '1000', '3')];
    expect(ask(text, [findingAt(text, '1000', 'some-rule', fixes)], { only })).toHaveLength(count);
  });

  it('offers one comment for two findings of a rule on one line', () => {
    const findings = [findingAt(text, 'a'), findingAt(text, '1000')];
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 15 } };
    const actions = ask(text, findings, { range });
    expect(titles(actions)).toEqual(['Disable some-rule for this line', 'Disable some-rule for this file']);
    expect(actions[0]?.findings).toHaveLength(2);
  });
});

describe('suppression comments as actions', () => {
  const line = 'Disable some-rule for this line';
  const whole = 'Disable some-rule for this file';

  function disabled(text: string, needle: string, title: string, path = file): string {
    const finding = findingAt(text, needle, 'some-rule', [], path);
    const after = applied(text, pick(ask(text, [finding]), title));
    const moved = after.slice(0, after.lastIndexOf(needle)).split('\n').length - 1;
    expect(isSuppressed(parseSuppressions(after, path), 'some-rule', moved)).toBe(true);
    return after;
  }

  it('stands above the line, indented like it', () => {
    expect(disabled('f({\n  a: 1,\n});\n', 'a: 1', line)).toBe(
      'f({\n  // session-lens-disable-next-line some-rule\n  a: 1,\n});\n',
    );
  });

  it('keeps the line ends of the file', () => {
    expect(disabled('f();\r\ng();\r\n', 'g()', line)).toBe(
      'f();\r\n// session-lens-disable-next-line some-rule\r\ng();\r\n',
    );
  });

  it('joins a comment that is there already', () => {
    expect(disabled('// session-lens-disable-next-line a-rule -- why\nf();\n', 'f()', line)).toBe(
      '// session-lens-disable-next-line a-rule, some-rule -- why\nf();\n',
    );
    expect(disabled('/* session-lens-disable a-rule */\nf();\n', 'f()', whole)).toBe(
      '/* session-lens-disable a-rule, some-rule */\nf();\n',
    );
  });

  it('is a JSX expression between JSX children', () => {
    const jsx = 'const x = (\n  <p>\n    <a href="/login">in</a>\n  </p>\n);\n';
    expect(disabled(jsx, '<a', line, '/app/page.tsx')).toBe(
      'const x = (\n  <p>\n    {/* session-lens-disable-next-line some-rule */}\n    <a href="/login">in</a>\n  </p>\n);\n',
    );
  });

  it('is a plain comment between JSX attributes and in embedded code', () => {
    const attributes = 'const x = <a\n  href="/login"\n>in</a>;\n';
    expect(disabled(attributes, 'href', line, '/app/page.tsx')).toContain('\n  // session-lens-disable');
    const embedded = 'const x = <p>{list.map(\n  (one) => one,\n)}</p>;\n';
    expect(disabled(embedded, '(one)', line, '/app/page.tsx')).toContain('\n  // session-lens-disable');
  });

  it('is not offered inside a template literal, where it would change the text', () => {
    const text = 'const x = `\n  one\n  ${two(\n  three)}`;\n';
    expect(titles(ask(text, [findingAt(text, 'one')]))).toEqual([whole]);
    expect(titles(ask(text, [findingAt(text, 'three')]))).toEqual([line, whole]);
  });

  it('uses # in .env files', () => {
    expect(disabled('A=1\nB=2\n', 'B', line, '/app/.env')).toBe(
      'A=1\n# session-lens-disable-next-line some-rule\nB=2\n',
    );
    expect(disabled('A=1\nB=2\n', 'B', whole, '/app/.env')).toBe(
      '# session-lens-disable some-rule\nA=1\nB=2\n',
    );
  });

  it('is not offered in files without comments', () => {
    expect(ask('{ "a": 1 }', [findingAt('{ "a": 1 }', 'a', 'some-rule', [], '/app/package.json')])).toEqual(
      [],
    );
  });

  it('goes behind a shebang, and before a directive', () => {
    expect(disabled('#!/usr/bin/env node\nf();\n', 'f()', whole)).toBe(
      '#!/usr/bin/env node\n/* session-lens-disable some-rule */\nf();\n',
    );
    expect(disabled('"use server";\nf();\n', 'f()', whole)).toBe(
      '/* session-lens-disable some-rule */\n"use server";\nf();\n',
    );
  });
});

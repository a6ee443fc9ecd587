import { readdirSync } from 'node:fs';
import path from 'node:path';
import { createColors } from 'picocolors';
import { describe, expect, it } from 'vitest';
import { renderMarkdown } from '../../server/cli/markdown';
import { closest } from '../../server/cli/suggest';
import { rules } from '../../server/rules';
import { runCli } from './runCli';

describe('explain', () => {
  it('prints the page as it is written when the output is not a terminal', () => {
    const { code, stdout, stderr } = runCli(['explain', 'duration-in-milliseconds']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^# /);
    expect(stdout).toContain('```');
    expect(stdout).not.toContain('\x1b');
  });

  it('renders the page for a terminal', () => {
    const { code, stdout } = runCli(['explain', 'duration-in-milliseconds'], { env: { FORCE_COLOR: '1' } });
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/^#|```/m);
    expect(stdout).toContain('\x1b[1m');
  });

  it('has a page for each rule, and no other', () => {
    const names = readdirSync(path.join(import.meta.dirname, '../../docs/rules'));
    const pages = names.filter((name) => name !== 'README.md').sort();
    expect(pages).toEqual(rules.map(({ meta }) => `${meta.id}.md`).sort());
  });

  it('suggests ids near a wrong one', () => {
    expect(runCli(['explain', 'duration-in-miliseconds'])).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^session-lens: unknown rule 'duration-in-miliseconds' \(did you mean duration-in-milliseconds/,
      ) as string,
    });
  });

  it.each(['../../package', '..', '/etc/passwd', 'duration-in-milliseconds.md'])(
    'does not open %s',
    (rule) => {
      const { code, stdout } = runCli(['explain', rule]);
      expect([code, stdout]).toEqual([2, '']);
    },
  );
});

describe('closest', () => {
  const ids = [
    'duration-in-milliseconds',
    'duration-infinite',
    'matcher-misses-auth-routes',
    'middleware-missing',
  ];

  it.each([
    ['duration-in-miliseconds', 'duration-in-milliseconds'],
    ['Duration_Infinite', 'duration-infinite'],
    ['matcher', 'matcher-misses-auth-routes'],
    ['missing-middleware', 'middleware-missing'],
  ])('finds what %s means', (typed, id) => {
    expect(closest(typed, ids)[0]).toBe(id);
  });

  it('suggests nothing for something else', () => {
    expect(closest('no-unused-vars', ids)).toEqual([]);
    expect(closest('', ids)).toEqual([]);
  });
});

describe('renderMarkdown', () => {
  const plain = (markdown: string) => renderMarkdown(markdown, createColors(true)).replace(/\x1b\[\d+m/g, '');

  it('shows what the marks mean without the marks', () => {
    expect(
      plain(
        '# Title\n\nSome **bold** and `code`.\n\n- one\n  - two\n\n[link](https://x.test), [https://y.test](https://y.test)',
      ),
    ).toBe('Title\n\nSome bold and code.\n\n• one\n  • two\n\nlink (https://x.test), https://y.test');
  });

  it('indents code blocks and leaves their text alone', () => {
    expect(plain('```ts\nconst a = `**b**`;\n\n# no heading\n```\nafter')).toBe(
      '    const a = `**b**`;\n\n    # no heading\nafter',
    );
    expect(plain('```\nnever closed')).toBe('    never closed');
  });
});

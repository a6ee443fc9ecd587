import { describe, expect, it } from 'vitest';
import { formatters } from '../../server/cli/formats';
import type { FormatName } from '../../server/cli/formats';
import type { Finding } from '../../shared/finding';
import { clean, context, empty, findings, report, root } from './samples';

const names = Object.keys(formatters) as FormatName[];

describe.each(names)('%s', (name) => {
  const formatter = formatters[name];

  it('prints findings', async () => {
    const extension = name === 'json' || name === 'sarif' ? 'json' : 'txt';
    await expect(formatter.format(report, context())).toMatchFileSnapshot(
      `__snapshots__/${name}.${extension}`,
    );
  });

  it('prints no value of an .env file and no secret', () => {
    expect(formatter.format(report, context())).not.toMatch(/do-not-print-me|keep-me-out/);
  });

  it('has no escape sequence without colours', () => {
    for (const given of [report, clean, empty]) {
      expect(formatter.format(given, context())).not.toContain('\x1b');
    }
  });
});

describe('text', () => {
  const { format } = formatters.text;

  it('only adds colours on a terminal', () => {
    const colored = format(report, context({ color: true }));
    expect(colored).toContain('\x1b[31m');
    expect(colored.replace(/\x1b\[\d+m/g, '')).toBe(format(report, context()));
  });

  it('says that there is nothing to report', () => {
    expect(format(clean, context())).toBe('No problems · 1 app\n');
    expect(format(empty, context())).toBe('');
  });

  it('counts files, severities and fixes', () => {
    const [, warning, error] = findings as [Finding, Finding, Finding];
    const summary = (list: Finding[]) =>
      format({ ...report, findings: list }, context())
        .split('\n')
        .slice(-3)
        .join('\n')
        .trim();
    expect(summary([error])).toBe('1 problem (1 error) in 1 file · 1 app');
    expect(summary([warning, warning, error, error])).toBe(
      '4 problems (2 errors, 2 warnings) in 2 files · 1 app\n2 of them can be fixed with --fix',
    );
  });

  it('prints a finding whose file is gone without its code', () => {
    const output = format(report, context({ readFile: () => undefined }));
    expect(output).toContain('proxy.ts:8:12 - error matcher-misses-auth-routes: The middleware');
    expect(output).not.toContain(' | ');
  });

  it('shows control characters of a message', () => {
    const [finding] = findings as [Finding];
    const output = format(
      { ...report, findings: [{ ...finding, message: 'a\x1b[2Jb', file: `${root}/x\x07.ts` }] },
      context(),
    );
    expect(output).toContain('a␛[2Jb');
    expect(output).toContain('x␇.ts');
  });
});

describe('json', () => {
  const parse = (given: typeof report, base = root): unknown =>
    JSON.parse(formatters.json.format(given, context({ base })));

  it('is an empty report when there is no app', () => {
    expect(parse(empty)).toEqual({ version: 1, findings: [], apps: [] });
  });

  it('has the keys of the contract, no more', () => {
    const json = parse(report) as { findings: object[]; apps: object[] };
    expect(Object.keys(json)).toEqual(['version', 'findings', 'apps']);
    expect(Object.keys(json.findings[0] ?? {})).toEqual([
      'rule', 'severity', 'file', 'line', 'column', 'endLine', 'endColumn', 'message', 'docs',
    ]); // prettier-ignore
    expect(json.apps).toEqual([{ root: '.', sdk: '4.16.0', next: '^16.0.0', clients: 1 }]);
  });

  it('gives POSIX paths relative to the base, also above it', () => {
    expect(parse(report, '/repo')).toMatchObject({
      findings: [{ file: 'apps/web/.env.local' }, { file: 'apps/web/lib/auth0.ts' }, {}],
      apps: [{ root: 'apps/web' }],
    });
    expect(parse(report, '/repo/apps/web/lib')).toMatchObject({
      findings: [{ file: '../.env.local' }, { file: 'auth0.ts' }, {}],
    });
  });
});

describe('github', () => {
  const annotate = (change: Partial<Finding>) => {
    const [finding] = findings as [Finding];
    return formatters.github.format({ ...report, findings: [{ ...finding, ...change }] }, context());
  };

  it('escapes what the runner would read as syntax', () => {
    const output = annotate({
      file: `${root}/50%,a:b\n.ts`,
      message: '100% sure: a,b\r\n::error::not a command',
      docs: 'https://example.test',
    });
    expect(output).toContain('file=50%25%2Ca%3Ab%0A.ts,line=');
    expect(output).toContain('::100%25 sure: a,b%0D%0A::error::not a command%0Ahttps://example.test\n');
    expect(output.trimEnd().split('\n')).toHaveLength(1);
  });

  it('has columns on one line only', () => {
    const line = { start: { line: 1, character: 2 }, end: { line: 1, character: 5 } };
    expect(annotate({ range: line })).toContain(',line=2,endLine=2,col=3,endColumn=6,title=');
    expect(annotate({ range: { ...line, end: { line: 3, character: 1 } } })).toContain(
      ',line=2,endLine=4,title=',
    );
  });

  it.each([
    ['error', 'error'],
    ['warning', 'warning'],
    ['info', 'notice'],
    ['hint', 'notice'],
  ] as const)('reports %s as %s', (severity, command) => {
    expect(annotate({ severity })).toMatch(new RegExp(`^::${command} file=`));
  });

  it('prints nothing when all is well', () => {
    expect(formatters.github.format(clean, context())).toBe('');
  });
});

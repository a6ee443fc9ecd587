import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createEngine, type Analysis } from '../../server/engine';
import type { Host } from '../../server/model';
import { nodeHost } from '../../server/project/nodeHost';
import { applyEdits, mergeFixes, offsetAt } from '../../shared/edits';
import type { Finding } from '../../shared/finding';
import { lineStarts } from '../../shared/text';

const directory = join(import.meta.dirname, '../../examples').replaceAll('\\', '/');

/** The example as it is on disk, with some files replaced. */
async function analyze(example: string, changed = new Map<string, string>()): Promise<Analysis> {
  const disk = nodeHost();
  const host: Host = { ...disk, readFile: (path) => changed.get(path) ?? disk.readFile(path) };
  const analysis = await createEngine({ host, roots: [`${directory}/${example}`] }).analyze();
  expect(analysis.failures).toEqual([]);
  expect(analysis.apps).toHaveLength(1);
  return analysis;
}

function textOf({ file, range }: Finding): string {
  const text = readFileSync(file, 'utf8');
  const starts = lineStarts(text);
  return text.slice(offsetAt(text, starts, range.start), offsetAt(text, starts, range.end));
}

describe('examples/broken', () => {
  it('has the four planted mistakes and no other', async () => {
    const { findings } = await analyze('broken');
    const found = findings.map((f) => [
      f.file.slice(`${directory}/broken/`.length),
      f.rule,
      f.severity,
      textOf(f),
    ]);
    expect(found).toEqual([
      ['lib/admin-auth0.ts', 'duration-in-milliseconds', 'warning', '12 * 60 * 60 * 1000'],
      ['lib/auth0.ts', 'inactivity-exceeds-absolute', 'warning', '7 * DAY'],
      [
        'proxy.ts',
        'auth-response-dropped',
        'error',
        'NextResponse.next({ request: { headers: requestHeaders } })',
      ],
      [
        'proxy.ts',
        'matcher-narrow-with-rolling',
        'warning',
        "['/auth/:path*', '/dashboard/:path*', '/admin/:path*']",
      ],
    ]);
  });

  it('is clean once all its fixes are applied', async () => {
    const { findings } = await analyze('broken');
    const { edits, skipped } = mergeFixes(findings.flatMap((f) => f.fixes.slice(0, 1)));
    expect(skipped).toEqual([]);
    const changed = new Map(
      [...edits].map(([file, own]) => [file, applyEdits(readFileSync(file, 'utf8'), own)]),
    );
    expect([...changed.keys()]).toHaveLength(3);
    expect((await analyze('broken', changed)).findings).toEqual([]);
  });

  it('explains each of them on its page', async () => {
    const readme = readFileSync(`${directory}/broken/README.md`, 'utf8');
    for (const { rule } of (await analyze('broken')).findings) {
      expect(readme).toContain(`(../../docs/rules/${rule}.md)`);
      expect(existsSync(join(directory, `../docs/rules/${rule}.md`))).toBe(true);
    }
  });
});

describe('examples/healthy', () => {
  it('has no finding of any severity', async () => {
    expect((await analyze('healthy')).findings).toEqual([]);
  });

  it('is the same app: the same files, and the same versions', () => {
    const read = (example: string, file: string): string =>
      readFileSync(`${directory}/${example}/${file}`, 'utf8').replace(`example-${example}`, 'example');
    for (const file of [
      'package.json',
      'tsconfig.json',
      '.env.example',
      'app/layout.tsx',
      'app/dashboard/page.tsx',
    ]) {
      expect(read('broken', file)).toBe(read('healthy', file));
    }
  });
});

import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckJson } from '../../server/cli/formats/json';
import { broken, cli, healthy, project, runCli } from './runCli';

const read = (cwd: string, file: string) => readFileSync(path.join(cwd, file), 'utf8');
const findings = (cwd: string) =>
  (JSON.parse(runCli(['check', '--format', 'json'], { cwd }).stdout) as CheckJson).findings;

describe('check --fix', () => {
  it('applies the safe fixes, reports the rest, and has nothing to do the second time', () => {
    const cwd = project(broken);
    const before = findings(cwd).map(({ rule }) => rule);
    expect(before).toContain('duration-in-milliseconds');

    const first = runCli(['check', '--fix'], { cwd });
    expect(first.stderr).toBe('');
    expect(first.stdout.split('\n').slice(0, 3)).toEqual([
      'Fixed 2 problems in 2 files',
      expect.stringMatching(/^ {2}lib\/auth0\.ts - duration-in-milliseconds: \w/),
      expect.stringMatching(/^ {2}proxy\.ts - matcher-misses-auth-routes: \w/),
    ]);
    expect(read(cwd, 'lib/auth0.ts')).toContain('absoluteDuration: 7 * 24 * 60 * 60,\n');
    expect(findings(cwd).map(({ rule }) => rule)).not.toContain('duration-in-milliseconds');

    const texts = [read(cwd, 'lib/auth0.ts'), read(cwd, 'proxy.ts')];
    const second = runCli(['check', '--fix'], { cwd });
    expect(second.stdout).toMatch(/^Nothing to fix\n/);
    expect([read(cwd, 'lib/auth0.ts'), read(cwd, 'proxy.ts')]).toEqual(texts);
  });

  it('takes an import away with the last of several links that use it', () => {
    const nav = (more: string) =>
      `import Link from 'next/link';\n\nexport const Nav = () => (\n  <nav>\n    <Link href="/auth/logout?a">Out</Link>\n    <Link href="/auth/logout">Out</Link>\n${more}  </nav>\n);\n`;
    const home = '    <Link href="/">Home</Link>\n';
    const cwd = project({ ...healthy, 'app/nav.tsx': nav(''), 'app/home.tsx': nav(home) });
    expect(runCli(['check', '--fix'], { cwd }).stdout).toMatch(/^Fixed 4 problems in 2 files\n/);
    const fixed = nav('').replaceAll('Link href="/auth', 'a href="/auth').replaceAll('Out</Link', 'Out</a');
    expect(read(cwd, 'app/nav.tsx')).toBe(fixed.replace("import Link from 'next/link';\n", ''));
    expect(read(cwd, 'app/home.tsx')).toBe(fixed.replace('  </nav>', `${home}  </nav>`));
  });

  it('reports on what is left, also by the exit code', () => {
    const cwd = project({ ...healthy, 'lib/auth0.ts': broken['lib/auth0.ts'] ?? '' });
    const result = runCli(['check', '--fix', '--format', 'json'], { cwd });
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(/^Fixed 1 problem in 1 file\n {2}lib.*\n$/);
    const left = (JSON.parse(result.stdout) as CheckJson).findings;
    expect(left.filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
  });

  it('leaves no other file behind and keeps mode, links, line ends and byte order mark', () => {
    const cwd = project({
      ...broken,
      'lib/auth0.ts': '\ufeff' + (broken['lib/auth0.ts'] ?? '').replaceAll('\n', '\r\n'),
    });
    const file = path.join(cwd, 'lib/auth0.ts');
    chmodSync(file, 0o640);
    renameSync(file, path.join(cwd, 'lib/real.ts'));
    symlinkSync('real.ts', file);
    expect(runCli(['check', '--fix'], { cwd }).stdout).toMatch(/^Fixed /);
    expect(readdirSync(path.join(cwd, 'lib')).sort()).toEqual(['auth0.ts', 'real.ts']);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    const text = read(cwd, 'lib/auth0.ts');
    expect(text).toMatch(/^\ufeffimport/);
    expect(text).toContain('60,\r\n');
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });

  // Makes every write to a file fail, for root as well. The output goes through a pipe.
  const fullDisk = 'ulimit -f 0; exec "$0" "$1" check --fix';
  const readOnly = 'chmod 444 lib/auth0.ts; exec "$0" "$1" check --fix';
  const isRoot = process.getuid?.() === 0;

  it.each([
    ['the disk is full', fullDisk, 'EFBIG'],
    // Nothing is read-only for root.
    ...(isRoot ? [] : [['a file is read-only', readOnly, 'EACCES']]),
  ])('stops with one line and changes nothing when %s', (_name, script, code) => {
    const cwd = project(broken);
    const before = read(cwd, 'lib/auth0.ts');
    const result = spawnSync('sh', ['-c', script, process.execPath, cli], { cwd, encoding: 'utf8' });
    expect([result.status, result.stdout]).toEqual([2, '']);
    expect(result.stderr).toMatch(
      new RegExp(`^session-lens: cannot write .*/lib/auth0\\.ts: ${code}: [a-z ]+\\n$`),
    );
    expect(read(cwd, 'lib/auth0.ts')).toBe(before);
    expect(readdirSync(path.join(cwd, 'lib'))).toEqual(['auth0.ts']);
  });
});

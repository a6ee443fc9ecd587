import { execFileSync, spawnSync } from 'node:child_process';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import type { CheckJson } from '../../server/cli/formats/json';
import { broken, cli, healthy, project, runCli } from './runCli';
import type { Result } from './runCli';
import { sarifErrors } from './sarifSchema';

function json({ stdout }: Result): CheckJson {
  return JSON.parse(stdout) as CheckJson;
}

function rules(result: Result): string[] {
  return json(result).findings.map(({ rule }) => rule);
}

/** Several apps below one directory. */
function apps(all: Record<string, Readonly<Record<string, string>>>): string {
  const files = Object.entries(all).flatMap(([name, app]) =>
    Object.entries(app).map(([file, text]) => [`${name}/${file}`, text] as const),
  );
  return project(Object.fromEntries(files));
}

describe('check', () => {
  it.each(['text', 'json', 'github', 'sarif'])('prints %s', async (format) => {
    const cwd = project(broken);
    const { code, stdout, stderr } = runCli(['check', '--format', format], { cwd });
    expect([code, stderr]).toEqual([1, '']);
    const portable = stdout.replaceAll(pathToFileURL(cwd).href, 'file:///project');
    await expect(portable).toMatchFileSnapshot(`__snapshots__/check-${format}.txt`);
  });

  it('exits 0 and says so when there is nothing to report', () => {
    const result = runCli(['check'], { cwd: project(healthy) });
    expect(result).toEqual({ code: 0, stdout: 'No problems · 1 app\n', stderr: '' });
  });

  it('quotes no secret that it finds, whatever its name', () => {
    const client = `import { Auth0Client } from '@auth0/nextjs-auth0/server';
const fallback = 'hunter2-hunter2-hunter2-hunter2-hunter2';
export const auth0 = new Auth0Client({ session: { absoluteDuration: '1' }, secret: process.env.AUTH0_SECRET ?? fallback });
`;
    const cwd = project({ ...healthy, 'lib/auth0.ts': client });
    for (const format of ['text', 'json', 'github', 'sarif']) {
      const { stdout } = runCli(['check', '--format', format], { cwd });
      expect(stdout).toContain('auth0-secret-in-source');
      expect(stdout).not.toContain('hunter');
    }
  });

  it('checks the directory that is named, and gives paths relative to it', () => {
    const cwd = apps({ web: broken, other: healthy });
    const result = runCli(['check', 'web', '--format', 'json'], { cwd });
    expect(result.code).toBe(1);
    expect(json(result).findings.map(({ file }) => file)).toContain('lib/auth0.ts');
    expect(json(result).apps).toEqual([{ root: '.', sdk: '4.16.0', next: '16.0.0', clients: 1 }]);
  });

  it('prints paths for people and annotations relative to where they are read', () => {
    const cwd = apps({ web: broken });
    expect(runCli(['check', 'web'], { cwd }).stdout).toContain('web/lib/auth0.ts:6:');
    expect(runCli(['check', 'web', '--format', 'github'], { cwd }).stdout).toContain(
      'file=web/lib/auth0.ts,',
    );
    const env = { GITHUB_WORKSPACE: cwd };
    expect(runCli(['check', '--format', 'github'], { cwd: path.join(cwd, 'web'), env }).stdout).toContain(
      'file=web/lib/auth0.ts,',
    );
  });

  it('checks several directories, each once', () => {
    const cwd = apps({ web: broken, admin: broken, docs: healthy });
    const result = runCli(['check', 'web', 'admin', './web', '--format', 'json'], { cwd });
    const { findings, apps: found } = json(result);
    expect(found.map(({ root }) => root).sort()).toEqual(['admin', 'web']);
    const one = rules(runCli(['check', 'web', '--format', 'json'], { cwd }));
    expect(findings).toHaveLength(2 * one.length);
    expect(findings.map(({ file }) => file)).toContain('admin/proxy.ts');
  });

  it('reports a directory inside another one once', () => {
    const cwd = apps({ web: broken });
    const nested = json(runCli(['check', '.', 'web', '--format', 'json'], { cwd }));
    expect(nested.apps.map(({ root }) => root)).toEqual(['web']);
    expect(nested.findings).toHaveLength(
      json(runCli(['check', '--format', 'json'], { cwd })).findings.length,
    );
  });

  it('finds the mistakes of one app per directory', () => {
    const cwd = apps({ 'apps/web': broken, 'apps/docs': healthy });
    const { stdout } = runCli(['check'], { cwd });
    expect(stdout).toMatch(/ · 2 apps$/m);
  });
});

describe('a directory without an app that uses the SDK', () => {
  it('says so in one line and exits 0', () => {
    const cwd = project({
      'package.json': '{"dependencies":{"next":"16.0.0"}}',
      'app/page.tsx': 'export default 1;',
    });
    expect(runCli(['check'], { cwd })).toEqual({
      code: 0,
      stdout: '',
      stderr: 'session-lens: no app that uses @auth0/nextjs-auth0 found in .\n',
    });
  });

  it('is an empty report in the other formats', () => {
    const cwd = project({});
    const result = runCli(['check', '--format', 'json'], { cwd });
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(json(result)).toEqual({ version: 1, findings: [], apps: [] });
    expect(runCli(['check', '--format', 'github'], { cwd })).toEqual({ code: 0, stdout: '', stderr: '' });
    const { stdout } = runCli(['check', '--format', 'sarif'], { cwd });
    expect(sarifErrors(JSON.parse(stdout))).toEqual([]);
  });
});

describe('--max-warnings', () => {
  const warningsOnly = {
    ...healthy,
    'lib/auth0.ts': broken['lib/auth0.ts'] ?? '',
  };

  it('fails when there are more warnings', () => {
    const cwd = project(warningsOnly);
    const all = json(runCli(['check', '--format', 'json'], { cwd })).findings;
    const warnings = all.filter(({ severity }) => severity === 'warning').length;
    expect(warnings).toBeGreaterThan(0);
    expect(runCli(['check', '--max-warnings', String(warnings)], { cwd }).code).toBe(0);
    const tooMany = runCli(['check', '--max-warnings', String(warnings - 1)], { cwd });
    expect(tooMany.code).toBe(1);
    expect(tooMany.stderr).toBe(
      `session-lens: too many warnings: ${warnings}, the limit is ${warnings - 1}\n`,
    );
  });

  it('does not count, nor excuse, errors', () => {
    expect(runCli(['check', '--max-warnings', '99'], { cwd: project(broken) }).code).toBe(1);
  });
});

describe('sarif', () => {
  it('is valid and lists every rule', () => {
    const { stdout } = runCli(['check', '--format', 'sarif'], { cwd: project(broken) });
    const log = JSON.parse(stdout) as Log;
    expect(sarifErrors(log)).toEqual([]);
    const listed = log.runs[0]?.tool.driver.rules ?? [];
    expect(listed.length).toBeGreaterThan(10);
    for (const result of log.runs[0]?.results ?? []) {
      expect(listed[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    }
  });
});

describe('damaged input', () => {
  it.each([
    ['a torn source file', { ...broken, 'lib/auth0.ts': (broken['lib/auth0.ts'] ?? '').slice(0, 150) }],
    ['a torn proxy file', { ...broken, 'proxy.ts': (broken['proxy.ts'] ?? '').slice(0, 120) }],
    ['a torn package.json', { ...broken, 'package.json': '{"dependencies": {"@auth0/nextjs-auth0": "4' }],
    ['a binary source file', { ...broken, 'lib/auth0.ts': '\0\x01\x02@auth0/nextjs-auth0\xff' }],
    ['a torn tsconfig.json', { ...broken, 'tsconfig.json': '{"compilerOptions": {"paths": {"@/*": [' }],
    ['an empty next.config.ts', { ...broken, 'next.config.ts': '' }],
    ['brackets without end', { ...broken, 'proxy.ts': `import '@auth0/nextjs-auth0';${'['.repeat(20_000)}` }],
  ])('survives %s', (_name, files) => {
    const result = runCli(['check', '--format', 'json'], { cwd: project(files) });
    expect([result.code === 2, result.stderr]).toEqual([false, '']);
    expect(json(result).version).toBe(1);
  });
});

describe('colours', () => {
  const colored = (env: NodeJS.ProcessEnv) =>
    runCli(['check'], { cwd: project(broken), env }).stdout.includes('\x1b');

  it.each([
    ['a pipe', {}, false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, false],
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['FORCE_COLOR and NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, true],
  ])('%s', (_name, env, expected) => {
    expect(colored(env)).toBe(expected);
  });

  it('stay out of JSON', () => {
    const { stdout } = runCli(['check', '--format', 'json'], {
      cwd: project(broken),
      env: { FORCE_COLOR: '1' },
    });
    expect(stdout).not.toContain('\x1b');
  });
});

// /dev/full is Linux's.
describe.skipIf(process.platform !== 'linux')('as a program in a shell', () => {
  it('keeps its exit code, and quiet, when the reader leaves early', () => {
    const cwd = project(broken);
    const many = Array.from(
      { length: 60 },
      (_, i) => `export const c${i} = new Auth0Client({ session: { absoluteDuration: 0 } });`,
    );
    writeFileSync(
      path.join(cwd, 'lib/auth0.ts'),
      `import { Auth0Client } from '@auth0/nextjs-auth0/server';\n${many.join('\n')}\n`,
    );
    const script = `"$0" "$1" check | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, cli], {
      cwd,
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(stdout.trimEnd().split('\n')).toHaveLength(2);
    expect(stdout).toMatch(/\n1\n$/);
  });

  it('fails with one line when its output cannot be written', () => {
    const script = '"$0" "$1" check --format json > /dev/full';
    const result = spawnSync('sh', ['-c', script, process.execPath, cli], {
      cwd: project(broken),
      encoding: 'utf8',
    });
    expect([result.status, result.stderr]).toEqual([
      2,
      'session-lens: cannot write the output: ENOSPC: no space left on device\n',
    ]);
  });

  it('does not break when its working directory is gone', () => {
    const script = 'cd "$2" && rmdir "$2" && "$0" "$1" check';
    const result = spawnSync('sh', ['-c', script, process.execPath, cli, project({})], { encoding: 'utf8' });
    expect([result.status, result.stderr]).toEqual([
      2,
      'session-lens: the working directory does not exist any more\n',
    ]);
  });

  it('runs by itself', () => {
    expect(statSync(cli).mode & 0o111).not.toBe(0);
    const env = { PATH: `${path.dirname(process.execPath)}:${process.env['PATH']}` };
    expect(execFileSync(cli, ['--version'], { encoding: 'utf8', env })).toMatch(/^\d+\.\d+\.\d+/);
  });
});

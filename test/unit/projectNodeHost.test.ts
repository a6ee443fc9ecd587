import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { discoverProjects } from '../../server/project/discover';
import { nodeHost, toPosixPath } from '../../server/project/nodeHost';
import { ancestors, dirname, isInside, join as joinPosix, relativeTo } from '../../server/project/paths';

let directory: string;
const host = nodeHost();

beforeAll(() => {
  directory = toPosixPath(mkdtempSync(join(tmpdir(), 'session-lens-host-')));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, content: string | Uint8Array): string {
  const path = join(directory, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, content);
  return toPosixPath(path);
}

describe('nodeHost.readFile', () => {
  it('reads text, without a byte order mark', () => {
    expect(host.readFile(write('a.ts', 'const é = "✓";\r\n'))).toBe('const é = "✓";\r\n');
    expect(host.readFile(write('bom.ts', '\ufeffexport {}'))).toBe('export {}');
    expect(host.readFile(write('empty.ts', ''))).toBe('');
  });

  it('has nothing for what is missing, a directory, or not text', () => {
    expect(host.readFile(`${directory}/missing.ts`)).toBeUndefined();
    expect(host.readFile(directory)).toBeUndefined();
    expect(host.readFile(`${write('file.ts', '')}/child.ts`)).toBeUndefined();
    expect(host.readFile(write('binary.ts', Uint8Array.of(0x61, 0, 0x62)))).toBeUndefined();
    expect(host.readFile(`${directory}/nul\0.ts`)).toBeUndefined();
  });

  it('has limits on size: 1 MiB, and 32 MiB for lockfiles', () => {
    const large = 'x'.repeat(1024 * 1024 + 1);
    expect(host.readFile(write('fits.ts', large.slice(1)))).toHaveLength(1024 * 1024);
    expect(host.readFile(write('large.ts', large))).toBeUndefined();
    expect(host.readFile(write('pnpm-lock.yaml', large))).toHaveLength(large.length);
    expect(host.readFile(write('package.json', large))).toBeUndefined();
  });

  it('does not wait for a named pipe', () => {
    execFileSync('mkfifo', [join(directory, 'pipe.ts')]);
    expect(host.readFile(`${directory}/pipe.ts`)).toBeUndefined();
  });
});

describe('nodeHost.readDirectory', () => {
  it('lists files and directories, follows links to files, and leaves out other links', () => {
    write('listing/file.ts', '');
    write('listing/folder/inner.ts', '');
    symlinkSync(join(directory, 'listing/file.ts'), join(directory, 'listing/link.ts'));
    symlinkSync(join(directory, 'listing'), join(directory, 'listing/loop'));
    symlinkSync(join(directory, 'nowhere'), join(directory, 'listing/broken'));
    symlinkSync('self', join(directory, 'listing/self'));
    execFileSync('mkfifo', [join(directory, 'listing/pipe')]);
    const entries = host.readDirectory(`${directory}/listing`).map(({ name, kind }) => `${kind} ${name}`);
    expect(entries.sort()).toEqual(['directory folder', 'file file.ts', 'file link.ts']);
  });

  it('is empty for what is missing or no directory', () => {
    expect(host.readDirectory(`${directory}/missing`)).toEqual([]);
    expect(host.readDirectory(write('plain.ts', ''))).toEqual([]);
  });
});

describe('discovery on the disk', () => {
  it('finds an app, and ends in spite of links that lead back', async () => {
    const dependencies = { next: '16.0.0', '@auth0/nextjs-auth0': '^4.0.0' };
    write('disk/package.json', JSON.stringify({ name: 'web', dependencies }));
    write('disk/app/page.tsx', '');
    write('disk/node_modules/next/package.json', '{"version":"16.0.3"}');
    symlinkSync(join(directory, 'disk'), join(directory, 'disk/app/again'));
    const [project, ...others] = await discoverProjects(host, [`${directory}/disk`]);
    expect(others).toEqual([]);
    expect(project?.next.version).toBe('16.0.3');
    expect(project?.sourceFiles).toEqual([`${directory}/disk/app/page.tsx`]);
  });
});

describe('paths', () => {
  it('turns backslashes on Windows only', () => {
    expect(toPosixPath('C:\\work\\app', 'win32')).toBe('C:/work/app');
    expect(toPosixPath('/odd\\name', 'linux')).toBe('/odd\\name');
  });

  it('resolves, climbs and compares', () => {
    expect(joinPosix('/a/b/', './c', '../d')).toBe('/a/b/d');
    expect(joinPosix('/a', '../../..')).toBe('/');
    expect(joinPosix('c:/a', 'b')).toBe('c:/a/b');
    expect(dirname('/a')).toBe('/');
    expect(ancestors('/a/b')).toEqual(['/a/b', '/a', '/']);
    expect(ancestors('c:/a')).toEqual(['c:/a', 'c:']);
    expect(relativeTo('/a', '/a/b/c')).toBe('b/c');
    expect(relativeTo('/', '/a')).toBe('a');
    expect(relativeTo('/a', '/ab')).toBeUndefined();
    expect(isInside('/a', '/a')).toBe(true);
  });
});

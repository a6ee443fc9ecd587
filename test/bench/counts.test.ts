/** How much work a check is, counted and not timed: the same numbers on every machine. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createEngine } from '../../server/engine';
import { isCandidate, isSourceFile } from '../../server/project/sources';
import { parseModule } from '../../server/syntax/parse';
import type { createResolver } from '../../server/syntax/resolve';
import { memoryHost } from '../support/memoryHost';
import type { MemoryHost } from '../support/memoryHost';
import { monorepo } from './monorepo';

vi.mock('../../server/syntax/parse', async (original) => {
  const actual = await original<{ parseModule: typeof parseModule }>();
  return { ...actual, parseModule: vi.fn(actual.parseModule) };
});

/** Which names were resolved, and from where. */
const resolved = vi.hoisted((): string[] => []);

vi.mock('../../server/syntax/resolve', async (original) => {
  const actual = await original<{ createResolver: typeof createResolver }>();
  const counting: typeof createResolver = (host, packages) => {
    const resolver = actual.createResolver(host, packages);
    const resolve = (specifier: string, file: string): string | undefined => {
      resolved.push(`${specifier} ${file}`);
      return resolver.resolve(specifier, file);
    };
    return { ...resolver, resolve };
  };
  return { ...actual, createResolver: counting };
});

const FILES = 1000;
const parsed = () => vi.mocked(parseModule).mock.calls.map(([path]) => path);

beforeEach(() => {
  vi.mocked(parseModule).mockClear();
});

function workspace(sdkIn: 'none' | 'one' | 'all'): MemoryHost {
  const files = monorepo({ files: FILES, sdkIn: sdkIn === 'none' ? 'one' : sdkIn });
  const entries = [...files].map(([path, text]) => [`/repo/${path}`, text] as const);
  const without = entries.map(
    ([path, text]) => [path, text.replace(/,\n +"@auth0\/nextjs-auth0": "[^"]+"/, '')] as const,
  );
  return memoryHost(Object.fromEntries(sdkIn === 'none' ? without : entries));
}

async function check(host: MemoryHost) {
  const engine = createEngine({ host, roots: ['/repo'] });
  const analysis = await engine.analyze();
  return { engine, analysis };
}

const isSource = (path: string) => isSourceFile(path.replace(/^\/repo\/(?:apps|packages)\/\w+\//, ''));
/** How often each file was read. */
function readCounts(host: MemoryHost): number[] {
  const counts = new Map<string, number>();
  for (const path of host.reads) counts.set(path, (counts.get(path) ?? 0) + 1);
  return [...counts.values()];
}

describe(`a monorepo of ${FILES} files`, () => {
  it('is as large as it says, and the same each time', () => {
    const first = monorepo({ files: FILES, sdkIn: 'one' });
    expect(first.size).toBe(FILES);
    expect([...monorepo({ files: FILES, sdkIn: 'one' })]).toEqual([...first]);
  });

  it('without the SDK: reads no source file and loads no parser', async () => {
    const host = workspace('none');
    const { engine, analysis } = await check(host);
    expect(analysis.apps).toEqual([]);
    expect(engine.loaded).toBe(false);
    expect(host.reads.filter(isSource)).toEqual([]);
    expect(parsed()).toEqual([]);
  });

  it('with the SDK in one app of three: leaves the other two apps alone', async () => {
    const host = workspace('one');
    const { analysis } = await check(host);
    expect(analysis.apps.map(({ project }) => project.root)).toEqual(['/repo/apps/web']);
    const sources = host.reads.filter(isSource);
    expect(sources.filter((path) => /^\/repo\/apps\/(?:admin|docs)\//.test(path))).toEqual([]);
    expect(sources.length).toBeGreaterThan(0);
  });

  it.each(['one', 'all'] as const)(
    'with the SDK in %s: reads few files twice, none more often',
    async (sdkIn) => {
      const host = workspace(sdkIn);
      await check(host);
      // Once for the marker words; only the text of a file that matters is kept, and read again for that.
      const counts = readCounts(host);
      expect(Math.max(...counts)).toBeLessThanOrEqual(2);
      expect(counts.filter((n) => n === 2).length).toBeLessThan(counts.length * 0.15);
    },
  );

  it.each(['one', 'all'] as const)(
    'with the SDK in %s: parses a file once, and few of them',
    async (sdkIn) => {
      const host = workspace(sdkIn);
      await check(host);
      const paths = parsed();
      expect(new Set(paths).size).toBe(paths.length);
      const candidates = [...host.files].filter(([path, text]) => isSource(path) && isCandidate(text ?? ''));
      const apps = sdkIn === 'one' ? 1 : 3;
      // Besides the candidates: next.config and what they import.
      expect(paths.length).toBeLessThanOrEqual(candidates.length + 4 * apps);
      expect(paths.length).toBeLessThan(FILES * 0.05);
    },
  );

  it('parses a file for its links only where one leads to the SDK', async () => {
    const host = workspace('all');
    await check(host);
    const texts = [...host.files].map(([path, text]) => [path, text ?? ''] as const);
    const linking = texts.filter(([, text]) => text.includes('next/link'));
    const others = linking.filter(([, text]) => !/@auth0|\/auth\/login/.test(text)).map(([path]) => path);
    expect(others.length).toBeGreaterThan(FILES * 0.1);
    expect(parsed().filter((path) => others.includes(path))).toEqual([]);
    expect(parsed()).toContain('/repo/apps/web/components/SignIn.tsx');
  });

  it('costs nothing when nothing changed, and one file when one changed', async () => {
    const host = workspace('all');
    const { engine } = await check(host);
    host.reads.length = 0;
    vi.mocked(parseModule).mockClear();
    await engine.analyze();
    expect([host.reads, parsed()]).toEqual([[], []]);

    const file = '/repo/apps/web/lib/auth0.ts';
    host.files.set(file, `${host.files.get(file)}\n`);
    engine.fileChanged(file);
    await engine.analyze();
    expect([host.reads, parsed()]).toEqual([[file], [file]]);
  });

  it('the same where a helper that nobody imports calls the middleware', async () => {
    const host = workspace('one');
    const file = '/repo/apps/web/lib/auth0.ts';
    const middleware = [...host.files.keys()].filter((path) =>
      /\/web\/(?:src\/)?(?:middleware|proxy)\.ts$/.test(path),
    );
    for (const path of middleware) host.files.delete(path);
    host.files.set(
      '/repo/apps/web/lib/with-auth-helper.ts',
      "import { auth0 } from './auth0';\nexport const withAuth = (request: Request) => auth0.middleware(request);\n",
    );
    const { engine, analysis } = await check(host);
    expect(analysis.findings.map(({ rule }) => rule)).toContain('middleware-missing');
    // Once for the marker words, once for the imports.
    expect(Math.max(...readCounts(host))).toBeLessThanOrEqual(3);

    host.reads.length = 0;
    resolved.length = 0;
    host.files.set(file, `${host.files.get(file)}\n`);
    engine.fileChanged(file);
    await engine.analyze();
    expect(new Set(host.reads)).toEqual(new Set([file]));
    // What the few parsed files import, and not what every file of the app does.
    expect(new Set(resolved).size).toBeLessThan(FILES * 0.02);
  });
});

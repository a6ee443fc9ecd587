/**
 * What the built bundles run, and what they only carry. A bundle holds everything; a module that is loaded on demand is
 * a function in it that nobody has called yet, and V8's own coverage of a real run tells which functions were called.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { chunked, SECRET } from '../cookie/samples';
import { dist, startClient, uri } from '../support/lspClient';
import { HEALTHY_CLIENT, nextApp } from '../support/nextApp';
import { cli, project } from './runCli';

/** A text in the code that each module runs when it is loaded; no minifier changes it. */
const MARKS = {
  jose: 'ERR_JWE_DECRYPTION_FAILED',
  inquirer: 'circleQuestionMark',
  'shell-quote': '[;|]',
  'language server': 'textDocument/semanticTokens/full',
  regexpp: 'ASCII_Hex_Digit',
  rules: 'Only the absolute limit is set',
} as const;

/** TypeScript is a file of its own beside the bundles. */
type Module = keyof typeof MARKS | 'typescript';

interface Coverage {
  result: {
    url: string;
    functions: { ranges: { startOffset: number; endOffset: number; count: number }[] }[];
  }[];
}

/** The modules of a bundle that were loaded, by the coverage that its process left in a folder. */
function loaded(bundle: string, folder: string): Module[] {
  const code = readFileSync(bundle, 'utf8');
  const url = pathToFileURL(realpathSync(bundle)).href;
  const scripts = readdirSync(folder).flatMap(
    (name) => (JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Coverage).result,
  );
  const functions = scripts.find((script) => script.url === url)?.functions;
  if (functions === undefined) throw new Error(`The process left no coverage of ${bundle}`);
  const ranges = functions.flatMap((each) => each.ranges);
  const wasLoaded = (mark: string): boolean => {
    const at = code.indexOf(mark);
    if (at < 0) return false;
    const around = ranges.filter(({ startOffset, endOffset }) => startOffset <= at && at < endOffset);
    // The ranges nest, and a function that was not called is one range without others in it.
    around.sort((a, b) => a.endOffset - a.startOffset - (b.endOffset - b.startOffset));
    return (around[0]?.count ?? 0) > 0;
  };
  const marks = Object.entries(MARKS) as [Module, string][];
  const modules = marks.filter(([, mark]) => wasLoaded(mark)).map(([module]) => module);
  const withTypescript = scripts.some((script) => script.url.endsWith('/typescript.js'));
  return withTypescript ? [...modules, 'typescript'] : modules;
}

const manifest = JSON.stringify({ name: 'plain', dependencies: { next: '16.4.6' } });

describe('the command line', () => {
  function run(files: Record<string, string>, args: readonly string[], env: Record<string, string> = {}) {
    const [cwd, folder] = [project(files), project({})];
    const { status, stderr } = spawnSync(process.execPath, [cli, ...args], {
      cwd,
      env: { PATH: process.env['PATH'], NODE_V8_COVERAGE: folder, ...env },
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    return loaded(cli, folder);
  }

  test('every mark is in the bundle, in one module', () => {
    const code = readFileSync(cli, 'utf8');
    for (const [module, mark] of Object.entries(MARKS)) expect(code.includes(mark), module).toBe(true);
  });

  test('decode loads what opens a cookie, and nothing of the checks', async () => {
    const cookie = (await chunked(2)).map((pair) => pair.join('=')).join('; ');
    const modules = run(
      { 'request.txt': `curl 'http://localhost/' -b '${cookie}'` },
      ['decode', 'request.txt'],
      {
        AUTH0_SECRET: SECRET,
      },
    );
    expect(modules).toEqual(['jose', 'shell-quote']);
  });

  test('check of an app loads no cryptography, no prompt, no shell parser, no language server', () => {
    const modules = run(nextApp(), ['check']);
    expect(modules).toEqual(['regexpp', 'rules', 'typescript']);
  });

  test('check of a project without the SDK, and the help, load none of them', () => {
    expect(run({ 'package.json': manifest, 'app/page.tsx': 'export default 1;\n' }, ['check'])).toEqual([]);
    expect(run({}, ['--help'])).toEqual([]);
  });
});

describe('the language server', () => {
  const server = path.join(dist, 'server.js');

  afterEach(() => void vi.unstubAllEnvs());

  async function session(files: Record<string, string>, open: string, text: string): Promise<Module[]> {
    const folder = project({});
    vi.stubEnv('NODE_V8_COVERAGE', folder);
    const root = project(files);
    const client = await startClient({ folders: [root] });
    await client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: uri(path.join(root, open)), languageId: 'typescript', version: 1, text },
    });
    await client.connection.sendRequest('textDocument/diagnostic', {
      textDocument: { uri: uri(path.join(root, open)) },
    });
    expect(await client.stop()).toBe(0);
    return loaded(server, folder);
  }

  test('carries nothing that opens cookies: the panel does, in its own bundle', () => {
    const code = readFileSync(server, 'utf8');
    for (const module of ['jose', 'inquirer', 'shell-quote'] as const) {
      expect(code.includes(MARKS[module]), module).toBe(false);
    }
  });

  test('loads the engine for an app of the SDK, and not for another one', async () => {
    const used = await session(nextApp(), 'lib/auth0.ts', HEALTHY_CLIENT);
    expect(used).toEqual(['language server', 'regexpp', 'rules', 'typescript']);
    const page = 'export default function Page() { return null; }\n';
    expect(await session({ 'package.json': manifest, 'app/page.tsx': page }, 'app/page.tsx', page)).toEqual([
      'language server',
    ]);
  });
});

describe('the extension', () => {
  test('starts without the panels, and those without cryptography', () => {
    const main = readFileSync(path.join(dist, 'extension.js'), 'utf8');
    expect(main.length).toBeLessThan(200_000);
    for (const mark of Object.values(MARKS)) expect(main.includes(mark), mark).toBe(false);
    expect(readFileSync(path.join(dist, 'panels.js'), 'utf8')).toContain(MARKS.jose);
    const folder = project({});
    const file = path.join(dist, 'panels.js');
    // Loaded as the extension host does, with an empty `vscode`.
    const load = `require('node:module')._load = ((load) => function (name, ...rest) {
      return name === 'vscode' ? {} : load.call(this, name, ...rest); })(require('node:module')._load);
      require(${JSON.stringify(file)});`;
    const { status, stderr } = spawnSync(process.execPath, ['-e', load], {
      env: { PATH: process.env['PATH'], NODE_V8_COVERAGE: folder },
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(loaded(file, folder)).toEqual([]);
  });
});

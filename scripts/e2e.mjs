// End-to-end tests in the real VS Code: the packaged VSIX driven through the user interface, then test/e2e/host inside
// the extension host. `--update-screenshots` also renews docs/images. With SESSION_LENS_VSCODE=electron the
// tests in the host run in the desktop VS Code that @vscode/test-electron downloads.
import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completion } from '../test/e2e/ui/completion.mjs';
import { cookie } from '../test/e2e/ui/cookie.mjs';
import { editor } from '../test/e2e/ui/editor.mjs';
import { features } from '../test/e2e/ui/features.mjs';
import { timeline } from '../test/e2e/ui/timeline.mjs';
import { launchBrowser } from './hostBrowser.mjs';
import { packageExtension, repository } from './hostPackage.mjs';
import { ensureServer, installExtension, serverVersion, startServer, writeSettings } from './hostServer.mjs';

const screenshots = join(repository, 'test-results', 'screenshots');
/** Each suite gets a window of its own in each theme; `--only timeline` runs one, `--only host` the tests in the host. */
const suites = { editor, features, completion, timeline, cookie };

/** Which screenshots the README shows, and their names there. */
const shown = {
  'hover.png': 'editor.png',
  'timeline-dark.png': 'timeline.png',
  'cookie-size-dark.png': 'cookie.png',
};

const results = { passed: 0, failed: 0 };

const server = await ensureServer();
const scratch = await realpath(await mkdtemp(join(tmpdir(), 'session-lens-e2e-')));
const browser = await launchBrowser();
console.log(`VS Code ${await serverVersion(server)}, Chromium ${browser.version()}`);
try {
  await mkdir(screenshots, { recursive: true });
  const vsix = join(scratch, 'session-lens.vsix');
  const { size } = await packageExtension(vsix);
  console.log(`VSIX: ${size.toLocaleString('en')} bytes`);
  await userInterface(vsix);
  if (wanted('host')) await inHost();
  if (process.argv.includes('--update-screenshots')) {
    for (const [from, to] of Object.entries(shown))
      await cp(join(screenshots, from), join(repository, 'docs', 'images', to));
  }
} finally {
  await browser.close();
  await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
}
console.log(`e2e: ${results.passed} passed, ${results.failed} failed`);
process.exit(results.failed > 0 ? 1 : 0);

async function test(name, body, page) {
  try {
    await body();
    results.passed++;
    console.log(`  ✓ ${name}`);
  } catch (error) {
    results.failed++;
    console.error(`  ✗ ${name}\n${error.stack ?? error}`);
    await page?.screenshot({ path: join(screenshots, `failed-${results.failed}.png`) }).catch(() => {});
  }
}

/** A copy of an example that a test may change. */
async function workspace(name, example = 'broken') {
  const folder = join(scratch, name);
  await cp(join(repository, 'examples', example), folder, { recursive: true });
  return folder;
}

function settings(theme) {
  return {
    'workbench.startupEditor': 'none',
    'workbench.colorTheme': theme,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.disableAIFeatures': true,
    'git.openRepositoryInParentFolders': 'never',
    'telemetry.telemetryLevel': 'off',
    'editor.minimap.enabled': false,
  };
}

async function open(host, folder, file) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const remote = (path) => `vscode-remote://localhost:${host.port}${path}`;
  const payload = [['skipWelcome', 'true'], ...(file ? [['openFile', remote(join(folder, file))]] : [])];
  await page.goto(host.url(folder, payload));
  await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
  return page;
}

async function userInterface(vsix) {
  const themes = {
    light: 'Default Light Modern',
    dark: 'Default Dark Modern',
    'high-contrast': 'Default High Contrast',
  };
  for (const [kind, theme] of Object.entries(themes)) {
    const data = join(scratch, `data-${kind}`);
    await writeSettings(data, settings(theme));
    await installExtension(server, data, vsix);
    const restricted = kind === 'light';
    const host = await startServer(server, { data, trustEverything: !restricted, testDriver: true });
    const context = { kind, restricted, data, host, open, workspace, test, screenshots, repository };
    try {
      for (const [name, suite] of Object.entries(suites)) if (wanted(name)) await suite(context);
    } finally {
      host.stop();
    }
  }
}

function wanted(name) {
  const at = process.argv.indexOf('--only');
  return at < 0 || process.argv[at + 1] === name;
}

/** The contract of @vscode/test-electron: the extension host loads the extension and calls `run()` of the tests. */
async function inHost() {
  const tests = join(scratch, 'tests');
  const outfile = join(tests, 'index.js');
  await build({
    entryPoints: [join(repository, 'test/e2e/host/index.ts')],
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    outfile,
    logLevel: 'error',
  });
  await writeFile(join(tests, 'package.json'), '{}');
  const plain = join(scratch, 'plain');
  await mkdir(plain, { recursive: true });
  await writeFile(join(plain, 'package.json'), '{ "name": "plain", "dependencies": { "next": "16.4.6" } }');
  await writeFile(join(plain, 'middleware.ts'), 'export function middleware() {}\n');
  const both = join(scratch, 'both.code-workspace');
  const folders = [await workspace('first'), await workspace('second', 'healthy')].map((path) => ({ path }));
  await writeFile(both, JSON.stringify({ folders }));
  const run = process.env.SESSION_LENS_VSCODE === 'electron' ? runInDesktop : runSuite;
  for (const target of [plain, await workspace('suite'), both]) await run(target, outfile);
}

/** Once more where VS Code has not even opened the folders of the workspace, which happens at a start in a browser. */
async function runSuite(target, tests) {
  const name = `in-host suite in ${target.slice(scratch.length + 1)} ends well`;
  let end = await oneRun(target, tests);
  if (end.ran === 0 && end.code !== 0) end = await oneRun(target, tests);
  await test(name, () => assert.equal(end.code, 0));
}

async function oneRun(target, tests) {
  let ran = 0;
  const data = await mkdtemp(join(scratch, 'host-'));
  await writeSettings(data, settings('Default Dark Modern'));
  const host = await startServer(server, { data, trustEverything: true, testDriver: true });
  try {
    const page = await browser.newPage();
    const exit = new Promise((resolve) => void page.exposeFunction('codeAutomationExit', resolve));
    await page.exposeFunction('codeAutomationLog', (_type, args) => {
      for (const line of args.map(String)) {
        if (/^ {2}✓/.test(line)) results.passed++;
        if (/^ {2}✗/.test(line)) results.failed++;
        if (!/^ {2}[✓✗]/.test(line)) continue;
        ran++;
        console.log(line);
      }
    });
    const remote = (path) => `vscode-remote://localhost:${host.port}${path}`;
    await page.goto(
      host.url(target, [
        ['extensionDevelopmentPath', remote(repository)],
        ['extensionTestsPath', remote(tests)],
        ['skipWelcome', 'true'],
      ]),
    );
    const timeout = new Promise((resolve) =>
      setTimeout(() => resolve('no answer in 180 s'), 180_000).unref(),
    );
    const code = await Promise.race([exit, timeout]);
    await page.close();
    return { code, ran };
  } finally {
    host.stop();
  }
}

/** The same suite and contract where VS Code can be downloaded; its lines appear in the output of VS Code. */
async function runInDesktop(target, tests) {
  const { runTests } = await import('@vscode/test-electron');
  await test(`in-host suite in ${target.slice(scratch.length + 1)} ends well`, () =>
    runTests({
      extensionDevelopmentPath: repository,
      extensionTestsPath: tests,
      launchArgs: [target, '--disable-workspace-trust', '--disable-extensions'],
    }));
}

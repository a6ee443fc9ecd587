// End-to-end tests in the real VS Code: the packaged VSIX driven through the user interface, then test/e2e/host inside
// the extension host. `--update-screenshots` also writes docs/images/editor.png. With SESSION_LENS_VSCODE=electron the
// tests in the host run in the desktop VS Code that @vscode/test-electron downloads.
import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchBrowser } from './hostBrowser.mjs';
import { packageExtension, repository } from './hostPackage.mjs';
import { ensureServer, installExtension, serverVersion, startServer, writeSettings } from './hostServer.mjs';

const screenshots = join(repository, 'test-results', 'screenshots');
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
  await inHost();
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
    const host = await startServer(server, { data, trustEverything: kind !== 'light', testDriver: true });
    try {
      const folder = await workspace(`app-${kind}`);
      const page = await open(host, folder, 'lib/auth0.ts');
      await test(
        `${kind}: underlines the inactivityDuration${kind === 'light' ? ' (Restricted Mode)' : ''}`,
        async () => {
          await dismissTrust(page);
          await page.waitForSelector('.squiggly-warning', { timeout: 60_000, state: 'attached' });
        },
        page,
      );
      await page.screenshot({ path: join(screenshots, `editor-${kind}.png`) });
      if (kind === 'dark') await interact(page);
      await page.close();
    } finally {
      host.stop();
    }
  }
}

/** Without `--disable-workspace-trust` VS Code asks; "No" is Restricted Mode. */
async function dismissTrust(page) {
  const no = page.getByText('No, I don', { exact: false });
  await no
    .first()
    .click({ timeout: 4000 })
    .catch(() => {});
}

async function interact(page) {
  const problem = (text) => page.locator('.markers-panel .monaco-tl-contents', { hasText: text }).first();
  await test(
    'the Problems panel lists the finding with its rule',
    async () => {
      await page.keyboard.press('Control+Shift+M');
      await problem('auth0.middleware() sets is not in this response').waitFor({ timeout: 20_000 });
      await problem('matcher-narrow-with-rolling').waitFor({ timeout: 20_000 });
    },
    page,
  );
  await test(
    'a hover says when the session ends',
    async () => {
      await page.locator('.view-line span', { hasText: 'inactivityDuration' }).last().hover();
      const hover = page.locator('.monaco-hover:visible', { hasText: 'absoluteDuration' }).first();
      await hover.waitFor({ timeout: 20_000 });
      assert.match(await hover.innerText(), /3 days/);
      await page.screenshot({ path: join(screenshots, 'hover.png') });
      if (process.argv.includes('--update-screenshots')) {
        await mkdir(join(repository, 'docs', 'images'), { recursive: true });
        await page.screenshot({ path: join(repository, 'docs', 'images', 'editor.png') });
      }
    },
    page,
  );
  await test(
    'a quick fix removes the squiggle',
    async () => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+Shift+M');
      await page
        .locator('.view-line', { hasText: 'inactivityDuration' })
        .locator('span', { hasText: 'DAY' })
        .last()
        .click();
      await page.keyboard.press('Control+.');
      const fix = page
        .locator('.action-widget .monaco-list-row', { hasText: 'Set absoluteDuration' })
        .first();
      await fix.waitFor({ timeout: 20_000 });
      await page.screenshot({ path: join(screenshots, 'quick-fix.png') });
      await fix.click();
      await page.locator('.view-line', { hasText: 'absoluteDuration' }).first().waitFor({ timeout: 20_000 });
      await page.waitForSelector('.squiggly-warning', { state: 'detached', timeout: 20_000 });
    },
    page,
  );
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

async function runSuite(target, tests) {
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
        if (/^ {2}[✓✗]/.test(line)) console.log(line);
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
    await test(
      `in-host suite in ${target.slice(scratch.length + 1)} ends well`,
      () => assert.equal(code, 0),
      page,
    );
    await page.close();
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

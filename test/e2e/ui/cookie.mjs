// The cookie panel, with a cookie header that the SDK itself writes, and a search for everything it must not leave behind.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { otherKinds } from './cookieKinds.mjs';
import { expectStatus, hideNotifications, paste, typeSecret, wholePanel } from './cookiePage.mjs';
import { assertNoState, filesBelow, loggingServer, placesOf, watchState } from './leaks.mjs';
import { otherCookies, sdkCookies } from './sdkCookies.mjs';
import { dismissTrust, runCommand, webviewFrame } from './support.mjs';

const HOUR = 3600;
const command = 'Decode Session Cookie';

export async function cookie(context) {
  const { kind, restricted, open, workspace, test, repository } = context;
  const secret = randomBytes(32).toString('hex');
  const made = await sdkCookies(repository, { secret, loginAgo: 7 * HOUR });
  const others = await otherCookies(repository, { secret });
  const folder = await workspace(`cookie-${kind}`);
  await writeFile(join(folder, '.env.local'), `# for this test\nAUTH0_SECRET="${secret}"\n`);
  await mkdir(join(folder, '.vscode'));
  await writeFile(join(folder, '.vscode', 'settings.json'), '{ "sessionLens.trace.server": "verbose" }');
  const { data, host } = await loggingServer(context);
  const page = await open(host, folder, 'lib/auth0.ts');
  try {
    await page.addInitScript(watchState);
    await page.reload();
    await page.waitForSelector('.view-line', { timeout: 60_000 });
    if (restricted) await dismissTrust(page);
    const run = { ...context, data, host, page, folder, secret, made, others };
    if (restricted) await typedSecretOnly(run);
    else await fromEnvFile(run);
    await otherKinds(run);
    await test(`${kind}: the cookie panel is accessible`, () => checkAccessibility(page), page);
    if (kind === 'dark') {
      await closeAndReopen(run);
      await fromClipboard(run);
      await storedSecret(run);
    }
    await test(`${kind}: the cookie panel leaves nothing behind`, () => checkLeaks(run), page);
  } finally {
    await page.close();
    host.stop();
  }
}

async function fromEnvFile({ kind, page, folder, secret, made, test, screenshots }) {
  await test(
    `${kind}: a pasted Cookie header opens with the secret of .env.local`,
    async () => {
      await runCommand(page, command);
      const frame = await webviewFrame(page, '#paste-text');
      await frame.locator('.source', { hasText: 'AUTH0_SECRET in .env.local' }).waitFor({ timeout: 30_000 });
      await page.screenshot({ path: join(screenshots, `cookie-empty-${kind}.png`) });
      await paste(frame, made.header);
      await expectStatus(frame, 'Valid');
      await frame.getByText('Opened with AUTH0_SECRET in .env.local.').waitFor();
      await frame.getByText('Written by auth0 of').waitFor();
      const claims = await frame.locator('table.claims').innerText();
      for (const text of [
        'user.email',
        'ada@example.com',
        'internal.createdAt',
        'absoluteDuration counts from here',
      ]) {
        assert.ok(claims.includes(text), text);
      }
      const option = frame.locator('.treemap [role=option][data-path="tokenSet.idToken"]');
      await option.waitFor();
      assert.ok((await option.boundingBox()).width > 50);
      await hideNotifications(page);
      await page.screenshot({ path: join(screenshots, `cookie-${kind}.png`) });
      await wholePanel(page, join(screenshots, `cookie-whole-${kind}.png`));
      await frame.locator('.treemap').scrollIntoViewIfNeeded();
      await page.screenshot({ path: join(screenshots, `cookie-size-${kind}.png`) });
    },
    page,
  );
  await test(
    `${kind}: a token is in the page only while it is revealed`,
    async () => {
      const frame = await webviewFrame(page, '.tokens');
      const has = (text) => frame.evaluate((part) => document.documentElement.outerHTML.includes(part), text);
      for (const token of made.tokens) assert.equal(await has(token), false);
      await frame.getByRole('button', { name: 'Reveal ID token' }).click();
      await frame.locator('.revealed pre', { hasText: made.tokens[0] }).waitFor();
      await frame.locator('.revealed pre', { hasText: '"alg": "RS256"' }).waitFor();
      assert.equal(await has(made.tokens[1]), false);
      await page.screenshot({ path: join(screenshots, `cookie-token-${kind}.png`) });
      await frame.getByRole('button', { name: 'Hide ID token' }).click();
      assert.equal(await has(made.tokens[0]), false);
    },
    page,
  );
  await test(
    `${kind}: a hidden panel comes back, and the treemap obeys the arrow keys`,
    async () => {
      const before = await webviewFrame(page, '.card');
      await runCommand(page, 'New Untitled Text File');
      await page.locator('.tab', { hasText: 'Untitled' }).waitFor({ timeout: 20_000 });
      await page.locator('.tab', { hasText: 'Session Cookie' }).click();
      const frame = await webviewFrame(page, '.treemap [role=option][tabindex="0"]');
      assert.notEqual(frame, before, 'the page was built again');
      await expectStatus(frame, 'Valid');
      await frame.locator('.treemap [role=option][tabindex="0"]').focus();
      await page.keyboard.press('ArrowRight');
      assert.equal(await frame.evaluate(() => document.activeElement.getAttribute('aria-selected')), 'true');
      assert.match(await frame.locator('.tile-detail').innerText(), /bytes, \d+ % of the cookies/);
    },
    page,
  );
  await test(
    `${kind}: another secret in .env.local is told apart from a torn cookie`,
    async () => {
      await writeFile(join(folder, '.env.local'), `AUTH0_SECRET=${randomBytes(32).toString('hex')}\n`);
      const frame = await webviewFrame(page, '#paste-again');
      await frame.locator('#paste-again').click();
      await paste(frame, made.header);
      await expectStatus(frame, 'Wrong secret');
      await frame.getByText('Env files hold the secret of this machine').waitFor();
      await page.screenshot({ path: join(screenshots, `cookie-wrong-${kind}.png`) });
      await frame.locator('#paste-again').click();
      await paste(frame, made.header.replace(/__session__0=[^;]+; /, ''));
      await expectStatus(frame, 'Part missing');
    },
    page,
  );
  await test(
    `${kind}: a typed secret is tried beside that of .env.local, and opens it`,
    async () => {
      const frame = await webviewFrame(page, '#paste-again');
      await frame.locator('#paste-again').click();
      await paste(frame, made.header);
      await typeSecret(page, frame, secret);
      await expectStatus(frame, 'Valid');
      await frame.getByText('Opened with the typed secret.').waitFor();
      assert.equal(await frame.locator('.source input:checked').count(), 2);
    },
    page,
  );
}

async function typedSecretOnly({ kind, page, secret, made, test, screenshots }) {
  await test(
    `${kind}: Restricted Mode reads no env file and says so; a typed secret opens the cookie`,
    async () => {
      await runCommand(page, command);
      const frame = await webviewFrame(page, '#paste-text');
      await frame.getByText('Restricted Mode: this panel reads no env file').waitFor({ timeout: 30_000 });
      await paste(frame, made.header);
      await expectStatus(frame, 'Encrypted');
      assert.equal(await frame.locator('.source').count(), 0);
      await frame.locator('.badge svg.padlock').waitFor();
      await page.screenshot({ path: join(screenshots, `cookie-restricted-${kind}.png`) });
      // As after a rotation: both are tried.
      await typeSecret(page, frame, randomBytes(32).toString('hex'));
      await expectStatus(frame, 'Wrong secret');
      await typeSecret(page, frame, secret);
      await expectStatus(frame, 'Valid');
      await frame.getByText('Opened with typed secret 2 of 2.').waitFor();
      await typeSecret(page, frame, randomBytes(32).toString('hex'));
      await frame.getByText('Opened with typed secret 2 of 3.').waitFor();
      assert.equal(await frame.locator('#secret-keep').count(), 0);
      await hideNotifications(page);
      await page.screenshot({ path: join(screenshots, `cookie-${kind}.png`) });
    },
    page,
  );
}

async function closeAndReopen({ page, test }) {
  await test(
    'a closed panel has forgotten everything',
    async () => {
      const tab = page.locator('.tab', { hasText: 'Session Cookie' });
      await tab.locator('.tab-actions a').click();
      await tab.waitFor({ state: 'detached' });
      await runCommand(page, command);
      const frame = await webviewFrame(page, '#paste-text');
      assert.equal(await frame.locator('.card').count(), 0);
      assert.equal(await frame.locator('.source', { hasText: 'Typed secret' }).count(), 0);
    },
    page,
  );
}

async function storedSecret({ page, folder, secret, made, test }) {
  await test(
    'a typed secret is stored and forgotten on request',
    async () => {
      await writeFile(join(folder, '.env.local'), 'AUTH0_SECRET=another-secret-of-this-machine\n');
      const frame = await webviewFrame(page, '#paste-clear');
      await frame.locator('#paste-clear').click();
      await paste(frame, made.header);
      await expectStatus(frame, 'Wrong secret');
      await typeSecret(page, frame, secret);
      await expectStatus(frame, 'Valid');
      await frame.locator('#secret-keep').click();
      const name = page.locator('.quick-input-widget input').first();
      await name.fill('staging');
      await name.press('Enter');
      await frame.getByText('Opened with the stored secret “staging”.').waitFor({ timeout: 20_000 });
      await frame.getByRole('button', { name: 'Forget staging' }).click();
      await frame.locator('.source', { hasText: 'staging' }).waitFor({ state: 'detached' });
      await expectStatus(frame, 'Wrong secret');
      // The focus stays on the box while the page is built again.
      await frame.locator('.source input:checked').focus();
      await page.keyboard.press('Space');
      await expectStatus(frame, 'Encrypted');
      await page.keyboard.press('Space');
      await expectStatus(frame, 'Wrong secret');
    },
    page,
  );
}

async function fromClipboard({ page, folder, secret, made, test }) {
  await test(
    'a cookie is decoded from the clipboard',
    async () => {
      await writeFile(join(folder, '.env.local'), `AUTH0_SECRET=${secret}\n`);
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.evaluate((text) => navigator.clipboard.writeText(text), made.header);
      await runCommand(page, 'Decode Session Cookie from Clipboard');
      const frame = await webviewFrame(page, '.card');
      await expectStatus(frame, 'Valid');
      await frame.getByRole('button', { name: 'Copy redacted report' }).click();
      await frame.getByText('Report copied').waitFor();
      const report = await page.evaluate(() => navigator.clipboard.readText());
      assert.match(report, /\| `tokenSet.idToken` \| [\d,]+ \|/);
      for (const value of [secret, 'ada@example.com', 'auth0|', ...made.tokens]) {
        assert.equal(report.includes(value), false, 'the report holds a value');
      }
    },
    page,
  );
}

async function checkAccessibility(page) {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  const frame = await webviewFrame(page, '.card');
  await frame.evaluate(axe);
  const { violations, passes } = await frame.evaluate(() => globalThis.axe.run(document));
  const bad = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  assert.deepEqual(
    bad.map(({ id, nodes }) => [id, nodes.map((node) => [node.html.slice(0, 200), node.failureSummary])]),
    [],
  );
  assert.ok(passes.length > 15, 'axe-core looked at the page');
}

async function checkLeaks({ page, data, host, secret, made, others }) {
  await assertNoState(await webviewFrame(page, '.card'));
  // Pieces: a value may be stored in part, or with its chunks joined.
  const values = [
    secret,
    ...[...made.values, ...others.values].map((value) => value.slice(20, 100)),
    ...[...made.tokens, ...others.tokens].map((token) => token.slice(-60)),
  ];
  assert.ok(values.every((value) => value.length >= 60));
  const search = { page, data, host };
  assert.deepEqual(await placesOf(values, search), []);
  // Leaving the page writes what VS Code keeps of it.
  await page.reload();
  await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
  assert.deepEqual(await placesOf(values, search), []);
  const files = await filesBelow(data);
  const output = files.find(([name]) => name.endsWith('Session Lens.log'));
  assert.ok(output, `no output channel in ${files.map(([name]) => name).join(', ')}`);
  assert.match(
    output[1],
    /sessionLens\/sessionLanes/,
    'the output channel holds the traffic with the server',
  );
}

// Completion in a matcher and in a session, typed as a user types it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { dismissTrust } from './support.mjs';

export async function completion(context) {
  const { kind, host, open, workspace, test, screenshots } = context;
  const folder = await workspace(`completion-${kind}`);
  const shot = async (page, name) => {
    // The list and the description beside it fade in.
    await page.waitForTimeout(500);
    await page.screenshot({ path: join(screenshots, `${name}-${kind}.png`) });
  };

  const proxy = await open(host, folder, 'proxy.ts');
  const check = (name, body, page) => test(`${kind}: ${name}`, body, page);
  await check('a quote in the matcher offers the SDK’s routes first', () => firstPattern(proxy, shot), proxy);
  await check('a few letters find a route, and Enter writes it', () => secondPattern(proxy, shot), proxy);
  await proxy.close();

  const client = await open(host, folder, 'lib/auth0.ts');
  await check('a key of the session is followed by durations', () => duration(client, shot), client);
  await check('a preset writes a whole session', () => preset(client, shot), client);
  await client.close();
}

async function firstPattern(page, shot) {
  await dismissTrust(page);
  await ready(page);
  await goTo(page, 'matcher: [', true);
  await page.keyboard.press('Shift+End');
  await page.keyboard.press('Delete');
  await page.keyboard.type("'");
  await row(page, '/dashboard/:path*').waitFor({ timeout: 20_000 });
  const rows = await texts(page);
  assert.match(rows[0], /^\/auth\/:path\*/);
  assert.match(rows[1], /^\/admin\/auth\/:path\*/);
  assert.match(rows[2], /all but static files/);
  // A second time shows the description.
  await page.keyboard.press('Control+Space');
  const details = page.locator('.suggest-details:visible');
  await details.filter({ hasText: 'without it nobody can sign in' }).waitFor({ timeout: 20_000 });
  await shot(page, 'completion-matcher');
  await page.keyboard.press('Enter');
  assert.equal(await line(page, 'matcher: ['), "  matcher: ['/auth/:path*'");
}

async function secondPattern(page, shot) {
  await page.keyboard.press('End');
  await page.keyboard.type(", '");
  await row(page, '/dashboard/:path*').waitFor({ timeout: 20_000 });
  assert.ok(!(await texts(page)).some((text) => text.startsWith('/auth')), 'offers again what is there');
  await page.keyboard.type('/das', { delay: 60 });
  await row(page, '/dashboard/:path*').waitFor({ timeout: 20_000 });
  await page.waitForFunction(
    () => !document.querySelector('.suggest-widget.visible')?.innerText.includes('/pricing'),
  );
  await shot(page, 'completion-route');
  assert.match((await texts(page))[0], /^\/dashboard\/:path\*/);
  await page.keyboard.press('Enter');
  await page.keyboard.press('End');
  await page.keyboard.type('],');
  assert.equal(await line(page, 'matcher: ['), "  matcher: ['/auth/:path*', '/dashboard/:path*'],");
}

async function duration(page, shot) {
  await ready(page);
  await goTo(page, 'rolling: true,', true);
  await page.keyboard.press('Enter');
  await page.keyboard.type('absol', { delay: 60 });
  await row(page, 'absoluteDuration').waitFor({ timeout: 20_000 });
  await shot(page, 'completion-key');
  await page.keyboard.press('Enter');
  await row(page, '7 days').waitFor({ timeout: 20_000 });
  await shot(page, 'completion-duration');
  assert.equal((await texts(page)).filter((text) => text.includes('7 days')).length, 1);
  await page.keyboard.type('30 d', { delay: 60 });
  await row(page, '30 days').waitFor({ timeout: 20_000 });
  await page.keyboard.press('Enter');
  assert.equal(await line(page, 'absoluteDuration'), '    absoluteDuration: 60 * 60 * 24 * 30,');
}

async function preset(page, shot) {
  await goTo(page, 'session: {', false);
  await page.keyboard.press('Home');
  await page.keyboard.press('Control+Shift+End');
  await page.keyboard.press('Delete');
  await page.keyboard.type('  session: {');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+Space');
  const banking = 'session preset: banking (1 h, idle 15 min)';
  await row(page, banking).waitFor({ timeout: 20_000 });
  await page.keyboard.type('preset');
  await page.keyboard.press('Control+Space');
  await page
    .locator('.suggest-details:visible', { hasText: 'after login at the latest' })
    .waitFor({ timeout: 20_000 });
  await shot(page, 'completion-preset');
  await page.keyboard.press('Enter');
  assert.equal(await line(page, 'rolling'), '    rolling: true,');
  assert.equal(await line(page, 'absoluteDuration'), '    absoluteDuration: 60 * 60,');
  assert.equal(await line(page, 'inactivityDuration'), '    inactivityDuration: 60 * 15,');
}

/** The server has looked at the file. */
async function ready(page) {
  await page.waitForSelector('.squiggly-warning, .squiggly-error, .codelens-decoration a', {
    timeout: 60_000,
    state: 'attached',
  });
}

/** Puts the cursor on the line with a text, behind that text if wanted, by the editor's own search. */
async function goTo(page, text, behind) {
  await page.locator('.view-line', { hasText: text }).last().click();
  await page.keyboard.press('Home');
  if (!behind) return;
  for (let i = 0; i < text.length; i++) await page.keyboard.press('ArrowRight');
}

function row(page, label) {
  return page
    .locator('.suggest-widget.visible .monaco-list-row')
    .filter({ has: page.locator('.label-name', { hasText: label }) })
    .first();
}

/** What the list shows, from top to bottom. */
async function texts(page) {
  const rows = page.locator('.suggest-widget.visible .monaco-list-row');
  const all = await rows.evaluateAll((nodes) =>
    nodes
      .map((node) => ({ top: node.getBoundingClientRect().top, text: node.innerText }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );
  return all.map((text) => text.replace(/[\u00a0\u200b]/g, ' ').trim());
}

/** A line of the document, without hints. */
async function line(page, text) {
  await page.waitForTimeout(200);
  const found = page.locator('.view-line', { hasText: text }).last();
  const parts = await found.evaluate((node) =>
    [...node.querySelectorAll('span > span')]
      .filter((span) => !/dyn-rule|ced-|inlay/i.test(span.className))
      .map((span) => span.textContent)
      .join(''),
  );
  return parts.replace(/\u00a0/g, ' ');
}

// Code lens, inlay hints, hovers and the list of routes.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { dismissTrust } from './support.mjs';

export async function features(context) {
  const { kind, host, open, workspace, test, screenshots } = context;
  const page = await open(host, await workspace(`features-${kind}`), 'lib/admin-auth0.ts');
  const shot = (name) => page.screenshot({ path: join(screenshots, `${name}-${kind}.png`) });
  const check = (name, body) => test(`${kind}: ${name}`, body, page);

  await check('a lens says when the session of a client ends', async () => {
    await dismissTrust(page);
    await lens(page, 'ends after 1 h idle, 500 d at most · preview').waitFor({ timeout: 60_000 });
  });
  await check('an inlay hint stands behind each duration', async () => {
    const line = (name) => page.locator('.view-line', { hasText: name }).last();
    await line('absoluteDuration').filter({ hasText: '500 days' }).waitFor({ timeout: 20_000 });
    assert.match(await plainText(line('inactivityDuration')), /60 \* 60 ?1 hour,/);
    await shot('lens-client');
  });
  await check('a hover shows a picture of the lifetime', () => hoverPicture(page, shot));

  await check('a lens above the matcher counts the routes', async () => {
    await openFile(page, 'proxy.ts');
    const title = lens(page, 'runs on ');
    await title.waitFor({ timeout: 30_000 });
    assert.match(await plainText(title), /^runs on \d+ of \d+ routes · \d+ missed · 2 do not roll$/);
    await shot('lens-matcher');
  });
  await check('a hover explains a matcher', async () => {
    await page.locator('.view-line span', { hasText: '/dashboard/:path*' }).last().hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'Matches' }).first();
    await hover.waitFor({ timeout: 20_000 });
    const text = await plainText(hover);
    assert.match(text, /Matches \/dashboard and everything below it\./);
    assert.match(text, /routes of this app/);
    await shot('hover-matcher');
  });
  await check('the lens above the matcher lists the routes', () => routesList(page, shot));
  await page.close();
}

async function hoverPicture(page, shot) {
  await page.locator('.view-line span', { hasText: 'inactivityDuration' }).last().hover();
  const image = page.locator('.monaco-hover:visible img[src^="data:image/svg+xml"]').first();
  await image.waitFor({ timeout: 20_000 });
  await page.waitForTimeout(300);
  const shown = await image.evaluate((img) => ({
    natural: img.naturalWidth,
    alt: img.alt,
    box: img.getBoundingClientRect().toJSON(),
  }));
  assert.ok(shown.natural > 0, 'the picture did not render');
  assert.match(shown.alt, /^The session ends after 1 hour without a request/);
  assert.ok(shown.box.width >= 200 && shown.box.width <= 500, `${shown.box.width} px wide`);
  assert.ok(shown.box.height >= 40 && shown.box.height <= 150, `${shown.box.height} px high`);
  await shot('hover-client');
}

async function routesList(page, shot) {
  await page.keyboard.press('Escape');
  await lens(page, 'runs on ').click();
  const list = page.locator('.quick-input-widget:visible');
  const row = (route) =>
    list
      .locator('.monaco-list-row')
      .filter({ has: page.locator(`.label-name`, { hasText: exactly(route) }) });
  await row('/').waitFor({ timeout: 20_000 });
  assert.match(await plainText(list.locator('.quick-input-title')), /middleware runs on \d+ of \d+ routes/);
  assert.match(await plainText(row('/')), /missed · page/);
  // The list fades in.
  await page.waitForTimeout(500);
  await shot('lens-routes');
  // By keyboard alone: filter by a word of the description, then take the first.
  await page.keyboard.type('/pricing');
  await row('/pricing').waitFor({ timeout: 20_000 });
  await page.keyboard.press('Enter');
  await page.locator('.tab.active', { hasText: 'page.tsx' }).waitFor({ timeout: 20_000 });
}

function lens(page, text) {
  return page.locator('.codelens-decoration a', { hasText: text }).first();
}

/** Through quick open, as a user does. */
async function openFile(page, name) {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+P');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ timeout: 20_000 });
  await input.fill(name);
  await page
    .locator('.quick-input-list .monaco-list-row', { hasText: name })
    .first()
    .click({ timeout: 20_000 });
  await page.locator('.tab.active', { hasText: name }).waitFor({ timeout: 20_000 });
}

function exactly(text) {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}

/** The editor writes spaces as no-break spaces. */
async function plainText(locator) {
  return (await locator.innerText()).replace(/[\u00a0\u200b]/g, ' ').trim();
}

// What of the timeline survives: hiding the panel, and a restart of VS Code.
import assert from 'node:assert/strict';
import { dismissTrust, runCommand, webviewFrame } from './support.mjs';
import { addEvent, compare } from './timelinePage.mjs';

export async function hideAndShow(page) {
  const frame = await webviewFrame(page, '.lane');
  await frame.getByRole('button', { name: 'Weekdays' }).click();
  const count = await frame.locator('.handle').count();
  const scroll = await scrolled(page, frame);
  // The new file opens in the group of the tab that was clicked last, over the panel.
  await page.locator('.tab', { hasText: 'Session Timeline' }).click();
  await page
    .locator('.editor-group-container.active .tab.active', { hasText: 'Session Timeline' })
    .waitFor({ timeout: 10_000 });
  await runCommand(page, 'New Untitled Text File');
  await page.locator('.tab', { hasText: 'Untitled-1' }).waitFor({ timeout: 20_000 });
  for (let tries = 0; !frame.isDetached() && tries < 50; tries++) await page.waitForTimeout(100);
  assert.ok(frame.isDetached(), 'the page of the panel is gone while it is hidden');
  await page.locator('.tab', { hasText: 'Session Timeline' }).click();
  const again = await webviewFrame(page, '.lane[data-lane^="before:"]');
  assert.equal(await again.locator('.handle').count(), count);
  await again.waitForFunction((top) => Math.abs(window.scrollY - top) < 3, scroll, { timeout: 5000 });
}

/** Scrolls down, and waits until the page has taken note of it. */
async function scrolled(page, frame) {
  const top = await frame.evaluate(
    () =>
      new Promise((resolve) => {
        window.addEventListener('scrollend', () => resolve(window.scrollY), { once: true });
        window.scrollTo(0, 150);
      }),
  );
  assert.ok(top > 50, `scrolled by ${top} px`);
  return top;
}

/** `address`: of the same workspace, without a file to open. */
export async function restart(page, address) {
  const before = await webviewFrame(page, '.lane');
  await compare(before, 'what-if');
  await before.locator('[data-lane="what-if"]').getByLabel('Idle', { exact: true }).fill('4d7m');
  await addEvent(page, before, 'logout', '20d');
  await page.keyboard.press('+');
  const seen = await look(before);
  assert.match(seen.whatIf, /^4 days 7 minutes idle/);
  await reload(page, address);
  const after = await webviewFrame(page, '.lane[data-lane="what-if"]');
  await after.locator('.lane[data-lane*="lib/auth0.ts"]').waitFor({ timeout: 60_000 });
  assert.deepEqual(await look(after), seen);
  // The restored panel is the one that the command shows.
  await runCommand(page, 'Preview Session Timeline');
  await page.waitForTimeout(500);
  assert.equal(await page.locator('.tab', { hasText: 'Session Timeline' }).count(), 1);
}

/**
 * By the command, as a user would: it waits until VS Code has written its state. Left in another way, a page in a browser
 * has only what was written in an idle moment of the seconds before.
 */
async function reload(page, address) {
  await page.evaluate((url) => history.replaceState(null, '', url), address);
  page.once('dialog', (dialog) => void dialog.accept());
  const loaded = page.waitForEvent('load', { timeout: 60_000 });
  await runCommand(page, 'Developer: Reload Window');
  await loaded;
  await page.waitForSelector('.monaco-workbench', { timeout: 60_000 });
  await dismissTrust(page);
}

async function look(frame) {
  return {
    handles: await frame
      .locator('.handle')
      .evaluateAll((list) =>
        list.map((each) => `${each.getAttribute('aria-label')} ${each.getAttribute('aria-valuetext')}`),
      ),
    axis: await frame.locator('.axis text').allTextContents(),
    whatIf: await frame.locator('[data-lane="what-if"] .values').innerText(),
    ends: await frame.locator('.lane').evaluateAll((list) => list.map((each) => each.dataset.end)),
  };
}

// Events besides visits and saves, and the ID token's limit; by keyboard and by mouse.
import assert from 'node:assert/strict';
import { addEvent, compare, DAY, ends, tableRow } from './timelinePage.mjs';

export async function otherEvents({ page, frame, test, shot }) {
  const lane = frame.locator('[data-lane="what-if"]');
  const choice = (name) => lane.getByRole('combobox', { name });
  await test(
    'a logout ends the session, a read does not extend it',
    async () => {
      await compare(frame, 'what-if');
      await frame.getByRole('button', { name: 'None', exact: true }).click();
      await addEvent(page, frame, 'read', '4d');
      await ends(frame, 'what-if', 7 * DAY);
      assert.match(await tableRow(frame, '4 days'), /session, still until 7d/);
      await addEvent(page, frame, 'logout', '6d');
      await ends(frame, 'what-if', 6 * DAY);
      assert.match(await lane.locator('.note').innerText(), /the user signed out/);
      assert.equal(await lane.locator('.end-label').textContent(), '6d logout');
      await frame.locator('.legend li', { hasText: /^logout$/ }).waitFor({ timeout: 5000 });
    },
    page,
  );
  await test(
    'Enter and the table make an event another one',
    async () => {
      // The focus is on the marker of the logout.
      await page.keyboard.press('Shift+Enter');
      await ends(frame, 'what-if', 13 * DAY);
      const handle = frame.locator('.handle:focus');
      assert.equal(await handle.getAttribute('aria-label'), 'Save');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      assert.equal(await handle.getAttribute('aria-label'), 'Browser closed');
      await ends(frame, 'what-if', 7 * DAY);
      const select = frame.getByLabel('Event after 4 days');
      await select.focus();
      await page.keyboard.press('ArrowUp');
      await ends(frame, 'what-if', 11 * DAY);
      assert.ok(await select.evaluate((element) => element === document.activeElement), 'it keeps the focus');
    },
    page,
  );
  await test(
    'closing the browser ends a transient session',
    async () => {
      assert.match(await tableRow(frame, '6 days'), /cookie kept, session until 11d/);
      await choice('Kept in').selectOption('transient');
      await ends(frame, 'what-if', 6 * DAY);
      assert.match(await lane.locator('.note').innerText(), /the browser was closed/);
      await shot('timeline-events');
    },
    page,
  );
  await test(
    'a click places what is chosen',
    async () => {
      await frame.getByLabel('What to add').selectOption('logout');
      const track = lane.locator('.drawing');
      await track.scrollIntoViewIfNeeded();
      const { x, y, height } = await track.boundingBox();
      const before = await frame.locator('.handle').count();
      await page.mouse.click(x + 40, y + height / 2);
      assert.equal(await frame.locator('.handle').count(), before + 1);
      assert.equal(await frame.locator('.handle:focus').getAttribute('aria-label'), 'Logout');
      assert.match(await lane.locator('.note').innerText(), /the user signed out/);
      await page.keyboard.press('Delete');
      await ends(frame, 'what-if', 6 * DAY);
      await choice('Kept in').selectOption('lasting');
    },
    page,
  );
  await test(
    "the ID token's limit ends the session where the SDK looks at it",
    async () => {
      const limit = frame.getByLabel('ID token says the session ends after');
      await limit.fill('3d');
      await ends(frame, 'what-if', 3 * DAY - 30);
      assert.match(await lane.locator('.note').innerText(), /identity provider's limit .*30 seconds early/);
      await choice('SDK').selectOption('4.17.0');
      await ends(frame, 'what-if', 11 * DAY);
      assert.match(await lane.locator('.caveat').innerText(), /^SDK 4\.17\.0 does not look at/);
      await limit.fill('soon');
      assert.match(await frame.locator('#idp-problem').innerText(), /^A duration such as/);
      await limit.fill('');
      await choice('SDK').selectOption('');
      assert.equal(await lane.locator('.caveat').isVisible(), false);
    },
    page,
  );
}

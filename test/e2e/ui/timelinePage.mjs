// The timeline's page, as its tests handle it.
import assert from 'node:assert/strict';

export const DAY = 86_400;

export async function compare(frame, value) {
  await frame.locator('select:has(option[value="what-if"])').selectOption(value);
}

export async function endOf(frame, lane) {
  return Number(await frame.locator(`.lane[data-lane="${lane}"]`).getAttribute('data-end'));
}

export async function ends(frame, lane, seconds) {
  await frame.locator(`.lane[data-lane="${lane}"][data-end="${seconds}"]`).waitFor({ timeout: 5000 });
}

/** `Add … at …`, with the keyboard. */
export async function addEvent(page, frame, kind, at) {
  await frame.getByLabel('What to add').selectOption(kind);
  await frame.locator('input[aria-describedby="add-problem"]').fill(at);
  await page.keyboard.press('Enter');
}

/** The cells of the table's row that begins with this time. */
export async function tableRow(frame, time) {
  const row = frame.locator('.events tr', { hasText: new RegExp(`^${time}`) });
  return (await row.locator('td').allInnerTexts()).join(' | ');
}

export async function expectNoOverflow(frame) {
  const beyond = await frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(beyond <= 0, `${beyond} px wider than the panel`);
}

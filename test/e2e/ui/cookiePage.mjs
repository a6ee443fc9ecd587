// What a user does with the page of the cookie panel.
import { runCommand } from './support.mjs';

export async function paste(frame, text) {
  await frame.locator('#paste-text').fill(text);
  await frame.locator('#paste-send').click();
}

export async function typeSecret(page, frame, secret) {
  await frame.locator('#secret-type').click();
  const input = page.locator('.quick-input-widget input[type=password]');
  await input.waitFor({ timeout: 20_000 });
  await input.fill(secret);
  await input.press('Enter');
}

export async function expectStatus(frame, label) {
  await frame.locator('.badge', { hasText: label }).first().waitFor({ timeout: 30_000 });
}

/** Tall enough for everything. */
export async function wholePanel(page, path, tall = 3800) {
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width, height: tall });
  await page.waitForTimeout(500);
  await page.screenshot({ path });
  await page.setViewportSize({ width, height });
}

export async function hideNotifications(page) {
  await runCommand(page, 'Notifications: Clear All Notifications');
  await page.locator('.quick-input-widget').first().waitFor({ state: 'hidden' });
}

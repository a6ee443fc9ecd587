// The editor: squiggles, Problems, hover, quick fix.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { dismissTrust } from './support.mjs';

export async function editor({ kind, restricted, host, open, workspace, test, screenshots }) {
  const page = await open(host, await workspace(`app-${kind}`), 'lib/auth0.ts');
  await test(
    `${kind}: underlines the inactivityDuration${restricted ? ' (Restricted Mode)' : ''}`,
    async () => {
      await dismissTrust(page);
      await page.waitForSelector('.squiggly-warning', { timeout: 60_000, state: 'attached' });
    },
    page,
  );
  await page.screenshot({ path: join(screenshots, `editor-${kind}.png`) });
  if (kind === 'dark') await interact({ page, test, screenshots });
  await page.close();
}

async function interact({ page, test, screenshots }) {
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

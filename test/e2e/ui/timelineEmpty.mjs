// The timeline in a workspace without a client: the typed configuration alone.
import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expectAccessible } from './axe.mjs';
import { dismissTrust, runCommand, webviewFrame } from './support.mjs';
import { DAY, ends, expectNoOverflow } from './timelinePage.mjs';

export async function emptyTimeline({ kind, host, open, workspace, test, screenshots }) {
  const folder = await workspace(`timeline-empty-${kind}`);
  await removeClients(folder);
  const page = await open(host, folder, 'package.json');
  await dismissTrust(page);
  await test(
    `${kind}: without a client the timeline offers values to try`,
    async () => {
      await runCommand(page, 'Preview Session Timeline');
      const frame = await webviewFrame(page, '.lane[data-lane="what-if"]');
      await frame.getByText('No Auth0Client was found').waitFor({ timeout: 60_000 });
      assert.equal(await frame.locator('.lane').count(), 1);
      await frame.getByRole('button', { name: 'Documented example' }).click();
      await ends(frame, 'what-if', 17 * DAY);
      await page.screenshot({ path: join(screenshots, `timeline-empty-${kind}.png`) });
      await expectNoOverflow(frame);
      await expectAccessible(frame);
    },
    page,
  );
  await page.close();
}

async function removeClients(folder) {
  for (const name of await readdir(folder, { recursive: true })) {
    if (!/\.tsx?$/.test(name)) continue;
    const path = join(folder, name);
    if ((await readFile(path, 'utf8')).includes('new Auth0Client')) await rm(path);
  }
}

// What the suites of the user interface share.

/** Without `--disable-workspace-trust` VS Code asks; "No" is Restricted Mode. */
export async function dismissTrust(page) {
  const no = page.getByText('No, I don', { exact: false });
  await no
    .first()
    .click({ timeout: 4000 })
    .catch(() => {});
}

/** Runs a command through the command palette, as a user does. */
export async function runCommand(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.waitFor({ timeout: 20_000 });
  await input.fill(`>${title}`);
  await page
    .locator('.quick-input-list .monaco-list-row', { hasText: title })
    .first()
    .click({ timeout: 20_000 });
}

/** The document inside a webview panel: VS Code nests two frames. */
export async function webviewFrame(page, selector) {
  const end = Date.now() + 30_000;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      if (await frame.$(selector).catch(() => null)) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error(`No webview with ${selector} within 30 s`);
}

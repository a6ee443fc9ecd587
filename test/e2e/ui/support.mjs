// What the suites of the user interface share.

/** Without `--disable-workspace-trust` VS Code asks; "No" is Restricted Mode. */
export async function dismissTrust(page) {
  const no = page.getByText('No, I don', { exact: false });
  await no
    .first()
    .click({ timeout: 4000 })
    .catch(() => {});
}

/**
 * Runs a command through the command palette, as a user does. A key that is pressed while the workbench starts, or while
 * the focus moves into a webview, is lost: then once more.
 */
export async function runCommand(page, title) {
  for (let tries = 1; ; tries++) {
    try {
      return await pick(page, title);
    } catch (error) {
      if (tries === 4) throw error;
      await page.keyboard.press('Escape');
    }
  }
}

async function pick(page, title) {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget input').first();
  await input.fill(`>${title}`, { timeout: 8000 });
  await page
    .locator('.quick-input-list .monaco-list-row', { hasText: title })
    .first()
    .click({ timeout: 8000 });
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

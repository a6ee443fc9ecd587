// The cookie panel with what the SDK writes besides a running session of v4, with torn cookies, and in a narrow column.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { expectStatus, hideNotifications, paste, wholePanel } from './cookiePage.mjs';
import { runCommand, webviewFrame } from './support.mjs';

/** The secret was typed before. */
export async function otherKinds(run) {
  await oldAndBeside(run);
  await ended(run);
  await torn(run);
  await narrow(run);
}

async function again(page, text) {
  const frame = await webviewFrame(page, '#paste-again');
  await frame.locator('#paste-again').click();
  await paste(frame, text);
  return frame;
}

async function oldAndBeside({ kind, page, others, test, screenshots }) {
  await test(
    `${kind}: a session of v3 in chunks, tokens of connections and a login in progress open`,
    async () => {
      const frame = await again(page, others.header);
      await frame.locator('.card', { hasText: 'appSession' }).waitFor({ timeout: 30_000 });
      const titles = await frame.locator('.card .title').allInnerTexts();
      const shown = titles.map((title) => title.replace(/\s+/g, ' '));
      assert.equal(shown.length, 4, shown.join('\n'));
      for (const [i, title] of [
        /^appSession ✓ ?Valid Session of v3, [2-9] cookies, [\d,]+ bytes$/,
        /^__FC_0 ✓ ?Valid Token of a connection, 1 cookie, /,
        /^__FC_1 ✓ ?Valid Token of a connection, 1 cookie, /,
        /^__txn_\S+ ✓ ?Valid Login in progress, 1 cookie, /,
      ].entries()) {
        assert.match(shown[i], title);
      }
      for (const card of (await frame.locator('details.card:not([open]) > summary').all()).reverse()) {
        await card.click();
      }
      const text = await frame.locator('.results').innerText();
      for (const part of [
        'A session written by v3, valid for another',
        'The connection whose API the access token opens.',
        'google-oauth2',
        'Where the user goes after the login.',
      ]) {
        assert.ok(text.includes(part), part);
      }
      assert.match(await frame.locator('.life-words').last().innerText(), /^Started /);
      const html = await frame.evaluate(() => document.documentElement.outerHTML);
      for (const token of others.tokens) assert.equal(html.includes(token), false, 'a token is in the page');
      await wholePanel(page, join(screenshots, `cookie-kinds-${kind}.png`));
    },
    page,
  );
}

async function ended({ kind, page, others, restricted, test, screenshots }) {
  await test(
    `${kind}: an expired session opens, and names the limit that ended it`,
    async () => {
      const frame = await again(page, others.ended);
      await expectStatus(frame, 'Expired');
      await frame.getByText('the absolute duration, 3 days after login, was reached').waitFor();
      if (!restricted) await frame.getByText('Written by auth0 of').waitFor();
      await hideNotifications(page);
      await page.screenshot({ path: join(screenshots, `cookie-expired-${kind}.png`) });
    },
    page,
  );
}

async function torn({ kind, page, made, test, screenshots }) {
  await test(
    `${kind}: a missing chunk, an ID token and another library's cookie are named`,
    async () => {
      const frame = await again(page, made.header.replace(/__session__0=[^;]+; /, ''));
      await expectStatus(frame, 'Part missing');
      await frame.getByText('Chunk 0 is missing (found: 1)').waitFor();
      await page.screenshot({ path: join(screenshots, `cookie-missing-${kind}.png`) });
      await again(page, `__session=${made.tokens[0]}`);
      await frame.getByText('This is an ID token (a signed JWT), not a session cookie').waitFor();
      await again(page, 'next-auth.session-token=eyJhbGciOiJkaXIifQ..a.b.c');
      await frame.getByText('This is a cookie of NextAuth.js v4').waitFor();
      await page.screenshot({ path: join(screenshots, `cookie-other-${kind}.png`) });
    },
    page,
  );
}

/** A column of 400 pixels, as beside the code on a small screen. */
async function narrow({ kind, page, made, test, screenshots }) {
  await test(
    `${kind}: a column of 400 pixels cuts nothing off`,
    async () => {
      await again(page, made.header);
      const before = page.viewportSize();
      await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
      const frame = await webviewFrame(page, '.treemap [role=option]');
      await page.setViewportSize({ width: 860, height: 900 });
      await frame.waitForFunction(() => window.innerWidth < 420, undefined, { timeout: 20_000 });
      const { inner, outside } = await frame.evaluate(() => {
        const edge = document.querySelector('.card').getBoundingClientRect().right - 10;
        const parts = [...document.querySelectorAll('.card *')].filter(
          (part) => part.getBoundingClientRect().right > edge && !part.closest('.scroll'),
        );
        return { inner: window.innerWidth, outside: parts.map((part) => part.outerHTML.slice(0, 120)) };
      });
      assert.ok(inner > 330, `${inner} px`);
      assert.deepEqual(outside, []);
      await wholePanel(page, join(screenshots, `cookie-narrow-${kind}.png`), 4400);
      await page.setViewportSize(before);
      await runCommand(page, 'View: Toggle Primary Side Bar Visibility');
    },
    page,
  );
}

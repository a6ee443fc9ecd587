/** The cookie panel's view of where the bytes are. */
import { describe, expect, it } from 'vitest';
import { openedCookie } from '../../client/panels/cookie/view';
import { decodeCookies } from '../../shared/cookie/decode';
import { parsePasted } from '../../shared/cookie/parse';
import type { CookieCard } from '../../shared/webview/cookie';
import { HOUR, jwe, NOW, SECRET, session } from '../cookie/samples';

async function card(text: string): Promise<CookieCard> {
  const [cookie] = await decodeCookies(parsePasted(text).cookies, [SECRET], { now: NOW });
  const secrets = [{ kind: 'typed', label: 'the typed secret', root: null }] as const;
  return openedCookie(cookie!, { now: NOW, lanes: [], secrets, headerLimit: null }).card;
}

describe('the areas of the size view add up to the cookie', () => {
  const large = { filler: 'x'.repeat(8000) };
  it.each([
    ['before 4.3.0 in one piece', () => jwe(session(NOW, large)), '__session='],
    ['a value without its name', () => jwe(session(NOW), { exp: NOW + HOUR }), ''],
    ['an end with a fraction of a second', () => jwe({ id: 'a' }, { exp: NOW + HOUR + 0.125 }), '__session='],
  ])('%s', async (_what, value, prefix) => {
    const shown = await card(`${prefix}${await value()}`);
    expect(shown.size).toMatchObject({
      chunks: [shown.bytes],
      isSigned: false,
      tree: { bytes: shown.bytes },
    });
  });

  it('what was never split has no next cookie, and no advice that counts several', async () => {
    const shown = await card(`__session=${await jwe(session(NOW, large))}`);
    expect(shown.size?.nextChunkIn).toBeNull();
    expect(shown.size?.advice.length).toBeGreaterThan(0);
    for (const { text } of shown.size?.advice ?? []) expect(text).not.toContain('cookies');
  });
});

describe('header limits', () => {
  it('every host of the table has its share, or the word that it documents none', async () => {
    const shown = await card(`__session=${await jwe(session(NOW), { exp: NOW + HOUR })}`);
    expect(shown.size?.limits.map(({ host }) => host)).toEqual([
      'Node.js',
      'nginx',
      'Apache HTTP Server',
      'AWS Application Load Balancer',
      'Amazon CloudFront',
      'Cloudflare',
      'Vercel',
      'Netlify',
    ]);
    for (const { host, limit, share, source, seen } of shown.size!.limits) {
      expect(source, host).toMatch(/^https:/);
      expect(seen, host).toMatch(/^\d{4}-\d\d-\d\d$/);
      if (host !== 'Netlify') expect(share, host).toBeCloseTo(shown.bytes / (limit ?? 0));
    }
    expect(shown.size?.limits.at(-1)).toMatchObject({ limit: null, share: null, what: 'not documented' });
  });
});

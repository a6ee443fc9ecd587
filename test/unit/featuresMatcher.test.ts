import { describe, expect, it } from 'vitest';
import { codeLenses } from '../../server/features/codeLens';
import { hover } from '../../server/features/hover';
import { analysed, manifest } from '../support/analysed';
import { HEALTHY_PROXY } from '../support/nextApp';

const PROXY = '/shop/proxy.ts';
const PAGE = 'export default function Page() { return null; }\n';

const proxyWith = (matcher: string): string =>
  HEALTHY_PROXY.replace(/matcher: .*,/, () => `matcher: ${matcher},`);

/** Pages `/`, `/dashboard` and these; `pages` are directories below `app`. */
async function app(matcher: string, pages: readonly string[] = [], more: Record<string, string> = {}) {
  const files = Object.fromEntries(pages.map((page) => [`app/${page}/page.tsx`, PAGE]));
  return analysed({ ...files, ...more, 'proxy.ts': proxyWith(matcher) });
}

async function lens(matcher: string, pages?: readonly string[], more?: Record<string, string>) {
  const { apps } = await app(matcher, pages, more);
  const lenses = codeLenses(apps, PROXY);
  expect(lenses.length).toBeLessThan(2);
  return lenses[0];
}

async function hovered(
  matcher: string,
  needle: string,
  pages?: readonly string[],
  more?: Record<string, string>,
) {
  const { apps, files } = await app(matcher, pages, more);
  const at = files[PROXY]?.indexOf(needle) ?? -1;
  if (at < 0) throw new Error(`no ${needle}`);
  return hover(apps, PROXY, at + 1)?.markdown ?? null;
}

const BROAD = String.raw`['/((?!_next/static|_next/image|favicon\\.ico).*)']`;

describe('the lens of the matcher', () => {
  it('stands above the property and opens the list of the routes', async () => {
    const { apps, lineAt } = await app(BROAD);
    const [found] = codeLenses(apps, PROXY);
    expect(lineAt(PROXY, found!.span.start)).toMatch(/^matcher: \[/);
    expect(found?.title).toMatch(/^runs on all \d+ routes$/);
    expect(found?.action).toEqual({ command: 'sessionLens.showRoutes', argument: { root: '/shop' } });
  });

  it('counts what is missed and names some of it', async () => {
    const found = await lens("['/auth/:path*', '/dashboard/:path*']", ['pricing', 'about']);
    expect(found?.title).toMatch(/^runs on \d+ of \d+ routes · 3 missed$/);
    expect(found?.tooltip).toMatch(/Missed: \/, /);
  });

  it('counts what is covered in part apart, and says what that means', async () => {
    const found = await lens("'/((?!api).*)'", ['[slug]']);
    expect(found?.title).toMatch(/^runs on \d+ of \d+ routes · 1 in part$/);
    expect(found?.tooltip).toMatch(/In part: some paths of a route are skipped, such as \/api/);
  });

  it('counts where it runs and extends no session', async () => {
    const proxy = proxyWith(BROAD).replace(
      '  return await',
      "  if (request.nextUrl.pathname === '/pricing') return;\n  return await",
    );
    const { apps } = await analysed({ 'app/pricing/page.tsx': PAGE, 'proxy.ts': proxy });
    const [found] = codeLenses(apps, PROXY);
    expect(found?.title).toMatch(/^runs on all \d+ routes · 1 does not roll$/);
    expect(found?.tooltip).toContain('visits do not extend the session: /pricing.');
  });

  it('says when it depends on the request', async () => {
    const found = await lens(
      "[{ source: '/((?!_next).*)', missing: [{ type: 'header', key: 'next-router-prefetch' }] }]",
    );
    expect(found?.title).toMatch(/ · under conditions$/);
    expect(found?.tooltip).toContain('when the header next-router-prefetch is absent');
  });

  it('counts neither assets nor metadata files', async () => {
    const icons = { 'app/robots.ts': PAGE, 'app/icon.png': 'x', 'public/logo.png': 'x' };
    expect((await lens(BROAD, [], icons))?.title).toBe((await lens(BROAD))?.title);
  });

  it('is silent where nothing is known', async () => {
    expect(await lens('MATCHER')).toBeUndefined();
    expect(await lens("'/(['")).toBeUndefined();
    const hidden = { 'next.config.js': 'module.exports = require("./other")(read());\n' };
    expect(await lens(BROAD, [], hidden)).toBeUndefined();
  });

  it('needs a matcher', async () => {
    const { apps } = await analysed({ 'proxy.ts': HEALTHY_PROXY.replace(/export const config[^]*/, '') });
    expect(codeLenses(apps, PROXY)).toEqual([]);
  });
});

describe('the hover of a matcher', () => {
  it('puts one entry in words, with examples and the routes of the app', async () => {
    const text = await hovered("['/auth/:path*', '/dashboard/:path*']", "'/dashboard", ['pricing']);
    expect(text).toContain('**Matcher** `/dashboard/:path*` (Next.js 16.4.6)');
    expect(text).toContain('Matches `/dashboard` and everything below it.');
    expect(text).toMatch(/- Takes `\/dashboard`, /);
    expect(text).toMatch(/- Skips .*`\/dashboard-old`/);
    expect(text).toMatch(/Of \d+ routes of this app:\n- takes `\/dashboard`\n- skips `\/`, /);
  });

  it('names the path that is skipped of a route', async () => {
    const text = await hovered("['/((?!api).*)']", "'/((?", ['[slug]', 'apiary']);
    expect(text).toMatch(/- in part `\/\[slug\]` \(not `\/api[^`]*`\)/);
    expect(text).toMatch(/- skips .*`\/apiary`/);
  });

  it('shortens a long list', async () => {
    const pages = Array.from({ length: 30 }, (_, i) => `p${i}`);
    const text = await hovered(BROAD, "'/((?", pages);
    expect(text).toMatch(/takes all of them$/);
    expect(await hovered("'/dashboard'", "'/dashboard", pages)).toMatch(
      /- skips (?:`[^`]+`, ){5}`[^`]+` and \d+ more$/,
    );
  });

  it('tells the conditions of an entry, also on the source of an object', async () => {
    const text = await hovered("[{ source: '/:path*', has: [{ type: 'cookie', key: 'beta' }] }]", "'/:path");
    expect(text).toContain('Only when the cookie `beta` is present.');
  });

  it('says why Next.js refuses one', async () => {
    const text = await hovered("['about']", "'about");
    expect(text).toContain('Next.js refuses this matcher.');
    expect(text).not.toContain('routes of this app');
  });

  it('does not guess what a configuration that cannot be read adds', async () => {
    const hidden = { 'next.config.js': 'module.exports = require("./other")(read());\n' };
    const text = await hovered(BROAD, "'/((?", [], hidden);
    expect(text).toContain('could not be read');
    expect(text).not.toContain('- Takes');
  });

  it('knows the base path, and who opts out of it', async () => {
    const config = { 'next.config.js': "module.exports = { basePath: '/docs' };\n" };
    expect(await hovered("['/dashboard']", "'/dashboard", [], config)).toContain('- Takes `/docs/dashboard`');
    const out = "[{ source: '/dashboard', basePath: false }]";
    expect(await hovered(out, "'/dashboard", [], config)).toMatch(/- Takes `\/dashboard`/);
  });

  it('follows the version of Next.js', async () => {
    const old = { 'package.json': manifest({ next: '14.2.3' }), 'middleware.ts': proxyWith("['/:slug']") };
    const { apps, files } = await app("['/:slug']", [], old);
    const file = '/shop/middleware.ts';
    const text = hover(apps, file, (files[file] ?? '').indexOf("'/:slug") + 1)?.markdown;
    expect(text).toContain('(Next.js 14.2.3)');
    expect(text).toContain('Matches next to nothing');
  });

  it('keeps a source from becoming markup', async () => {
    const text = await hovered('["/a`[x](command:b)<img>`"]', '"/a');
    expect(text?.replace(/`{2}[^]*?`{2}|`[^`]*`/g, '')).not.toMatch(/[<\]]/);
  });

  it('is silent beside the strings', async () => {
    expect(await hovered("['/dashboard']", 'export const config')).toBeNull();
  });
});

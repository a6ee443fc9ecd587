import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../shared/edits';
import { lineStarts, rangeOf } from '../../shared/text';
import { completions, completionSite, type Completion } from '../../server/features/completion';
import { isRelevant } from '../../server/features/completion/relevant';
import { analysed, manifest } from '../support/analysed';
import { HEALTHY_CLIENT, HEALTHY_PROXY } from '../support/nextApp';

/** Stands for the cursor. */
const CURSOR = '▮';

interface Offer {
  items: readonly Completion[];
  labels: string[];
  item(label: string): Completion;
  /** The text with the item accepted. */
  accept(label: string): string;
}

/** What is offered at the cursor in a file of the app. */
async function offer(file: string, marked: string, more: Record<string, string> = {}): Promise<Offer> {
  const offset = marked.indexOf(CURSOR);
  const text = marked.replace(CURSOR, '');
  const path = `/shop/${file}`;
  const { apps } = await analysed({ ...more, [file]: text });
  const site = isRelevant(path, text, offset, undefined) ? completionSite(path, text, offset) : null;
  const items = (site && completions(apps, path, text, site)) ?? [];
  for (const { span } of items) {
    expect(span.start).toBeLessThanOrEqual(offset);
    expect(span.end).toBeGreaterThanOrEqual(offset);
    expect(text.slice(span.start, span.end)).not.toMatch(/[\r\n]/);
  }
  const labels = [...items].sort((a, b) => (a.sortText < b.sortText ? -1 : 1)).map(({ label }) => label);
  expect(new Set(labels).size, 'labels are unique').toBe(labels.length);
  const item = (label: string): Completion => {
    const found = items.find((each) => each.label === label);
    if (!found) throw new Error(`no ${label} among ${labels.join(' · ')}`);
    return found;
  };
  return {
    items,
    labels,
    item,
    accept(label) {
      const { span, newText } = item(label);
      return applyEdits(text, [{ range: rangeOf(lineStarts(text), span), newText }]);
    },
  };
}

const page = 'export default function Page() { return null; }\n';
const ROUTES = {
  'app/dashboard/[project]/page.tsx': page,
  'app/blog/[slug]/page.tsx': page,
  'app/docs/[...parts]/page.tsx': page,
  'app/pricing/page.tsx': page,
  'app/api/projects/route.ts': 'export function GET() {}\n',
};
const BROAD = '/((?!_next/static|…).*)';
const BROAD_TEXT = "'/((?!_next/static|_next/image|favicon\\\\.ico|sitemap\\\\.xml|robots\\\\.txt).*)'";

/** `proxy.ts` with this in the place of its `config`. */
const proxy = (config: string): string => HEALTHY_PROXY.replace(/export const config[^]*/, config);
const matcher = (value: string): string => proxy(`export const config = { matcher: ${value} };\n`);
const inMatcher = (value: string, more: Record<string, string> = {}): Promise<Offer> =>
  offer('proxy.ts', matcher(value), { ...ROUTES, ...more });

describe('completion in a matcher', () => {
  it('offers the SDK’s routes, everything, and the app’s routes, in that order', async () => {
    const { labels } = await inMatcher(`['${CURSOR}']`);
    expect(labels).toEqual([
      '/auth/:path*',
      BROAD,
      '/',
      '/api/:path*',
      '/api/projects',
      '/blog/:path*',
      '/blog/:slug',
      '/dashboard/:path*',
      '/dashboard',
      '/dashboard/:project',
      '/docs/:path*',
      '/docs/:parts+',
      '/pricing',
    ]);
  });

  it('says what each takes', async () => {
    const { item } = await inMatcher(`['${CURSOR}']`);
    expect(item('/dashboard/:path*')).toMatchObject({
      description: '2 routes',
      documentation:
        'Takes `/dashboard` and everything below it.\n\n2 routes of this app: `/dashboard`, `/dashboard/[project]`.',
    });
    expect(item('/blog/:slug').description).toBe('/blog/[slug]');
    expect(item('/pricing').description).toBe('page');
    expect(item('/api/projects').description).toBe('handler');
    expect(item('/docs/:parts+').documentation).toContain('but not `/docs` itself');
    expect(item('/auth/:path*').documentation).toContain('`/auth/login`, `/auth/callback`, `/auth/logout`');
    expect(item('/auth/:path*').description).toBe('SDK: 5 routes');
    expect(item(BROAD).description).toBe('all but static files');
  });

  it.each([
    [`['${CURSOR}']`, "['/dashboard/:path*']"],
    [`['/da${CURSOR}']`, "['/dashboard/:path*']"],
    [`['/da${CURSOR}shboard']`, "['/dashboard/:path*']"],
    [`["/da${CURSOR}"]`, '["/dashboard/:path*"]'],
    [`[\`/da${CURSOR}\`]`, '[`/dashboard/:path*`]'],
    [`'/da${CURSOR}'`, "'/dashboard/:path*'"],
    [`[{ source: '${CURSOR}' }]`, "[{ source: '/dashboard/:path*' }]"],
    [`[{ source: ${CURSOR}, missing: [] }]`, "[{ source: '/dashboard/:path*', missing: [] }]"],
    [`['/x', '${CURSOR}']`, "['/x', '/dashboard/:path*']"],
    [`[${CURSOR}]`, "['/dashboard/:path*']"],
    [`[ ${CURSOR} ]`, "[ '/dashboard/:path*' ]"],
    [`['/x', ${CURSOR}]`, "['/x', '/dashboard/:path*']"],
    [`[${CURSOR}'/x']`, "['/dashboard/:path*', '/x']"],
    [`[${CURSOR} '/x']`, "['/dashboard/:path*', '/x']"],
    [`[dash${CURSOR}]`, "['/dashboard/:path*']"],
    [`[\n  '/x',\n  ${CURSOR}\n]`, "[\n  '/x',\n  '/dashboard/:path*',\n]"],
    [`[\n  ${CURSOR}\n  '/x',\n]`, "[\n  '/dashboard/:path*',\n  '/x',\n]"],
    [`['${CURSOR}'] as const`, "['/dashboard/:path*'] as const"],
    [`${CURSOR}`, "'/dashboard/:path*'"],
  ])('%s → %s', async (before, after) => {
    expect((await inMatcher(before)).accept('/dashboard/:path*')).toBe(matcher(after));
  });

  it.each([
    ["export const config = { matcher: ['/▮", "export const config = { matcher: ['/pricing"],
    ["export const config = { matcher: ['/▮],\n};\n", "export const config = { matcher: ['/pricing],\n};\n"],
    ['export const config = { matcher: [▮', "export const config = { matcher: ['/pricing'"],
    ['export const config = { matcher: ▮', "export const config = { matcher: '/pricing'"],
    [
      "export const config = {\n  matcher: ▮\n  runtime: 'nodejs',\n};\n",
      "export const config = {\n  matcher: '/pricing',\n  runtime: 'nodejs',\n};\n",
    ],
    ["export const config = { matcher: ['/a', \"▮", "export const config = { matcher: ['/a', \"/pricing"],
    [
      "export const config = {\r\n  matcher: [\r\n    '/a',\r\n    '▮'\r\n  ],\r\n};\r\n",
      "export const config = {\r\n  matcher: [\r\n    '/a',\r\n    '/pricing'\r\n  ],\r\n};\r\n",
    ],
    [
      'export const config = {\r\n  matcher: [\r\n    ▮\r\n  ],\r\n};\r\n',
      "export const config = {\r\n  matcher: [\r\n    '/pricing',\r\n  ],\r\n};\r\n",
    ],
    [
      "export const config: MiddlewareConfig = { matcher: ['▮'] } satisfies X;",
      "export const config: MiddlewareConfig = { matcher: ['/pricing'] } satisfies X;",
    ],
  ])('in unfinished code: %j', async (before, after) => {
    expect((await offer('proxy.ts', proxy(before), ROUTES)).accept('/pricing')).toBe(proxy(after));
  });

  it('escapes the broad pattern for the literal it gets into', async () => {
    expect((await inMatcher(`['${CURSOR}']`)).accept(BROAD)).toBe(matcher(`[${BROAD_TEXT}]`));
    expect((await inMatcher(`[${CURSOR}]`)).accept(BROAD)).toBe(matcher(`[${BROAD_TEXT}]`));
  });

  it('adds the front page where the broad pattern leaves it out', async () => {
    const config = { 'next.config.js': "module.exports = { basePath: '/shop' };\n" };
    expect((await inMatcher(`[${CURSOR}]`, config)).accept(BROAD)).toBe(matcher(`['/', ${BROAD_TEXT}]`));
    expect((await inMatcher(CURSOR, config)).accept(BROAD)).toBe(matcher(`['/', ${BROAD_TEXT}]`));
    const quoted = await inMatcher(`['${CURSOR}']`, config);
    expect(quoted.accept(BROAD)).toBe(matcher(`[${BROAD_TEXT}]`));
    expect(quoted.item(BROAD).documentation).toContain('needs an entry of its own here: `/`');
    expect(quoted.labels.filter((label) => label.startsWith('/shop'))).toEqual([]);
  });

  it('does not offer what is there, and lets the SDK’s routes step back once they are matched', async () => {
    const { labels } = await inMatcher(`['/auth/:path*', '/pricing', '${CURSOR}']`);
    expect(labels).not.toContain('/auth/:path*');
    expect(labels).not.toContain('/pricing');
    const { labels: all, item } = await inMatcher(`[${BROAD_TEXT}, '${CURSOR}']`);
    expect(all).not.toContain(BROAD);
    expect(all.at(-1)).toBe('/auth/:path*');
    expect(item('/auth/:path*').description).toBe('SDK: matched already');
    const conditional = await inMatcher(`[{ source: ${BROAD_TEXT}, has: [] }, '${CURSOR}']`);
    expect(conditional.labels[0]).toBe('/auth/:path*');
    // The entry under the cursor is no other entry.
    expect((await inMatcher(`['/auth/${CURSOR}:path*']`)).labels[0]).toBe('/auth/:path*');
  });

  it('knows the SDK’s routes where the client moves them', async () => {
    const moved = HEALTHY_CLIENT.replace(
      'session: {',
      "routes: { login: '/login', logout: '/logout', callback: '/api/auth/callback' },\n  session: {",
    );
    const { labels } = await inMatcher(`['${CURSOR}']`, { 'lib/auth0.ts': moved });
    expect(labels.slice(0, 4)).toEqual(['/login', '/logout', '/auth/:path*', '/api/auth/:path*']);
  });

  it('names the clients where there are several', async () => {
    const admin = `import { Auth0Client } from '@auth0/nextjs-auth0/server';
export const admin = new Auth0Client({ routes: { login: '/admin/auth/login', callback: '/admin/auth/callback' } });\n`;
    const { labels, item } = await inMatcher(`['${CURSOR}']`, { 'lib/admin.ts': admin });
    expect(labels.slice(0, 2)).toEqual(['/auth/:path*', '/admin/auth/:path*']);
    expect(item('/admin/auth/:path*').description).toBe('admin: 2 routes');
    expect(item('/auth/:path*').description).toBe('admin, auth0: 5 routes');
  });

  it('never writes a path from an .env file', async () => {
    const env = { '.env.local': 'NEXT_PUBLIC_PROFILE_ROUTE=/my-hidden-path/me\n' };
    const { items, item } = await inMatcher(`['${CURSOR}']`, env);
    expect(JSON.stringify(items)).not.toContain('my-hidden-path');
    expect(item('/auth/:path*').documentation).toContain('what `NEXT_PUBLIC_PROFILE_ROUTE` sets');
  });

  it('offers no routes of the SDK that version 3 has not', async () => {
    const old = { 'package.json': manifest({ '@auth0/nextjs-auth0': '3.8.0', next: '14.2.0' }) };
    const { labels } = await offer(
      'middleware.ts',
      `export const config = { matcher: ['${CURSOR}'] };\nexport function middleware() {}\n`,
      old,
    );
    expect(labels).toContain('/dashboard');
    expect(labels).not.toContain('/auth/:path*');
  });

  it('leaves out patterns that would take the files below /_next, and odd names', async () => {
    const { labels } = await inMatcher(`['${CURSOR}']`, {
      'app/[locale]/shop/[item-id]/page.tsx': page,
      'app/[locale]/shop/[item-id]/[item_id]/[item-id]/page.tsx': page,
      'app/[...rest]/page.tsx': page,
      'app/a(b)c+/page.tsx': page,
      'app/größe/page.tsx': page,
    });
    expect(labels).toContain('/:locale/shop/:path*');
    expect(labels).toContain('/:locale/shop/:itemId');
    expect(labels).toContain('/:locale/shop/:itemId/:item_id/:itemId4');
    expect(labels.filter((label) => /^\/:\w+[/+*]*(:path\*)?$/.test(label))).toEqual([]);
    expect(labels.join()).not.toMatch(/größe|\+\/|\(b\)/);
  });

  it.each([
    ['a comment', `[ // ${CURSOR}\n]`],
    ['a comment of its own', `[ /* ${CURSOR} */ '/a']`],
    ['behind an element', `['/a' ${CURSOR}]`],
    ['behind the array', `['/a']${CURSOR}`],
    ['a template', `[\`/a/\${x}${CURSOR}\`]`],
    ['a condition', `[{ source: '/a', has: [{ type: 'header', key: '${CURSOR}' }] }]`],
    ['a call', `[path('${CURSOR}')]`],
    ['a spread', `[...${CURSOR}]`],
  ])('is silent in %s', async (_name, value) => {
    expect((await inMatcher(value)).labels).toEqual([]);
  });

  it.each([
    ['another property', 'proxy.ts', proxy(`export const config = { runtime: '${CURSOR}', matcher: [] };`)],
    ['another object', 'proxy.ts', proxy(`export const other = { matcher: ['${CURSOR}'] };`)],
    ['a config that is not exported', 'proxy.ts', proxy(`const config = { matcher: ['${CURSOR}'] };`)],
    [
      'a local config',
      'proxy.ts',
      proxy(`export function x() { const config = { matcher: ['${CURSOR}'] }; }`),
    ],
    ['an import', 'proxy.ts', HEALTHY_PROXY.replace('next/server', `next/${CURSOR}`)],
    ['another file', 'lib/matcher.ts', `export const config = { matcher: ['${CURSOR}'] };\n`],
    ['a nested middleware', 'lib/middleware.ts', `export const config = { matcher: ['${CURSOR}'] };\n`],
  ])('is silent in %s', async (_name, file, text) => {
    expect((await offer(file, text)).labels).toEqual([]);
  });
});

const CLIENT = "import { Auth0Client } from '@auth0/nextjs-auth0/server';\n";
const client = (options: string): string => `${CLIENT}export const auth0 = new Auth0Client(${options});\n`;
const inClient = (options: string, more: Record<string, string> = {}): Promise<Offer> =>
  offer('lib/auth0.ts', client(options), more);
const installed = {
  'node_modules/@auth0/nextjs-auth0/package.json': '{ "name": "@auth0/nextjs-auth0", "version": "4.30.0" }',
};
const PRESETS = [
  'session preset: banking (1 h, idle 15 min)',
  'session preset: standard (7 d, idle 1 d)',
  'session preset: consumer (30 d, idle 7 d)',
  'session preset: remember me (90 d, idle 30 d)',
];
const [BANKING = '', STANDARD = ''] = PRESETS;

describe('completion in a session', () => {
  it('offers the keys and whole sessions', async () => {
    const { labels, item } = await inClient(`{ session: { ${CURSOR} } }`);
    expect(labels).toEqual([
      'rolling',
      'absoluteDuration',
      'inactivityDuration',
      'cookie',
      'beforeSessionRolled',
      ...PRESETS,
    ]);
    expect(item('absoluteDuration').documentation).toBe(
      '```ts\nabsoluteDuration?: number // default: 259200 seconds (3 days)\n```\n\nThe longest time from login to the end of the session, in seconds.',
    );
    expect(item('absoluteDuration')).toMatchObject({
      newText: 'absoluteDuration: ',
      snippet: 'absoluteDuration: $0',
      continues: true,
    });
    expect(item(BANKING).documentation).toContain(
      'The session ends after 15 minutes without a request, and 1 hour after login at the latest.',
    );
  });

  it('leaves the keys to TypeScript where it knows them', async () => {
    expect((await inClient(`{ session: { ${CURSOR} } }`, installed)).labels).toEqual(PRESETS);
    expect((await inClient(`{ session: { rolling: true, ${CURSOR} } }`, installed)).labels).toEqual(PRESETS);
    expect((await inClient(`{ session: { cookie: { ${CURSOR} } } }`, installed)).labels).toEqual([]);
  });

  it('offers only keys that are not there, and that the version has', async () => {
    const { labels } = await inClient(
      `{ session: {\n  rolling: true,\n  absoluteDuration: 3600,\n  ${CURSOR}\n} }`,
      { 'package.json': manifest({ '@auth0/nextjs-auth0': '4.0.0' }) },
    );
    expect(labels).toEqual(['inactivityDuration']);
    expect((await inClient(`{ session: { ...other, ${CURSOR} } }`)).labels).not.toContain(STANDARD);
    const spread = `{ session: { ...{ absoluteDuration: 60 }, ${CURSOR} } }`;
    expect((await inClient(spread)).labels).not.toContain('absoluteDuration');
  });

  it('offers nothing that has no effect without rolling', async () => {
    const keys = await inClient(`{ session: { rolling: false, ${CURSOR} } }`);
    expect(keys.labels).toEqual(['absoluteDuration', 'cookie']);
    expect((await inClient(`{ session: { rolling: false, inactivityDuration: ${CURSOR} } }`)).labels).toEqual(
      [],
    );
    const absolute = await inClient(`{ session: { rolling: false, absoluteDuration: ${CURSOR} } }`);
    expect(absolute.labels).toContain('7 days');
  });

  it('completes the cookie and the options themselves', async () => {
    const cookie = await inClient(`{ session: { cookie: { name: 'x', ${CURSOR} } } }`);
    expect(cookie.labels).toEqual(['sameSite', 'secure', 'path', 'domain', 'transient']);
    expect((await inClient(`{ ${CURSOR} }`)).labels).toEqual(['session', ...PRESETS]);
    expect((await inClient(`{ session: {}, ${CURSOR} }`)).labels).toEqual([]);
  });

  it.each([
    [
      `{ session: {${CURSOR}} }`,
      '{ session: {\n\trolling: true,\n\tabsoluteDuration: 60 * 60 * 24 * 7,\n\tinactivityDuration: 60 * 60 * 24,\n} }',
    ],
    [
      `{ session: { pre${CURSOR} } }`,
      '{ session: {\n\trolling: true,\n\tabsoluteDuration: 60 * 60 * 24 * 7,\n\tinactivityDuration: 60 * 60 * 24,\n} }',
    ],
    [
      `{ session: {\n${CURSOR}\n} }`,
      '{ session: {\nrolling: true,\nabsoluteDuration: 60 * 60 * 24 * 7,\ninactivityDuration: 60 * 60 * 24,\n} }',
    ],
    [
      `{ session: {${CURSOR}\n} }`,
      '{ session: {\n\trolling: true,\n\tabsoluteDuration: 60 * 60 * 24 * 7,\n\tinactivityDuration: 60 * 60 * 24,\n} }',
    ],
    [
      `{ session: { rolling: true, ${CURSOR} } }`,
      '{ session: { rolling: true, absoluteDuration: 60 * 60 * 24 * 7, inactivityDuration: 60 * 60 * 24 } }',
    ],
    [
      `{ session: ${CURSOR} }`,
      '{ session: {\n\trolling: true,\n\tabsoluteDuration: 60 * 60 * 24 * 7,\n\tinactivityDuration: 60 * 60 * 24,\n} }',
    ],
    [
      `{\n${CURSOR}\nappBaseUrl: 'x',\n}`,
      "{\nsession: {\n\trolling: true,\n\tabsoluteDuration: 60 * 60 * 24 * 7,\n\tinactivityDuration: 60 * 60 * 24,\n},\nappBaseUrl: 'x',\n}",
    ],
    [
      `{\r\n  session: {\r\n${CURSOR}\r\n  },\r\n}`,
      '{\r\n  session: {\r\nrolling: true,\r\nabsoluteDuration: 60 * 60 * 24 * 7,\r\ninactivityDuration: 60 * 60 * 24,\r\n  },\r\n}',
    ],
  ])('writes a whole session: %j', async (before, after) => {
    expect((await inClient(before)).accept(STANDARD)).toBe(client(after));
  });

  it('lets the durations of a preset be changed one after the other', async () => {
    const { item } = await inClient(`{ session: {\n${CURSOR}\n} }`);
    expect(item(STANDARD).snippet).toBe(
      'rolling: true,\nabsoluteDuration: ${1:60 * 60 * 24 * 7},\ninactivityDuration: ${2:60 * 60 * 24},',
    );
  });

  it.each([
    [`{ session: { absoluteDuration: ${CURSOR} } }`, '{ session: { absoluteDuration: 60 * 60 * 24 * 7 } }'],
    [`{ session: { absoluteDuration:${CURSOR} } }`, '{ session: { absoluteDuration:60 * 60 * 24 * 7 } }'],
    [`{ session: { absoluteDuration: ${CURSOR}`, '{ session: { absoluteDuration: 60 * 60 * 24 * 7'],
    [`{ session: { absoluteDuration: 60${CURSOR} } }`, '{ session: { absoluteDuration: 60 * 60 * 24 * 7 } }'],
    [
      `{ session: { absoluteDuration: ${CURSOR}3600 } }`,
      '{ session: { absoluteDuration: 60 * 60 * 24 * 7 } }',
    ],
    [
      `{ session: { absoluteDuration: 60 * ${CURSOR} } }`,
      '{ session: { absoluteDuration: 60 * 60 * 24 * 7 } }',
    ],
    [
      `{ session: { absoluteDuration: 60 * 60${CURSOR} } }`,
      '{ session: { absoluteDuration: 60 * 60 * 24 * 7 } }',
    ],
    [
      `{ session: { absoluteDuration: sev${CURSOR} } }`,
      '{ session: { absoluteDuration: 60 * 60 * 24 * 7 } }',
    ],
    [
      `{ session: {\n  absoluteDuration: ${CURSOR}\n  inactivityDuration: 60,\n} }`,
      '{ session: {\n  absoluteDuration: 60 * 60 * 24 * 7,\n  inactivityDuration: 60,\n} }',
    ],
    [
      `{ session: {\n  absoluteDuration: 60 * ${CURSOR}\n  inactivityDuration: 60,\n} }`,
      '{ session: {\n  absoluteDuration: 60 * 60 * 24 * 7,\n  inactivityDuration: 60,\n} }',
    ],
    [
      `{ session: {\r\n  absoluteDuration: ${CURSOR},\r\n} }`,
      '{ session: {\r\n  absoluteDuration: 60 * 60 * 24 * 7,\r\n} }',
    ],
  ])('writes a duration: %j', async (before, after) => {
    const result = (await inClient(before)).accept('7 days');
    expect(result).toBe(client(after));
  });

  it('tells what a duration means here', async () => {
    const { labels, item } = await inClient(
      `{ session: { absoluteDuration: 60 * 60 * 24 * 7, inactivityDuration: ${CURSOR} } }`,
    );
    // What is not below the written limit would never matter: it comes last.
    expect(labels).toEqual([
      ...['15 minutes', '30 minutes', '1 hour', '8 hours', '12 hours', '1 day', '3 days'],
      ...['7 days', '14 days', '30 days', '90 days'],
    ]);
    expect(item('7 days').documentation).toContain('Not below `absoluteDuration`, which is 7 days.');
    expect(item('7 days').description).toBe('60 * 60 * 24 * 7 (too long)');
    expect(item('1 day').description).toBe('60 * 60 * 24 (the default)');
    expect(item('1 hour')).toMatchObject({ description: '60 * 60', filterText: '1 hour 60 * 60 3600' });
    const { item: absolute, labels: all } = await inClient(
      `{ session: { absoluteDuration: ${CURSOR}, inactivityDuration: 3600 } }`,
    );
    expect(all.slice(-3)).toEqual(['15 minutes', '30 minutes', '1 hour']);
    const still = `{ session: { rolling: false, absoluteDuration: ${CURSOR}, inactivityDuration: 3600 } }`;
    expect((await inClient(still)).item('1 hour').description).toBe('60 * 60');
    expect(absolute('1 hour').description).toBe('60 * 60 (too short)');
    expect(absolute('30 days').documentation).toBe(
      '60 \\* 60 \\* 24 \\* 30 = 2,592,000 seconds\n\nThe session ends after 1 hour without a request, and 30 days after login at the latest.',
    );
    const { item: open } = await inClient(
      `{ session: { absoluteDuration: 60, inactivityDuration: idle(), rolling: true, ...{} } }`.replace(
        '60,',
        `${CURSOR},`,
      ),
    );
    expect(open('30 days').documentation).toBe('60 \\* 60 \\* 24 \\* 30 = 2,592,000 seconds');
  });

  it('describes the lifetime that a duration would give', async () => {
    const { item } = await inClient(
      `{ session: { absoluteDuration: 60 * 60 * 24 * 7, inactivityDuration: 36${CURSOR} } }`,
    );
    expect(item('1 hour').documentation).toBe(
      '60 \\* 60 = 3,600 seconds\n\nThe session ends after 1 hour without a request, and 7 days after login at the latest.',
    );
  });

  it.each([
    ["import { Auth0Client as C } from '@auth0/nextjs-auth0/server';\nnew C({ session: { ▮ } });\n"],
    ["import * as sdk from '@auth0/nextjs-auth0/server';\nnew sdk.Auth0Client({ session: { ▮ } });\n"],
    ["import { Auth0Client } from '@auth0/nextjs-auth0/edge';\nnew Auth0Client({ session: { ▮ } });\n"],
    [
      "const { Auth0Client } = require('@auth0/nextjs-auth0/server');\nnew Auth0Client({ session: { ▮ } });\n",
    ],
    [`${CLIENT}class Own extends Auth0Client {}\nnew Own({ session: { ▮ } });\n`],
    [`${CLIENT}const session = { ▮ };\nnew Auth0Client({ session });\n`],
    [`${CLIENT}const options = { session: { ▮ } };\nnew Auth0Client(options);\n`],
    [`${CLIENT}new Auth0Client({ session: dev ? { ▮ } : { rolling: false } });\n`],
    [`${CLIENT}new Auth0Client({ session: { ▮`],
    [`${CLIENT}new Auth0Client({\n  session: {\n    ▮\n\nexport const x = 1;\n`],
    [`${CLIENT}export function make() {\n  return new Auth0Client({ session: { ▮ } });\n}\n`],
  ])('finds the client by its import: %j', async (text) => {
    expect((await offer('lib/auth0.ts', text)).labels).toContain(STANDARD);
  });

  it('finds options in another file', async () => {
    const more = {
      'lib/auth0.ts': `${CLIENT}import { session } from './session';\nexport const auth0 = new Auth0Client({ session });\n`,
    };
    expect((await offer('lib/session.ts', `export const session = { ${CURSOR} };\n`, more)).labels).toContain(
      STANDARD,
    );
    expect((await offer('lib/session.js', `export const session = { ${CURSOR} };\n`, more)).labels).toContain(
      STANDARD,
    );
  });

  it.each([
    ['another class', `class Auth0Client {}\nnew Auth0Client({ session: { ▮ } });\n`],
    ['another package', `import { Auth0Client } from 'other';\nnew Auth0Client({ session: { ▮ } });\n`],
    ['a plain object', `${CLIENT}new Auth0Client();\nexport const x = { session: { ▮ } };\n`],
    ['another option', `${CLIENT}new Auth0Client({ authorizationParameters: { ▮ } });\n`],
    ['a string', `${CLIENT}new Auth0Client({ session: { cookie: { name: '▮' } } });\n`],
    ['a string with a key', `${CLIENT}new Auth0Client({ session: { 'ab▮': 1 } });\n`],
    ['a comment', `${CLIENT}new Auth0Client({ session: { // ▮\n } });\n`],
    ['an old comment', `${CLIENT}new Auth0Client({ session: { /* ▮ */ } });\n`],
    ['behind a value', `${CLIENT}new Auth0Client({ session: { rolling: true ▮ } });\n`],
    ['a key that is there', `${CLIENT}new Auth0Client({ session: { rol▮: true } });\n`],
    ['a call', `${CLIENT}new Auth0Client({ session: { absoluteDuration: Number(▮) } });\n`],
    ['behind a call', `${CLIENT}new Auth0Client({ session: { absoluteDuration: days(7)▮ } });\n`],
    ['a sum', `${CLIENT}new Auth0Client({ session: { absoluteDuration: 60 + ▮ } });\n`],
    ['a function', `${CLIENT}new Auth0Client({ session: { beforeSessionRolled() { ▮ } } });\n`],
    ['the top of the file', `▮${CLIENT}new Auth0Client({ session: {} });\n`],
    ['an empty file', '▮'],
  ])('is silent in %s', async (_name, text) => {
    expect((await offer('lib/auth0.ts', text)).labels).toEqual([]);
  });

  it('answers for a text that is newer than the analysis', async () => {
    const before = client('{ session: {  } }');
    const { apps } = await analysed({ 'lib/auth0.ts': before });
    const path = '/shop/lib/auth0.ts';
    const ask = (text: string): Completion[] | null => {
      const site = completionSite(path, text.replace(CURSOR, ''), text.indexOf(CURSOR));
      return site && completions(apps, path, text.replace(CURSOR, ''), site);
    };
    expect(ask(client(`{ session: { absoluteDuration: ${CURSOR} } }`))).toHaveLength(11);
    // Something in front of it changed: only a new analysis can tell.
    expect(ask(`\n${client(`{ session: { absoluteDuration: ${CURSOR} } }`)}`)).toBeNull();
    expect(ask(client(`{ other: { session: { absoluteDuration: ${CURSOR} } } }`))).toBeNull();
  });
});

describe('relevance', () => {
  it('is decided by names and words', () => {
    const text = client('{ }');
    const inside = text.indexOf('{ }') + 2;
    expect(isRelevant('/shop/lib/auth0.ts', text, inside, undefined)).toBe(true);
    expect(isRelevant('/shop/lib/auth0.ts', text, inside, "'")).toBe(false);
    expect(isRelevant('/shop/lib/auth0.ts', text, 0, undefined)).toBe(false);
    const end = HEALTHY_PROXY.length;
    expect(isRelevant('/shop/proxy.ts', HEALTHY_PROXY, end, "'")).toBe(true);
    expect(isRelevant('/shop/proxy.ts', HEALTHY_PROXY, 20, "'")).toBe(false);
    expect(isRelevant('/shop/lib/proxy-list.ts', HEALTHY_PROXY, end, "'")).toBe(false);
    expect(isRelevant('/shop/app/page.tsx', page, page.length, undefined)).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import { compileMatchers, findGap, takesRequest } from '../../server/matcher';
import type { CoverageOptions, Gap, MatcherContext, MatcherSource } from '../../server/matcher';

const LATEST: MatcherContext = { nextVersion: '16.4.6', basePath: '', trailingSlash: false, i18n: null };
const I18N = { ...LATEST, i18n: { locales: ['en', 'fr'], defaultLocale: 'en' } };
const SDK = ['/auth/login', '/auth/callback', '/auth/logout'];

function gap(
  sources: readonly (string | MatcherSource)[],
  route: string,
  options: CoverageOptions & { context?: Partial<MatcherContext> } = {},
): Gap | null {
  const context = { ...LATEST, ...options.context };
  const { matchers, errors } = compileMatchers(
    sources.map((source) => (typeof source === 'string' ? { source } : source)),
    context,
  );
  expect(errors).toEqual([]);
  const found = findGap(route, matchers, context, options);
  if (found) expect(takesRequest(matchers, found.example, context)).toBe(false);
  return found;
}

const inPart = (example: string): Gap => ({ isWhole: false, example });

describe('a route that is skipped as a whole', () => {
  test('has an example', () => {
    expect(gap(['/about'], '/blog/[slug]')).toEqual({ isWhole: true, example: '/blog/my-post' });
  });
});

describe('a route that is skipped in part', () => {
  test.each<[string[], string, string]>([
    [['/docs/:path'], '/docs/[...path]', '/docs/my-post/details'],
    [['/docs/:path+'], '/docs/[[...path]]', '/docs'],
    [['/docs/(.*)'], '/docs/[[...path]]', '/docs'],
    [['/((?!_next).+)'], '/[[...path]]', '/'],
    [['/:a/:b'], '/[...path]', '/my-post'],
    [['/docs/:a/:b?'], '/docs/[...path]', '/docs/my-post/my-page/my-part'],
  ])('%j on %s: all paths of a form', (sources, route, example) => {
    expect(gap(sources, route)).toEqual(inPart(example));
  });

  test('beside folders of other routes that are taken', () => {
    const options = { siblings: ['/', '/dashboard/settings', '/[slug]', '/[team]/members'], answered: SDK };
    const sources = ['/', '/auth/:path*', '/dashboard/:path*'];
    expect(gap(sources, '/[slug]', options)).toEqual(inPart('/my-post'));
    expect(gap(sources, '/[team]/members', options)).toEqual(inPart('/my-team/members'));
    // Its paths of one segment are those of `/[slug]`.
    expect(gap(sources, '/[...all]', options)).toEqual(inPart('/my-post/details'));
  });

  test('in every version of Next.js', () => {
    for (const nextVersion of ['13.5.11', '14.2.35', '15.0.3', '15.5.29', '16.0.0', null]) {
      const options = { context: { nextVersion }, siblings: ['/dashboard', '/[slug]'], answered: SDK };
      expect(gap(['/auth/:path*', '/dashboard/:path*'], '/[slug]', options)).toEqual(inPart('/my-post'));
    }
  });

  test('in one language', () => {
    const sources = [{ source: '/en/:path*', locale: false } as const];
    expect(gap(sources, '/about', { context: I18N })).toEqual(inPart('/fr/about'));
  });

  test('with basePath and trailing slashes', () => {
    expect(gap(['/docs/:path'], '/docs/[...path]', { context: { basePath: '/x' } })).toEqual(
      inPart('/x/docs/my-post/details'),
    );
    expect(gap(['/docs/:path'], '/docs/[...path]', { context: { trailingSlash: true } })).toEqual(
      inPart('/docs/my-post/details/'),
    );
  });
});

describe('no gap', () => {
  test.each<[string[], string]>([
    // Values of a parameter that no page has.
    [['/((?!_next/static|_next/image|favicon.ico|sitemap.xml|robots.txt).*)'], '/[slug]'],
    [['/((?!_next/static|favicon.ico|.*\\.(?:png|svg)$).*)'], '/[...path]'],
    [['/((?!.*\\..*|_next).*)'], '/users/[name]'],
    [['/((?!.*\\..*|_next).*)'], '/[[...path]]'],
    // Values that the author may well have left out.
    [['/((?!api|login).*)'], '/[slug]'],
    [['/((?!api|login).*)'], '/[org]/[repo]'],
    // Values that the author lists or describes.
    [['/posts/:id(\\d+)'], '/posts/[id]'],
    [['/orders/:id([a-f0-9]{24})'], '/orders/[id]'],
    [['/(en|de)/:path*'], '/[lang]/about'],
    [['/about', '/contact'], '/[slug]'],
    // Everything.
    [['/docs/:path*'], '/docs/[[...path]]'],
    [['/docs/:path+'], '/docs/[...path]'],
  ])('%j on %s', (sources, route) => {
    expect(gap(sources, route)).toBeNull();
  });

  test('where other routes have the paths of the form', () => {
    expect(
      gap(['/docs/:path+'], '/docs/[[...path]]', { siblings: ['/docs', '/docs/[[...path]]'] }),
    ).toBeNull();
    const siblings = ['/docs/[a]/[b]', '/docs/[a]/[b]/[c]', '/docs/[...path]'];
    expect(gap(['/docs/:path'], '/docs/[...path]', { siblings })).toBeNull();
    expect(gap(['/docs/:path'], '/docs/[...path]', { siblings: siblings.slice(1) })).toEqual(
      inPart('/docs/my-post/details'),
    );
  });

  test('where nothing is decided', () => {
    expect(gap(['/docs/:path'], '/docs/[...path]', { limits: { states: 2 } })).toBeNull();
    expect(gap(['/((?!api\\b).*)'], '/[slug]')).toBeNull();
  });
});

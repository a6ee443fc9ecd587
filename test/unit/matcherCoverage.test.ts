import { describe, expect, test } from 'vitest';
import { compileMatchers, decideCoverage, takesRequest } from '../../server/matcher';
import type { Coverage, CoverageOptions, MatcherContext, MatcherSource } from '../../server/matcher';
import type { Route } from '../../server/model';

const LATEST: MatcherContext = { nextVersion: '16.4.6', basePath: '', trailingSlash: false, i18n: null };
const I18N = { ...LATEST, i18n: { locales: ['en', 'fr'], defaultLocale: 'en' } };
const BROAD = '/((?!_next/static|_next/image|favicon.ico|sitemap.xml|robots.txt).*)';

function decide(
  sources: string | readonly (string | MatcherSource)[],
  route: Route | string,
  context: MatcherContext = LATEST,
  options?: CoverageOptions,
): Coverage {
  const list = typeof sources === 'string' ? [sources] : sources;
  const { matchers, errors } = compileMatchers(
    list.map((source) => (typeof source === 'string' ? { source } : source)),
    context,
  );
  expect(errors).toEqual([]);
  const coverage = decideCoverage(route, matchers, context, options);
  // Whatever the verdict: what is shown is true.
  if (coverage.witness !== null) expect(takesRequest(matchers, coverage.witness, context)).toBe(false);
  if (coverage.taken !== null) expect(takesRequest(matchers, coverage.taken, context)).toBe(true);
  return coverage;
}

const all = { covered: 'all', witness: null };
const none = { covered: 'none', taken: null };
const partial = { covered: 'partial' };

describe('static routes', () => {
  test.each<[string, string, object]>([
    ['/((?!api).*)', '/apiary', { ...none, witness: '/apiary' }],
    ['/((?!api).*)', '/', { ...all, taken: '/' }],
    ['/((?!api).+)', '/', none],
    ['/dashboard/:path*', '/dashboard', all],
    ['/dashboard/:path+', '/dashboard', none],
    ['/(api|trpc)(.*)', '/apiary', all],
    ['/about/(.*)', '/about', none],
    [BROAD, '/favicon.ico', none],
    [BROAD, '/dashboard/settings', all],
    ['/dashboard', '/(group)/dashboard/@modal', all],
  ])('%s on %s', (source, route, expected) => {
    expect(decide(source, route)).toMatchObject(expected);
  });

  test('needs one matcher of several', () => {
    expect(decide(['/a', '/b'], '/b')).toMatchObject(all);
    expect(decide([], '/b')).toMatchObject({ ...none, witness: '/b' });
  });

  test('knows nothing of intercepting routes, which have no URL', () => {
    expect(decide('/a', '/feed/(..)photo/[id]').covered).toBe('unknown');
  });
});

describe('dynamic routes', () => {
  test.each<[string, string, object]>([
    ['/((?!api).*)', '/blog/[slug]', all],
    ['/((?!api).*)', '/[slug]', { ...partial, witness: '/api-news', taken: '/my-post' }],
    ['/((?!api).*)', '/[...all]', { ...partial, witness: '/api-news' }],
    ['/((?!api).*)', '/api/[id]', { ...none, witness: '/api/42' }],
    ['/((?!api/|api$).*)', '/[slug]', { ...partial, witness: '/api' }],
    ['/((?!blog/drafts).*)', '/blog/[slug]', { ...partial, witness: '/blog/drafts' }],
    ['/((?!.*\\..*|_next).*)', '/users/[name]', { ...partial, witness: '/users/v1.2' }],
    ['/((?!.+\\.png$).*)', '/files/[name]', { ...partial, witness: '/files/logo.png' }],
    ['/dashboard/:path*', '/dashboard/[id]', all],
    ['/dashboard/:path', '/dashboard/[...rest]', { ...partial, taken: '/dashboard/my-post' }],
    ['/dashboard/:path', '/dashboard/[[...rest]]', partial],
    ['/dashboard/:path*', '/dashboard/[[...rest]]', all],
    ['/dashboard/:path+', '/dashboard/[[...rest]]', { ...partial, witness: '/dashboard' }],
    ['/:path*', '/[[...all]]', { ...all, taken: '/my-post' }],
    ['/:path+', '/[[...all]]', { ...partial, witness: '/' }],
    ['/blog/:id(\\d+)', '/blog/[id]', { ...partial, taken: '/blog/42', witness: '/blog/v1.2' }],
    ['/(en|de)/:path*', '/[lang]/about', { ...partial, taken: '/en/about' }],
    ['/about', '/blog/[slug]', none],
    ['/((?!auth|_next).*)', '/auth/[auth0]', none],
    ['/((?!api\\b).*)', '/[slug]', { ...partial, witness: '/api-news' }],
    ['/((?!api\\b).*)', '/apiary/[slug]', all],
    ['/([a-f]{3})', '/[x]', { ...partial, taken: '/abc' }],
    ['/((?!q{3}).*)', '/[x]', { ...partial, witness: '/qqq' }],
  ])('%s on %s', (source, route, expected) => {
    expect(decide(source, route)).toMatchObject(expected);
  });

  test('subtracts the routes that Next.js prefers', () => {
    const siblings = ['/', '/api/users', '/api/[...rest]', '/[slug]', '/[...all]'];
    expect(decide('/((?!api).*)', '/[...all]', LATEST, { siblings })).toMatchObject({
      covered: 'partial',
      witness: '/api-news/details',
    });
    // Only `/api` itself is excluded, and that is a page of its own.
    expect(decide('/((?!api$).*)', '/[slug]', LATEST, { siblings: ['/api', '/[slug]'] }).covered).toBe('all');
    expect(decide('/((?!api$).*)', '/[slug]', LATEST, { siblings: ['/[slug]'] }).covered).toBe('partial');
    // A catch-all does not take a path away from a parameter.
    expect(decide('/((?!api$).*)', '/[slug]', LATEST, { siblings: ['/[...all]'] }).covered).toBe('partial');
  });

  test.each<[string, string[], string, string[]]>([
    ['16.4.6', ['/dashboard/:path*'], '/[slug]', ['/dashboard', '/[slug]']],
    ['15.5.15', ['/dashboard/:path*'], '/[slug]', ['/dashboard', '/dashboard/[id]', '/[slug]']],
    ['14.2.35', ['/dashboard/:path*'], '/[slug]', ['/dashboard', '/[slug]']],
    ['13.5.11', ['/', '/about'], '/[slug]', ['/', '/about', '/[slug]']],
    ['16.4.6', ['/', '/about'], '/[slug]', ['/', '/about', '/[slug]']],
    ['16.4.6', ['/dashboard/:path*'], '/[...all]', ['/dashboard/[[...rest]]', '/[...all]']],
    // `/about.segments/x.segment.rsc` has two segments.
    ['16.4.6', ['/about'], '/[org]/[repo]', ['/about', '/[org]/[repo]']],
    ['16.4.6', ['/:org'], '/[org]/[repo]', ['/[org]', '/[org]/[repo]']],
  ])(
    '%s: the data of other routes is not theirs to take: %j on %s',
    (nextVersion, sources, route, siblings) => {
      for (const more of [{}, { basePath: '/docs' }, { trailingSlash: true }, { i18n: I18N.i18n }]) {
        const context = { ...LATEST, nextVersion, ...more };
        expect([more, decide(sources, route, context, { siblings })]).toMatchObject([more, none]);
      }
    },
  );

  test('what is taken for itself counts, whatever it is called', () => {
    // Without a page `/dashboard` its path is one of `/[slug]`.
    expect(decide('/dashboard/:path*', '/[slug]', LATEST, { siblings: ['/[slug]'] })).toMatchObject({
      covered: 'partial',
      taken: '/dashboard',
    });
    expect(
      decide('/files/:name.json', '/files/[name]', LATEST, { siblings: ['/files/[name]', '/[...all]'] }),
    ).toMatchObject({ covered: 'partial' });
    // And what is skipped is skipped, also if it looks like data.
    expect(
      decide('/((?!about.json$).*)', '/[slug]', LATEST, { siblings: ['/about', '/[slug]'] }),
    ).toMatchObject({ covered: 'partial', witness: '/about.json' });
  });

  test('what the middleware answers itself is no page that is covered', () => {
    const sources = ['/auth/login', '/auth/callback'];
    const options = { siblings: ['/', '/[...all]'] };
    expect(decide(sources, '/[...all]', LATEST, options).covered).toBe('partial');
    expect(decide(sources, '/[...all]', LATEST, { ...options, answered: sources })).toMatchObject(none);
    // Where everything is covered, everything is.
    expect(decide('/:path*', '/[...all]', LATEST, { ...options, answered: sources }).covered).toBe('all');
    expect(decide('/auth/:path*', '/[...all]', I18N, { ...options, answered: sources })).toMatchObject({
      covered: 'partial',
      taken: '/auth',
    });
  });

  test('never looks below /_next', () => {
    expect(decide('/((?!_next/).*)', '/[...all]').covered).toBe('all');
  });
});

describe('configuration of the app', () => {
  test('basePath stands in front of every path', () => {
    const context = { ...LATEST, basePath: '/docs' };
    expect(decide('/((?!api).*)', '/', context)).toMatchObject({ ...none, witness: '/docs' });
    expect(decide('/((?!api).*)', '/blog/[slug]', context)).toMatchObject({
      ...all,
      taken: '/docs/blog/my-post',
    });
    expect(decide('/docs/blog/:path*', '/blog/[slug]', context).covered).toBe('none');
    expect(decide('/', '/', context).covered).toBe('all');
  });

  test('trailingSlash leaves one form of each path', () => {
    const context = { ...LATEST, trailingSlash: true };
    expect(decide('/about', '/about', context)).toMatchObject({ ...all, taken: '/about/' });
    expect(decide('/((?!.*/$).*)', '/blog/[slug]', context)).toMatchObject({
      covered: 'partial',
      witness: '/blog/my-post/',
      taken: '/blog/v1.2',
    });
    expect(decide('/((?!.*[^/]$).*)', '/robots.txt', context)).toMatchObject({
      ...none,
      witness: '/robots.txt',
    });
    expect(decide('/.well-known/x', '/.well-known/x', context).covered).toBe('all');
  });

  test('i18n puts a locale in front, the default one unwritten', () => {
    expect(decide('/dashboard', '/dashboard', I18N)).toMatchObject({ ...all, taken: '/dashboard' });
    expect(decide('/((?!api).*)', '/', I18N)).toMatchObject({ ...none, witness: '/' });
    expect(decide('/((?!api).*)', '/blog/[slug]', I18N).covered).toBe('all');
  });

  test('i18n: only pages have a URL in every locale', () => {
    const onlyDefault: MatcherSource[] = [{ source: '/en/:path*', locale: false }];
    expect(decide(onlyDefault, '/about', I18N)).toMatchObject({ covered: 'partial', witness: '/fr/about' });
    expect(decide(onlyDefault, { route: '/api/[id]', kind: 'api', file: null }, I18N).covered).toBe('all');
    expect(decide(onlyDefault, { route: '/_next/image', kind: 'asset', file: null }, I18N).covered).toBe(
      'none',
    );
  });

  test('letters beyond ASCII are requested percent-encoded', () => {
    expect(decide('/café/:x', '/café/[x]', LATEST)).toMatchObject({ ...all, taken: '/caf%C3%A9/my-post' });
    expect(decide('/café', '/café', LATEST).covered).toBe('all');
    const older = { ...LATEST, nextVersion: '14.2.35' };
    expect(decide('/café/:x', '/café/[x]', older)).toMatchObject({ ...none, witness: '/caf%C3%A9/my-post' });
    expect(decide('/caf%C3%A9/:x*', '/café/[x]', older).covered).toBe('all');
    expect(decide('/café/:x', '/café/[x]', { ...LATEST, nextVersion: null }).covered).toBe('unknown');
    expect(decide('/café/:id(\\d+)', '/café/[id]', LATEST)).toMatchObject({
      covered: 'partial',
      taken: '/caf%C3%A9/42',
    });
  });
});

describe('versions', () => {
  test('up to 15.0.2 a parameter at the end takes the suffix of Next.js for its pattern', () => {
    const before = { ...LATEST, nextVersion: '15.0.2' };
    expect(decide('/blog/:slug', '/blog/[slug]', before)).toMatchObject({
      covered: 'partial',
      witness: '/blog/my-post',
    });
    expect(decide('/blog/:slug', '/blog', before).covered).toBe('all');
    expect(decide('/blog/:slug*', '/blog/[slug]', before).covered).toBe('all');
    expect(decide('/blog/:slug', '/blog/[slug]', { ...LATEST, nextVersion: '15.0.3' }).covered).toBe('all');
  });

  const unknown = { ...LATEST, nextVersion: null };

  test('an unknown version is no obstacle where all versions agree', () => {
    expect(decide('/((?!api).*)', '/[slug]', unknown)).toMatchObject({ ...partial, witness: '/api-news' });
    expect(decide('/dashboard/:path*', '/dashboard/[id]', unknown).covered).toBe('all');
  });

  test('and one where they do not', () => {
    expect(decide('/authors/', '/authors', { ...LATEST, nextVersion: '14.2.0' }).covered).toBe('all');
    expect(decide('/authors/', '/authors', LATEST).covered).toBe('none');
    expect(decide('/authors/', '/authors', unknown)).toEqual({
      covered: 'unknown',
      witness: null,
      taken: null,
    });
    expect(decide('/:a:b', '/[slug]', unknown).covered).toBe('unknown');
  });
});

describe('has and missing', () => {
  const prefetch = [
    { type: 'header', key: 'next-router-prefetch' },
    { type: 'header', key: 'purpose', value: 'prefetch' },
  ];

  test('the verdict speaks of requests that meet them, and the text says which', () => {
    const coverage = decide([{ source: BROAD, missing: prefetch }], '/blog/[slug]');
    expect(coverage).toEqual({
      covered: 'all',
      witness: null,
      taken: '/blog/my-post',
      guaranteed: 'none',
      conditions:
        'when the header `next-router-prefetch` is absent and the header `purpose` is not `prefetch`',
    });
  });

  test('what is skipped is skipped whatever the request carries', () => {
    const sources = [
      { source: '/((?!api).*)', has: [{ type: 'cookie', key: 'a', value: 'x.*' }] },
      '/apiary',
    ];
    expect(decide(sources, '/[slug]')).toEqual({
      covered: 'partial',
      witness: '/api-news',
      taken: '/my-post',
      guaranteed: 'partial',
      conditions: 'when the cookie `a` matches `x.*`',
    });
    expect(decide(sources, '/api/x')).toEqual({ covered: 'none', witness: '/api/x', taken: null });
  });

  test('they do not matter where another matcher covers the route', () => {
    const sources = [{ source: '/a', has: [{ type: 'host', value: 'x.org' }] }, '/:path*'];
    expect(decide(sources, '/a')).toEqual({ covered: 'all', witness: null, taken: '/a' });
  });

  test('every kind of condition has words', () => {
    const has = [
      { type: 'host', value: 'app.example' },
      { type: 'query', key: 'q' },
      { type: 'cookie', key: 'c', value: 'a|b' },
    ];
    const { conditions } = decide(
      [
        { source: '/a', has },
        { source: '/b', missing: [has[1]] },
      ],
      '/a',
    );
    expect(conditions).toBe(
      'when the host matches `app.example` and the query parameter `q` is present and the cookie `c` matches `a|b`, ' +
        'or when the query parameter `q` is absent',
    );
  });
});

import { describe, expect, test } from 'vitest';
import { checkSource, compileMatchers, matchesPath, takesRequest } from '../../server/matcher';
import type { MatcherContext } from '../../server/matcher';

const EN_FR = { locales: ['en', 'fr'], defaultLocale: 'en' };

function context(nextVersion: string | null, rest: Partial<MatcherContext> = {}): MatcherContext {
  return { nextVersion, basePath: '', trailingSlash: false, i18n: null, ...rest };
}

const VERSIONS = ['13.5.11', '14.2.35', '15.0.0', '15.5.0', '15.5.29', '16.4.6'];
const BASE_PATH = { basePath: '/docs' };
const I18N = { i18n: EN_FR };
const ASSETS = '/((?!_next/static|_next/image|favicon.ico|sitemap.xml|robots.txt).*)';
const PNG = '/((?!api|.*\\.png$).*)';
const LOCALIZED = '/((?!api|_next/static).*)';

/** Answers of the real Next.js, in the order of VERSIONS; one letter stands for all of them. */
const EDGES: [source: string | string[], path: string, answers: string, rest?: Partial<MatcherContext>][] = [
  ['/((?!api).*)', '/apiary', 'n'],
  ['/((?!api).*)', '/api', 'n'],
  ['/((?!api).*)', '/', 'Y'],
  ['/((?!api).*)', '/docs', 'n', BASE_PATH],
  ['/((?!api).*)', '/docs/', 'Y', BASE_PATH],
  ['/', '/docs', 'Y', BASE_PATH],
  ['/', '/docs/', 'Y', BASE_PATH],
  ['/:path*', '/', 'Y'],
  ['/:path*', '/docs', 'Y', BASE_PATH],
  ['/dashboard/:path*', '/dashboard', 'Y'],
  ['/dashboard/:path*', '/dashboard/', 'Y'],
  ['/dashboard/:path*', '/dashboardx', 'n'],
  ['/dashboard/:path*', '/Dashboard', 'n'],
  ['/dashboard/:path+', '/dashboard', 'n'],
  ['/dashboard/:path', '/dashboard/a/b', 'n'],
  ['/about', '/about/', 'Y'],
  ['/about', '/about//', 'n'],
  ['/about', '/about.json', 'Y'],
  ['/about', '/aboutXjson', 'YYYnnn'],
  ['/about', '/about.rsc', 'nnnnYY'],
  ['/about', '/about.segments/_tree.segment.rsc', 'nnnnYY'],
  ['/about', '/_next/data/BUILD/about.json', 'Y'],
  ['/', '/index', 'Y'],
  ['/', '/index.rsc', 'nnnnYY'],
  ['/', '/', 'Y'],
  ['/', '//', 'n'],
  ['/', '/_next/data/B/index.json', 'Y'],
  [ASSETS, '/robotsXtxt', 'n'],
  [ASSETS, '/favicon.icon-page', 'n'],
  [ASSETS, '/_next/staticfoo', 'n'],
  [ASSETS, '/x/favicon.ico', 'Y'],
  [PNG, '/a.png', 'n'],
  [PNG, '/a.png/', 'Y'],
  [PNG, '/a.png.json', 'Y'],
  [PNG, '/_next/data/B/api/x.json', 'Y'],
  ['/café', '/caf%C3%A9', 'n'],
  ['/caf%C3%A9', '/caf%C3%A9', 'Y'],
  ['/admin', '/%61dmin', 'n'],
  ['/(api|trpc)(.*)', '/apiary', 'Y'],
  ['/(api|trpc)(.*)', '/api', 'Y'],
  ['/(api|trpc)(.*)', '/api/x', 'Y'],
  ['/about/(.*)', '/about', 'n'],
  ['/about/(.*)', '/about/', 'Y'],
  ['/authors/', '/authors', 'YYYnnn'],
  ['/authors/', '/authors/', 'Y'],
  ['/dashboard', '/en/dashboard', 'Y', I18N],
  ['/dashboard', '/dashboard', 'n', I18N],
  ['/dashboard', '/zz/dashboard', 'Y', I18N],
  ['/', '/en', 'Y', I18N],
  [LOCALIZED, '/en/api/x', 'n', I18N],
  [LOCALIZED, '/api/x', 'Y', I18N],
  [LOCALIZED, '/en', 'n', I18N],
  [[], '/x', 'n'],
  ['/((?!swagger/*).*)', '/swagger', 'n'],
  ['/stats7:path*', '/stats7', 'Y'],
  ['/((?!x).*)$', '/foo', 'n'],
  ['/((?!x).*)$', '/foo$', 'Y'],
  ['/:a*', '/a//b', 'n'],
  ['/((?!api).*)', '/a//b', 'Y'],
  ['/((?!api).*)', '//api/x', 'Y'],
  ['/((?!.+\\.png).+)', '/', 'n'],
  ['/((?!.*\\..*|_next).*)', '/users/john.doe', 'n'],
  ['/dashboard/:path*', '/docs/dashboard', 'Y', BASE_PATH],
  ['/docs/dashboard/:path*', '/docs/dashboard', 'n', BASE_PATH],
];

describe('compileMatchers', () => {
  test.each(EDGES)('%j on %s: %s', (source, path, answers, rest) => {
    const sources = (typeof source === 'string' ? [source] : source).map((each) => ({ source: each }));
    const actual = VERSIONS.map((version) => {
      const { matchers, errors } = compileMatchers(sources, context(version, rest));
      expect(errors).toEqual([]);
      return matchesPath(matchers, path) === true ? 'Y' : 'n';
    });
    expect(actual.join('')).toBe(answers.length === 1 ? answers.repeat(VERSIONS.length) : answers);
  });

  test('gives an entry with `locale: false` no locale', () => {
    const sources = [{ source: '/dashboard', locale: false as const }];
    const { matchers } = compileMatchers(sources, context('16.4.6', I18N));
    expect(matchesPath(matchers, '/dashboard')).toBe(true);
    expect(matchesPath(matchers, '/en/dashboard')).toBe(false);
  });

  test.each([
    ['15.0.2', '/aboutXjson', true],
    ['15.0.3', '/aboutXjson', false],
    ['15.5.15', '/about.rsc', false],
    ['15.5.16', '/about.rsc', true],
    ['16.0.0', '/about.rsc', false],
    ['16.2.4', '/about.rsc', false],
    ['16.2.5', '/about.rsc', true],
    ['17.0.0', '/about.rsc', true],
  ])('Next.js %s, matcher /about on %s: %s', (version, path, expected) => {
    expect(matchesPath(compileMatchers([{ source: '/about' }], context(version)).matchers, path)).toBe(
      expected,
    );
  });

  test('marks conditions, but not empty lists of them', () => {
    const sources = [
      { source: '/a' },
      { source: '/a', has: [{ type: 'header', key: 'x' }] },
      { source: '/a', missing: [{ type: 'cookie', key: 'x' }] },
      { source: '/a', has: [] },
    ];
    const { matchers } = compileMatchers(sources, context('16.4.6'));
    expect(matchers.map(({ conditional }) => conditional)).toEqual([false, true, true, false]);
  });

  test('compiles what is good and reports the rest', () => {
    const { matchers, errors } = compileMatchers([{ source: '/a' }, { source: '/b(' }], context('16.4.6'));
    expect(matchers.map(({ source }) => source.source)).toEqual(['/a']);
    expect(errors.map(({ source, offset }) => [source.source, offset])).toEqual([['/b(', 2]]);
  });
});

describe('checkSource', () => {
  test.each([
    ['about', 0],
    ['/a/*', 3],
    ['/foo(', 4],
    ['/((api|trpc).*)', 2],
    ['/x(?:en)', 3],
    ['/()', 1],
    ['/a/:/b', 3],
    ['/{a', 3],
    ['/a}', 2],
    ['/{:x:y}', 4],
    ['/:ab:b', 4],
    ['/x/(a):b', 6],
    ['/([)', 2],
    ['/([z-a])', 5],
    ['/(a{2,1})', 7],
    ['/ab/(c**)', 7],
    ['/a\\', 2],
  ])('%s: character %s', (source, offset) => {
    const error = checkSource(source, context('16.4.6'));
    expect(error?.offset).toBe(offset);
    expect(error?.message).toMatch(/^[A-Z`].*[^.]$/);
  });

  test('accepts a closing parenthesis too many, as Next.js does', () => {
    expect(checkSource('/foo)', context('16.4.6'))).toBeNull();
  });

  test('knows that two parameters in a row were fine before 15.5', () => {
    expect(checkSource('/:a:b', context('14.2.35'))).toBeNull();
    expect(checkSource('/:a:b', context('15.4.11'))).toBeNull();
    expect(checkSource('/:a:b', context('15.5.0'))?.message).toContain('between two parameters');
  });

  test('blames nothing on an unknown version that some version accepts', () => {
    expect(checkSource('/:a:b', context(null))).toBeNull();
    expect(checkSource('/:a:b', context('15.6.0-canary.1'))).toBeNull();
    expect(checkSource('/a/*', context(null))?.offset).toBe(3);
  });

  test.each([
    [{ source: '/a', basePath: false as const }, 'basePath'],
    [{ source: '/a', has: [{ type: 'body', key: 'x' }] }, 'type'],
    [{ source: '/a', has: [{ type: 'header' }] }, 'key'],
    [{ source: '/a', missing: [{ type: 'host' }] }, 'host'],
    [{ source: '/a', missing: [{ type: 'header', key: 'x', value: 1 }] }, 'value'],
  ])('refuses %j for its shape', (source, word) => {
    for (const version of VERSIONS) {
      const error = checkSource(source, context(version));
      expect(error?.message).toContain(word);
      expect(error?.offset).toBeNull();
    }
  });

  test('refuses a built source of more than 4096 characters', () => {
    expect(checkSource(`/${'a'.repeat(4000)}`, context('16.4.6'))).toBeNull();
    expect(checkSource(`/${'a'.repeat(4090)}`, context('16.4.6'))?.message).toContain('4096');
  });
});

describe('takesRequest', () => {
  const request = (source: string, path: string, version: string | null, rest?: Partial<MatcherContext>) => {
    const where = context(version, rest);
    return takesRequest(compileMatchers([{ source }], where).matchers, path, where);
  };

  test('also tries the decoded pathname from 15.3.2 on', () => {
    expect(request('/café', '/caf%C3%A9', '15.3.1')).toBe(false);
    expect(request('/café', '/caf%C3%A9', '15.3.2')).toBe(true);
    expect(request('/café', '/caf%C3%A9', null)).toBe('unknown');
    expect(request('/café', '/caf%', '16.4.6')).toBe(false);
  });

  test('puts the default locale in front', () => {
    expect(request('/dashboard', '/dashboard', '16.4.6', I18N)).toBe(true);
    expect(request('/dashboard', '/fr/dashboard', '16.4.6', I18N)).toBe(true);
    expect(request('/dashboard', '/FR/dashboard', '16.4.6', I18N)).toBe(true);
    expect(request('/', '/', '16.4.6', I18N)).toBe(true);
    expect(request('/', '/docs', '16.4.6', { ...I18N, ...BASE_PATH })).toBe(true);
    expect(request('/:path*', '/_next/static/a.js', '16.4.6', I18N)).toBe(false);
  });

  test('answers on expressions that would block backtracking', () => {
    const path = `/${'a'.repeat(60)}`;
    expect(request('/((?:a|aa)*b)', path, '16.4.6')).toBe(false);
    expect(request('/((?:(?:a+)+)+b)', path, '16.4.6')).toBe(false);
    expect(request('/((?:a?){30}a{30})', path, '16.4.6')).toBe(true);
  });
});

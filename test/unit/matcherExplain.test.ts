import { describe, expect, test } from 'vitest';
import { compileMatchers, explainMatcher, takesRequest } from '../../server/matcher';
import type { MatcherContext } from '../../server/matcher';
import { FIXED_MATCHERS } from '../matcher/corpus';

const LATEST: MatcherContext = { nextVersion: '16.4.6', basePath: '', trailingSlash: false, i18n: null };

describe('explainMatcher', () => {
  test.each([
    ['/', 'Matches the start page `/` only.'],
    ['/about', 'Matches `/about` only.'],
    ['/:path*', 'Matches every path.'],
    ['/:path+', 'Matches every path but `/`.'],
    ['/dashboard/:path*', 'Matches `/dashboard` and everything below it.'],
    ['/dashboard/:path+', 'Matches everything below `/dashboard`, but not `/dashboard` itself.'],
    ['/dashboard/:path', 'Matches `/dashboard/` followed by exactly one segment.'],
    ['/dashboard/:path?', 'Matches `/dashboard` and one segment below it.'],
    ['/(login|logout)', 'Matches `/login` or `/logout`.'],
    ['/about/(.*)', 'Matches every path below `/about/`.'],
    ['/(.*)', 'Matches every path.'],
    ['/(.+)', 'Matches every path. `/` itself is left out.'],
    [
      '/((?!api).*)',
      'Matches every path except those that begin with `/api`. ' +
        'These are beginnings, not segments: `/api-x` is left out too.',
    ],
    [
      '/((?!api/|api$|favicon.ico|.*\\.(?:png|svg)$|.*\\..*).*)',
      'Matches every path except those that begin with `/api/` or `/favicon.ico`, are exactly `/api`, ' +
        'end in `.png` or `.svg` or contain a dot. ' +
        'These are beginnings, not segments: `/favicon.ico-x` is left out too. An unescaped `.` stands for any character.',
    ],
    [
      '/blog/:year(\\d{4})/:slug',
      'Matches paths made of `/blog`, then `/` and `\\d{4}`, then `/` and one segment (`slug`).',
    ],
    [
      '/shop{/:category}*/list',
      'Matches paths made of `/shop`, then `/` and one segment (`category`) (any number of times), then `/list`.',
    ],
    ['/a(', 'Next.js refuses this matcher. The parenthesis is never closed.'],
  ])('%s', (source, words) => {
    expect(explainMatcher(source, LATEST).words).toBe(words);
  });

  test('examples are what they say, for every matcher of the corpus', () => {
    for (const context of [LATEST, { ...LATEST, basePath: '/docs' }, { ...LATEST, nextVersion: '14.2.35' }]) {
      for (const source of FIXED_MATCHERS) {
        const { matchers } = compileMatchers([{ source }], context);
        const { takes, skips } = explainMatcher(source, context);
        for (const path of takes)
          expect([source, path, takesRequest(matchers, path, context)]).toEqual([source, path, true]);
        for (const path of skips)
          expect([source, path, takesRequest(matchers, path, context)]).toEqual([source, path, false]);
        if (matchers.length > 0) expect(takes.length).toBeGreaterThan(0);
      }
    }
  });

  test('examples come from the matcher', () => {
    expect(explainMatcher('/blog/:slug/comments/:id', LATEST).takes[0]).toBe('/blog/my-post/comments/42');
    expect(explainMatcher('/dashboard/:path*', LATEST)).toMatchObject({
      takes: ['/dashboard', '/dashboard/my-post', '/dashboard/my-post/my-post'],
      skips: ['/dashboard-old', expect.any(String), expect.any(String)],
    });
    expect(explainMatcher('/((?!api).*)', LATEST)).toMatchObject({
      takes: ['/', '/about', '/dashboard/settings'],
    });
    expect(explainMatcher('/((?!api).*)', LATEST).skips).toContain('/api-news');
  });

  test('says what Next.js puts in front', () => {
    const context = { ...LATEST, basePath: '/docs', i18n: { locales: ['en'], defaultLocale: 'en' } };
    const { words, takes } = explainMatcher('/about', context);
    expect(words).toBe('Matches `/about` only. Next.js puts the base path `/docs` and a locale in front.');
    expect(takes).toEqual(['/docs/about']);
  });

  test('warns of the parameter at the end that does not work before 15.0.3', () => {
    expect(explainMatcher('/blog/:slug', { ...LATEST, nextVersion: '14.2.35' }).words).toContain(
      'before 15.0.3',
    );
    expect(explainMatcher('/blog/:slug*', { ...LATEST, nextVersion: '14.2.35' }).words).not.toContain(
      '15.0.3',
    );
  });
});

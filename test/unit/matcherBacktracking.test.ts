import { describe, expect, test } from 'vitest';
import { compileMatchers } from '../../server/matcher';
import { isQuickOn } from '../../server/matcher/backtracking';
import { FIXED_MATCHERS } from '../matcher/corpus';

describe('isQuickOn', () => {
  test.each([
    String.raw`^(?:a+)+$`,
    String.raw`^(?:a|aa)*b$`,
    String.raw`^(?:a|a)*b$`,
    String.raw`^(?:a?){30}a{30}$`,
    String.raw`^(?:[a-z]{1,50}){1,50}$`,
    String.raw`^(?:(?:\/[^x]+)*)*$`,
    String.raw`^(?!.*a.*a.*a.*a.*a.*a.*a.*a$).*$`,
    String.raw`^(a*)\1*$`,
    String.raw`^(`,
  ])('is wary of %s', (expression) => {
    expect(isQuickOn(expression, 60)).toBe(false);
  });

  test.each([
    String.raw`^a*$`,
    String.raw`^\/dashboard(?:\/((?:[^\/#\?]+?)(?:\/(?:[^\/#\?]+?))*))?[\/#\?]?$`,
    String.raw`^(?:a|b)*c$`,
    String.raw`^(?:[a-c]|\d)*$`,
    String.raw`^(?!api|auth).*$`,
    String.raw`^(?:ab){2,5}$`,
  ])('trusts %s', (expression) => {
    expect(isQuickOn(expression, 60)).toBe(true);
  });

  test('trusts nearly all matchers people write, on paths of usual length', () => {
    const context = { nextVersion: '16.4.6', basePath: '', trailingSlash: false, i18n: null };
    const { matchers } = compileMatchers(
      FIXED_MATCHERS.map((source) => ({ source })),
      context,
    );
    const wary = matchers.filter(({ regexp }) => !isQuickOn(regexp.source, 40));
    expect(wary.length).toBeLessThan(5);
  });

  test('what it trusts ends', () => {
    // The worst text for most expressions: it matches for long, and then does not.
    const text = `/${'a'.repeat(38)}!`;
    const context = { nextVersion: '16.4.6', basePath: '', trailingSlash: false, i18n: null };
    const sources = [
      ...FIXED_MATCHERS,
      '/((?:a|b)*(?:a|c)*(?:a|d)*x)',
      '/(a*a*a*b)',
      '/((?:(?:ab?)*/)*x)',
      '/((?!.*(?:a|b)*x).*y)',
      '/([a-z]*[a-y]*[a-x]*-)',
    ];
    const { matchers } = compileMatchers(
      sources.map((source) => ({ source })),
      context,
    );
    for (const { regexp } of matchers) {
      if (isQuickOn(regexp.source, text.length)) expect(regexp.test(text)).toBeTypeOf('boolean');
    }
  });
});

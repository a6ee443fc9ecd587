import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { coarsest, refine } from '../../server/matcher/alphabet';
import { isQuickOn } from '../../server/matcher/backtracking';
import { createLanguages } from '../../server/matcher/language';
import type { Words } from '../../server/matcher/language';
import { DEFAULT_LIMITS, LimitReached, Unsupported } from '../../server/matcher/limits';
import { pattern } from '../matcher/arbitraries';

/** Every word of up to four characters over a small alphabet, the shortest first. */
const WORDS = [''];
for (let i = 0; i < WORDS.length && WORDS.length < 1500; i++) {
  for (const char of 'abx./1') WORDS.push(`${WORDS[i]}${char}`);
}

function search(own: string, other: string): Words {
  const languages = createLanguages(DEFAULT_LIMITS);
  const [left, right] = [languages.compile(own), languages.compile(other)];
  const partition = refine(coarsest(), [...left.tables, ...right.tables]);
  return languages.search(left.formula, right.formula, partition);
}

function accepts(expression: string, text: string): boolean {
  const languages = createLanguages(DEFAULT_LIMITS);
  return languages.accepts(languages.compile(expression).formula, text);
}

describe('membership', () => {
  test.each([
    '^a*$',
    '^(?!a).*$',
    '^(?:(?!ab).)*$',
    '^(?=.*a)(?!.*b).*$',
    '^(?!(?!a)b)..$',
    '^a{2,3}b?$',
    '^(?:a|b|)*x$',
    '^(?:(?:a|(?=b))*b)*$',
    '^[^a/]+$',
    '^[\\d.]\\W?$',
    '^a\\b',
    '^(?!ab\\b).*$',
    '\\Ba',
    'a$|^b',
    '^(?:^a)+$',
    '^(?!$)[^]?$',
    '^a+?(?:b*)*?$',
  ])('%s as in JavaScript', (expression) => {
    const languages = createLanguages(DEFAULT_LIMITS);
    const { formula } = languages.compile(expression);
    const regexp = new RegExp(expression);
    const wrong = WORDS.filter((word) => languages.accepts(formula, word) !== regexp.test(word));
    expect(wrong).toEqual([]);
  });

  test('random expressions as in JavaScript', () => {
    fc.assert(
      fc.property(pattern, (inner) => {
        const expression = `^(?:${inner})$`;
        fc.pre(isQuickOn(expression, 6));
        const languages = createLanguages({ ...DEFAULT_LIMITS, steps: 2_000_000 });
        const { formula } = languages.compile(expression);
        const regexp = new RegExp(expression);
        for (const word of WORDS) {
          if (languages.accepts(formula, word) !== regexp.test(word))
            throw new Error(`${expression} on ${word}`);
        }
      }),
      { seed: 20_261_101, numRuns: 150 },
    );
  });

  test('characters beyond ASCII', () => {
    expect(accepts('^é.$', 'é€')).toBe(true);
    expect(accepts('^[^é]$', 'é')).toBe(false);
    expect(accepts('^\\w$', 'é')).toBe(false);
    expect(accepts('^.$', '\u2028')).toBe(false);
  });
});

describe('search', () => {
  test('finds the shortest words on both sides', () => {
    expect(search('^\\/[a-z]+$', '^\\/(?!api).*$')).toEqual({ outside: '/api', inside: '/a' });
    expect(search('^\\/b[a-z]*$', '^\\/(?!api).*$')).toEqual({ outside: null, inside: '/b' });
    expect(search('^\\/api[a-z]*$', '^\\/(?!api).*$')).toEqual({ outside: '/api', inside: null });
    expect(search('^a$', '^(?!)$')).toEqual({ outside: 'a', inside: null });
    expect(search('^(?!)$', '^a$')).toEqual({ outside: null, inside: null });
    expect(search('^a?$', '^$')).toEqual({ outside: 'a', inside: '' });
  });

  test('random expressions: nothing shorter exists, and what is found is right', () => {
    fc.assert(
      fc.property(pattern, pattern, (left, right) => {
        const [own, other] = [`^(?:${left})$`, `^(?:${right})$`];
        fc.pre(isQuickOn(own, 12) && isQuickOn(other, 12));
        const [isOwn, isOther] = [new RegExp(own), new RegExp(other)];
        const found = search(own, other);
        const own4 = WORDS.filter((word) => isOwn.test(word));
        for (const [word, wanted] of [
          [found.outside, false],
          [found.inside, true],
        ] as const) {
          const shortest = own4.find((each) => isOther.test(each) === wanted);
          if (word === null) expect(shortest).toBeUndefined();
          else {
            expect(word.length).toBeLessThanOrEqual(shortest?.length ?? Infinity);
            if (word.length <= 12) expect([isOwn.test(word), isOther.test(word)]).toEqual([true, wanted]);
          }
        }
      }),
      { seed: 20_261_101, numRuns: 150 },
    );
  });
});

describe('limits', () => {
  test.each([
    ['states', '^(?:a|b)*a(?:a|b){14}$'],
    ['steps', '^(?:a|b)*a(?:a|b){14}$'],
    ['positions', '^(?:a{100}){100}$'],
    ['nodes', '^(?!.*(?:a.{10}|b.{11}|c.{12})$).*$'],
  ] as const)('too many %s', (limit, expression) => {
    const languages = createLanguages({ ...DEFAULT_LIMITS, [limit]: 300 });
    expect(() => {
      const { formula, tables } = languages.compile(expression);
      // Nothing of a language is outside of it: the search has to see everything.
      languages.search(formula, formula, refine(coarsest(), tables));
    }).toThrow(LimitReached);
  });

  test.each(['^(?<=a)b$', '^(a)\\1$'])('%s has no automaton', (expression) => {
    expect(() => createLanguages(DEFAULT_LIMITS).compile(expression)).toThrow(Unsupported);
  });
});

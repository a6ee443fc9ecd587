/** Random matchers and routes of bounded size, close enough to each other that they meet. */
import fc from 'fast-check';

const WORDS = ['api', 'a', 'b', 'ab', 'en', 'x', 'auth', 'v1', 'a.b', '_next'];

const word = fc.constantFrom(...WORDS);
const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{0,2}', '*?');

export const { pattern } = fc.letrec<{ pattern: string; sequence: string; atom: string }>((tie) => ({
  pattern: fc.array(tie('sequence'), { minLength: 1, maxLength: 2 }).map((all) => all.join('|')),
  sequence: fc.array(tie('atom'), { minLength: 1, maxLength: 3 }).map((all) => all.join('')),
  atom: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    fc
      .tuple(
        fc.constantFrom(
          'a',
          'b',
          'x',
          '.',
          '[ab]',
          '[^/]',
          '\\d',
          '\\w',
          '\\.',
          '/',
          'api',
          '.*',
          '$',
          '\\b',
        ),
        quantifier,
      )
      .map(([atom, times]) =>
        /\*$|\$|\\b/.test(atom) ? atom : atom.length > 2 && !/^[[\\]/.test(atom) ? atom : atom + times,
      ),
    fc.tuple(tie('pattern'), quantifier).map(([inner, times]) => `(?:${inner})${times}`),
    tie('pattern').map((inner) => `(?!${inner})`),
    tie('pattern').map((inner) => `(?=${inner})`),
  ),
}));

const exceptions = fc
  .array(
    fc.oneof(
      word.map((each) => each.replace('.', '\\.')),
      word.map((each) => `${each}$`),
      word.map((each) => `${each}/`),
      word.map((each) => `.*\\.${each.replace('.', '')}$`),
      fc.constantFrom('.*\\..*', '[^/]*$', '\\d', '$'),
    ),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) => `((?!${all.join('|')}).*)`);

const matcherSegment = fc.oneof(
  word,
  fc.constantFrom(':p', ':p*', ':p+', ':p?', ':p(\\d+)', ':p(a|b)', '(.*)', '(.+)', '(a|b)*', 'x-:p'),
  exceptions,
  pattern.map((inner) => `(${inner})`),
);

export const matcherSource = fc.oneof(
  { weight: 3, arbitrary: exceptions.map((each) => `/${each}`) },
  { weight: 3, arbitrary: pattern.map((inner) => `/(${inner})`) },
  {
    weight: 4,
    arbitrary: fc.array(matcherSegment, { minLength: 0, maxLength: 3 }).map((all) => `/${all.join('/')}`),
  },
);

export interface RouteCase {
  sources: string[];
  route: string;
  /** Routes beside it. */
  siblings: string[];
  /** Paths that the middleware answers itself. */
  answered: string[];
  basePath: string;
  trailingSlash: boolean;
  hasI18n: boolean;
}

/** Next.js wants one name for a parameter in one place, and another in another. */
const route = fc
  .tuple(
    fc.array(fc.oneof(word, fc.constant('[p]')), { maxLength: 2 }),
    fc.constantFrom('', '', '[p]', '[...rest]', '[[...rest]]'),
  )
  .map(([front, last]) => [...front, last].filter((part) => part !== ''))
  .map(
    (parts) => `/${parts.map((part, i) => part.replace(/(?<=[[.])\w+(?=\])/, (name) => name + i)).join('/')}`,
  )
  .filter((text) => !text.startsWith('/_next'));

export const routeCase: fc.Arbitrary<RouteCase> = fc.record({
  sources: fc.array(matcherSource, { minLength: 1, maxLength: 2 }),
  route,
  siblings: fc.array(
    fc.oneof(
      word.map((each) => `/${each}`),
      route,
    ),
    { maxLength: 3 },
  ),
  answered: fc.array(fc.constantFrom('/auth', '/auth/a', '/a', '/v1/x'), { maxLength: 2 }),
  basePath: fc.constantFrom('', '', '', '/docs'),
  trailingSlash: fc.constantFrom(false, false, false, true),
  hasI18n: fc.constantFrom(false, false, false, true),
});

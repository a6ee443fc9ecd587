/** Our verdicts beside those of another implementation of finite automata. */
import { expect, test } from 'vitest';
import { compileMatchers, decideCoverage } from '../../server/matcher';
import type { Verdict } from '../../server/matcher';
import { FIXED_MATCHERS } from './corpus';
import { automatonOf, NotExpressible, verdict } from './refaOpinion';
import type { DFA } from 'refa';

const CHAR = "[A-Za-z0-9_~!$&'()*+,;=:@-]";
const ANY = "[A-Za-z0-9._~!$&'()*+,;=:@-]";
/** A URL segment that is not `.` or `..`, without a lookahead. */
const SEGMENT = `(?:${CHAR}${ANY}*|\\.${CHAR}${ANY}*|\\.\\.${ANY}+)`;
const NOT_NEXT = `(?:(?!_next\\/)(?!_next$))`;

const ROUTES: Record<string, string> = {
  '/': '^\\/$',
  '/dashboard': '^\\/dashboard$',
  '/[slug]': `^\\/${NOT_NEXT}${SEGMENT}$`,
  '/blog/[slug]': `^\\/blog\\/${SEGMENT}$`,
  '/api/[...path]': `^\\/api(?:\\/${SEGMENT})+$`,
  '/dashboard/[[...path]]': `^\\/dashboard(?:\\/${SEGMENT})*$`,
  '/[...all]': `^\\/${NOT_NEXT}${SEGMENT}(?:\\/${SEGMENT})*$`,
};

const PATHS = Object.entries(ROUTES).map(([route, expression]): [string, DFA] => [
  route,
  automatonOf(expression),
]);

test('refa agrees with every verdict it can give', () => {
  const disagreements: string[] = [];
  const counts: Record<string, number> = { all: 0, none: 0, partial: 0 };
  let inexpressible = 0;
  const context = { nextVersion: '16.4.6', basePath: '', trailingSlash: false, i18n: null };
  for (const source of FIXED_MATCHERS) {
    const { matchers } = compileMatchers([{ source }], context);
    const [matcher] = matchers;
    if (!matcher) continue;
    const matched = tryAutomaton(matcher.regexp.source);
    if (!matched) {
      inexpressible++;
      continue;
    }
    for (const [route, paths] of PATHS) {
      const theirs: Verdict = verdict(paths, matched);
      const { covered } = decideCoverage(route, matchers, context);
      counts[theirs] = (counts[theirs] ?? 0) + 1;
      if (covered !== theirs) disagreements.push(`${source} on ${route}: refa ${theirs}, we ${covered}`);
    }
  }
  expect(disagreements).toEqual([]);
  console.log(`refa: ${JSON.stringify(counts)}, ${inexpressible} matchers beyond it`);
  for (const count of Object.values(counts)) expect(count).toBeGreaterThan(20);
  expect(inexpressible).toBeLessThan(FIXED_MATCHERS.length / 10);
});

function tryAutomaton(expression: string): DFA | null {
  try {
    return automatonOf(expression);
  } catch (error) {
    if (error instanceof NotExpressible) return null;
    throw error;
  }
}

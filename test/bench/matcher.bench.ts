import { performance } from 'node:perf_hooks';
import { compileMatchers, decideCoverage, findGap } from '../../server/matcher';
import type { MatcherContext } from '../../server/matcher';
import { FIXED_MATCHERS } from '../matcher/corpus';
import { HOSTILE } from '../matcher/hostile';
import { largeApp, LOOKAHEAD } from '../matcher/largeApp';
import { spread } from './bench';
import type { Bench } from './bench';

const CONTEXT: MatcherContext = { nextVersion: '16.4.6', basePath: '', trailingSlash: false, i18n: null };
const ROUTES = [
  '/',
  '/dashboard',
  '/[slug]',
  '/blog/[slug]',
  '/[lang]/[x]/edit',
  '/api/[...path]',
  '/[[...all]]',
];
const NARROW = ['/auth/:path*', '/dashboard/:path*'];
/** Enough for the runtime to have compiled what it runs. */
const WARM_UP = 10;

/** Deciding matchers in this process, nothing kept between the runs. */
export const run: Bench = async ({ repetitions }) => {
  const worst = slowestHostile(repetitions, CONTEXT);
  // Several readings of one matcher are decided where the version is not known.
  const unversioned = slowestHostile(repetitions, { ...CONTEXT, nextVersion: null });
  const routes = largeApp();
  const app = () => time(() => decide([LOOKAHEAD], routes));
  const first = app();
  sample(WARM_UP, app);
  const gaps = () => time(() => decide(NARROW, routes, CONTEXT, findGap));
  sample(WARM_UP, gaps);
  const corpus = () => time(() => FIXED_MATCHERS.forEach((source) => decide([source], ROUTES)));
  sample(WARM_UP, corpus);
  return [
    {
      title: 'Deciding which routes a matcher covers',
      columns: ['what', 'ms: median (range)'],
      rows: [
        [`${routes.length} routes, a lookahead of 12 alternatives, warm`, spread(sample(repetitions, app))],
        ['the same, the first time', first],
        [
          `${routes.length} routes, a narrow matcher, with what is worth saying of routes covered in part, warm`,
          spread(sample(repetitions, gaps)),
        ],
        [
          `${FIXED_MATCHERS.length} matchers on ${ROUTES.length} routes each, warm`,
          spread(sample(repetitions, corpus)),
        ],
        [`the slowest of ${HOSTILE.length} hostile matchers on its slowest route`, spread(worst.slowest)],
        ['the same with an unknown version of Next.js', spread(unversioned.slowest)],
      ],
      notes: [`The slowest hostile matcher: \`${worst.source.slice(0, 60)}\`.`],
    },
  ];
};

function slowestHostile(repetitions: number, context: MatcherContext) {
  const hostile = HOSTILE.map((source) => {
    const times = sample(repetitions, () =>
      ROUTES.map((route) => time(() => decide([source], [route], context))),
    );
    return { source, slowest: times.map((each) => Math.max(...each)) };
  });
  return hostile.reduce((a, b) => (Math.max(...a.slowest) >= Math.max(...b.slowest) ? a : b));
}

function decide(
  sources: readonly string[],
  routes: readonly string[],
  context: MatcherContext = CONTEXT,
  ask: typeof decideCoverage | typeof findGap = decideCoverage,
): void {
  const { matchers } = compileMatchers(
    sources.map((source) => ({ source })),
    context,
  );
  for (const route of routes) ask(route, matchers, context, { siblings: routes });
}

function sample<T>(count: number, measure: () => T): T[] {
  return Array.from({ length: count }, measure);
}

function time(action: () => void): number {
  const start = performance.now();
  action();
  return performance.now() - start;
}

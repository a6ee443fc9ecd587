/**
 * Next.js's `config.matcher`: compiled as the app's version does it, and decided against routes. Pure code: no files,
 * no editor, no Next.js.
 */
export { checkSource, compileMatchers } from './compile';
export { decideCoverage } from './coverage';
export { explainMatcher } from './explain';
export { valueFor } from './candidates';
export { findGap } from './gap';
export { matchesPath, takesRequest } from './match';
export { isPreferredTo, parseRoute } from './routePattern';
export type { Gap } from './gap';
export type { Answer } from './match';
export type {
  CompiledMatcher,
  CompiledMatchers,
  Coverage,
  CoverageOptions,
  Explanation,
  Limits,
  MatcherContext,
  MatcherError,
  MatcherSource,
  Verdict,
} from './types';

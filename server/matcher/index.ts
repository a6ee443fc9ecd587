/**
 * Next.js's `config.matcher`: compiled as the app's version does it, and decided against routes. Pure code: no files,
 * no editor, no Next.js.
 */
export { checkSource, compileMatchers } from './compile';
export { decideCoverage } from './coverage';
export { explainMatcher } from './explain';
export { matchesPath, takesRequest } from './match';
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

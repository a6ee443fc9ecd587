import type { I18nConfig } from '../model';

/** One entry of `config.matcher`, a string counting as `{ source }`. `MatcherEntry` of the app model fits. */
export interface MatcherSource {
  source: string;
  locale?: false;
  basePath?: false;
  has?: unknown[];
  missing?: unknown[];
}

/** What the meaning of a matcher depends on besides its text. */
export interface MatcherContext {
  /** Exact version of Next.js, or null when it is not known. */
  nextVersion: string | null;
  /** '' or like `/docs`. */
  basePath: string;
  trailingSlash: boolean;
  i18n: I18nConfig | null;
}

export interface CompiledMatcher {
  source: MatcherSource;
  /** As Next.js builds it: anchored, case-sensitive, with the suffix for data requests. */
  regexp: RegExp;
  /** True when `has` or `missing` can keep a matching request out. */
  conditional: boolean;
  /** True when this runtime cannot run the expression although others may (`regexp` then never matches). */
  opaque: boolean;
}

/** Why Next.js refuses the source (its build fails). */
export interface MatcherError {
  source: MatcherSource;
  /** A sentence without the position. */
  message: string;
  /** The exact character of `source.source`, from 0; null where no single character is to blame. */
  offset: number | null;
}

export interface CompiledMatchers {
  /** Entries that Next.js accepts, in source order. */
  matchers: CompiledMatcher[];
  errors: MatcherError[];
}

export type Verdict = 'all' | 'none' | 'partial' | 'unknown';

/**
 * Where a route stands. `covered`, `witness` and `taken` describe requests that meet every `has` and miss every
 * `missing`: what is skipped then is skipped for certain.
 */
export interface Coverage {
  covered: Verdict;
  /** A URL path of the route that no matcher takes; proven, also when the verdict is 'unknown'. */
  witness: string | null;
  /** A URL path of the route that a matcher takes; proven. */
  taken: string | null;
  /**
   * Set when some path of the route is taken by conditioned matchers only: the verdict without them, which holds
   * whatever the request carries.
   */
  guaranteed?: Verdict;
  /** Set together with `guaranteed`: what the rest depends on, "when the header `x` is absent". */
  conditions?: string;
}

/** Bounds of one decision, counted, not timed, so that every machine gives the same answer. */
export interface Limits {
  /** States of the search for a shortest path. */
  states: number;
  /** Nodes of the decision diagrams. */
  nodes: number;
  /** Characters of all expressions after repetitions are written out. */
  positions: number;
  /** Elementary operations on the diagrams. */
  steps: number;
}

export interface CoverageOptions {
  /**
   * Other routes of the app; those that Next.js prefers to this one are subtracted. What a matcher takes beyond them
   * only by the suffix that Next.js adds itself (`/about.rsc` beside a page `/about`) counts as theirs.
   */
  siblings?: readonly string[];
  /** Paths that the middleware answers itself wherever it runs: taking them is not taking this route. */
  answered?: readonly string[];
  limits?: Partial<Limits>;
}

export interface Explanation {
  /** One or two sentences in Markdown. */
  words: string;
  /** Example paths, each verified. */
  takes: string[];
  skips: string[];
}

import type { Limits } from './types';

/**
 * Measured so that running into them takes a tenth of a second or two on a slow machine. The matchers of the corpus
 * need at most 150 states, 900 nodes, 180 positions and 15,000 steps for one route.
 */
export const DEFAULT_LIMITS: Limits = { states: 10_000, nodes: 50_000, positions: 12_000, steps: 150_000 };

/** A bound was reached: the answer is not known. */
export class LimitReached extends Error {}

/** The expression uses what automata do not have: lookbehind, back references, modifiers. */
export class Unsupported extends Error {}

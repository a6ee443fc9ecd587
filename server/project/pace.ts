import type { CancellationLike } from '../engine';

/** Thrown when the token of a running discovery is cancelled. */
export class Cancelled extends Error {
  override name = 'Cancelled';
}

export interface PaceOptions {
  /** Says when to let others run; by default after about 10 ms of work. */
  shouldYield?: () => boolean;
  token?: CancellationLike;
}

/** Call `await pace()` between small pieces of work. */
export type Pace = () => Promise<void>;

const SLICE_MS = 10;

/**
 * Cooperative scheduling on one thread: hands the event loop to waiting requests and sees cancellations,
 * which only arrive while the event loop turns.
 */
export function createPace({ shouldYield, token }: PaceOptions = {}): Pace {
  let sliceStart = performance.now();
  const due = shouldYield ?? (() => performance.now() - sliceStart >= SLICE_MS);
  return async () => {
    if (token?.isCancellationRequested) throw new Cancelled();
    if (!due()) return;
    await nextTurn();
    sliceStart = performance.now();
    if (token?.isCancellationRequested) throw new Cancelled();
  };
}

/** A full turn of the event loop: a microtask would starve input. `setImmediate` is Node's; elsewhere a timer. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}

/** On which routes does the middleware roll the session, as far as its body decides it? */
import { type Certainty3, holdsOn, sessionIn } from './paths';
import type { FlowReturn, MiddlewareFlow } from './types';

/**
 * Do visits to `route` (Next.js notation without basePath) get the cookies of the auth response? `no` only when no
 * path through the handler brings them along, `yes` only when every path that a request with a session can take does.
 * `cookies`: see `sessionIn`. To be combined with the matcher: this says nothing about whether the middleware runs there at all.
 */
export function rollsOn(flow: MiddlewareFlow, route: string, cookies: readonly string[]): Certainty3 {
  const possible = flow.returns.filter(
    (back) =>
      !back.exceptional &&
      sessionIn(back.condition, cookies) !== 'absent' &&
      holdsOn(back.condition, route) !== 'no',
  );
  if (!flow.complete || possible.length === 0) return 'maybe';
  const answers = new Set(possible.map(carries));
  const [first] = answers;
  return answers.size === 1 && first ? first : 'maybe';
}

function carries({ calls, opaque }: FlowReturn): Certainty3 {
  if (calls.some(({ fate }) => fate === 'kept')) return 'yes';
  return opaque || calls.some(({ fate }) => fate === 'unknown') ? 'maybe' : 'no';
}

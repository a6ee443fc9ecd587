/** What a callback answers for each item of a list, as formulas. */
import { and, type Formula, not, or } from './conditions';
import type { Call } from './calls';
import { applyTo } from './functions';
import type { Out } from './machine';
import type { State } from './state';
import { truthOf } from './truth';
import type { Val } from './values';

/** Longer lists are not asked item by item. */
const maximumItems = 200;

/**
 * One formula per item. `effects`: the callback does more than answer. `tainted`: the answers depend on what is in a
 * response. `undefined`: they are not known.
 */
export function answersOf(
  items: readonly Val[],
  call: Call,
): readonly Formula[] | 'effects' | 'tainted' | undefined {
  const [callback] = call.args;
  if (!callback || items.length > maximumItems) return undefined;
  const formulas: Formula[] = [];
  for (const [i, item] of items.entries()) {
    const outs = applyTo(callback, [item], call, `${call.context.round}/${i}`);
    if (outs.some((out) => hasEffects(call.state, out.state))) return 'effects';
    if (outs.some((out) => out.value.kind === 'tainted')) return 'tainted';
    const truth = truthOfOuts(outs, call);
    if (!truth) return undefined;
    formulas.push(truth);
  }
  return formulas;
}

export function hasEffects(before: State, after: State): boolean {
  return (
    before.jars !== after.jars ||
    before.performed !== after.performed ||
    before.escaped !== after.escaped ||
    before.opaque !== after.opaque ||
    [...before.variables].some(([variable, value]) => after.variables.get(variable) !== value)
  );
}

/** One formula for all outcomes: each holds under what was assumed on the way to it. */
function truthOfOuts(outs: readonly Out[], call: Call): Formula | undefined {
  const [only] = outs;
  if (only && outs.length === 1) return truthOf(only.value, call.context);
  const parts = outs.map((out): Formula | undefined => {
    const fresh = out.state.condition.exact && call.state.condition.cases.length === 1;
    if (!fresh) return undefined;
    const base = call.state.condition.cases[0]!;
    const cases = out.state.condition.cases.map((literals) =>
      and(
        [...literals].flatMap(([atom, truth]): Formula[] => {
          const literal: Formula = { kind: 'atom', atom };
          return base.has(atom) ? [] : [truth ? literal : not(literal)];
        }),
      ),
    );
    return and([or(cases), truthOf(out.value, call.context)]);
  });
  return outs.length > 0 && parts.every((p): p is Formula => p !== undefined) ? or(parts) : undefined;
}

/** Methods of lists; a `Set` is a list here. */
import type { Call } from './calls';
import { and, compact, type Formula, or } from './conditions';
import { arrayOf, one } from './expressions';
import { callForeign } from './foreign';
import { applyTo } from './functions';
import { anyOf, listOf, writeHolder } from './holders';
import { iterate } from './iteration';
import { type Out, plainAt } from './machine';
import { answersOf } from './quantified';
import { assuming, dependOn, isLoaded } from './state';
import { conditionAt, includedIn } from './truth';
import { bool, nullish, tainted, type Val } from './values';

type List = Extract<Val, { kind: 'array' }>;

/** Longer lists are not taken apart. */
const maximumItems = 16;

export function callArray(list: List, call: Call): Out[] {
  const { name, args, node, context, state } = call;
  const { items } = list;
  const [first] = args;
  switch (name) {
    case 'includes':
    case 'has': {
      const formula = first && includedIn(items, first, context);
      return one(conditionAt(formula && compact(formula, context.machine.atoms), node, context), state);
    }
    case 'some':
      return quantified(list, call, or);
    case 'every':
      return quantified(list, call, and);
    case 'find':
      return found(list, call);
    case 'filter':
      return filtered(list, call);
    case 'forEach':
      return each(list, call);
    case 'map':
      return mapped(list, call);
    case 'flatMap':
      return mapped(list, call).map((out) => ({
        ...out,
        value: anyOf([out.value], node, context, out.state),
      }));
    case 'reduce':
    case 'reduceRight':
      return reduced(list, call);
    case 'push':
    case 'add':
      return changed(list, [...items, ...args], call);
    case 'unshift':
      return changed(list, [...args, ...items], call);
    case 'pop':
      return taken(list, items.slice(0, -1), items.at(-1), call);
    case 'shift':
      return taken(list, items.slice(1), items[0], call);
    case 'reverse': {
      const next: Val = { ...list, items: [...items].reverse() };
      return one(next, writeHolder(list, next, context, state));
    }
    default:
      return copied(list, call) ?? callOther(list, call);
  }
}

/** Lists made of the same items; undefined where it is not known which. */
function copied({ items }: List, call: Call): Out[] | undefined {
  const { name, args, node, context, state } = call;
  const [first, second] = args.map((arg) => (arg.kind === 'number' ? arg.value : undefined));
  switch (name) {
    case 'at':
      return first === undefined ? undefined : one(items.at(first) ?? nullish, state);
    case 'slice':
      if (args.length > 0 && first === undefined) return undefined;
      if (args.length > 1 && second === undefined) return undefined;
      return one(listOf(items.slice(first, second), context), state);
    case 'concat': {
      const more = args.flatMap((arg): readonly Val[] =>
        arg.kind === 'array' ? arg.items : [{ kind: 'spread', of: arg }],
      );
      return one(arrayOf([...items, ...more], node, context, state), state);
    }
    case 'toReversed':
      return one(listOf([...items].reverse(), context), state);
    case 'values':
      return one(listOf(items, context), state);
    case 'entries':
      return one(
        listOf(
          items.map((item, i) => listOf([{ kind: 'number', value: i }, item], context)),
          context,
        ),
        state,
      );
    default:
      return undefined;
  }
}

const changing = new Set(['splice', 'sort', 'fill', 'copyWithin', 'delete', 'clear']);

/** Something made of the items. */
function callOther(list: List, call: Call): Out[] {
  const { name, args, node, context, state } = call;
  if (list.items.length === 0 && changing.has(name) && args.length <= 2) return one(list, state);
  const content = anyOf([list, ...args], node, context, state);
  const before = changing.has(name) ? writeHolder(list, content, context, state) : state;
  const outs = callForeign('plain', { ...call, state: before }, [list]);
  return content.kind === 'plain' ? outs : outs.map((out) => ({ ...out, value: content }));
}

/** The callback does what cannot be told for one item after the other. */
function withEffects(list: List, call: Call): Out[] {
  return callForeign('unresolved', call, [list]);
}

/** `paths.some((p) => pathname.startsWith(p))`: a formula when every call of the callback gives a plain one. */
function quantified(list: List, call: Call, combine: (parts: readonly Formula[]) => Formula): Out[] {
  const { context, node, state } = call;
  const answers = answersOf(list.items, call);
  if (answers === 'effects') return withEffects(list, call);
  if (answers === 'tainted') return one(tainted, state);
  if (!answers) return one(plainAt(node, context), state);
  return one(bool(compact(combine(answers), context.machine.atoms)), state);
}

/** `routes.find((r) => pathname.startsWith(r.path))`: the first item whose answer is yes. */
function found(list: List, call: Call): Out[] {
  const { items } = list;
  const { node, context } = call;
  const answers = answersOf(items, call);
  if (answers === 'effects') return withEffects(list, call);
  const isKnown = (formula: Formula, i: number): boolean =>
    formula.kind === 'constant' || !isLoaded(call.state, items[i]!);
  if (!answers || answers === 'tainted' || !answers.every(isKnown)) {
    const values = answers === 'tainted' ? [tainted] : items;
    return one(anyOf(values, node, context, call.state), call.state);
  }
  // Of a string only whether there is one matters.
  const some = or(answers);
  if (some.kind !== 'constant' && items.every((item) => item.kind === 'string')) {
    return one(bool(compact(some, context.machine.atoms)), call.state);
  }
  if (items.length > maximumItems) return one(anyOf(items, node, context, call.state), call.state);
  const outs: Out[] = [];
  let state = dependOn(call.state, bool(some));
  for (const [i, formula] of answers.entries()) {
    const hit = assuming(state, formula, true);
    const miss = assuming(state, formula, false);
    if (hit) outs.push({ value: items[i]!, state: hit });
    if (!miss) return outs;
    state = miss;
  }
  return [...outs, ...one(nullish, state)];
}

function filtered(list: List, call: Call): Out[] {
  const { node, context, state } = call;
  const answers = answersOf(list.items, call);
  if (answers === 'effects') return withEffects(list, call);
  if (!answers || answers === 'tainted' || !answers.every((formula) => formula.kind === 'constant')) {
    return one(anyOf(answers === 'tainted' ? [tainted] : list.items, node, context, state), state);
  }
  const kept = list.items.filter((_, i) => (answers[i] as Extract<Formula, { kind: 'constant' }>).value);
  return one(listOf(kept, context), state);
}

function each(list: List, call: Call): Out[] {
  const callback = call.args[0];
  if (!callback) return one(nullish, call.state);
  const states = iterate(list, call.node, call.state, call.context, (element, before, context) => {
    const outs = applyTo(callback, [element], { ...call, context, state: before }, context.round);
    return { states: outs.map((out) => out.state), breaks: [] };
  });
  return states.map((state) => ({ value: nullish, state }));
}

function mapped(list: List, call: Call): Out[] {
  const callback = call.args[0];
  let outs: { values: Val[]; state: Out['state'] }[] = [{ values: [], state: call.state }];
  if (!callback || list.items.length > maximumItems) return withEffects(list, call);
  for (const [i, item] of list.items.entries()) {
    outs = outs.flatMap(({ values, state }) =>
      applyTo(
        callback,
        [item, { kind: 'number', value: i }],
        { ...call, state },
        `${call.context.round}/${i}`,
      ).map((out) => ({ values: [...values, out.value], state: out.state })),
    );
  }
  return outs.map(({ values, state }) => ({ value: listOf(values, call.context), state }));
}

/** `handlers.reduce((response, handler) => …, start)`. */
function reduced(list: List, call: Call): Out[] {
  const [callback, start] = call.args;
  const items = call.name === 'reduce' ? list.items : [...list.items].reverse();
  if (!callback || items.length > maximumItems) return withEffects(list, call);
  const rest = start ? items : items.slice(1);
  let outs: Out[] = one(start ?? items[0] ?? nullish, call.state);
  for (const [i, item] of rest.entries()) {
    outs = outs.flatMap((out) =>
      applyTo(callback, [out.value, item], { ...call, state: out.state }, `${call.context.round}/${i}`),
    );
  }
  return outs;
}

function changed(list: List, items: readonly Val[], call: Call): Out[] {
  const { node, context, state } = call;
  const next = arrayOf(items, node, context, state);
  const same: Val = next.kind === 'array' ? { ...next, id: list.id } : next;
  return one(plainAt(node, context), writeHolder(list, same, context, state));
}

function taken(list: List, rest: readonly Val[], item: Val | undefined, call: Call): Out[] {
  const { context, state } = call;
  return one(item ?? nullish, writeHolder(list, { ...list, items: rest }, context, state));
}

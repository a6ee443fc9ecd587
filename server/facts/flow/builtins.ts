/** Methods of strings, regular expressions, arrays and sets. */
import ts from 'typescript';
import { assign } from './assignments';
import type { Call } from './calls';
import { and, compact, type Formula, not, or } from './conditions';
import { one } from './expressions';
import { callForeign } from './foreign';
import { applyTo } from './functions';
import { iterate } from './iteration';
import { type Out, plainAt } from './machine';
import { isLoaded } from './state';
import { conditionAt, includedIn, testString, truthOf } from './truth';
import { bool, nullish, tainted, text, type Val } from './values';

const stringTests = { startsWith: 'startsWith', endsWith: 'endsWith', includes: 'includes' } as const;

export function callString(receiver: Val, call: Call): Out[] {
  const { name, args, node, context, state } = call;
  const [first] = args;
  if (receiver.kind === 'regexp') {
    const isTest = (name === 'test' || name === 'exec') && first;
    const formula = isTest
      ? testString('matches', first, receiver.source, context, receiver.flags)
      : undefined;
    return one(conditionAt(formula, node, context), state);
  }
  if (name in stringTests && first?.kind === 'string' && first.exact && args.length === 1) {
    const op = stringTests[name as keyof typeof stringTests];
    return one(conditionAt(testString(op, receiver, first.text, context), node, context), state);
  }
  if (name === 'match' && first?.kind === 'regexp') {
    const formula = testString('matches', receiver, first.source, context, first.flags);
    return one(conditionAt(formula, node, context), state);
  }
  if (name === 'toString' || name === 'trim' || name === 'normalize') return one(receiver, state);
  if (name === 'toLowerCase') return one(lowered(receiver), state);
  return one(plainAt(node, context), state);
}

function lowered(value: Val): Val {
  if (value.kind === 'pathname') return { ...value, lowerCase: true };
  return value.kind === 'string' ? { ...value, text: value.text.toLowerCase() } : value;
}

export function callArray(items: readonly Val[], call: Call): Out[] {
  const { name, args, node, context, state } = call;
  const [first] = args;
  switch (name) {
    case 'includes':
    case 'has': {
      const formula = first && includedIn(items, first, context);
      return one(conditionAt(formula && compact(formula, context.machine.atoms), node, context), state);
    }
    case 'some':
    case 'find':
      return quantified(items, call, or);
    case 'every':
      return quantified(items, call, and);
    case 'forEach':
      return each(items, call);
    case 'map':
      return mapped(items, call);
    case 'reduce':
    case 'reduceRight':
      return reduced(name === 'reduce' ? items : [...items].reverse(), call);
    case 'push':
    case 'unshift':
    case 'splice':
      return changed(items, call);
    case 'concat':
      return args.every((arg) => arg.kind === 'array')
        ? one(
            { kind: 'array', items: [...items, ...args.flatMap((a) => (a.kind === 'array' ? a.items : []))] },
            state,
          )
        : one(tainted, state);
    case 'at':
      return one(
        first?.kind === 'number' ? (items.at(first.value) ?? nullish) : plainAt(node, context),
        state,
      );
    case 'join':
    case 'indexOf':
      return one(plainAt(node, context), state);
    default:
      return isLoaded(state, { kind: 'array', items }) ? one(tainted, state) : callForeign('plain', call);
  }
}

/** `paths.some((p) => pathname.startsWith(p))`: a formula when every call of the callback gives a plain one. */
function quantified(
  items: readonly Val[],
  call: Call,
  combine: (parts: readonly Formula[]) => Formula,
): Out[] {
  const callback = call.args[0];
  const { context, node, state } = call;
  const formulas: Formula[] = [];
  for (const [i, item] of items.entries()) {
    const outs = callback ? applyTo(callback, [item], call, `${context.round}/${i}`) : [];
    const truth = truthOfOuts(outs, call);
    if (!truth || items.length > 200) return one(plainAt(node, context), state);
    formulas.push(truth);
  }
  return one(bool(compact(combine(formulas), context.machine.atoms)), state);
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

function each(items: readonly Val[], call: Call): Out[] {
  const callback = call.args[0];
  if (!callback) return one(nullish, call.state);
  const list: Val = { kind: 'array', items };
  const states = iterate(list, call.state, call.context, (element, before, context) => {
    const outs = applyTo(callback, [element], { ...call, context, state: before }, context.round);
    return { states: outs.map((out) => out.state), breaks: [] };
  });
  return states.map((state) => ({ value: nullish, state }));
}

function mapped(items: readonly Val[], call: Call): Out[] {
  const callback = call.args[0];
  let outs: { values: Val[]; state: Out['state'] }[] = [{ values: [], state: call.state }];
  if (!callback || items.length > 16) return one(tainted, call.state);
  for (const [i, item] of items.entries()) {
    outs = outs.flatMap(({ values, state }) =>
      applyTo(
        callback,
        [item, { kind: 'number', value: i }],
        { ...call, state },
        `${call.context.round}/${i}`,
      ).map((out) => ({ values: [...values, out.value], state: out.state })),
    );
  }
  return outs.map(({ values, state }) => ({ value: { kind: 'array', items: values }, state }));
}

/** `handlers.reduce((response, handler) => …, start)`. */
function reduced(items: readonly Val[], call: Call): Out[] {
  const [callback, start] = call.args;
  if (!callback || items.length > 16) return one(tainted, call.state);
  const rest = start ? items : items.slice(1);
  let outs: Out[] = one(start ?? items[0] ?? nullish, call.state);
  for (const [i, item] of rest.entries()) {
    outs = outs.flatMap((out) =>
      applyTo(callback, [out.value, item], { ...call, state: out.state }, `${call.context.round}/${i}`),
    );
  }
  return outs;
}

/** The variable that holds the list gets a list of which nothing is known. */
function changed(items: readonly Val[], call: Call): Out[] {
  const callee = ts.isCallExpression(call.node) ? call.node.expression : undefined;
  if (!callee || !ts.isPropertyAccessExpression(callee)) return one(tainted, call.state);
  const isKnown = call.name === 'push' && call.args.every((arg) => arg.kind !== 'tainted');
  const list: Val = isKnown ? { kind: 'array', items: [...items, ...call.args] } : tainted;
  return assign(callee.expression, list, call.context, call.state).map((out) => ({
    value: text('', false),
    state: out.state,
  }));
}

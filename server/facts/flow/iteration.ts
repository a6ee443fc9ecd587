/** What a loop's body does to one element after the other. */
import type ts from 'typescript';
import { anyOf, listOf } from './holders';
import type { Context } from './machine';
import { limited } from './machine';
import { covers, joinLoosely, merge } from './merging';
import { dependOn, escapeAll, jarAt, type State } from './state';
import type { HeaderClass, Val } from './values';

export interface Round {
  states: State[];
  /** Left by `break`. */
  breaks: State[];
}

export type Body = (element: Val, state: State, context: Context) => Round;

/** Longer lists are not unrolled. */
const maximumRounds = 16;

/** The states after the loop. */
export function iterate(list: Val, node: ts.Node, state: State, context: Context, body: Body): State[] {
  const id =
    list.kind === 'headers' ||
    list.kind === 'entries' ||
    list.kind === 'setCookies' ||
    list.kind === 'cookieList'
      ? list.id
      : undefined;
  if (id !== undefined && jarAt(state, id).loads.size > 0) {
    return iterateJar(elementsOf(list, id), state, context, body);
  }
  if (list.kind === 'array' && list.items.length <= maximumRounds)
    return unroll(list.items, state, context, body);
  const start = dependOn(state, list);
  const inner = inRound(context, 'once');
  const element = unknownElement(list, node, context, start);
  const once = repeated(start, (before) => body(element, before, inner));
  return merge([start, ...once.states, ...once.breaks]);
}

/** More rounds than it takes to carry a value through the variables of a real loop. */
const maximumRepeats = 3;

/** A round of a loop whose rounds are not known: it finds what earlier ones may have left. */
export function repeated(state: State, body: (state: State) => Round): Round {
  let start = state;
  let round = body(start);
  for (let i = 0; round.states.some((after) => !covers(start, after)); i++) {
    start = joinLoosely([start, ...round.states]) ?? start;
    if (i === maximumRepeats) start = { ...escapeAll(start), opaque: true };
    round = body(start);
    if (i === maximumRepeats) break;
  }
  return round;
}

/**
 * Two `Set-Cookie` lines show the difference between `set` and `append`; the other headers stand for themselves.
 * An SDK from 4.29.0 on always sends six.
 */
function elementsOf(list: Val, id: number): Val[] {
  if (list.kind === 'cookieList') return [{ kind: 'cookie', id }];
  if (list.kind === 'setCookies')
    return [
      { kind: 'setCookie', id },
      { kind: 'setCookie', id },
    ];
  const headers: HeaderClass[] = ['set-cookie', 'set-cookie', 'x-middleware-next', 'other'];
  return headers.map((header) => ({ kind: 'entry', id, header }));
}

/** Which of several ways the body goes depends on the element, so they are joined after each. */
function iterateJar(elements: readonly Val[], state: State, context: Context, body: Body): State[] {
  let current: State = state;
  const left: State[] = [];
  for (const [i, element] of elements.entries()) {
    const round = body(element, current, inRound(context, `${i}`));
    left.push(...round.breaks);
    const joined = joinLoosely(round.states);
    if (!joined) break;
    current = joined;
    if (i === elements.length - 1) left.push(current);
  }
  const result = joinLoosely(left);
  return result ? [result] : [];
}

function unroll(items: readonly Val[], state: State, context: Context, body: Body): State[] {
  let states: State[] = [state];
  const left: State[] = [];
  for (const [i, item] of items.entries()) {
    const rounds = states.map((before) => body(item, before, inRound(context, `${i}`)));
    left.push(...rounds.flatMap((round) => round.breaks));
    states = limited(
      context.machine,
      rounds.flatMap((round) => round.states),
    );
  }
  return limited(context.machine, [...states, ...left]);
}

function inRound(context: Context, round: string): Context {
  return { ...context, round: `${context.round}/${round}` };
}

function unknownElement(list: Val, node: ts.Node, context: Context, state: State): Val {
  if (list.kind === 'tainted') return list;
  const { round } = context;
  const unknown = anyOf([list], node, { ...context, round: `${round}/${context.machine.newId()}` }, state);
  return list.kind === 'headers' || list.kind === 'entries' ? listOf([unknown, unknown], context) : unknown;
}

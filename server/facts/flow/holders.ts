/** Lists and objects: what may come out of them, and what is written into them. */
import type ts from 'typescript';
import { type Context, plainAt } from './machine';
import { escapeAll, isLoaded, type State, withoutVariables, withVariable } from './state';
import {
  type Holder,
  type HolderId,
  isActive,
  isHolder,
  isResponse,
  parts,
  tainted,
  type Val,
} from './values';

export function listOf(items: readonly Val[], context: Context): Val {
  return { kind: 'array', id: context.machine.newId(), items };
}

/** An unknown one that may be code of the project. */
export function unresolvedAt(node: ts.Node, context: Context): Val {
  const value = plainAt(node, context);
  return value.kind === 'plain' ? { ...value, kind: 'unresolved' } : value;
}

/** A response, which gets what is written to the value, or a function that may use what is around it. */
function isAtHand(part: Val): boolean {
  return isResponse(part) || (part.kind === 'function' && part.environment !== null);
}

/** One of the values, or something made of them: it is not known which. */
export function anyOf(values: readonly Val[], node: ts.Node, context: Context, state: State): Val {
  const isCalled = state.performed.length > 0;
  if (isCalled && values.some((value) => [...parts(value)].some(isAtHand))) return tainted;
  if (values.some((value) => isLoaded(state, value))) return tainted;
  return values.some(isActive) ? unresolvedAt(node, context) : plainAt(node, context);
}

/** `next` takes the place of the list or object under all its names. */
export function replaceHolder(state: State, id: HolderId, next: Val): State {
  const swap = (value: Val): Val => {
    if (!isHolder(value)) return value;
    if (value.id === id) return next;
    if (value.kind === 'array') {
      const items = value.items.map(swap);
      return items.some((item, i) => item !== value.items[i]) ? { ...value, items } : value;
    }
    const fields = [...value.fields].map(([name, field]) => [name, swap(field)] as const);
    const isChanged = fields.some(([name, field]) => field !== value.fields.get(name));
    return isChanged ? { ...value, fields: new Map(fields) } : value;
  };
  return { ...state, variables: new Map([...state.variables].map(([key, value]) => [key, swap(value)])) };
}

/** Writes into a list or object. What belongs to a module outlives the request, so that others may read it. */
export function writeHolder(holder: Holder, next: Val, context: Context, state: State): State {
  if (!context.machine.moduleHolders.has(holder.id)) return replaceHolder(state, holder.id, next);
  context.machine.truncated = true;
  return escapeAll(state);
}

/**
 * Values that wait while something else is evaluated: `take(context, await fill(context))`. Lists and objects among
 * them are kept in a variable, where they change like all others.
 */
export function holding<T extends { state: State }>(
  values: readonly Val[],
  context: Context,
  state: State,
  run: (state: State) => readonly T[],
): (T & { held: readonly Val[] })[] {
  if (!values.some(isHolder)) return run(state).map((out) => ({ ...out, held: values }));
  const slot = -1 - context.machine.newId();
  return run(withVariable(state, slot, { kind: 'array', id: slot, items: values })).map((out) => {
    const kept = out.state.variables.get(slot);
    return {
      ...out,
      held: kept?.kind === 'array' ? kept.items : values,
      state: withoutVariables(out.state, (variable) => variable === slot),
    };
  });
}

/** Code out of sight may have put anything into it. */
export function havoc(
  holder: Holder,
  given: readonly Val[],
  node: ts.Node,
  context: Context,
  state: State,
): State {
  const content = anyOf([...parts(holder), ...given], node, context, state);
  const next: Val = holder.kind === 'array' ? content : { ...holder, fields: new Map([['...', content]]) };
  return replaceHolder(state, holder.id, next);
}

/** Calls of the project's own functions: their bodies are followed in place. */
import ts from 'typescript';
import { type Call, callValue } from './calls';
import { arrayOf, evaluate, one } from './expressions';
import { callForeign } from './foreign';
import { anyOf } from './holders';
import { type Context, maximumDepth, mergeOuts, type Out } from './machine';
import { bind, withDefault } from './names';
import { type State, withoutVariables } from './state';
import { execute } from './statements';
import { type FunctionVal, nullish, parts, type Val } from './values';

/** Enough for `chain(handlers, index + 1)` over a list of handlers. */
const maximumRecursion = 5;

export function inline(callee: FunctionVal, call: Call): Out[] {
  const { node, module } = callee;
  const { context, state } = call;
  const isGenerator = 'asteriskToken' in node && node.asteriskToken !== undefined;
  const isTooDeep =
    context.stack.length >= maximumDepth || context.stack.filter((n) => n === node).length > maximumRecursion;
  if (!node.body || isGenerator || isTooDeep) {
    return callForeign('unresolved', call, [callee]);
  }
  const frame = context.machine.newId();
  const inner: Context = {
    ...context,
    module,
    environment: { owner: node, frame, parent: callee.environment },
    stack: [...context.stack, node],
    round: '',
  };
  const bound = bindParameters(node, call.args, inner, state);
  const outs = bound.flatMap((start) => runBody(node, inner, start));
  return mergeOuts(
    context.machine,
    outs.map((out) => withoutFrame(out, frame)),
  );
}

function bindParameters(
  node: ts.FunctionLikeDeclaration,
  args: readonly Val[],
  context: Context,
  state: State,
): State[] {
  let states: State[] = [state];
  node.parameters.forEach((parameter, i) => {
    states = states.flatMap((before) => {
      const given: Val = parameter.dotDotDotToken
        ? arrayOf(args.slice(i), parameter, context, before)
        : argumentAt(args, i, parameter, context, before);
      if (given.kind !== 'nullish' || !parameter.initializer) {
        const value = parameter.initializer
          ? withDefault(given, parameter.initializer, context, before)
          : given;
        return [bind(parameter.name, parameter, value, context, before)];
      }
      return evaluate(parameter.initializer, context, before).map((out) =>
        bind(parameter.name, parameter, out.value, context, out.state),
      );
    });
  });
  return states;
}

/** After a spread list of unknown length any of the arguments may be meant. */
function argumentAt(args: readonly Val[], index: number, node: ts.Node, context: Context, state: State): Val {
  const spread = args.findIndex((arg) => arg.kind === 'spread');
  return spread < 0 || index < spread
    ? (args[index] ?? nullish)
    : anyOf(args.slice(spread), node, context, state);
}

function runBody(node: ts.FunctionLikeDeclaration, context: Context, state: State): Out[] {
  const body = node.body!;
  if (!ts.isBlock(body)) {
    const site = { node: body, module: context.module };
    return evaluate(body as ts.Expression, context, state).map((out) => ({
      ...out,
      sites: [...(out.sites ?? []), site],
    }));
  }
  const { normal, abrupt } = execute(body.statements, context, [state]);
  const outs = normal.flatMap((after) => one(nullish, after));
  for (const end of abrupt) {
    if (end.kind === 'return') outs.push({ value: end.value, state: end.state, sites: end.sites });
  }
  return outs;
}

/** The function's variables go, unless a function made in it still needs them. */
function withoutFrame(out: Out, frame: number): Out {
  for (const part of parts(out.value)) if (part.kind === 'function') return out;
  const first = frame * 100_000;
  return { ...out, state: withoutVariables(out.state, (v) => v >= first && v < first + 100_000) };
}

/** Runs a function value once for an element of a list, as `forEach` does. */
export function applyTo(callee: Val, args: readonly Val[], call: Call, round: string): Out[] {
  return callValue(callee, { ...call, args, context: { ...call.context, round } });
}

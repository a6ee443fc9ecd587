/** Loop statements. A loop over something unknown runs its body not at all or once. */
import ts from 'typescript';
import { assign } from './assignments';
import { decide, evaluate } from './expressions';
import { iterate, repeated, type Round } from './iteration';
import { listOf } from './holders';
import { type Context, limited, plainAt } from './machine';
import { bind } from './names';
import type { State } from './state';
import { type Abrupt, type Completion, declare, executeOne } from './statements';
import { text, type Val } from './values';

export function executeForOf(
  statement: ts.ForOfStatement | ts.ForInStatement,
  context: Context,
  state: State,
): Completion {
  const abrupt: Abrupt[] = [];
  const listIn = (value: Val): Val =>
    ts.isForInStatement(statement) ? namesIn(value, statement, context) : value;
  const normal = evaluate(statement.expression, context, state).flatMap((list) =>
    iterate(listIn(list.value), statement, list.state, context, (element, before, inner) => {
      const start = bindElement(statement.initializer, element, inner, before);
      return splitBody(executeOne(statement.statement, inner, start), abrupt);
    }),
  );
  return { normal: limited(context.machine, normal), abrupt };
}

/** What `for … in` goes through. */
function namesIn(value: Val, node: ts.Node, context: Context): Val {
  if (value.kind === 'tainted') return value;
  const isKnown = value.kind === 'object' && !value.fields.has('...');
  return isKnown
    ? listOf(
        [...value.fields.keys()].map((name) => text(name)),
        context,
      )
    : plainAt(node, context);
}

function bindElement(target: ts.ForInitializer, element: Val, context: Context, state: State): State {
  if (!ts.isVariableDeclarationList(target))
    return assign(target, element, context, state)[0]?.state ?? state;
  const declaration = target.declarations[0];
  return declaration ? bind(declaration.name, declaration, element, context, state) : state;
}

/** `continue` goes on with the next round, `break` ends the loop; the rest leaves it. */
function splitBody(completion: Completion, abrupt: Abrupt[]): Round {
  const round: Round = { states: [...completion.normal], breaks: [] };
  for (const end of completion.abrupt) {
    if (end.kind === 'continue' && end.label === undefined) round.states.push(end.state);
    else if (end.kind === 'break' && end.label === undefined) round.breaks.push(end.state);
    else abrupt.push(end);
  }
  return round;
}

export function executeFor(statement: ts.ForStatement, context: Context, state: State): Completion {
  const { initializer } = statement;
  const starts = !initializer
    ? [state]
    : ts.isVariableDeclarationList(initializer)
      ? declare(initializer, context, state)
      : evaluate(initializer, context, state).map((out) => out.state);
  const result: Completion = { normal: [], abrupt: [] };
  for (const start of starts) {
    const completion = executeWhile(
      statement.statement,
      statement.condition,
      context,
      start,
      statement.incrementor,
    );
    result.normal.push(...completion.normal);
    result.abrupt.push(...completion.abrupt);
  }
  return result;
}

/** Without a condition (`for (;;)`) the body may run or not. */
export function executeWhile(
  body: ts.Statement,
  condition: ts.Expression | undefined,
  context: Context,
  state: State,
  incrementor?: ts.Expression,
): Completion {
  const abrupt: Abrupt[] = [];
  const ways = condition
    ? decide(condition, context, state)
    : [true, false].map((truth) => ({ truth, state }));
  const normal: State[] = [];
  for (const way of ways) {
    if (!way.truth) normal.push(way.state);
    else {
      const inner = { ...context, round: `${context.round}/loop` };
      const round = repeated(way.state, (before) => {
        const { states, breaks } = splitBody(executeOne(body, inner, before), abrupt);
        return { states: goOn([incrementor, condition], states, inner), breaks };
      });
      normal.push(...round.states, ...round.breaks);
    }
  }
  return { normal: limited(context.machine, normal), abrupt };
}

export function executeDo(statement: ts.DoStatement, context: Context, state: State): Completion {
  const abrupt: Abrupt[] = [];
  const round = repeated(state, (before) => {
    const { states, breaks } = splitBody(executeOne(statement.statement, context, before), abrupt);
    return { states: goOn([statement.expression], states, context), breaks };
  });
  return { normal: limited(context.machine, [...round.states, ...round.breaks]), abrupt };
}

/** What is evaluated between two rounds. How the test ends the second time says nothing: it is not the same question. */
function goOn(
  expressions: readonly (ts.Expression | undefined)[],
  states: readonly State[],
  context: Context,
): State[] {
  let after = [...states];
  for (const expression of expressions) {
    if (!expression) continue;
    after = after.flatMap((state) => evaluate(expression, context, state).map((out) => out.state));
  }
  return limited(context.machine, after);
}

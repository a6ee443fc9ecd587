/** Statements: from the states before to those after, and the ways out. */
import ts from 'typescript';
import { decide, evaluate } from './expressions';
import { type Context, limited, spend } from './machine';
import { executeDo, executeFor, executeForOf, executeWhile } from './loops';
import { bind } from './names';
import { assuming, dependOn, escapeAll, type State, withoutVariables } from './state';
import { equals } from './truth';
import { executeTry } from './tries';
import type { ReturnSite } from './types';
import { nullish, type Val } from './values';

export type Abrupt =
  | { kind: 'return'; state: State; value: Val; sites: readonly ReturnSite[] }
  | { kind: 'break' | 'continue'; state: State; label: string | undefined };

export interface Completion {
  normal: State[];
  abrupt: Abrupt[];
}

export function execute(
  statements: readonly ts.Statement[],
  context: Context,
  states: readonly State[],
): Completion {
  let normal = [...states];
  const abrupt: Abrupt[] = [];
  for (const statement of statements) {
    if (normal.length === 0) break;
    const next: State[] = [];
    for (const state of normal) {
      const completion = executeOne(statement, context, state);
      next.push(...completion.normal);
      abrupt.push(...completion.abrupt);
    }
    normal = limited(context.machine, next);
  }
  return { normal, abrupt };
}

export function executeOne(statement: ts.Statement, context: Context, state: State): Completion {
  spend(context.machine);
  if (ts.isVariableStatement(statement)) return normally(declare(statement.declarationList, context, state));
  if (ts.isExpressionStatement(statement)) {
    return normally(evaluate(statement.expression, context, state).map((out) => out.state));
  }
  if (ts.isReturnStatement(statement)) return executeReturn(statement, context, state);
  if (ts.isIfStatement(statement)) return executeIf(statement, context, state);
  if (ts.isBlock(statement)) return executeBlock(statement, context, state);
  if (ts.isThrowStatement(statement)) {
    context.throws.push(...evaluate(statement.expression, context, state).map((out) => out.state));
    return { normal: [], abrupt: [] };
  }
  if (ts.isTryStatement(statement)) return executeTry(statement, context, state);
  if (ts.isSwitchStatement(statement)) return executeSwitch(statement, context, state);
  if (ts.isForOfStatement(statement) || ts.isForInStatement(statement)) {
    return executeForOf(statement, context, state);
  }
  if (ts.isForStatement(statement)) return executeFor(statement, context, state);
  if (ts.isWhileStatement(statement)) {
    return executeWhile(statement.statement, statement.expression, context, state);
  }
  if (ts.isDoStatement(statement)) return executeDo(statement, context, state);
  if (ts.isLabeledStatement(statement)) return executeLabeled(statement, context, state);
  if (ts.isBreakStatement(statement) || ts.isContinueStatement(statement)) {
    const kind = ts.isBreakStatement(statement) ? 'break' : 'continue';
    return { normal: [], abrupt: [{ kind, state, label: statement.label?.text }] };
  }
  // The methods of a class get hold of what is around them.
  if (ts.isClassDeclaration(statement)) return normally([escapeAll(state)]);
  // Declarations of functions and types do nothing by themselves.
  return normally([state]);
}

export function normally(states: readonly State[]): Completion {
  return { normal: [...states], abrupt: [] };
}

export function declare(list: ts.VariableDeclarationList, context: Context, state: State): State[] {
  let states: State[] = [state];
  for (const declaration of list.declarations) {
    states = states.flatMap((before) => {
      if (!declaration.initializer) return [bind(declaration.name, declaration, nullish, context, before)];
      return evaluate(declaration.initializer, context, before).map((out) =>
        bind(declaration.name, declaration, out.value, context, out.state),
      );
    });
  }
  return states;
}

function executeReturn(statement: ts.ReturnStatement, context: Context, state: State): Completion {
  const site: ReturnSite = { node: statement, module: context.module };
  if (!statement.expression) {
    return { normal: [], abrupt: [{ kind: 'return', state, value: nullish, sites: [site] }] };
  }
  const abrupt = evaluate(statement.expression, context, state).map((out): Abrupt => ({
    kind: 'return',
    state: out.state,
    value: out.value,
    sites: [...(out.sites ?? []), site],
  }));
  return { normal: [], abrupt };
}

function executeIf(statement: ts.IfStatement, context: Context, state: State): Completion {
  const result: Completion = { normal: [], abrupt: [] };
  for (const { truth, state: after } of decide(statement.expression, context, state)) {
    const branch = truth ? statement.thenStatement : statement.elseStatement;
    const completion = branch ? executeOne(branch, context, after) : normally([after]);
    result.normal.push(...completion.normal);
    result.abrupt.push(...completion.abrupt);
  }
  return result;
}

function executeBlock(block: ts.Block, context: Context, state: State): Completion {
  const { normal, abrupt } = execute(block.statements, context, [state]);
  const gone = declaredIn(block, context);
  if (gone.size === 0) return { normal, abrupt };
  return { normal: normal.map((s) => withoutVariables(s, (v) => gone.has(v))), abrupt };
}

/** Variables that end with the block: kept, they would keep equal states apart. */
function declaredIn(block: ts.Block, context: Context): Set<number> {
  const frame = context.environment?.frame ?? 0;
  const variables = new Set<number>();
  const add = (name: ts.BindingName, declaration: ts.Node): void => {
    if (ts.isIdentifier(name)) variables.add(context.machine.variable(frame, declaration));
    else for (const element of name.elements) if (ts.isBindingElement(element)) add(element.name, element);
  };
  for (const statement of block.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    if (!(statement.declarationList.flags & ts.NodeFlags.BlockScoped)) continue;
    for (const declaration of statement.declarationList.declarations) add(declaration.name, declaration);
  }
  return variables;
}

function executeSwitch(statement: ts.SwitchStatement, context: Context, state: State): Completion {
  const { clauses } = statement.caseBlock;
  const result: Completion = { normal: [], abrupt: [] };
  for (const subject of evaluate(statement.expression, context, state)) {
    const before = dependOn(subject.state, subject.value);
    const entries = enterClauses(statement, subject.value, context, before);
    let running: State[] = [];
    for (const [i, clause] of clauses.entries()) {
      running = limited(context.machine, [...running, ...(entries.get(i) ?? [])]);
      const completion = execute(clause.statements, context, running);
      running = completion.normal;
      for (const end of completion.abrupt) {
        if (end.kind === 'break' && end.label === undefined) result.normal.push(end.state);
        else result.abrupt.push(end);
      }
    }
    result.normal.push(...running, ...(entries.get(-1) ?? []));
  }
  return result;
}

/** The states that start at each clause; under -1 those that match none. */
function enterClauses(
  statement: ts.SwitchStatement,
  subject: Val,
  context: Context,
  state: State,
): Map<number, State[]> {
  const { machine } = context;
  const entries = new Map<number, State[]>();
  let searching: State[] = [state];
  const { clauses } = statement.caseBlock;
  for (const [i, clause] of clauses.entries()) {
    if (!ts.isCaseClause(clause)) continue;
    const next: State[] = [];
    for (const before of searching) {
      for (const test of evaluate(clause.expression, context, before)) {
        const name = `${statement.expression.getText()} === ${clause.expression.getText()}`;
        const id = machine.idOf(`${context.environment?.frame ?? 0} ${context.round} ${name}`);
        const formula = equals(subject, test.value, context) ?? machine.atoms.value(id, name);
        const match = assuming(test.state, formula, true);
        const miss = assuming(test.state, formula, false);
        if (match) entries.set(i, [...(entries.get(i) ?? []), match]);
        if (miss) next.push(miss);
      }
    }
    searching = next;
  }
  entries.set(
    clauses.findIndex((clause) => ts.isDefaultClause(clause)),
    searching,
  );
  return entries;
}

function executeLabeled(statement: ts.LabeledStatement, context: Context, state: State): Completion {
  const { normal, abrupt } = executeOne(statement.statement, context, state);
  const isOwn = (end: Abrupt): boolean => end.kind !== 'return' && end.label === statement.label.text;
  return {
    normal: [...normal, ...abrupt.filter(isOwn).map((end) => end.state)],
    abrupt: abrupt.filter((end) => !isOwn(end)),
  };
}

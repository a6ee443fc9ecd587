import ts from 'typescript';
import { V4_DEFAULTS } from '../../shared/session/defaults';
import type { AppModel, ClientModel, Rule, RuleFix } from '../model';
import { alternatives, type UnknownValue } from '../syntax/value';
import { replaceOption } from './support/edits';
import {
  isRolling,
  placeOfAlternative,
  sessionClients,
  writtenDurations,
  type DurationName,
} from './support/session';

export const rule: Rule = {
  meta: {
    id: 'env-duration-may-be-nan',
    severity: 'warning',
    description: 'A session duration is NaN when its environment variable is missing.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      for (const name of writtenDurations(client)) {
        for (const value of alternatives(client[name].value)) {
          if (value.kind !== 'unknown' || !value.mayBeNaN) continue;
          if (isChecked(value) || (value.env !== undefined && isSet(app, value.env))) continue;
          const fix = fixOf(client, name);
          report({
            ...placeOfAlternative(client, client[name], value),
            message: messageOf(client, name, value),
            fixes: fix ? [fix] : [],
          });
        }
      }
    }
  },
};

/** Run with 4.30.0: NaN gives `Max-Age=0` while rolling, and an exception without. */
function messageOf(client: ClientModel, name: DurationName, { env }: UnknownValue): string {
  const missing =
    env === undefined ? 'an environment variable is missing or no number' : `${env} is missing or no number`;
  return isRolling(client) === true
    ? `Nobody stays signed in where ${missing}: ${name} is NaN then, and the session cookie gets Max-Age=0.`
    : `Nobody can sign in where ${missing}: ${name} is NaN then, and the session has no expiry to write.`;
}

/** Files that are part of a deployment, unlike `.env.example` and `.env.local`. */
function isSet(app: AppModel, name: string): boolean {
  return app.project.env.some(
    (entry) => entry.name === name && /\/\.env(\.production)?$/.test(entry.file) && Number(entry.value) > 0,
  );
}

/**
 * `if (!process.env.X) throw …`, `assert(process.env.X)`, the same for a constant that is made of it, or for all names
 * in a list: the module does not get past a missing variable.
 */
function isChecked({ env, origin }: UnknownValue): boolean {
  if (env === undefined) return false;
  const file = origin.node.getSourceFile();
  const reads = readerOf(env, file);
  const asks = (node: ts.Node): boolean => {
    if (ts.isIfStatement(node)) return reads(node.expression);
    if (!ts.isCallExpression(node)) return false;
    return (
      /assert|invariant|require|ensure|check/i.test(node.expression.getText()) && node.arguments.some(reads)
    );
  };
  return someNode(file, asks) || isInCheckedList(env, file);
}

/** Tells whether a node names the variable, or a constant of the file that is made of it. */
function readerOf(env: string, file: ts.SourceFile): (node: ts.Node) => boolean {
  const names = new Set([env]);
  const reads = (node: ts.Node): boolean =>
    someNode(node, (inner) => (ts.isIdentifier(inner) || ts.isStringLiteral(inner)) && names.has(inner.text));
  // Constants are declared in the order in which they are made of each other.
  someNode(file, (node) => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && isValue(node) && reads(node)) {
      names.add(node.name.text);
    }
    return false;
  });
  return reads;
}

/** The client itself is made of the variable as well, and is asked for in other ways. */
function isValue({ initializer }: ts.VariableDeclaration): boolean {
  return initializer !== undefined && !ts.isNewExpression(initializer);
}

/** `for (const name of ['SESSION_MAX']) if (!process.env[name]) throw …`. */
function isInCheckedList(env: string, file: ts.SourceFile): boolean {
  const isName = (node: ts.Node): boolean => ts.isStringLiteral(node) && node.text === env;
  const readsByName = (node: ts.Node): boolean =>
    ts.isElementAccessExpression(node) &&
    node.expression.getText() === 'process.env' &&
    ts.isIdentifier(node.argumentExpression);
  return someNode(file, readsByName) && someNode(file, isName);
}

function someNode(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return test(node) || ts.forEachChild(node, (child) => someNode(child, test) || undefined) === true;
}

function fixOf(client: ClientModel, name: DurationName): RuleFix | null {
  const option = client[name];
  const node = option.node;
  if (!node || option.value.kind === 'oneOf') return null;
  const fallback = V4_DEFAULTS[name];
  const edit = replaceOption(option, withFallback(node, fallback));
  return edit && { title: `Fall back to the default: || ${fallback}`, edits: [edit], safe: true };
}

/** `??` does not catch NaN; `||` binds weaker than arithmetic, and must not be mixed with `??`. */
function withFallback(node: ts.Node, fallback: number): string {
  const isWeaker =
    ts.isConditionalExpression(node) ||
    ts.isArrowFunction(node) ||
    (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken);
  if (ts.isBinaryExpression(node) && isWeaker && ts.isNumericLiteral(node.right)) {
    return `${node.left.getText()} || ${node.right.getText()}`;
  }
  return isWeaker ? `(${node.getText()}) || ${fallback}` : `${node.getText()} || ${fallback}`;
}

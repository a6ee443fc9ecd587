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
          if (value.env !== undefined && (isSet(app, value.env) || isChecked(value))) continue;
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

/** `if (!process.env.X) throw …`, `assert(process.env.X)`: the module does not get past a missing variable. */
function isChecked({ env, origin }: UnknownValue): boolean {
  let isFound = false;
  const reads = (node: ts.Node): boolean => new RegExp(`\\b${env}\\b`).test(node.getText());
  const visit = (node: ts.Node): void => {
    if (isFound) return;
    if (ts.isIfStatement(node) && reads(node.expression)) isFound = true;
    if (
      ts.isCallExpression(node) &&
      /assert|invariant|require|ensure|check/i.test(node.expression.getText())
    ) {
      isFound ||= node.arguments.some(reads);
    }
    ts.forEachChild(node, visit);
  };
  visit(origin.node.getSourceFile());
  return isFound;
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

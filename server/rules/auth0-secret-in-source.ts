import ts from 'typescript';
import { optionOf } from '../app/clientConfigs';
import type { Report, Rule } from '../model';
import { unwrap } from '../syntax/parse';
import { alternatives, type Value } from '../syntax/value';
import { placeOf, replaceNode } from './support/edits';
import { sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'auth0-secret-in-source',
    severity: 'error',
    description: 'The secret that encrypts the sessions stands in the source code.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const value = optionOf(client, 'secret');
      const fallback = fallbackOf(value);
      if (fallback) report(reportOfFallback(fallback));
      if (value.kind !== 'known' || typeof value.value !== 'string' || value.value === '') continue;
      const { node } = value.origin;
      const isLiteral = ts.isStringLiteralLike(node);
      report({
        ...placeOf(node),
        marksSecret: true,
        message:
          'Whoever can read this code can open every session, and make one for any user. Keep the secret in AUTH0_SECRET, and take a new one.',
        fixes: isLiteral
          ? [
              {
                title: 'Read it from process.env.AUTH0_SECRET',
                edits: [replaceNode(node, 'process.env.AUTH0_SECRET')],
                safe: false,
              },
            ]
          : [],
      });
    }
  },
};

interface Fallback {
  /** The variable that comes first. */
  variable: string;
  literal: ts.Node;
  /** `process.env.X || 'literal'`. */
  choice: ts.BinaryExpression;
}

/** Not a choice by NODE_ENV, whose other arm is for development. */
function fallbackOf(value: Value): Fallback | null {
  const variables = alternatives(value).filter((one) => one.kind === 'unknown');
  const [literal, ...others] = alternatives(value).filter((one) => one.kind !== 'unknown');
  const [first] = variables;
  if (literal?.kind !== 'known' || typeof literal.value !== 'string' || literal.value === '') return null;
  if (first?.env === undefined || others.length > 0 || variables.some(({ env }) => !env)) return null;
  const choice = choiceAround(first.origin.node);
  return choice && { variable: first.env, literal: literal.origin.node, choice };
}

/** The whole of `a || b ?? 'literal'`; null for a part of something else, such as a ternary. */
function choiceAround(node: ts.Node): ts.BinaryExpression | null {
  let choice: ts.BinaryExpression | null = null;
  let at = node.parent;
  for (; ts.isExpression(at) && !ts.isObjectLiteralExpression(at); at = at.parent) {
    if (isChoice(at)) choice = at;
    else if (ts.isConditionalExpression(at) || ts.isBinaryExpression(at)) return null;
  }
  return choice;
}

function isChoice(node: ts.Node): node is ts.BinaryExpression {
  if (!ts.isBinaryExpression(node)) return false;
  const { kind } = node.operatorToken;
  return kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken;
}

function reportOfFallback({ variable, literal, choice }: Fallback): Report {
  const isOperand = unwrap(choice.right) === literal;
  return {
    ...placeOf(literal),
    marksSecret: true,
    severity: 'warning',
    message: `Where ${variable} is not set, this text takes its place, and nothing tells: whoever can read this code can then open every session, and make one for any user. Without it the SDK fails at the first login instead.`,
    fixes: isOperand
      ? [
          {
            title: 'Remove the fallback',
            edits: [replaceNode(choice, choice.left.getText())],
            safe: false,
          },
        ]
      : [],
  };
}

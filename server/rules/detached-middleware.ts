import ts from 'typescript';
import type { DetachedMethod } from '../facts/flow/types';
import type { Rule, RuleFix } from '../model';
import { atLeast } from '../project/semver';
import { placeOf, replaceNode } from './support/edits';
import { isV4 } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'detached-middleware',
    severity: 'error',
    description:
      'The middleware method is taken off its client, and before SDK 4.30.0 it throws on every request.',
    fixable: true,
  },
  check(app, report) {
    // 4.30.0 binds the method in the constructor.
    if (!isV4(app) || atLeast(app.project.sdk, '4.30.0') !== false) return;
    for (const method of app.middleware?.flow?.detached ?? []) {
      const fix = fixOf(method);
      report({
        ...placeOf(method.node),
        message:
          'Taken off its client, the method loses `this` and throws on every request. Call it on the client, or use SDK 4.30.0 or newer.',
        fixes: fix ? [fix] : [],
      });
    }
  },
};

function fixOf({ node, module }: DetachedMethod): RuleFix | null {
  const title = 'Call it on its client';
  const isTyped = /\.[mc]?tsx?$/.test(module.path);
  const wrap = (client: string): string => {
    const parameter = isTyped ? `request: Parameters<typeof ${client}.middleware>[0]` : 'request';
    return `(${parameter}) => ${client}.middleware(request)`;
  };
  if (!ts.isBindingElement(node)) {
    const client = ts.isPropertyAccessExpression(node) ? node.expression.getText() : '';
    return isName(client) ? { title, edits: [replaceNode(node, wrap(client))], safe: true } : null;
  }
  // `const { middleware } = auth0`, when nothing else is taken.
  const declaration = node.parent.parent;
  const isOnly = node.parent.elements.length === 1 && !node.initializer && ts.isIdentifier(node.name);
  if (!isOnly || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return null;
  const client = declaration.initializer.getText();
  const newText = `${node.name.getText()} = ${wrap(client)}`;
  return isName(client) ? { title, edits: [replaceNode(declaration, newText)], safe: true } : null;
}

function isName(text: string): boolean {
  return /^[\w$]+(?:\.[\w$]+)*$/.test(text);
}

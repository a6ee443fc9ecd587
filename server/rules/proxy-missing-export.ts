import ts from 'typescript';
import type { Module, Rule, RuleFix } from '../model';
import { atLeast } from '../project/semver';
import { exportsOf } from '../syntax/exports';
import { placeOf, replaceNode } from './support/edits';
import { fileName, isProxyFile, placeOfFile } from './support/files';

export const rule: Rule = {
  meta: {
    id: 'proxy-missing-export',
    severity: 'error',
    description: 'A proxy file must export a function named proxy, or one by default.',
    fixable: true,
  },
  check(app, report) {
    if (atLeast(app.project.next, '16.0.0') !== true) return;
    for (const module of app.middlewareModules) {
      if (!isProxyFile(module.path)) continue;
      const { names } = exportsOf(module.ast);
      if (names.has('proxy') || names.has('default')) continue;
      const old = names.has('middleware') ? middlewareName(module) : undefined;
      const fix = old && renaming(module, old);
      report({
        ...(old ? placeOf(old) : placeOfFile(module)),
        message: `The build fails: Next.js 16 wants ${fileName(module.path)} to export a function named proxy, or a default one.${
          old ? ' This one still has the name of a middleware file.' : ''
        }`,
        fixes: fix ? [fix] : [],
      });
    }
  },
};

/** The name in `export function middleware` or `export const middleware =`. */
function middlewareName(module: Module): ts.Identifier | undefined {
  for (const statement of module.ast.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === 'middleware') return statement.name;
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name) && name.text === 'middleware') return name;
    }
  }
  return undefined;
}

/** Only where nothing else in the file goes by either name. */
function renaming(module: Module, name: ts.Identifier): RuleFix | undefined {
  let others = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node !== name && /^(middleware|proxy)$/.test(node.text)) {
      const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
      if (!isMember) others++;
    }
    ts.forEachChild(node, visit);
  };
  visit(module.ast);
  if (others > 0) return undefined;
  return { title: 'Rename the function to proxy', edits: [replaceNode(name, 'proxy')], safe: true };
}

import ts from 'typescript';
import type { Module, Rule, RuleEdit } from '../model';
import { atLeast } from '../project/semver';
import { nameText, unwrap } from '../syntax/parse';
import { literalElement, placeOf, removeProperty } from './support/edits';
import { fileName, isProxyFile } from './support/files';

export const rule: Rule = {
  meta: {
    id: 'proxy-runtime-config',
    severity: 'error',
    description: 'A proxy file must not choose a runtime: Next.js 16 refuses to build it.',
    fixable: true,
  },
  check(app, report) {
    if (atLeast(app.project.next, '16.0.0') !== true) return;
    for (const module of app.middlewareModules) {
      const found = isProxyFile(module.path) ? runtimeOf(module) : undefined;
      if (!found) continue;
      const { node, value, edit } = found;
      const isNode = value !== undefined && ts.isStringLiteralLike(value) && value.text === 'nodejs';
      report({
        ...placeOf(node),
        message: `The build fails: ${fileName(module.path)} always runs on Node.js and may not set a runtime, not even 'nodejs'.`,
        // Taking 'edge' away changes where the code runs, which its author should decide.
        fixes: edit ? [{ title: 'Remove the runtime', edits: [edit], safe: isNode }] : [],
      });
    }
  },
};

interface Runtime {
  node: ts.Node;
  value: ts.Expression | undefined;
  edit: RuleEdit | null;
}

/** `export const runtime = …` or `runtime` in `export const config = { … }`. */
function runtimeOf(module: Module): Runtime | undefined {
  for (const statement of module.ast.statements) {
    if (!ts.isVariableStatement(statement) || !isExported(statement)) continue;
    const { declarations } = statement.declarationList;
    for (const declaration of declarations) {
      const name = nameText(declaration.name);
      const value = declaration.initializer && unwrap(declaration.initializer);
      if (name === 'runtime') {
        return {
          node: declaration,
          value,
          edit: declarations.length === 1 ? removeStatement(module, statement) : null,
        };
      }
      if (name !== 'config' || !value || !ts.isObjectLiteralExpression(value)) continue;
      const property = value.properties.find((p) => nameText(p.name) === 'runtime');
      const element = property && literalElement(property);
      if (!property || !element) continue;
      const inner = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
      return { node: property, value: inner, edit: removeProperty(element) };
    }
  }
  return undefined;
}

function isExported(statement: ts.VariableStatement): boolean {
  return (ts.getModifiers(statement) ?? []).some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
}

/** The statement with the rest of its line. */
function removeStatement(module: Module, statement: ts.Statement): RuleEdit {
  const end = statement.getEnd();
  const rest = /^[ \t]*(?:\r\n|\n|\r)?/.exec(module.text.slice(end))?.[0].length ?? 0;
  return { file: module.path, span: { start: statement.getStart(), end: end + rest }, newText: '' };
}

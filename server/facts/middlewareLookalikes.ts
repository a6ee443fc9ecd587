/** Exports that look like `export const config`, and that Next.js passes over without a word. */
import ts from 'typescript';
import { nameText } from '../syntax/parse';

export interface Lookalike {
  /** The name to point at. */
  node: ts.Node;
  reason: string;
}

/**
 * Called when there is no `export const config = …`. Next.js only looks for exactly that form (13.5 to 16.x,
 * extractExportedConstValue), so everything found here has no effect and the middleware runs on every request.
 */
export function overlookedConfig(file: ts.SourceFile): Lookalike | undefined {
  return reexported(file) ?? declared(file) ?? commonJs(file);
}

const effect = 'it is ignored and the middleware runs on every request.';

function reexported(file: ts.SourceFile): Lookalike | undefined {
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement) || statement.isTypeOnly) continue;
    const clause = statement.exportClause;
    if (!clause || !ts.isNamedExports(clause)) continue;
    const found = clause.elements.find((e) => e.name.text === 'config' && !e.isTypeOnly);
    if (found) {
      const form = statement.moduleSpecifier ? 'export { config } from' : 'export { config }';
      return { node: found, reason: `Next.js does not read \`${form}\`: ${effect}` };
    }
  }
  return undefined;
}

function declared(file: ts.SourceFile): Lookalike | undefined {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const isExported =
      ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false;
    for (const declaration of statement.declarationList.declarations) {
      const found = declaredLookalike(declaration, isExported);
      if (found) return found;
    }
  }
  return undefined;
}

function declaredLookalike(declaration: ts.VariableDeclaration, isExported: boolean): Lookalike | undefined {
  const { name } = declaration;
  if (!ts.isIdentifier(name) || !declaration.initializer) return undefined;
  if (name.text === 'matcher' && isExported) {
    return { node: name, reason: `Next.js reads \`matcher\` only inside \`export const config\`: ${effect}` };
  }
  if (!holdsMatcher(declaration.initializer)) return undefined;
  if (name.text === 'config') {
    const reason = isExported
      ? 'Next.js reads `config` only when it is declared with `const`'
      : 'Next.js reads `config` only when it is exported';
    return { node: name, reason: `${reason}: ${effect}` };
  }
  return isExported
    ? { node: name, reason: `Next.js reads only the export \`config\`, not \`${name.text}\`: ${effect}` }
    : undefined;
}

function commonJs(file: ts.SourceFile): Lookalike | undefined {
  for (const statement of file.statements) {
    if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) continue;
    const { left, operatorToken } = statement.expression;
    if (
      operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      /^(module\.)?exports\.config$/.test(left.getText())
    ) {
      return { node: left, reason: `Next.js does not read \`${left.getText()}\`: ${effect}` };
    }
  }
  return undefined;
}

/** An object with a `matcher`, whatever is wrapped around it. */
function holdsMatcher(initializer: ts.Expression): boolean {
  let node = initializer;
  for (;;) {
    if (ts.isCallExpression(node) && node.arguments[0]) node = node.arguments[0];
    else if (
      ts.isParenthesizedExpression(node) ||
      ts.isAsExpression(node) ||
      ts.isSatisfiesExpression(node) ||
      ts.isNonNullExpression(node)
    ) {
      node = node.expression;
    } else break;
  }
  return ts.isObjectLiteralExpression(node) && node.properties.some((p) => nameText(p.name) === 'matcher');
}

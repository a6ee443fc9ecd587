import ts from 'typescript';

/** How a module exports a name. */
export type ExportEntry =
  | { kind: 'declaration'; node: ts.Node }
  /** `export { local as name }`, `export default local`. */
  | { kind: 'local'; identifier: ts.Identifier }
  /** `export default <expression>`, `module.exports = <expression>`, `exports.name = <expression>`. */
  | { kind: 'expression'; node: ts.ExportAssignment | ts.BinaryExpression }
  /** `export { imported as name } from 'specifier'`; `*` for `export * as name`. */
  | { kind: 'from'; specifier: string; imported: string };

export interface Exports {
  names: ReadonlyMap<string, ExportEntry>;
  /** Specifiers of `export * from`. */
  stars: readonly string[];
}

const cache = new WeakMap<ts.SourceFile, Exports>();

export function exportsOf(file: ts.SourceFile): Exports {
  let found = cache.get(file);
  if (!found) {
    found = collect(file);
    cache.set(file, found);
  }
  return found;
}

function collect(file: ts.SourceFile): Exports {
  const names = new Map<string, ExportEntry>();
  const stars: string[] = [];
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) exportDeclaration(statement, names, stars);
    else if (ts.isExportAssignment(statement)) names.set('default', defaultEntry(statement));
    else if (ts.isExpressionStatement(statement)) commonJs(statement.expression, names);
    else if (isExported(statement)) declared(statement, names);
  }
  return { names, stars };
}

function isExported(statement: ts.Statement): boolean {
  return ts.canHaveModifiers(statement)
    ? (ts.getModifiers(statement) ?? []).some((m) => m.kind === ts.SyntaxKind.ExportKeyword)
    : false;
}

function declared(statement: ts.Statement, names: Map<string, ExportEntry>): void {
  if (ts.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations)
      bindings(declaration.name, declaration, names);
    return;
  }
  if (
    !ts.isFunctionDeclaration(statement) &&
    !ts.isClassDeclaration(statement) &&
    !ts.isEnumDeclaration(statement)
  ) {
    return;
  }
  const isDefault = (ts.getModifiers(statement) ?? []).some((m) => m.kind === ts.SyntaxKind.DefaultKeyword);
  const name = isDefault ? 'default' : statement.name?.text;
  if (name) names.set(name, { kind: 'declaration', node: statement });
}

function bindings(name: ts.BindingName, node: ts.Node, names: Map<string, ExportEntry>): void {
  if (ts.isIdentifier(name)) names.set(name.text, { kind: 'declaration', node });
  else
    for (const element of name.elements)
      if (ts.isBindingElement(element)) bindings(element.name, element, names);
}

function exportDeclaration(
  node: ts.ExportDeclaration,
  names: Map<string, ExportEntry>,
  stars: string[],
): void {
  if (node.isTypeOnly) return;
  const specifier =
    node.moduleSpecifier && ts.isStringLiteralLike(node.moduleSpecifier)
      ? node.moduleSpecifier.text
      : undefined;
  if (!node.exportClause) {
    if (specifier !== undefined) stars.push(specifier);
    return;
  }
  if (ts.isNamespaceExport(node.exportClause)) {
    if (specifier !== undefined)
      names.set(node.exportClause.name.text, { kind: 'from', specifier, imported: '*' });
    return;
  }
  for (const element of node.exportClause.elements) {
    if (element.isTypeOnly) continue;
    const local = element.propertyName ?? element.name;
    if (specifier !== undefined)
      names.set(element.name.text, { kind: 'from', specifier, imported: local.text });
    else if (ts.isIdentifier(local)) names.set(element.name.text, { kind: 'local', identifier: local });
  }
}

function defaultEntry(node: ts.ExportAssignment): ExportEntry {
  return ts.isIdentifier(node.expression)
    ? { kind: 'local', identifier: node.expression }
    : { kind: 'expression', node };
}

/** `module.exports = x`, `module.exports.name = x`, `exports.name = x`. */
function commonJs(node: ts.Expression, names: Map<string, ExportEntry>): void {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  const target = node.left;
  if (!ts.isPropertyAccessExpression(target)) return;
  const holder = target.expression.getText();
  if (holder === 'module' && target.name.text === 'exports') {
    names.set('default', { kind: 'expression', node });
    if (ts.isObjectLiteralExpression(node.right)) literalExports(node.right, names);
  } else if (holder === 'exports' || holder === 'module.exports') {
    names.set(target.name.text, { kind: 'expression', node });
  }
}

/** The names of `module.exports = { a, b: c }`. */
function literalExports(literal: ts.ObjectLiteralExpression, names: Map<string, ExportEntry>): void {
  for (const property of literal.properties) {
    if (ts.isShorthandPropertyAssignment(property)) {
      names.set(property.name.text, { kind: 'local', identifier: property.name });
    } else if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name)) {
      const value = property.initializer;
      names.set(
        property.name.text,
        ts.isIdentifier(value)
          ? { kind: 'local', identifier: value }
          : { kind: 'declaration', node: property },
      );
    }
  }
}

/** Libraries that count in milliseconds: by their names alone, for what they compute is not looked into. */
import ts from 'typescript';

/** `ms('30d')`, `milliseconds({ days: 30 })`; the name it is called by, null for any other expression. */
export function millisecondCall(node: ts.Node): string | null {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return null;
  const local = node.expression.text;
  const imported = importOf(local, node.getSourceFile());
  if (!imported) return null;
  const { name, from } = imported;
  // Of a number `ms` makes a text, and of a text without a unit milliseconds that may be counted otherwise.
  if (from === 'ms') return name === 'ms' && hasUnit(node.arguments[0]) ? local : null;
  const isOfDates = /^date-fns(?:\/|$)/.test(from) && /^(?:m|\w+ToM)illiseconds$/.test(name);
  return isOfDates ? local : null;
}

function hasUnit(argument: ts.Expression | undefined): boolean {
  return !!argument && ts.isStringLiteralLike(argument) && /^-?[\d.]+ ?[a-z]+$/i.test(argument.text);
}

/** A default export goes by the name of its module: `date-fns/milliseconds`. */
function importOf(local: string, source: ts.SourceFile): { name: string; from: string } | null {
  for (const { moduleSpecifier, importClause } of source.statements.filter(ts.isImportDeclaration)) {
    if (!importClause || !ts.isStringLiteral(moduleSpecifier)) continue;
    const from = moduleSpecifier.text;
    if (importClause.name?.text === local) return { name: from.slice(from.lastIndexOf('/') + 1), from };
    const bindings = importClause.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const element = bindings.elements.find(({ name }) => name.text === local);
    if (element) return { name: (element.propertyName ?? element.name).text, from };
  }
  return null;
}

/** Imports that a fix needs. */
import ts from 'typescript';
import type { RuleEdit } from '../../model';
import { insertAt, newLine, quoteOf } from './edits';

export interface ImportedName {
  /** What the name is called in the file. */
  name: string;
  /** Null when it is imported already. */
  edit: RuleEdit | null;
}

/**
 * The name of a package's export in a file, and the edit that imports it; null where the file has no imports (CommonJS), or
 * uses the name for something else.
 */
export function importName(source: ts.SourceFile, specifier: string, name: string): ImportedName | null {
  const imports = source.statements.filter(ts.isImportDeclaration);
  const [last] = imports.slice(-1);
  if (!last) return null;
  const own = imports.filter(
    ({ moduleSpecifier }) => ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text === specifier,
  );
  for (const { importClause } of own) {
    const bindings = importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    const there = bindings.elements.find((element) => (element.propertyName ?? element.name).text === name);
    if (there && !importClause.isTypeOnly && !there.isTypeOnly) return { name: there.name.text, edit: null };
  }
  if (new RegExp(`\\b${name}\\b`).test(source.text)) return null;
  for (const { importClause } of own) {
    const bindings = importClause?.namedBindings;
    if (!bindings || !ts.isNamedImports(bindings) || importClause.isTypeOnly) continue;
    const end = bindings.elements.at(-1);
    if (end) return { name, edit: insertAt(end, end.getEnd(), `, ${name}`) };
  }
  const quote = quoteOf(last.moduleSpecifier);
  const semicolon = last.getText().endsWith(';') ? ';' : '';
  const line = `${newLine(source.text)}import { ${name} } from ${quote}${specifier}${quote}${semicolon}`;
  return { name, edit: insertAt(last, last.getEnd(), line) };
}

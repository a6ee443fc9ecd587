/** Findings about a middleware file as a whole: which place in it to point at. */
import ts from 'typescript';
import type { Module, Place } from '../../model';
import { placeOf } from './edits';

const handlers = new Set(['middleware', 'proxy']);

/** The exported handler's name, else the first line of code. Never empty, so that the editor has something to underline. */
export function placeOfFile(module: Module): Place {
  for (const statement of module.ast.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name && handlers.has(statement.name.text)) {
      return placeOf(statement.name);
    }
    if (ts.isVariableStatement(statement)) {
      const found = statement.declarationList.declarations.find(
        (d) => ts.isIdentifier(d.name) && handlers.has(d.name.text),
      );
      if (found) return placeOf(found.name);
    }
  }
  const first = module.ast.statements[0];
  if (!first) return { file: module.path, span: { start: 0, end: module.text.length } };
  const { file, span } = placeOf(first);
  const line = /^[^\r\n]*/.exec(module.text.slice(span.start, span.end))?.[0] ?? '';
  return { file, span: { start: span.start, end: span.start + line.length } };
}

export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function isProxyFile(path: string): boolean {
  return fileName(path).startsWith('proxy.');
}

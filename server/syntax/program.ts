import type ts from 'typescript';
import type { Module } from '../model';
import type { Value } from './value';

/** What a name stands for, after imports and re-exports are followed. */
export type Declaration =
  | {
      kind: 'local';
      module: Module;
      /**
       * VariableDeclaration, BindingElement, FunctionDeclaration, ClassDeclaration, EnumDeclaration, Parameter,
       * or, for `export default <expression>`, the ExportAssignment.
       */
      node: ts.Node;
    }
  /** A name from a package outside the workspace: `imported` is the export's name, `default` or `*`. */
  | { kind: 'external'; specifier: string; imported: string };

/** Read-only view of an app's modules for everything that follows names or values across files. */
export interface Program {
  /** The parsed module, or undefined when it cannot be read. Parsing is cached by content. */
  module(path: string): Module | undefined;
  /** Absolute path of a workspace file; undefined for packages outside the workspace. */
  resolveModule(specifier: string, fromFile: string): string | undefined;
  /** May the specifier lead to the file `path` although its last part is another name? */
  mayRename(specifier: string, fromFile: string, path: string): boolean;
  /** Declaration of an identifier used as a value, respecting scopes. Undefined when it cannot be followed. */
  declarationOf(identifier: ts.Identifier, module: Module): Declaration | undefined;
  /** Declaration behind an export (`default` for the default export), following re-exports; cycles end in undefined. */
  exportOf(module: Module, name: string): Declaration | undefined;
  /** Constant evaluation; `process.env.NODE_ENV` counts as `production`. */
  evaluate(node: ts.Expression, module: Module): Value;
}

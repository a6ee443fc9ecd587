import ts from 'typescript';
import type { Host, Module } from '../model';
import { evaluateExpression } from './evaluate';
import { exportsOf, type ExportEntry } from './exports';
import { nameText, parseModule, unwrap } from './parse';
import type { Declaration, Program } from './program';
import type { Resolver } from './resolve';
import { lookup } from './scope';

/** Parsed modules by path, kept as long as the text is the same. */
export interface ModuleCache {
  get(path: string, text: string): Module;
  forget(path: string): void;
}

export function createModuleCache(): ModuleCache {
  const modules = new Map<string, Module>();
  return {
    get(path, text) {
      const cached = modules.get(path);
      if (cached && cached.text === text) return cached;
      const parsed = parseWithin(path, text);
      modules.set(path, parsed);
      return parsed;
    },
    forget: (path) => void modules.delete(path),
  };
}

/** Deeper nesting is no code that people write, and would exhaust the stack of whoever walks the tree. */
const maximumNesting = 400;

/** The module, or one without statements where the text is nested beyond reason. */
function parseWithin(path: string, text: string): Module {
  const empty = (): Module => ({ ...parseModule(path, ''), text });
  try {
    const module = parseModule(path, text);
    return nesting(module.ast) > maximumNesting ? empty() : module;
  } catch (error) {
    // The parser itself is recursive.
    if (error instanceof RangeError) return empty();
    throw error;
  }
}

function nesting(file: ts.SourceFile): number {
  let level: ts.Node[] = [file];
  let depth = 0;
  for (; level.length > 0 && depth <= maximumNesting; depth++) {
    const next: ts.Node[] = [];
    for (const node of level) ts.forEachChild(node, (child) => void next.push(child));
    level = next;
  }
  return depth;
}

const maximumDepth = 40;

/** `onRead` learns every path the program asked for, found or not: the app must be analysed again when one changes. */
export function createProgram(
  host: Host,
  modules: ModuleCache,
  resolver: Resolver,
  onRead: (path: string) => void = () => {},
): Program {
  const program: Program = {
    module(path) {
      onRead(path);
      const text = host.readFile(path);
      return text === undefined ? undefined : modules.get(path, text);
    },
    resolveModule: (specifier, fromFile) => resolver.resolve(specifier, fromFile),
    mayRename: (specifier, fromFile, path) => resolver.mayRename(specifier, fromFile, path),
    declarationOf: (identifier, module) => declarationOf(identifier, module, 0),
    exportOf: (module, name) => exportOf(module, name, 0),
    evaluate: (node, module) => evaluateExpression(node, module, program),
  };

  function declarationOf(identifier: ts.Identifier, module: Module, depth: number): Declaration | undefined {
    const node = lookup(identifier);
    return node && declarationAt(node, identifier.text, module, depth);
  }

  function declarationAt(
    node: ts.Node,
    name: string,
    module: Module,
    depth: number,
  ): Declaration | undefined {
    if (depth > maximumDepth) return undefined;
    if (ts.isImportSpecifier(node)) {
      const clause = node.parent.parent;
      return imported(clause.parent, (node.propertyName ?? node.name).text, module, depth);
    }
    if (ts.isImportClause(node)) return imported(node.parent, 'default', module, depth);
    if (ts.isNamespaceImport(node)) return imported(node.parent.parent, '*', module, depth);
    const required = requireOf(node, name);
    if (required) return follow(required.specifier, required.imported, module, depth);
    return { kind: 'local', module, node };
  }

  function imported(node: ts.Node, name: string, module: Module, depth: number): Declaration | undefined {
    return ts.isImportDeclaration(node) && ts.isStringLiteralLike(node.moduleSpecifier)
      ? follow(node.moduleSpecifier.text, name, module, depth)
      : undefined;
  }

  function follow(specifier: string, name: string, module: Module, depth: number): Declaration | undefined {
    const path = program.resolveModule(specifier, module.path);
    if (path === undefined) {
      // A relative path that leads nowhere is a missing file, not a package.
      return /^[./]/.test(specifier) ? undefined : { kind: 'external', specifier, imported: name };
    }
    const target = program.module(path);
    if (!target) return undefined;
    if (name === '*') return { kind: 'local', module: target, node: target.ast };
    return exportOf(target, name, depth + 1);
  }

  function exportOf(module: Module, name: string, depth: number): Declaration | undefined {
    if (depth > maximumDepth) return undefined;
    const { names, stars } = exportsOf(module.ast);
    const entry = names.get(name);
    if (entry) return fromEntry(entry, name, module, depth);
    if (name === 'default') return undefined;
    for (const specifier of stars) {
      const found = follow(specifier, name, module, depth + 1);
      if (found?.kind === 'local') return found;
    }
    return undefined;
  }

  function fromEntry(
    entry: ExportEntry,
    name: string,
    module: Module,
    depth: number,
  ): Declaration | undefined {
    switch (entry.kind) {
      case 'declaration':
        return declarationAt(entry.node, name, module, depth + 1);
      case 'local':
        return declarationOf(entry.identifier, module, depth + 1);
      case 'expression':
        return { kind: 'local', module, node: entry.node };
      case 'from':
        return follow(entry.specifier, entry.imported, module, depth + 1);
    }
  }

  return program;
}

/** `const x = require('s')`, `const { a: b } = require('s')`, the same with `await import('s')`. */
function requireOf(node: ts.Node, name: string): { specifier: string; imported: string } | undefined {
  let declaration = node;
  let imported = '*';
  if (ts.isBindingElement(node)) {
    if (!ts.isVariableDeclaration(node.parent.parent)) return undefined;
    declaration = node.parent.parent;
    imported = nameText(node.propertyName) ?? name;
  }
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return undefined;
  let value = unwrap(declaration.initializer);
  if (ts.isAwaitExpression(value)) value = unwrap(value.expression);
  if (!ts.isCallExpression(value)) return undefined;
  const isRequire =
    value.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(value.expression) && value.expression.text === 'require');
  const argument = value.arguments[0];
  return isRequire && argument && ts.isStringLiteralLike(argument)
    ? { specifier: argument.text, imported }
    : undefined;
}

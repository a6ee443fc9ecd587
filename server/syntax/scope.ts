/** Lexical scopes, found from the syntax tree alone: which declaration does an identifier mean? */
import ts from 'typescript';

type Names = Map<string, ts.Node>;

const scopes = new WeakMap<ts.Node, Names>();

/** The declaration of `identifier` in its own file, innermost scope first; undefined for globals. */
export function lookup(identifier: ts.Identifier): ts.Node | undefined {
  const name = identifier.text;
  for (let node: ts.Node = identifier; node; node = node.parent) {
    if (!isScope(node)) continue;
    const found = namesOf(node).get(name);
    if (found) return found;
  }
  return undefined;
}

function isScope(node: ts.Node): boolean {
  return (
    ts.isSourceFile(node) ||
    ts.isFunctionLike(node) ||
    ts.isBlock(node) ||
    ts.isModuleBlock(node) ||
    ts.isCaseBlock(node) ||
    ts.isForStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isForInStatement(node) ||
    ts.isCatchClause(node) ||
    ts.isClassExpression(node) ||
    ts.isEnumDeclaration(node)
  );
}

function namesOf(scope: ts.Node): Names {
  let names = scopes.get(scope);
  if (!names) {
    names = new Map();
    collect(scope, names);
    scopes.set(scope, names);
  }
  return names;
}

function collect(scope: ts.Node, names: Names): void {
  if (ts.isFunctionLike(scope)) {
    for (const parameter of scope.parameters) bind(parameter.name, parameter, names);
    if (ts.isFunctionExpression(scope) && scope.name) bind(scope.name, scope, names);
    if ('body' in scope && scope.body) hoistVars(scope.body, names);
  } else if (ts.isEnumDeclaration(scope)) {
    for (const member of scope.members) if (ts.isIdentifier(member.name)) names.set(member.name.text, member);
  } else if (ts.isClassExpression(scope)) {
    if (scope.name) bind(scope.name, scope, names);
  } else if (ts.isCatchClause(scope)) {
    if (scope.variableDeclaration) bind(scope.variableDeclaration.name, scope.variableDeclaration, names);
  } else if (ts.isForStatement(scope) || ts.isForOfStatement(scope) || ts.isForInStatement(scope)) {
    if (scope.initializer && ts.isVariableDeclarationList(scope.initializer)) list(scope.initializer, names);
  } else if (ts.isCaseBlock(scope)) {
    for (const clause of scope.clauses) statements(clause.statements, names);
  } else if (ts.isSourceFile(scope) || ts.isBlock(scope) || ts.isModuleBlock(scope)) {
    statements(scope.statements, names);
    if (ts.isSourceFile(scope)) hoistVars(scope, names);
  }
}

function statements(nodes: readonly ts.Statement[], names: Names): void {
  for (const node of nodes) {
    if (ts.isVariableStatement(node)) list(node.declarationList, names);
    else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) {
      // Overload signatures come first; the implementation is the declaration that counts.
      if (node.name && (!ts.isFunctionDeclaration(node) || node.body || !names.has(node.name.text))) {
        names.set(node.name.text, node);
      }
    } else if (ts.isImportDeclaration(node)) imports(node, names);
    else if (ts.isImportEqualsDeclaration(node)) names.set(node.name.text, node);
  }
}

function imports(node: ts.ImportDeclaration, names: Names): void {
  const clause = node.importClause;
  if (!clause) return;
  if (clause.name) names.set(clause.name.text, clause);
  const bindings = clause.namedBindings;
  if (!bindings) return;
  if (ts.isNamespaceImport(bindings)) names.set(bindings.name.text, bindings);
  else for (const element of bindings.elements) names.set(element.name.text, element);
}

function list(declarations: ts.VariableDeclarationList, names: Names): void {
  for (const declaration of declarations.declarations) bind(declaration.name, declaration, names);
}

function bind(name: ts.BindingName, declaration: ts.Node, names: Names): void {
  if (ts.isIdentifier(name)) {
    if (!names.has(name.text)) names.set(name.text, declaration);
    return;
  }
  for (const element of name.elements) {
    if (ts.isBindingElement(element)) bind(element.name, element, names);
  }
}

function hoistVars(body: ts.Node, names: Names): void {
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) list(node, names);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
}

const assignments = new WeakMap<ts.SourceFile, { variables: Set<string>; members: Set<string> }>();

/**
 * Names that are assigned to after their declaration (`variables`), or whose members are (`members`), anywhere in
 * the file. By name, not by scope: a namesake in another function makes us say "unknown", never something wrong.
 */
export function assignedNames(file: ts.SourceFile): { variables: Set<string>; members: Set<string> } {
  let found = assignments.get(file);
  if (!found) {
    found = { variables: new Set(), members: new Set() };
    findAssignments(file, found);
    assignments.set(file, found);
  }
  return found;
}

function findAssignments(file: ts.SourceFile, found: { variables: Set<string>; members: Set<string> }): void {
  const target = (node: ts.Expression): void => {
    if (ts.isIdentifier(node)) found.variables.add(node.text);
    else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const root = rootIdentifier(node);
      if (root) found.members.add(root.text);
    } else if (ts.isParenthesizedExpression(node)) target(node.expression);
    else if (ts.isArrayLiteralExpression(node)) {
      for (const element of node.elements) target(ts.isSpreadElement(element) ? element.expression : element);
    } else if (ts.isObjectLiteralExpression(node)) {
      for (const property of node.properties) {
        if (ts.isPropertyAssignment(property)) target(property.initializer);
        else if (ts.isShorthandPropertyAssignment(property)) found.variables.add(property.name.text);
      }
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) target(node.left);
    else if (
      (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
    ) {
      target(node.operand);
    } else if (ts.isDeleteExpression(node)) target(node.expression);
    else if (
      ts.isCallExpression(node) &&
      node.expression.getText(file) === 'Object.assign' &&
      node.arguments[0] &&
      ts.isIdentifier(node.arguments[0])
    ) {
      found.members.add(node.arguments[0].text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function rootIdentifier(node: ts.Expression): ts.Identifier | undefined {
  let current: ts.Expression = node;
  while (
    ts.isPropertyAccessExpression(current) ||
    ts.isElementAccessExpression(current) ||
    ts.isNonNullExpression(current) ||
    ts.isParenthesizedExpression(current)
  ) {
    current = current.expression;
  }
  return ts.isIdentifier(current) ? current : undefined;
}

/**
 * `config.matcher` as Next.js reads it: from the syntax tree, without running anything. Port of
 * next/dist/build/analysis/extract-const-value.js and of the shape checks behind it, 13.5 to 16.x.
 */
import ts from 'typescript';
import type { MatcherEntry, MatcherModel, Module } from '../model';
import { atLeast } from '../project/semver';
import type { Program } from '../syntax/program';
import { overlookedConfig } from './middlewareLookalikes';

/** A constant as Next.js extracts it, with its node so that findings can point into it. */
type Extracted =
  | { kind: 'scalar'; value: string | number | boolean | null | undefined; node: ts.Expression }
  | { kind: 'array'; elements: Extracted[]; node: ts.Expression }
  | { kind: 'object'; properties: Map<string, Extracted>; node: ts.Expression };

/** Leaves the recursion, never this file: Next.js gives up on the whole `config` at this node. */
class Unreadable extends Error {
  constructor(
    readonly node: ts.Node,
    readonly reason: string,
    /** Next.js warns, and goes on as if there were no config. */
    readonly isIgnored = false,
  ) {
    super(reason);
  }
}

/**
 * Reads the matcher of a middleware or proxy file. `nextVersion` is an exact version or null when unknown.
 *
 * - `entries`: in source order; the `node` of each is the literal that holds its source.
 * - `all`: no matcher; with a `reason` when there is something that looks like one and Next.js passes over it.
 * - `unreadable`: Next.js of that version cannot read the value; `reason` says what it does then.
 */
export function extractMatcher(module: Module, _program: Program, nextVersion: string | null): MatcherModel {
  const declaration = exportedConfig(module.ast);
  if (!declaration?.initializer) {
    const overlooked = overlookedConfig(module.ast);
    return overlooked ? { ...all(overlooked.node), reason: overlooked.reason } : all(null);
  }
  try {
    return matcherOf(extract(declaration.initializer, nextVersion), declaration, nextVersion);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    const { node, reason, isIgnored } = error;
    return { kind: 'unreadable', entries: [], node, reason, ...(isIgnored ? { isIgnored } : {}) };
  }
}

/** Only the first `export const config = …` counts. */
function exportedConfig(file: ts.SourceFile): ts.VariableDeclaration | undefined {
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const isExported = ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
    const isConst = (statement.declarationList.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
    if (!isExported || !isConst) continue;
    const found = statement.declarationList.declarations.find(
      (d) => ts.isIdentifier(d.name) && d.name.text === 'config' && d.initializer,
    );
    if (found) return found;
  }
  return undefined;
}

function extract(node: ts.Expression, nextVersion: string | null): Extracted {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return scalar(node.text, node);
  if (ts.isNumericLiteral(node)) return scalar(Number(node.text), node);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return scalar(true, node);
  if (node.kind === ts.SyntaxKind.FalseKeyword) return scalar(false, node);
  if (node.kind === ts.SyntaxKind.NullKeyword) return scalar(null, node);
  // A regular expression is read, and refused afterwards because it is no string.
  if (ts.isRegularExpressionLiteral(node)) return { kind: 'object', properties: new Map(), node };
  if (ts.isIdentifier(node)) {
    if (node.text === 'undefined') return scalar(undefined, node);
    throw unsupported(node, `the name \`${node.text}\``, nextVersion);
  }
  if (ts.isArrayLiteralExpression(node)) return extractArray(node, nextVersion);
  if (ts.isObjectLiteralExpression(node)) return extractObject(node, nextVersion);
  if (ts.isTemplateExpression(node)) {
    throw unsupported(node, 'a template with `${}`', nextVersion);
  }
  // Since 15.0.0; and `as` since 16.3.0 (16.2.12 still refuses it).
  if (ts.isSatisfiesExpression(node) && atLeast(nextVersion ?? '16.0.0', '15.0.0') !== false) {
    return extract(node.expression, nextVersion);
  }
  if (ts.isAsExpression(node) && atLeast(nextVersion ?? '16.3.0', '16.3.0') !== false) {
    return extract(node.expression, nextVersion);
  }
  throw unsupported(node, describe(node), nextVersion);
}

function scalar(value: string | number | boolean | null | undefined, node: ts.Expression): Extracted {
  return { kind: 'scalar', value, node };
}

function extractArray(node: ts.ArrayLiteralExpression, nextVersion: string | null): Extracted {
  const elements = node.elements.map((element) => {
    if (ts.isSpreadElement(element)) {
      throw unsupported(element, 'a spread (`...`)', nextVersion);
    }
    return ts.isOmittedExpression(element) ? scalar(undefined, element) : extract(element, nextVersion);
  });
  return { kind: 'array', elements, node };
}

function extractObject(node: ts.ObjectLiteralExpression, nextVersion: string | null): Extracted {
  const properties = new Map<string, Extracted>();
  for (const property of node.properties) {
    if (!ts.isPropertyAssignment(property)) {
      const what = ts.isShorthandPropertyAssignment(property)
        ? `the shorthand property \`${property.name.text}\``
        : ts.isSpreadAssignment(property)
          ? 'a spread (`...`)'
          : 'a method';
      throw unsupported(property, what, nextVersion);
    }
    if (!ts.isIdentifier(property.name) && !ts.isStringLiteral(property.name)) {
      throw unsupported(property.name, 'a computed or numeric key', nextVersion);
    }
    properties.set(property.name.text, extract(property.initializer, nextVersion));
  }
  return { kind: 'object', properties, node };
}

function describe(node: ts.Expression): string {
  if (ts.isSatisfiesExpression(node)) return '`satisfies` (Next.js 15.0.0 and newer do)';
  if (ts.isAsExpression(node)) {
    const isConst = ts.isTypeReferenceNode(node.type) && node.type.typeName.getText() === 'const';
    return `\`as ${isConst ? 'const' : '…'}\` (Next.js 16.3.0 and newer do)`;
  }
  if (ts.isParenthesizedExpression(node)) return 'parentheses';
  if (ts.isCallExpression(node)) return 'a function call';
  if (ts.isBinaryExpression(node)) return `the operator \`${node.operatorToken.getText()}\``;
  if (ts.isConditionalExpression(node)) return 'a condition';
  if (ts.isNonNullExpression(node)) return '`!`';
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return 'a property access';
  return 'this expression';
}

function unsupported(node: ts.Node, what: string, nextVersion: string | null): Unreadable {
  return new Unreadable(
    node,
    `Next.js does not evaluate ${what} in \`config\`: ${consequence(nextVersion)}.`,
    atLeast(nextVersion, '15.0.0') === false,
  );
}

/** Next.js prints the problem and exits, in 13 to 16 alike. */
function refused(node: ts.Node, what: string): Unreadable {
  return new Unreadable(node, `Next.js refuses this matcher and stops, because ${what}.`);
}

/** What happens when `config` cannot be evaluated: a warning before 15, a stopped build since. */
function consequence(nextVersion: string | null): string {
  const stops = atLeast(nextVersion, '15.0.0');
  if (stops === true) return `the build of Next.js ${nextVersion} fails`;
  if (stops === false) {
    return `Next.js ${nextVersion} ignores \`config\` with a warning and the middleware runs on every request`;
  }
  return 'Next.js 15 and newer stop the build; older ones ignore `config` with a warning and run the middleware on every request';
}

function matcherOf(
  config: Extracted,
  declaration: ts.VariableDeclaration,
  nextVersion: string | null,
): MatcherModel {
  const matcher = config.kind === 'object' ? config.properties.get('matcher') : undefined;
  if (!matcher || (matcher.kind === 'scalar' && matcher.value === undefined)) return all(declaration.name);
  const isStrict = atLeast(nextVersion ?? '16.0.0', '15.0.0') !== false;
  if (!isStrict && matcher.kind === 'scalar' && !matcher.value) {
    return {
      ...all(matcher.node),
      reason: `Next.js ${nextVersion} ignores an empty matcher and the middleware runs on every request.`,
    };
  }
  if (isStrict && matcher.kind === 'object') {
    throw refused(matcher.node, 'a matcher object has to stand in an array');
  }
  const items = matcher.kind === 'array' ? matcher.elements : [matcher];
  return {
    kind: 'entries',
    entries: items.map(entryOf),
    node: matcher.node,
  };
}

function entryOf(item: Extracted): MatcherEntry {
  if (item.kind === 'scalar' && typeof item.value === 'string' && item.value !== '') {
    return { source: item.value, node: item.node };
  }
  const source = item.kind === 'object' ? item.properties.get('source') : undefined;
  if (
    item.kind !== 'object' ||
    source?.kind !== 'scalar' ||
    typeof source.value !== 'string' ||
    !source.value
  ) {
    const what =
      item.kind === 'object' ? '`source` has to be a string' : 'an entry has to be a non-empty string';
    throw refused((source ?? item).node, what);
  }
  const entry: MatcherEntry = { source: source.value, node: source.node };
  for (const [key, value] of item.properties) addCondition(entry, key, value);
  return entry;
}

function addCondition(entry: MatcherEntry, key: string, value: Extracted): void {
  const isUndefined = value.kind === 'scalar' && value.value === undefined;
  if (key === 'source' || isUndefined) return;
  if (key === 'locale' || key === 'basePath') {
    if (value.kind !== 'scalar' || value.value !== false) {
      throw refused(value.node, `\`${key}\` can only be \`false\``);
    }
    entry[key] = false;
  } else if (key === 'has' || key === 'missing') {
    if (value.kind !== 'array') throw refused(value.node, `\`${key}\` has to be an array`);
    entry[key] = value.elements.map(plain);
  } else {
    throw refused(value.node, `a matcher has no key \`${key}\``);
  }
}

function plain(value: Extracted): unknown {
  if (value.kind === 'scalar') return value.value;
  if (value.kind === 'array') return value.elements.map(plain);
  return Object.fromEntries([...value.properties].map(([key, v]) => [key, plain(v)]));
}

function all(node: ts.Node | null): MatcherModel {
  return { kind: 'all', entries: [], node };
}

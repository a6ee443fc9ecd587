import ts from 'typescript';
import type { Module, NextConfig } from '../model';
import { unwrap } from '../syntax/parse';
import type { Program } from '../syntax/program';
import { assignedNames } from '../syntax/scope';
import { alternatives, type ObjectValue, type Value } from '../syntax/value';
import { DEFAULT_PAGE_EXTENSIONS } from './appDirectories';
import { join } from './paths';

/** In Next.js's order of preference (next/dist/shared/lib/constants.js, 16.4.6); the last two it only warns about. */
const CONFIG_FILES = ['js', 'mjs', 'ts', 'mts', 'cjs', 'cts'].map((extension) => `next.config.${extension}`);

/**
 * Packages whose wrapper leaves basePath, i18n, trailingSlash and pageExtensions as they are; read in the sources of
 * @next/bundle-analyzer 16.4.3, @next/mdx 16.4.6, @sentry/nextjs 11.8.0, @serwist/next 9.5.13, next-intl 4.15.0.
 */
const FAITHFUL_WRAPPERS = new Set([
  '@next/bundle-analyzer',
  '@next/mdx',
  '@sentry/nextjs',
  '@serwist/next',
  'next-intl/plugin',
]);

const MAXIMUM_DEPTH = 20;

/** Settings of one possible configuration; `certain` is false when some of them could be another. */
interface Settings extends Omit<NextConfig, 'file' | 'known'> {
  certain: boolean;
}

function defaultNextConfig(): NextConfig {
  return { file: null, known: true, ...DEFAULTS, pageExtensions: [...DEFAULT_PAGE_EXTENSIONS] };
}

const DEFAULTS = { basePath: '', trailingSlash: false, i18n: null };

/**
 * The settings that shape URLs, read from next.config without running it: an object, a function that returns one,
 * or either inside wrapping calls. A wrapper that is not known to be faithful, an environment variable, or different
 * values by phase keep the value that is written (or the default), with `known: false`.
 * @param files the files of the app
 */
export function readNextConfig(files: readonly string[], root: string, program: Program): NextConfig {
  const listed = new Set(files);
  const file = CONFIG_FILES.map((name) => join(root, name)).find((path) => listed.has(path));
  if (file === undefined) return defaultNextConfig();
  const module = program.module(file);
  const found = module ? exported(module, program) : [];
  const last = found.at(-1);
  if (!last) return { ...defaultNextConfig(), file, known: false };
  const { certain, ...settings } = last;
  const known = certain && found.every((each) => JSON.stringify(each) === JSON.stringify(last));
  return { file, known, ...settings };
}

function exported(module: Module, program: Program): Settings[] {
  const declaration = program.exportOf(module, 'default');
  if (declaration?.kind !== 'local') return [];
  const { node } = declaration;
  const context: Context = { program, module: declaration.module, depth: 0 };
  if (ts.isExportAssignment(node)) return ofExpression(node.expression, context);
  if (ts.isBinaryExpression(node)) return ofExpression(node.right, context);
  return ofDeclaration(node, context);
}

interface Context {
  program: Program;
  module: Module;
  depth: number;
}

/** The configurations an expression may stand for; empty when it is not understood. */
function ofExpression(expression: ts.Expression, outer: Context): Settings[] {
  if (outer.depth > MAXIMUM_DEPTH) return [];
  const context = { ...outer, depth: outer.depth + 1 };
  const node = withoutAwait(expression);
  if (ts.isIdentifier(node)) {
    const declaration = context.program.declarationOf(node, context.module);
    if (declaration?.kind !== 'local') return [];
    const found = ofDeclaration(declaration.node, { ...context, module: declaration.module });
    if (found.length > 0) return found;
  }
  const values = alternatives(context.program.evaluate(node, context.module));
  if (values.every((value) => value.kind === 'object')) return values.map(settingsOf);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return ofFunction(node, context);
  return ts.isCallExpression(node) ? ofWrapper(node, context) : [];
}

function ofDeclaration(node: ts.Node, context: Context): Settings[] {
  if (ts.isFunctionDeclaration(node)) return ofFunction(node, context);
  if (ts.isExportAssignment(node)) return ofExpression(node.expression, context);
  if (!ts.isVariableDeclaration(node) || !node.initializer) return [];
  const found = ofExpression(node.initializer, context);
  const isChanged = ts.isIdentifier(node.name) && isChangedLater(node.name.text, context.module);
  return isChanged ? found.map((each) => ({ ...each, certain: false })) : found;
}

/** By name, not by scope: a namesake makes us unsure, never wrong. Other members (`config.resolve`) do not matter. */
function isChangedLater(name: string, module: Module): boolean {
  const { variables, members } = assignedNames(module.ast);
  if (variables.has(name)) return true;
  const setting = String.raw`\.\s*(?:basePath|trailingSlash|i18n|pageExtensions)\b`;
  const change = new RegExp(String.raw`(?<![\w$])${name.replaceAll('$', '\\$')}\s*(?:${setting}|\[|,)`);
  return members.has(name) && change.test(module.text);
}

function ofFunction(
  node: ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration,
  context: Context,
): Settings[] {
  if (!node.body) return [];
  if (!ts.isBlock(node.body)) return ofExpression(node.body, context);
  return returned(node.body).flatMap((expression) => {
    const found = ofExpression(expression, context);
    return found.length > 0 ? found : [{ ...defaults(), certain: false }];
  });
}

/** Expressions of the `return` statements of a function's own body. */
function returned(body: ts.Block): ts.Expression[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return found;
}

/** `withX(config)`, `createX(options)(config)`, `withPlugins([...], config)`: the first argument that is one. */
function ofWrapper(node: ts.CallExpression, context: Context): Settings[] {
  for (const argument of node.arguments) {
    const found = ofExpression(argument, context);
    if (found.length === 0) continue;
    const origin = packageOf(node.expression, context);
    const isFaithful = origin !== undefined && FAITHFUL_WRAPPERS.has(origin);
    return isFaithful ? found : found.map((each) => ({ ...each, certain: false }));
  }
  return [];
}

/** The package a function comes from, also when it is made by calling one that the package exports. */
function packageOf(callee: ts.Expression, context: Context, depth = 0): string | undefined {
  const node = withoutAwait(callee);
  if (depth > MAXIMUM_DEPTH) return undefined;
  if (ts.isPropertyAccessExpression(node)) return packageOf(node.expression, context, depth + 1);
  if (ts.isCallExpression(node)) return required(node) ?? packageOf(node.expression, context, depth + 1);
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = context.program.declarationOf(node, context.module);
  if (declaration?.kind === 'external') return declaration.specifier;
  if (!declaration || !ts.isVariableDeclaration(declaration.node) || !declaration.node.initializer) {
    return undefined;
  }
  return packageOf(declaration.node.initializer, { ...context, module: declaration.module }, depth + 1);
}

/** `require('x')` or `import('x')`. */
function required(node: ts.CallExpression): string | undefined {
  const argument = node.arguments[0];
  const isImport =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  return isImport && argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

function withoutAwait(expression: ts.Expression): ts.Expression {
  const node = unwrap(expression);
  return ts.isAwaitExpression(node) ? withoutAwait(node.expression) : node;
}

function defaults(): Omit<Settings, 'certain'> {
  return { ...DEFAULTS, pageExtensions: [...DEFAULT_PAGE_EXTENSIONS] };
}

function settingsOf(object: ObjectValue): Settings {
  const settings: Settings = { ...defaults(), certain: !object.open };
  const read = <T>(
    name: string,
    convert: (value: Value) => T | undefined,
    assign: (value: T) => void,
  ): void => {
    const value = object.properties.get(name)?.value;
    if (!value || (value.kind === 'known' && value.value === undefined)) return;
    const converted = convert(value);
    if (converted === undefined) settings.certain = false;
    else assign(converted);
  };
  read('basePath', text, (value) => (settings.basePath = value));
  read('trailingSlash', flag, (value) => (settings.trailingSlash = value));
  read('pageExtensions', texts, (value) => (settings.pageExtensions = value));
  // `null` turns internationalised routing off, as leaving the property out does.
  const i18n = object.properties.get('i18n')?.value;
  if (i18n?.kind !== 'known' || i18n.value !== null) {
    read('i18n', internationalisation, (value) => (settings.i18n = value));
  }
  return settings;
}

function text(value: Value): string | undefined {
  return value.kind === 'known' && typeof value.value === 'string' ? value.value : undefined;
}

function flag(value: Value): boolean | undefined {
  return value.kind === 'known' && typeof value.value === 'boolean' ? value.value : undefined;
}

function texts(value: Value): string[] | undefined {
  if (value.kind !== 'array' || value.open || value.elements.length === 0) return undefined;
  const all = value.elements.map(text);
  return all.every((each) => each !== undefined) ? all : undefined;
}

function internationalisation(value: Value): NextConfig['i18n'] | undefined {
  if (value.kind !== 'object' || value.open) return undefined;
  const locales = value.properties.get('locales');
  const defaultLocale = value.properties.get('defaultLocale');
  const known = {
    locales: locales && texts(locales.value),
    defaultLocale: defaultLocale && text(defaultLocale.value),
  };
  return known.locales && known.defaultLocale !== undefined
    ? { locales: known.locales, defaultLocale: known.defaultLocale }
    : undefined;
}

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { rules } from '../../server/rules';

const repository = join(import.meta.dirname, '../..');

function sourcesOf(directory: string): string[] {
  return readdirSync(join(repository, directory), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => `${directory}/${path.replaceAll('\\', '/')}`)
    .sort();
}

/** Every module a file names: imports, re-exports, `import()`, `require()` and `import('x')` types. */
function importsOf(file: string): string[] {
  const ast = ts.createSourceFile(
    file,
    readFileSync(join(repository, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const named =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node) && /^(import|require)$/.test(node.expression.getText())
          ? node.arguments[0]
          : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)
            ? node.argument.literal
            : ts.isExternalModuleReference(node)
              ? node.expression
              : undefined;
    if (named && ts.isStringLiteralLike(named)) found.push(named.text);
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

/** `server/rules/x.ts -> ../lsp/server`, with relative modules as paths from the repository's top. */
function edgesOf(directory: string): { file: string; target: string }[] {
  return sourcesOf(directory).flatMap((file) =>
    importsOf(file).map((specifier) => ({
      file,
      target: specifier.startsWith('.')
        ? relative(repository, join(repository, dirname(file), specifier)).replaceAll('\\', '/')
        : specifier,
    })),
  );
}

function violations(directory: string, forbidden: (target: string) => boolean): string[] {
  const edges = edgesOf(directory);
  expect(edges.length, `imports in ${directory}/`).toBeGreaterThan(0);
  return edges.filter(({ target }) => forbidden(target)).map(({ file, target }) => `${file} -> ${target}`);
}

const isNode = (target: string): boolean =>
  target.startsWith('node:') || builtinModules.includes(target.split('/')[0] ?? target);
const isVsCode = (target: string): boolean => target === 'vscode';
const isProtocol = (target: string): boolean =>
  /^vscode-(languageserver|languageclient|jsonrpc)/.test(target);
const isBelow =
  (...directories: string[]) =>
  (target: string): boolean =>
    directories.some((directory) => target === directory || target.startsWith(`${directory}/`));

describe('import boundaries', () => {
  it('the scan sees every form of import', () => {
    expect(importsOf('test/fixtures/boundaries/forms.ts').sort()).toEqual(
      [
        './by-call',
        './by-equals',
        './by-type',
        './dynamic',
        './reexport',
        './side-effect',
        './star',
        './types',
        './values',
      ].sort(),
    );
  });

  it('shared/ knows neither vscode, nor Node.js, nor the LSP, nor server/ and client/', () => {
    const outside = isBelow('server', 'client', 'test');
    expect(
      violations(
        'shared',
        (t) => isVsCode(t) || isNode(t) || isProtocol(t) || t === 'typescript' || outside(t),
      ),
    ).toEqual([]);
  });

  it('server/ knows neither vscode nor client/', () => {
    expect(violations('server', (t) => isVsCode(t) || isBelow('client', 'test')(t))).toEqual([]);
  });

  it('rules know no file system, no Node.js and no connection', () => {
    const outside = isBelow('server/lsp', 'server/cli', 'server/features', 'server/engine');
    expect(violations('server/rules', (t) => isNode(t) || isProtocol(t) || outside(t))).toEqual([]);
  });

  it('the parts below the rules do not know the rules, the protocol or the command line', () => {
    const above = isBelow('server/rules', 'server/lsp', 'server/cli', 'server/features');
    for (const part of ['syntax', 'facts', 'matcher', 'project']) {
      expect(violations(`server/${part}`, (t) => isProtocol(t) || above(t))).toEqual([]);
    }
  });

  it('features are functions of the model: no connection', () => {
    expect(violations('server/features', (t) => isBelow('server/lsp', 'server/cli')(t))).toEqual([]);
  });

  it('client/ reaches the server through shared/ only', () => {
    expect(violations('client', (t) => isBelow('server', 'test')(t))).toEqual([]);
  });
});

describe('rules', () => {
  it.each(rules.map((rule) => rule.meta.id))(
    '%s: the file, the page and the fixtures bear its name',
    (id) => {
      for (const path of [`server/rules/${id}.ts`, `docs/rules/${id}.md`, `test/fixtures/rules/${id}`]) {
        expect(existsSync(join(repository, path)), path).toBe(true);
      }
    },
  );

  it('every page of docs/rules belongs to a rule', () => {
    const pages = readdirSync(join(repository, 'docs/rules')).map((name) => basename(name, '.md'));
    const ids = rules.map((rule) => rule.meta.id);
    expect(pages.filter((page) => page !== 'README' && !ids.includes(page))).toEqual([]);
  });

  it('the generated files are current', () => {
    const generate = join(repository, 'scripts/generate.mjs');
    expect(() =>
      execFileSync(process.execPath, [generate, '--check'], { encoding: 'utf8', stdio: 'pipe' }),
    ).not.toThrow();
  });
});

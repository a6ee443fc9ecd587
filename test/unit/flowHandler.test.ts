import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { findMiddleware } from '../../server/facts/middleware';
import { programOf } from './flowHarness';

function handler(
  source: string,
  kind: 'middleware' | 'proxy' = 'middleware',
  others: Record<string, string> = {},
): string | null {
  const program = programOf({ '/app/file.ts': source, ...others });
  const { handler: node } = findMiddleware(program.module('/app/file.ts')!, program, kind, '16.4.6');
  return node && `${ts.SyntaxKind[node.kind]} ${node.getText().replace(/\s+/g, ' ').slice(0, 60)}`;
}

const fn = 'FunctionDeclaration export async function';

describe('the handler', () => {
  it.each([
    ['function', 'export async function middleware() {}', `${fn} middleware() {}`],
    ['arrow function', 'export const middleware = async (req) => 1;', 'ArrowFunction async (req) => 1'],
    ['function expression', 'export const middleware = function () {};', 'FunctionExpression function () {}'],
    ['typed', 'export const middleware = ((req) => 1) satisfies X;', 'ArrowFunction (req) => 1'],
    [
      'default function',
      'export default async function anything() {}',
      'FunctionDeclaration export default async function anything() {}',
    ],
    ['default expression', 'export default auth0.middleware;', 'PropertyAccessExpression auth0.middleware'],
    ['default name', 'const m = () => 1;\nexport default m;', 'ArrowFunction () => 1'],
    [
      'bound',
      'export const middleware = auth0.middleware.bind(auth0);',
      'CallExpression auth0.middleware.bind(auth0)',
    ],
    ['wrapped', 'export default withX(() => 1);', 'CallExpression withX(() => 1)'],
    ['alias', 'function gate() {}\nexport { gate as middleware };', 'FunctionDeclaration function gate() {}'],
    [
      'alias of an alias',
      'const a = () => 1;\nconst b = a;\nexport { b as middleware };',
      'ArrowFunction () => 1',
    ],
    ['destructured', 'export const { middleware } = auth0;', 'BindingElement middleware'],
    [
      'overloads',
      'export function middleware(a: 1): 1;\nexport function middleware() {}',
      'FunctionDeclaration export function middleware() {}',
    ],
    ['CommonJS', 'exports.middleware = () => 1;', 'ArrowFunction () => 1'],
    [
      'named before default',
      'export const middleware = () => 1;\nexport default () => 2;',
      'ArrowFunction () => 1',
    ],
    [
      'default where the name differs',
      'export const proxy = () => 1;\nexport default () => 2;',
      'ArrowFunction () => 2',
    ],
  ])('%s', (_name, source, expected) => {
    expect(handler(source)).toBe(expected);
  });

  it('of a proxy file is `proxy`', () => {
    expect(handler('export const middleware = () => 1;\nexport const proxy = () => 2;', 'proxy')).toBe(
      'ArrowFunction () => 2',
    );
  });

  it('may lie in other files', () => {
    const others = {
      '/app/lib/index.ts': "export { gate as default } from './gate';\nexport * from './gate';",
      '/app/lib/gate.ts': 'export const gate = () => 3;',
    };
    expect(handler("export { gate as middleware } from './lib';", 'middleware', others)).toBe(
      'ArrowFunction () => 3',
    );
    expect(handler("export { default } from './lib';", 'middleware', others)).toBe('ArrowFunction () => 3');
    expect(handler("import m from './lib';\nexport default m;", 'middleware', others)).toBe(
      'ArrowFunction () => 3',
    );
  });

  it.each([
    ['nothing', '// empty'],
    ['another name', 'export function run() {}'],
    ['a package', "export { default } from 'next-auth/middleware';"],
    ['a type', 'export type middleware = 1;'],
    ['a missing file', "export { middleware } from './nowhere';"],
    ['a circle', "import { middleware as m } from './file';\nexport { m as middleware };"],
  ])('is not found: %s', (_name, source) => {
    expect(handler(source)).toBeNull();
  });
});

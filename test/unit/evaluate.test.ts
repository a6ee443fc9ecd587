import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { together } from '../../server/syntax/choices';
import { createModuleCache, createProgram } from '../../server/syntax/createProgram';
import { createResolver } from '../../server/syntax/resolve';
import { memberOf } from '../../server/syntax/literals';
import { alternatives, type Value } from '../../server/syntax/value';
import { memoryHost } from '../support/memoryHost';

/** Evaluates `export const result = …` of /app/main.ts among the given files. */
function evaluate(files: Record<string, string>, packages: Record<string, string> = {}): unknown {
  const host = memoryHost(files);
  const program = createProgram(
    host,
    createModuleCache(),
    createResolver(host, new Map(Object.entries(packages))),
  );
  const module = program.module('/app/main.ts')!;
  const result = program.exportOf(module, 'result');
  if (result?.kind !== 'local' || !ts.isVariableDeclaration(result.node)) throw new Error('no result');
  return plain(program.evaluate(result.node.initializer!, module));
}

/** A value as plain data: scalars as they are, `unknown` with its flags, alternatives as `{ oneOf }`. */
function plain(value: Value): unknown {
  switch (value.kind) {
    case 'known':
      return value.value;
    case 'object': {
      const entries = [...value.properties].map(([name, p]) => [name, plain(p.value)]);
      return Object.fromEntries(value.open ? [...entries, ['…', true]] : entries);
    }
    case 'array':
      return value.elements.map(plain);
    case 'function':
      return 'function';
    case 'oneOf':
      return { oneOf: value.values.map(plain) };
    case 'unknown': {
      const { kind, origin: _origin, ...flags } = value;
      return { kind, ...flags };
    }
  }
}

const one = (source: string): unknown => evaluate({ '/app/main.ts': source });
const result = (expression: string): unknown => one(`export const result = ${expression};`);
const unknown = { kind: 'unknown' };

describe('constants in one file', () => {
  it.each([
    ['60 * 60 * 24', 86_400],
    ['7 * 24 * 60 * 60', 604_800],
    ['1_000', 1000],
    ['0x10', 16],
    ['2 ** 10', 1024],
    ['-1', -1],
    ['+"60"', 60],
    ['(60 as number)!', 60],
    ['60 satisfies number', 60],
    ['`a${1 + 1}b`', 'a2b'],
    ['Number("3600")', 3600],
    ['parseInt("3600s", 10)', 3600],
    ['Math.floor(3.7) * 60', 180],
    ['Number.MAX_SAFE_INTEGER', Number.MAX_SAFE_INTEGER],
    ['Infinity', Infinity],
    ['undefined ?? 5', 5],
    ['0 || 5', 5],
    ['0 ?? 5', 0],
    ['true && 5', 5],
    ['1 < 2 ? "a" : "b"', 'a'],
    ['process.env.NODE_ENV === "production" ? 1 : 2', 1],
    ['void 0', undefined],
    ['({ a: 1 }).a', 1],
    ['[1, 2, 3][1]', 2],
    ['Object.freeze({ a: { b: 2 } }).a.b', 2],
  ])('%s', (expression, expected) => {
    expect(result(expression)).toEqual(expected);
  });

  it('keeps both arms of a condition nobody knows', () => {
    expect(one('declare const x: boolean; export const result = x ? 60 : 3600;')).toEqual({
      oneOf: [60, 3600],
    });
  });

  it('knows environment variables by name, and what a missing one does', () => {
    expect(result('process.env.TTL')).toEqual({
      ...unknown,
      type: 'string',
      env: 'TTL',
      mayBeUndefined: true,
    });
    expect(result('Number(process.env.TTL)')).toEqual({
      ...unknown,
      type: 'number',
      env: 'TTL',
      mayBeNaN: true,
    });
    expect(result('+process.env.TTL! * 60')).toEqual({
      ...unknown,
      type: 'number',
      env: 'TTL',
      mayBeNaN: true,
    });
    expect(result('Number(process.env.TTL ?? 60)')).toEqual({
      oneOf: [{ ...unknown, type: 'number', env: 'TTL' }, 60],
    });
    expect(result('Number(process.env.TTL) || 60')).toEqual({
      oneOf: [{ ...unknown, type: 'number', env: 'TTL' }, 60],
    });
    expect(result('process.env.TTL ?? "60"')).toEqual({
      oneOf: [{ ...unknown, type: 'string', env: 'TTL' }, '60'],
    });
    expect(one('const { TTL: x } = process.env; export const result = x;')).toEqual({
      ...unknown,
      type: 'string',
      env: 'TTL',
      mayBeUndefined: true,
    });
  });

  it('does not let ?? hide a NaN', () => {
    expect(result('Number(process.env.TTL) ?? 60')).toEqual({
      ...unknown,
      type: 'number',
      env: 'TTL',
      mayBeNaN: true,
    });
  });

  it('expands functions that only return an expression', () => {
    expect(one('const days = (n: number) => n * 86400; export const result = days(7);')).toBe(604_800);
    expect(one('function hours(n = 1) { return n * 3600 } export const result = hours();')).toBe(3600);
    expect(one('const loop = (n: number): number => loop(n); export const result = loop(1);')).toEqual(
      unknown,
    );
  });

  it('evaluates enums, destructuring and spreads', () => {
    expect(one('enum T { A = 60, B } export const result = T.B;')).toBe(61);
    expect(
      one('const { a, b = 5 } = { a: 1 } as { a: number; b?: number }; export const result = a + b;'),
    ).toBe(6);
    expect(one('const base = { a: 1, b: 2 }; export const result = { ...base, b: 3 };')).toEqual({
      a: 1,
      b: 3,
    });
    expect(one('declare const o: object; export const result = { a: 1, ...o, b: 2 };')).toEqual({
      b: 2,
      '…': true,
    });
    expect(one('declare const f: boolean; export const result = { a: 1, ...(f ? { a: 2 } : {}) };')).toEqual({
      a: { oneOf: [2, 1] },
    });
  });

  it('knows nothing of what is assigned to again', () => {
    expect(one('let x = 5; x = 6; export const result = x;')).toEqual(unknown);
    expect(one('let x = 5; export const result = x;')).toBe(5);
    expect(one('const o = { a: 1 }; o.a = 2; export const result = o.a;')).toEqual(unknown);
  });

  it('evaluates each side of a long chain once', () => {
    const chain = Array.from({ length: 20 }, (_, i) => `(process.env.A${i} ? 0 : '') || (`).join('');
    const start = performance.now();
    expect(result(`${chain}60${')'.repeat(20)}`)).toEqual(60);
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it('respects scopes and ends cycles', () => {
    expect(one('const x = 1; function f() { const x = 2; return x } export const result = x;')).toBe(1);
    expect(one('const a: number = b; const b: number = a; export const result = a;')).toEqual(unknown);
    expect(one('export const result = missing;')).toEqual(unknown);
  });

  it('survives torn text', () => {
    expect(one('export const result = { a: 60 *, b: ;')).toBeDefined();
    expect(one('export const result = (((')).toBeDefined();
  });
});

describe('constants across files', () => {
  const use = "import { DAY } from './time'; export const result = DAY;";

  it('follows relative imports, aliases and re-exports', () => {
    expect(evaluate({ '/app/main.ts': use, '/app/time.ts': 'export const DAY = 86400;' })).toBe(86_400);
    expect(
      evaluate({ '/app/main.ts': use, '/app/time/index.js': 'const d = 86400; export { d as DAY };' }),
    ).toBe(86_400);
    expect(
      evaluate({
        '/app/main.ts': use,
        '/app/time.ts': "export * from './deep';",
        '/app/deep.ts': 'export const DAY = 1;',
      }),
    ).toBe(1);
    expect(
      evaluate({
        '/app/main.ts': "import * as t from './time'; export const result = t.DAY * 2;",
        '/app/time.ts': 'export const DAY = 4;',
      }),
    ).toBe(8);
    expect(
      evaluate({
        '/app/main.ts': "import c from './c'; export const result = c.a;",
        '/app/c.ts': 'export default { a: 3 } as const;',
      }),
    ).toBe(3);
    expect(
      evaluate({
        '/app/main.ts': "const { a } = require('./c'); export const result = a;",
        '/app/c.js': 'module.exports = { a: 3 };',
      }),
    ).toBe(3);
  });

  it('follows tsconfig paths, with extends, comments and baseUrl', () => {
    const main = {
      '/app/main.ts': "import { DAY } from '@/lib/time'; export const result = DAY;",
      '/app/src/lib/time.ts': 'export const DAY = 2;',
    };
    const paths = '{ /* shared */ "compilerOptions": { "paths": { "@/*": ["./src/*"] }, } }';
    expect(evaluate({ ...main, '/app/tsconfig.json': paths })).toBe(2);
    expect(
      evaluate({ ...main, '/app/tsconfig.json': '{ "extends": "./base.json" }', '/app/base.json': paths }),
    ).toBe(2);
    expect(
      evaluate({
        '/app/main.ts': "import { DAY } from 'lib/time'; export const result = DAY;",
        '/app/src/lib/time.ts': 'export const DAY = 2;',
        '/app/jsconfig.json': '{ "compilerOptions": { "baseUrl": "src" } }',
      }),
    ).toBe(2);
  });

  it('follows workspace packages without node_modules', () => {
    const main = { '/app/main.ts': "import { DAY } from '@acme/time'; export const result = DAY;" };
    const packages = { '@acme/time': '/packages/time' };
    const source = { '/packages/time/src/index.ts': 'export const DAY = 9;' };
    expect(
      evaluate(
        {
          ...main,
          ...source,
          '/packages/time/package.json': '{"name":"@acme/time","exports":{".":"./src/index.ts"}}',
        },
        packages,
      ),
    ).toBe(9);
    expect(
      evaluate(
        {
          ...main,
          ...source,
          '/packages/time/package.json': '{"name":"@acme/time","main":"./dist/index.js"}',
        },
        packages,
      ),
    ).toBe(9);
  });

  it('ends cyclic imports and missing files in unknown', () => {
    expect(evaluate({ '/app/main.ts': use })).toEqual(unknown);
    expect(
      evaluate({
        '/app/main.ts': use,
        '/app/time.ts': "export { DAY } from './a';",
        '/app/a.ts': "export { DAY } from './time';",
      }),
    ).toEqual(unknown);
  });
});

describe('choices', () => {
  /** The pairs of members `a` and `b` of an object that can occur together. */
  const pairs = (source: string): string[] => {
    const { a, b } = membersOf(source);
    return a.flatMap((one) =>
      b.flatMap((other) =>
        together(one.origin, other.origin) ? [`${scalarOf(one)}${scalarOf(other)}`] : [],
      ),
    );
  };
  const scalarOf = (value: Value) => (value.kind === 'known' ? value.value : undefined);
  const membersOf = (source: string) => {
    const host = memoryHost({ '/app/main.ts': source });
    const program = createProgram(host, createModuleCache(), createResolver(host, new Map()));
    const module = program.module('/app/main.ts')!;
    const holder = program.exportOf(module, 'result');
    if (holder?.kind !== 'local' || !ts.isVariableDeclaration(holder.node)) throw new Error('no result');
    const value = program.evaluate(holder.node.initializer!, module);
    const member = (name: string) => alternatives(memberOf(value, name, value.origin));
    return { a: member('a'), b: member('b') };
  };
  const all = ['13', '14', '23', '24'];
  const matching = ['13', '24'];

  it.each([
    [
      'two members by one constant',
      'const x = f(); export const result = { a: x ? 1 : 2, b: x ? 3 : 4 };',
      matching,
    ],
    ['negated', 'const x = f(); export const result = { a: x ? 1 : 2, b: !x ? 4 : 3 };', matching],
    ['one object or another', 'export const result = f() ? { a: 1, b: 3 } : { a: 2, b: 4 };', matching],
    ['a spread', 'export const result = { ...(f() ? { a: 1, b: 3 } : { a: 2, b: 4 }) };', matching],
    [
      'members of one',
      'const o = f() ? { a: 1, b: 3 } : { a: 2, b: 4 }; export const result = { a: o.a, b: o.b };',
      matching,
    ],
    [
      'computed',
      'const x = f(); export const result = { a: 1 * (x ? 1 : 2), b: (x ? 1 : 2) + 2 };',
      matching,
    ],
    [
      'one variable',
      'export const result = { a: process.env.X ? 1 : 2, b: process.env.X ? 3 : 4 };',
      matching,
    ],
    [
      'one member of a constant',
      'const e = f(); export const result = { a: e.x.y ? 1 : 2, b: e.x.y ? 3 : 4 };',
      matching,
    ],
    [
      'one comparison',
      "const p = f(); export const result = { a: p.x === 'l' ? 1 : 2, b: p.x !== 'l' ? 4 : 3 };",
      matching,
    ],
    [
      'two comparisons',
      "const p = f(); export const result = { a: p === 'l' ? 1 : 2, b: p === 'm' ? 3 : 4 };",
      ['14', '23', '24'],
    ],
    [
      'comparisons of two constants',
      "const p = f(); const q = f(); export const result = { a: p === 'l' ? 1 : 2, b: q === 'm' ? 3 : 4 };",
      all,
    ],
    [
      'a comparison under a name',
      "const x = process.env.P === 'l'; export const result = { a: x ? 1 : 2, b: process.env.P !== 'l' ? 4 : 3 };",
      matching,
    ],
    [
      'a variable under a name, negated',
      'const p = process.env.P; const x = !p; export const result = { a: !x ? 1 : 2, b: process.env.P ? 3 : 4 };',
      matching,
    ],
    [
      'constants in a circle',
      'const x = y; const y = x; export const result = { a: x ? 1 : 2, b: f() ? 3 : 4 };',
      all,
    ],
    [
      'one choice behind another',
      'const x = f(); const c = x ? 2 : 1; export const result = { a: x ? 1 : c, b: x ? 3 : 4 };',
      ['13', '14'],
    ],
    [
      'one choice behind an open one',
      'const x = f(); export const result = { a: x ? 1 : 2, b: (x ? Number(process.env.N) : 3) || 4 };',
      ['1undefined', '14', '23'],
    ],
    [
      'a member that is set',
      'const e = f(); e.x = 1; export const result = { a: e.x ? 1 : 2, b: e.x ? 3 : 4 };',
      all,
    ],
    ['two variables', 'export const result = { a: process.env.X ? 1 : 2, b: process.env.Y ? 3 : 4 };', all],
    ['two conditions', 'export const result = { a: f() ? 1 : 2, b: f() ? 3 : 4 };', all],
    [
      'a variable that changes',
      'let x = f(); x = g(); export const result = { a: x ? 1 : 2, b: x ? 3 : 4 };',
      all,
    ],
    [
      'two calls',
      'const p = (x, y, z) => x ? y : z; export const result = { a: p(f(), 1, 2), b: p(g(), 3, 4) };',
      all,
    ],
    [
      'two calls that ask again',
      'const p = (y, z) => f() ? y : z; export const result = { a: p(1, 2), b: p(3, 4) };',
      all,
    ],
    [
      'one call',
      'const x = f(); const s = () => x ? { a: 1, b: 3 } : { a: 2, b: 4 }; export const result = s();',
      matching,
    ],
    [
      'the same value on both sides',
      'const x = f(); export const result = { a: x ? 1 : 1, b: x ? 3 : 4 };',
      ['13', '14'],
    ],
  ])('%s', (_name, source, expected) => {
    expect(pairs(source)).toEqual(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { ANYTHING, specifiersIn } from '../../server/app/imports';

describe('what a file imports', () => {
  it.each([
    ["import a from './a'", './a'],
    ['import"./a"', './a'],
    ["export * from './a'", './a'],
    ["import a = require('./a')", './a'],
    ["import(/* webpackChunkName: 'x' */ './a')", './a'],
    ["require(\n  // why\n  './a'\n)", './a'],
    ["import('./a', { with: { type: 'json' } })", './a'],
    ['import(`./a`)', './a'],
    ["require.resolve('./a')", './a'],
    ["import('./' + name)", ANYTHING],
    ['import(`./${name}`)', ANYTHING],
    ['require(name)', ANYTHING],
    ["import(isDark ? './a' : './b')", ANYTHING],
    ["require.context('./lib')", ANYTHING],
    ["const load = createRequire(import.meta.url); load('./a')", ANYTHING],
    ['const load = require;', ANYTHING],
  ])('%s', (text, expected) => {
    expect(specifiersIn(text)).toContain(expected);
  });

  it('is nothing where there is no import, and anything where the file cannot be read', () => {
    expect(specifiersIn("const from = 'a'; important('b'); import.meta.url;")).toEqual([]);
    expect(specifiersIn(undefined)).toEqual([ANYTHING]);
  });

  it.each(['/**/', ' ', '//\n', 'from/*', 'import(/*', 'require( '])('takes no time: %j', (part) => {
    const start = performance.now();
    specifiersIn(`import(${part.repeat(20_000)}`);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

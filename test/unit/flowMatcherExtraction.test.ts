/**
 * Static extraction of `config`. The answers are those of next/dist/build/analysis/extract-const-value.js and, for 15
 * and 16, of the schema in segment-config/middleware, run on the same sources (13.5.11, 14.2.35, 15.5.29, 16.2.12).
 */
import { describe, expect, it } from 'vitest';
import { extractMatcher } from '../../server/facts/matcherExtraction';
import type { MatcherModel } from '../../server/model';
import { programOf } from './flowHarness';

function extract(source: string, version: string | null = '16.4.6'): MatcherModel {
  const program = programOf({ '/app/proxy.ts': source });
  return extractMatcher(program.module('/app/proxy.ts')!, program, version);
}

const sources = (source: string, version?: string): string[] | string => {
  const model = extract(source, version);
  return model.kind === 'entries' ? model.entries.map((entry) => entry.source) : model.kind;
};

describe('what Next.js reads', () => {
  it.each([
    ["export const config = { matcher: '/a' };", ['/a']],
    ["export const config = { matcher: ['/a', `/b`] };", ['/a', '/b']],
    ['export const config: MiddlewareConfig = { \'matcher\': "/a" };', ['/a']],
    ["export const other = 1, config = { matcher: '/a' };", ['/a']],
    ["export const config = { matcher: '/a', matcher: '/b' };", ['/b']],
    ["export const config = { regions: ['iad1'], matcher: [{ source: '/a' }] };", ['/a']],
    ['export const config = { matcher: [] };', []],
    ["export const config = { matcher: ['/a'] } satisfies MiddlewareConfig;", ['/a']],
    ["export const config = { matcher: ['/a'] } as const;", ['/a']],
    ['export const config = { matcher: undefined };', 'all'],
    ['export const config = {};', 'all'],
    ['export const config = 5;', 'all'],
    ['export function proxy() {}', 'all'],
  ])('%s', (source, expected) => {
    expect(sources(source)).toEqual(expected);
  });

  it('gives objects with their conditions', () => {
    const model = extract(`export const config = { matcher: [
      { source: '/a', locale: false, has: [{ type: 'header', key: 'x', value: '1' }], missing: [{ type: 'cookie', key: 'y' }] },
      { source: '/b', basePath: false },
    ] };`);
    expect(model.entries.map(({ node: _node, ...entry }) => entry)).toEqual([
      {
        source: '/a',
        locale: false,
        has: [{ type: 'header', key: 'x', value: '1' }],
        missing: [{ type: 'cookie', key: 'y' }],
      },
      { source: '/b', basePath: false },
    ]);
  });
});

describe('what it cannot read', () => {
  const forms = [
    ["const p = '/a';\nexport const config = { matcher: p };", 'the name `p`'],
    ["const p = '/a';\nexport const config = { matcher: [`${p}/b`] };", 'a template'],
    ['export const config = { matcher: [...paths] };', 'a spread'],
    ["export const config = { ...base, matcher: '/a' };", 'a spread'],
    ["export const config = { matcher: '/a' + '/b' };", 'the operator `+`'],
    ['export const config = { matcher };', 'the shorthand property `matcher`'],
    ["export const config = { ['matcher']: '/a' };", 'a computed or numeric key'],
    ["export const config = ({ matcher: '/a' });", 'parentheses'],
    ["export const config = Object.freeze({ matcher: '/a' });", 'a function call'],
    ["export const config = { matcher: ['/a']! };", '`!`'],
    ["export const config = { matcher: '/a', runtime: RUNTIME };", 'the name `RUNTIME`'],
    ["export const config = { matcher: ok ? '/a' : '/b' };", 'a condition'],
    ['export const config = { matcher() {} };', 'a method'],
    ['export const config = { matcher: paths.all };', 'a property access'],
  ] as const;

  it.each(forms)('%s', (source, what) => {
    const modern = extract(source, '16.4.6');
    expect(modern.kind).toBe('unreadable');
    expect(modern.reason).toBe(
      `Next.js does not evaluate ${what}${what === 'a template' ? ' with `${}`' : what === 'a spread' ? ' (`...`)' : ''} in \`config\`: the build of Next.js 16.4.6 fails.`,
    );
    expect(extract(source, '14.2.35').reason).toContain(
      'Next.js 14.2.35 ignores `config` with a warning and the middleware runs on every request.',
    );
    expect(extract(source, null).reason).toContain('older ones ignore');
  });

  it.each([
    ["export const config = { matcher: ['/a'] } satisfies X;", '14.2.35', '15.0.0'],
    ["export const config = { matcher: ['/a'] } as const;", '16.2.12', '16.3.0'],
    ["export const config = { matcher: ['/a' as string] };", '15.5.29', '16.3.0'],
  ])('%s before the version that can', (source, before, since) => {
    expect([sources(source, before), sources(source, since)]).toEqual(['unreadable', ['/a']]);
  });

  it.each([
    ["export const config = { matcher: { source: '/a' } };", ['/a'], 'unreadable'],
    ["export const config = { matcher: '' };", 'all', 'unreadable'],
    ['export const config = { matcher: null };', 'all', 'unreadable'],
    ['export const config = { matcher: 5 };', 'unreadable', 'unreadable'],
    ['export const config = { matcher: /a/ };', 'unreadable', 'unreadable'],
    ["export const config = { matcher: ['/a',, '/b'] };", 'unreadable', 'unreadable'],
    ["export const config = { matcher: [['/a']] };", 'unreadable', 'unreadable'],
    ['export const config = { matcher: [{ source: 1 }] };', 'unreadable', 'unreadable'],
    ["export const config = { matcher: [{ source: '/a', foo: 1 }] };", 'unreadable', 'unreadable'],
    ["export const config = { matcher: [{ source: '/a', locale: true }] };", 'unreadable', 'unreadable'],
    ["export const config = { matcher: [{ source: '/a', has: {} }] };", 'unreadable', 'unreadable'],
  ])('%s in 14 and 15', (source, in14, in15) => {
    expect([sources(source, '14.2.35'), sources(source, '15.5.29')]).toEqual([in14, in15]);
  });
});

describe('what it passes over', () => {
  it.each([
    ["export let config = { matcher: '/a' };", 'config', 'declared with `const`'],
    ["export var config = { matcher: '/a' };", 'config', 'declared with `const`'],
    ["const config = { matcher: '/a' };", 'config', 'when it is exported'],
    ["const config = { matcher: '/a' };\nexport { config };", 'config', 'export { config }'],
    ["export { config } from './config';", 'config', 'export { config } from'],
    ["export const proxyConfig = { matcher: '/a' };", 'proxyConfig', 'not `proxyConfig`'],
    ["export const Config = { matcher: '/a' } as const;", 'Config', 'not `Config`'],
    ["export const matcher = ['/a'];", 'matcher', 'inside `export const config`'],
    ["module.exports.config = { matcher: '/a' };", 'module.exports.config', 'module.exports.config'],
  ])('%s', (source, node, reason) => {
    const model = extract(source);
    expect([model.kind, model.node?.getText()]).toEqual(['all', node]);
    expect(model.reason).toContain(reason);
    expect(model.reason).toContain('the middleware runs on every request');
  });

  it.each([
    ['a type', 'export type config = { matcher: string };'],
    ['something else', "export const settings = { theme: 'dark' };"],
    ['a matcher of its own', 'const matcher = /a/;'],
  ])('and says nothing about %s', (_name, source) => {
    expect(extract(source)).toEqual({ kind: 'all', entries: [], node: null });
  });
});

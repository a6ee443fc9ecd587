import { describe, expect, it } from 'vitest';
import { DEFAULT_PAGE_EXTENSIONS } from '../../server/project/appDirectories';
import { findMiddlewareFiles } from '../../server/project/middlewareFiles';
import { memoryHost, type MemoryFiles } from '../support/memoryHost';

const CODE = `import { auth0 } from './lib/auth0';
export async function middleware(request) { return auth0.middleware(request); }`;

function find(files: MemoryFiles, pageExtensions = DEFAULT_PAGE_EXTENSIONS) {
  const host = memoryHost(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`/web/${path}`, text])),
  );
  const found = findMiddlewareFiles([...host.files.keys()], { root: '/web', pageExtensions }, host);
  const relative = (paths: string[]): string[] => paths.map((path) => path.slice('/web/'.length));
  return { right: relative(found.middlewareFiles), misplaced: relative(found.misplacedMiddlewareFiles) };
}

describe('findMiddlewareFiles', () => {
  it('looks beside app or pages', () => {
    expect(find({ 'app/page.tsx': '', 'middleware.ts': CODE })).toEqual({
      right: ['middleware.ts'],
      misplaced: [],
    });
    expect(find({ 'src/app/page.tsx': '', 'src/proxy.ts': CODE })).toEqual({
      right: ['src/proxy.ts'],
      misplaced: [],
    });
    expect(find({ 'pages/index.js': '', 'middleware.js': CODE })).toEqual({
      right: ['middleware.js'],
      misplaced: [],
    });
  });

  it('reports both names, the one Next.js prefers first', () => {
    const files = { 'app/page.tsx': '', 'middleware.js': CODE, 'middleware.ts': CODE, 'proxy.js': CODE };
    expect(find(files).right).toEqual(['proxy.js', 'middleware.ts', 'middleware.js']);
  });

  it('finds a file at the wrong level', () => {
    expect(find({ 'src/app/page.tsx': '', 'middleware.ts': CODE })).toEqual({
      right: [],
      misplaced: ['middleware.ts'],
    });
    expect(find({ 'app/page.tsx': '', 'src/middleware.ts': CODE })).toEqual({
      right: [],
      misplaced: ['src/middleware.ts'],
    });
    expect(find({ 'app/page.tsx': '', 'app/proxy.ts': CODE, 'lib/middleware.ts': CODE })).toEqual({
      right: [],
      misplaced: ['app/proxy.ts', 'lib/middleware.ts'],
    });
  });

  it('takes a helper of the real middleware for what it is', () => {
    const files = {
      'app/page.tsx': '',
      'middleware.ts': `export * from './lib/middleware'`,
      'lib/middleware.ts': CODE,
    };
    expect(find(files)).toEqual({ right: ['middleware.ts'], misplaced: [] });
  });

  it.each([
    ['a Redux store', `import { thunk } from 'redux-thunk';\nexport const middleware = [thunk];`],
    [
      'a module without a fitting export',
      `import { NextResponse } from 'next/server';\nexport const helper = 1;`,
    ],
    ['comments', '// export default auth0.middleware()\n/* next/server */'],
  ])('does not take %s for a misplaced middleware', (_, text) => {
    expect(find({ 'app/page.tsx': '', 'app/store/middleware.ts': text })).toEqual({
      right: [],
      misplaced: [],
    });
  });

  it('counts re-exports and CommonJS as exports', () => {
    for (const text of [
      `import { NextResponse } from 'next/server';\nconst handle = () => NextResponse.next();\nexport { handle as proxy };`,
      `const { NextResponse } = require('next/server');\nmodule.exports = () => NextResponse.next();`,
      `export { middleware, config } from '@acme/nextjs-auth0-kit';`,
    ]) {
      expect(find({ 'src/app/page.tsx': '', 'proxy.ts': text }).misplaced).toEqual(['proxy.ts']);
    }
  });

  it.each([
    ['', true],
    ['\ufeff // nothing\r\n/* here */  \n', true],
    ['/* never closed', true],
    ['// export const a = 1', true],
    ['/ *', false],
    ["'use strict'", false],
  ])('text %j is no middleware: %s', (text, blank) => {
    expect(find({ 'app/page.tsx': '', 'middleware.ts': text }).right).toEqual(blank ? [] : ['middleware.ts']);
  });

  it('goes by the name when the file cannot be read', () => {
    expect(find({ 'app/page.tsx': '', 'middleware.ts': null }).right).toEqual(['middleware.ts']);
    expect(find({ 'src/app/page.tsx': '', 'middleware.ts': null }).misplaced).toEqual([]);
  });

  it('honours pageExtensions', () => {
    const files = {
      'app/page.page.tsx': '',
      'middleware.page.ts': CODE,
      'middleware.ts': CODE,
      'middleware.mjs': CODE,
    };
    expect(find(files, ['page.tsx', 'page.ts']).right).toEqual(['middleware.page.ts']);
    expect(find(files, ['tsx', 'ts']).right).toEqual(['middleware.ts']);
  });

  it('knows of no wrong place without app and pages, and of no tests', () => {
    expect(find({ 'middleware.ts': CODE, 'src/proxy.ts': CODE })).toEqual({
      right: ['src/proxy.ts', 'middleware.ts'],
      misplaced: [],
    });
    const tests = { 'app/page.tsx': '', 'app/middleware.test.ts': CODE, 'app/__tests__/middleware.ts': CODE };
    expect(find(tests)).toEqual({ right: [], misplaced: [] });
  });

  it('ends quickly on hostile text', () => {
    const hostile = `'next/server' ${'export {'.repeat(100_000)}${'export '.repeat(50_000)}${' '.repeat(100_000)}`;
    expect(find({ 'src/app/page.tsx': '', 'middleware.ts': hostile }).misplaced).toEqual([]);
  });
});

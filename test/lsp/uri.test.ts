import { describe, expect, it } from 'vitest';
import { folderPath, pathToUri, uriToPath } from '../../server/lsp/uri';

describe('file URIs and paths', () => {
  it.each([
    ['file:///home/u/app/proxy.ts', '/home/u/app/proxy.ts'],
    ['file:///c%3A/Users/u/app.ts', 'c:/Users/u/app.ts'],
    ['file://server/share/a.ts', '//server/share/a.ts'],
    ['file:///app/%28group%29/%5Bslug%5D/%40modal/page.tsx', '/app/(group)/[slug]/@modal/page.tsx'],
    ['file:///tmp/caf%C3%A9/a%20b%25.ts', '/tmp/café/a b%.ts'],
  ])('%s is %s, both ways', (uri, path) => {
    expect(uriToPath(uri)).toBe(path);
    expect(pathToUri(path)).toBe(uri);
  });

  it('takes other spellings of the same file', () => {
    expect(uriToPath('file:///C:/Users/u/app.ts')).toBe('c:/Users/u/app.ts');
    expect(uriToPath('FILE:///app/[slug]/page.tsx')).toBe('/app/[slug]/page.tsx');
    expect(uriToPath('file://localhost/a.ts')).toBe('/a.ts');
    expect(uriToPath('file:/a.ts')).toBe('/a.ts');
  });

  it.each([
    'untitled:Untitled-1',
    'git:/a.ts?ref',
    'vscode-vfs://github/a.ts',
    'file:///a%ZZ.ts',
    'nonsense',
    '',
  ])('ignores %s', (uri) => expect(uriToPath(uri)).toBeUndefined());

  it('drops the slash at the end of a folder', () => {
    expect(folderPath('file:///work/app/')).toBe('/work/app');
    expect(folderPath('file:///')).toBe('/');
  });
});

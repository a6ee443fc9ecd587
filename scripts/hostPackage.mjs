// Builds the extension, writes its VSIX and holds it to its size.
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from './hostCache.mjs';
import { modernNode } from './hostServer.mjs';

export const repository = dirname(import.meta.dirname);
export const budget = 2.5 * 1024 * 1024;

/** Builds the extension (through `vscode:prepublish`) and packages it. Returns what vsce lists and the size in bytes. */
export async function packageExtension(vsix) {
  const require = createRequire(import.meta.url);
  const vsce = join(dirname(require.resolve('@vscode/vsce/package.json')), 'vsce');
  // vsce wants a newer Node than the product.
  const listing = await run(modernNode(), [vsce, 'package', '--no-dependencies', '--out', vsix], {
    cwd: repository,
  });
  const { size } = await stat(vsix);
  if (size > budget) {
    throw new Error(
      `${vsix} has ${size.toLocaleString('en')} bytes, more than ${budget.toLocaleString('en')}.`,
    );
  }
  return { listing, size };
}

// One build call per target. `typescript` is its own file, so that a workspace without a candidate file never loads it.
import { build, context } from 'esbuild';
import { rm } from 'node:fs/promises';

const watch = process.argv.includes('--watch');
const production = !watch;

/** Bundles share one copy of TypeScript: they `require('./typescript.js')` when the first candidate file appears. */
const typescriptApart = {
  name: 'typescript-apart',
  setup(b) {
    // One small module stands between: esbuild would copy all exports of an external once per importing file.
    b.onResolve({ filter: /^typescript$/ }, () => ({ path: 'typescript', namespace: 'apart' }));
    b.onLoad({ filter: /.*/, namespace: 'apart' }, () => ({
      contents: "export default require('./typescript.js');",
      loader: 'js',
    }));
    b.onResolve({ filter: /.*/, namespace: 'apart' }, (args) => ({ path: args.path, external: true }));
  },
};

const common = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: production,
  keepNames: false,
  sourcemap: watch ? 'linked' : false,
  legalComments: 'none',
  logLevel: 'warning',
};

const targets = [
  {
    ...common,
    entryPoints: { server: 'server/lsp/main.node.ts', cli: 'server/cli/main.ts' },
    outdir: 'dist',
    plugins: [typescriptApart],
    banner: { js: '"use strict";' },
  },
  {
    ...common,
    stdin: { contents: "module.exports = require('typescript');", resolveDir: import.meta.dirname },
    outfile: 'dist/typescript.js',
  },
  {
    ...common,
    entryPoints: { extension: 'client/extension.ts' },
    outdir: 'dist',
    external: ['vscode', './languageClient.js', './panels.js'],
  },
  {
    ...common,
    entryPoints: { languageClient: 'client/languageClient.ts', panels: 'client/panels.ts' },
    outdir: 'dist',
    external: ['vscode'],
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    // The oldest VS Code of `engines` runs Chromium 124.
    target: 'chrome124',
    entryPoints: { timeline: 'client/webview/timeline/main.ts', cookie: 'client/webview/cookie/main.ts' },
    outdir: 'dist/webview',
  },
];

if (!watch) await rm('dist', { recursive: true, force: true });
for (const options of targets) {
  if (watch) await (await context(options)).watch();
  else await build(options);
}

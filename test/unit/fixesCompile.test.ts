import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { filesOf, fixedTexts, openFixture, parseFixture, root } from '../support/markerFixture';

const repository = join(import.meta.dirname, '../..');
const peers = join(repository, 'test/peers/node_modules');
const fixtures = join(repository, 'test/fixtures/rules');

/** Rules whose fixes write code into the handler of a middleware. */
const RULES = [
  'auth-response-dropped',
  'auth-routes-not-delegated',
  'cookie-attributes-dropped',
  'detached-middleware',
  'get-access-token-without-res',
  'set-cookie-collapsed',
  'set-cookie-overwritten-on-copy',
  'token-saved-on-other-response',
  'x-middleware-next-copied-to-block',
];

/** What a fixture imports but nobody installed may be anything. */
const STUBS = '/stubs.d.ts';
const isSource = (path: string): boolean => /\.(?:ts|tsx|mts|cts)$/.test(path);

/** Each fixture in a directory of its own, as it is and once for each of its fixes, all for one program. */
async function projects(): Promise<Map<string, string>> {
  const texts = new Map([[STUBS, "declare module '*';\n"]]);
  const names = RULES.flatMap((rule) =>
    readdirSync(join(fixtures, rule)).map((file) => `${rule}/${file.replace('.fixture.txt', '')}`),
  );
  for (const name of names) {
    const fixture = parseFixture(readFileSync(join(fixtures, `${name}.fixture.txt`), 'utf8'));
    const put = (variant: string, files: Iterable<[string, string]>): void => {
      for (const [path, text] of files) texts.set(`/${name}/${variant}${path.slice(root.length)}`, text);
    };
    const files = Object.entries(filesOf(fixture));
    put('before', files);
    const project = openFixture(fixture);
    const fixes = (await project.engine.analyze()).findings.flatMap((finding) => finding.fixes);
    for (const [i, fix] of fixes.entries()) put(`fixed-${i}`, [...files, ...fixedTexts(project, fix)]);
  }
  return texts;
}

function compile(texts: ReadonlyMap<string, string>): Map<string, string[]> {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    jsx: ts.JsxEmit.Preserve,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const text = texts.get(path);
    return text === undefined
      ? getSourceFile(path, target, ...rest)
      : ts.createSourceFile(path, text, target, true);
  };
  host.directoryExists = undefined;
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) => {
      const name = text.replace(/^@auth0\/nextjs-auth0\b/, 'sdk-4.30');
      const found = ts.resolveModuleName(name, from, options, host);
      if (found.resolvedModule || from.startsWith(peers)) return found;
      return ts.resolveModuleName(name, join(peers, 'from.ts'), options, host);
    });
  const sources = [...texts.keys()].filter(isSource);
  const program = ts.createProgram(sources, options, host);
  const errors = new Map<string, string[]>();
  for (const path of sources) {
    const file = program.getSourceFile(path);
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    errors.set(
      path,
      found.map(({ code, messageText }) => `TS${code}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
    );
  }
  return errors;
}

it.skipIf(!existsSync(join(peers, 'next')))(
  'no fix writes code that does not compile',
  async () => {
    const texts = await projects();
    const errors = compile(texts);
    const fixed = [...errors].filter(([path]) => path.includes('/fixed-'));
    const broken = fixed.flatMap(([path, found]) => found.map((error) => `${path}: ${error}`));
    expect(broken).toEqual([]);
    expect(fixed.length).toBeGreaterThan(100);
  },
  60_000,
);

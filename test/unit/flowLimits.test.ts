/** Hostile and broken input: bounded in steps and states, never an exception. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { analyzeFlow } from '../../server/facts/flow/analyze';
import { findMiddleware } from '../../server/facts/middleware';
import { parseFixture, root } from '../support/markerFixture';
import { flowOf, flowOfFile, head, programOf, ways } from './flowHarness';

const call = 'const authRes = await auth0.middleware(request);\n';
const times = (n: number, line: (i: number) => string): string =>
  Array.from({ length: n }, (_, i) => line(i)).join('\n');

describe('many paths', () => {
  it('that make no difference are one', () => {
    const flow = flowOf(`${call}${times(60, (i) => `if (flags.f${i}) log(${i});`)}\nreturn authRes;`);
    expect([flow.complete, ways(flow)]).toEqual([true, ['auth kept']]);
  });

  it('that make a difference are followed up to a limit', () => {
    const body = `${call}let a = 0;\n${times(12, (i) => `const r${i} = flags.f${i} ? authRes : NextResponse.next();`)}
      return [${times(12, (i) => `r${i},`)}].find((r) => r.ok);`;
    const flow = flowOf(body);
    expect(flow.complete).toBe(false);
  });

  it('of a long switch', () => {
    const clauses = times(200, (i) => `case '/p${i}': ${i % 2 ? 'return authRes;' : 'break;'}`);
    const flow = flowOf(
      `${call}switch (request.nextUrl.pathname) { ${clauses} }\nreturn NextResponse.next();`,
    );
    expect(new Set(ways(flow))).toEqual(new Set(['auth kept', 'next lost']));
  });

  it('of many early returns', () => {
    const flow = flowOf(
      `${call}${times(150, (i) => `if (request.nextUrl.pathname === '/p${i}') return authRes;`)}\nreturn authRes;`,
    );
    expect([flow.complete, new Set(ways(flow))]).toEqual([true, new Set(['auth kept'])]);
  });
});

describe('deep code', () => {
  it.each([
    [
      'functions',
      `${times(40, (i) => `const f${i} = (r) => f${i + 1}(r);`)}\nconst f40 = (r) => auth0.middleware(r);\nreturn f0(request);`,
    ],
    [
      'mutual recursion',
      'const a = (n) => (n ? b(n) : null);\nconst b = (n) => (n ? a(n) : c(n));\nconst c = (n) => a(n) || b(n);\nreturn a(request);',
    ],
    [
      'doubling calls',
      `const f0 = (r) => r;\n${times(24, (i) => `const f${i + 1} = (r) => f${i}(f${i}(r));`)}\nreturn f24(request);`,
    ],
    [
      'nested conditions',
      `return ${'flags.x ? NextResponse.next() : ('.repeat(60)}authRes${')'.repeat(60)};`,
    ],
    ['nested arrays', `const x = ${'['.repeat(300)}authRes${']'.repeat(300)};\nreturn authRes;`],
    [
      'alternating operators',
      `if (${'flags.a && (flags.b || ('.repeat(150)}flags.c${'))'.repeat(150)}) return NextResponse.next();\nreturn authRes;`,
    ],
    [
      'alternating operators on the left',
      `if (${'(('.repeat(150)}flags.c${' && flags.a) || flags.b)'.repeat(150)}) return NextResponse.next();\nreturn authRes;`,
    ],
    [
      'many alternatives',
      `if (${times(500, (i) => `f.a${i} || f.b${i} && f.c${i} ||`)} x) return NextResponse.next();\nreturn authRes;`,
    ],
    ['operators', `const x = ${'authRes && '.repeat(400)}authRes;\nreturn x;`],
    ['sums', `const x = ${"'a' + ".repeat(900)}'b';\nreturn authRes;`],
    ['blocks', `${'{'.repeat(400)} return authRes; ${'}'.repeat(400)}`],
    ['callbacks', `${'list.forEach((x) => { '.repeat(14)} log(x); ${'});'.repeat(14)}\nreturn authRes;`],
  ])('ends: %s', (_name, body) => {
    expect(() => flowOf(call + body)).not.toThrow();
  });

  it('of modules that import each other', () => {
    const flow = flowOfFile(
      `${head}import { a } from './a';\nexport const middleware = (request) => a(request);`,
      {
        '/app/a.ts': "import { b } from './b';\nexport const a = b;",
        '/app/b.ts': "import { a } from './a';\nexport const b = a;",
      },
    );
    expect(flow.complete).toBe(false);
  });
});

describe('torn code', () => {
  const directory = join(import.meta.dirname, '../fixtures/middleware');
  const names = readdirSync(directory).filter((name) => name.endsWith('.fixture.txt'));

  it.each(names)('%s, cut anywhere', (name) => {
    const { files } = parseFixture(readFileSync(join(directory, name), 'utf8'));
    const path = `${root}/proxy.ts`;
    const text = files[path]!;
    for (let end = 0; end < text.length; end += 17) {
      const torn = text.slice(0, end) + text.slice(end + 9);
      const program = programOf({ ...files, [path]: torn });
      const module = program.module(path)!;
      const { handler } = findMiddleware(module, program, 'proxy', null);
      expect(() => analyzeFlow(handler, program, () => 'unknown')).not.toThrow();
    }
  });
});

it('has nothing to say without a handler', () => {
  const program = programOf({});
  expect(analyzeFlow(null, program, () => true)).toEqual({
    calls: [],
    saves: [],
    detached: [],
    returns: [],
    complete: false,
  });
});

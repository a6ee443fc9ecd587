import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  always,
  and,
  assume,
  createAtoms,
  not,
  or,
  union,
  type Formula,
} from '../../server/facts/flow/conditions';
import { rollsOn } from '../../server/facts/flow/coverage';
import { dependsOnMore, holdsOn, sessionIn } from '../../server/facts/flow/paths';
import type { Atom, PathCondition } from '../../server/facts/flow/types';
import { flowOf } from './flowHarness';

/** Routes on which the first way out of `if (test) return a; return b` is taken: yes, no or maybe. */
function decided(test: string, routes: readonly string[], before = ''): string[] {
  const flow = flowOf(
    `${before}\nif (${test}) return auth0.middleware(request);\nreturn NextResponse.next();`,
  );
  const taken = flow.returns.find((r) => r.response.kind === 'auth');
  return routes.map((route) => (taken ? holdsOn(taken.condition, route) : 'no'));
}

const routes = [
  '/',
  '/auth/login',
  '/authors',
  '/blog/[slug]',
  '/docs/[[...path]]',
  '/[locale]/about',
  '/API/x',
];
const pathname = 'request.nextUrl.pathname';

describe('tests on the path', () => {
  it.each([
    [`${pathname}.startsWith('/auth')`, 'no yes yes no no maybe no'],
    [`${pathname}.startsWith('/auth/')`, 'no yes no no no maybe no'],
    [`!${pathname}.startsWith('/auth')`, 'yes no no yes yes maybe yes'],
    [`${pathname} === '/authors'`, 'no no yes no no no no'],
    [`'/blog/x' === ${pathname}`, 'no no no maybe no no no'],
    [`${pathname} !== '/'`, 'no yes yes yes yes yes yes'],
    [`${pathname}.endsWith('/about')`, 'no no no maybe maybe yes no'],
    [`${pathname}.includes('auth')`, 'no yes yes maybe maybe maybe no'],
    [`/^\\/auth(\\/|$)/.test(${pathname})`, 'no yes no no no maybe no'],
    [`/\\.(png|svg)$/.test(${pathname})`, 'no no no maybe maybe maybe no'],
    [`${pathname}.match(/^\\/docs/)`, 'no no no no maybe maybe no'],
    [`['/', '/authors'].includes(${pathname})`, 'yes no yes no no no no'],
    [`new Set(['/docs']).has(${pathname})`, 'no no no no maybe no no'],
    [
      `['/auth', '/blog'].some((p) => ${pathname} === p || ${pathname}.startsWith(\`\${p}/\`))`,
      'no yes no yes no maybe no',
    ],
    [`['/auth', '/blog'].every((p) => !${pathname}.startsWith(p))`, 'yes no no no yes maybe yes'],
    [`['/auth', '/blog'].find((p) => ${pathname}.startsWith(p)) !== undefined`, 'no yes yes yes no maybe no'],
    [`${pathname}.toLowerCase().startsWith('/api')`, 'no no no no no maybe yes'],
    [`${pathname}.startsWith('/auth') && !${pathname}.startsWith('/authors')`, 'no yes no no no maybe no'],
    [`request.url.includes('/auth/')`, 'maybe yes maybe maybe maybe maybe maybe'],
    [`new URL(request.url).pathname.startsWith('/auth')`, 'maybe maybe maybe maybe maybe maybe maybe'],
    [`request.method === 'POST'`, 'maybe maybe maybe maybe maybe maybe maybe'],
    ['true', 'yes yes yes yes yes yes yes'],
    ['false', 'no no no no no no no'],
  ])('%s', (test, expected) => {
    expect(decided(test, routes).join(' ')).toBe(expected);
  });

  it('are followed through constants, destructuring and helpers', () => {
    const before = `
      const { nextUrl: { pathname: path } } = request;
      const prefixes = ['/auth', '/blog'];
      function matches(list, value) {
        for (const prefix of list) if (value.startsWith(prefix)) return true;
        return false;
      }
      const isKnown = matches(prefixes, path);`;
    expect(decided('isKnown', routes, before).join(' ')).toBe('no yes yes yes no maybe no');
  });

  it('are not trusted after the path was changed', () => {
    expect(decided(`${pathname} === '/'`, ['/'], "request.nextUrl.pathname = '/x';")).toEqual(['maybe']);
  });

  it('with patterns that can take long are left open', () => {
    expect(
      decided(`/^\\/(a+)+$/.test(${pathname})`, ['/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!']),
    ).toEqual(['maybe']);
  });
});

describe('sessions', () => {
  it.each([
    ['if (!session)', 'absent'],
    ['if (session == null)', 'absent'],
    ['if (!session?.user)', 'absent'],
    ['if (session)', 'present'],
    ['if (Boolean(session))', 'present'],
    ["if (!session && request.method === 'GET')", 'absent'],
    ["if (!session || request.method === 'GET')", 'unknown'],
    ["if (session?.user.role !== 'admin')", 'unknown'],
    ["if (!request.cookies.has('__session') && !request.cookies.has('__session__0'))", 'absent'],
    ["if (!request.cookies.get('__session')?.value)", 'absent'],
    ["if (request.cookies.get('__session') === undefined)", 'absent'],
    ["if (!request.cookies.get('__session') || request.method === 'GET')", 'unknown'],
    ["if (request.cookies.has('__session'))", 'unknown'],
    ["if (!request.cookies.has('theme'))", 'unknown'],
    ["if (!request.cookies.has('app(1)'))", 'absent'],
    ["if (!request.cookies.has('app(1)__2'))", 'absent'],
    ["if (!request.cookies.has('app1'))", 'unknown'],
  ])('%s', (test, expected) => {
    const flow = flowOf(
      `const session = await auth0.getSession(request);\n${test} return NextResponse.json({});\nreturn;`,
    );
    const json = flow.returns.filter((r) => r.response.kind === 'json');
    expect(json.map((r) => sessionIn(r.condition, ['__session', 'app(1)']))).toEqual([expected]);
  });

  it('are told from other questions', () => {
    const flow = flowOf("if (request.headers.has('x')) return NextResponse.json({});\nreturn;");
    expect(flow.returns.map((r) => dependsOnMore(r.condition))).toEqual([true, false]);
  });
});

describe('rolling by route', () => {
  const rolling = (body: string): string => {
    const flow = flowOf(body);
    return ['/', '/auth/login', '/blog/[slug]', '/dashboard']
      .map((route) => rollsOn(flow, route, ['__session']))
      .join(' ');
  };
  const first = 'const res = await auth0.middleware(request);\n';
  const guard =
    "const session = await auth0.getSession(request);\nif (!session) return NextResponse.redirect('/auth/login');\n";

  it.each([
    ['everywhere', 'return auth0.middleware(request);', 'yes yes yes yes'],
    ['everywhere, with a guard', `${first}${guard}return res;`, 'yes yes yes yes'],
    [
      'for the routes of the SDK',
      "if (request.nextUrl.pathname.startsWith('/auth')) return auth0.middleware(request);\nreturn;",
      'no yes no no',
    ],
    [
      'not where it is dropped',
      `${first}if (request.nextUrl.pathname === '/') return NextResponse.next();\nreturn res;`,
      'no yes yes yes',
    ],
    [
      'for some requests',
      "if (request.headers.has('x')) return;\nreturn auth0.middleware(request);",
      'maybe maybe maybe maybe',
    ],
    [
      'for some paths of a route',
      "if (request.nextUrl.pathname === '/blog/a') return;\nreturn auth0.middleware(request);",
      'yes yes maybe yes',
    ],
    [
      'not, with a broken copy',
      `${first}const out = NextResponse.next();\nres.headers.forEach((v, k) => out.headers.set(k, v));\nreturn out;`,
      'no no no no',
    ],
    ['perhaps', `${first}return merge(res);`, 'maybe maybe maybe maybe'],
  ])('%s', (_name, body, expected) => {
    expect(rolling(body)).toBe(expected);
  });
});

describe('conditions', () => {
  const atoms = createAtoms();
  const variables = [0, 1, 2, 3].map((n) => atoms.opaque(String(n), `v${n}`));
  const formula = fc.letrec<{ formula: Formula }>((tie) => ({
    formula: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom(...variables),
      tie('formula').map(not),
      fc.array(tie('formula'), { maxLength: 3 }).map(and),
      fc.array(tie('formula'), { maxLength: 3 }).map(or),
    ),
  })).formula;

  const worlds = Array.from({ length: 16 }, (_, bits) => (atom: Atom) => {
    const index = variables.findIndex((v) => v.kind === 'atom' && v.atom === atom);
    return ((bits >> index) & 1) === 1;
  });

  function truth(f: Formula, world: (atom: Atom) => boolean): boolean {
    switch (f.kind) {
      case 'constant':
        return f.value;
      case 'atom':
        return world(f.atom);
      case 'not':
        return !truth(f.of, world);
      case 'and':
        return f.of.every((part) => truth(part, world));
      case 'or':
        return f.of.some((part) => truth(part, world));
    }
  }

  function holds(condition: PathCondition | undefined, world: (atom: Atom) => boolean): boolean {
    return condition?.cases.some((c) => [...c].every(([atom, is]) => world(atom) === is)) ?? false;
  }

  it('mean what the formulas say', () => {
    fc.assert(
      fc.property(formula, formula, fc.boolean(), fc.boolean(), (f, g, isF, isG) => {
        const first = assume(always, f, isF);
        const both = first && assume(first, g, isG);
        for (const world of worlds) {
          const expected = truth(f, world) === isF && truth(g, world) === isG;
          expect(holds(both, world)).toBe(expected);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('are joined without loss, and stay exact while they are small', () => {
    fc.assert(
      fc.property(formula, formula, (f, g) => {
        const [a, b] = [assume(always, f, true), assume(always, g, true)];
        if (!a || !b) return;
        const joined = union(a, b);
        expect(joined.exact).toBe(true);
        for (const world of worlds) expect(holds(joined, world)).toBe(truth(f, world) || truth(g, world));
      }),
      { numRuns: 300 },
    );
  });

  it('that are opposites make "always"', () => {
    const [a, b] = variables as [Formula, Formula];
    const condition = union(assume(always, and([a, b]), true)!, assume(always, and([a, b]), false)!);
    expect(condition.cases).toEqual([new Map()]);
  });

  it('that grow too large are blurred, and say so', () => {
    const many = Array.from({ length: 14 }, (_, n) => atoms.opaque(`many ${n}`, ''));
    const pairs = Array.from({ length: 7 }, (_, n) => or([many[2 * n]!, many[2 * n + 1]!]));
    const condition = assume(always, and(pairs), true)!;
    expect(condition.exact).toBe(false);
    expect(condition.cases.length).toBeLessThanOrEqual(24);
  });

  it('of long formulas hold for more rather than less', () => {
    const atom = (n: number): Formula => atoms.opaque(`long ${n}`, String(n));
    let nested: Formula = atom(0);
    for (let n = 1; n < 120; n++) nested = n % 2 ? and([nested, atom(n)]) : or([nested, atom(n)]);
    const world = fc.array(fc.boolean(), { minLength: 120, maxLength: 120 });
    fc.assert(
      fc.property(world, (values) => {
        const lookup = (a: Atom): boolean => values[Number(a.kind === 'opaque' ? a.text : 0)] ?? false;
        const actual = truth(nested, lookup);
        const condition = assume(always, nested, actual)!;
        expect(condition.exact).toBe(false);
        expect(holds(condition, lookup)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

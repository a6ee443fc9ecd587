/** Unusual shapes of broken middleware, which are found all the same. */
import { describe, expect, it } from 'vitest';
import { authed, authFirst, findingsIn } from './flowFindings';

type BrokenRow = [
  name: string,
  rule: string,
  declarations: string,
  body: string,
  others?: Record<string, string>,
];

describe('broken', () => {
  it.each<BrokenRow>([
    [
      'a pipeline of functions',
      'error auth-response-dropped',
      `const compose = (...fns) => async (req) => { let ctx = { req, res: undefined }; for (const f of fns) { ctx = (await f(ctx)) ?? ctx; } return ctx.res ?? NextResponse.next(); };
const auth = async (ctx) => ({ ...ctx, res: await auth0.middleware(ctx.req) });
const hdr = async (ctx) => ({ ...ctx, res: NextResponse.next() });
const run = compose(auth, hdr);`,
      'return run(req);',
    ],
    [
      'a stack with next()',
      'error auth-response-dropped',
      `const stack = [async (req, next) => { await next(); return NextResponse.next(); }, async (req) => auth0.middleware(req)];
const dispatch = (req, i) => stack[i] ? stack[i](req, () => dispatch(req, i + 1)) : NextResponse.next();`,
      'return dispatch(req, 0);',
    ],
    [
      'a factory',
      'error auth-response-dropped',
      `const withHeaders = (inner) => async (req) => { const r = await inner(req); const out = NextResponse.next(); out.headers.set('x', r.headers.get('x-y') ?? ''); return out; };
const withAuth = () => async (req) => auth0.middleware(req);
const chain = [withHeaders].reduce((acc, f) => f(acc), withAuth());`,
      'return chain(req);',
    ],
    [
      'beside a class',
      'error auth-response-dropped',
      'class Log { write(x) { console.log(x); } } const log = new Log();',
      'const a = await auth0.middleware(req); log.write(req.nextUrl.pathname); return NextResponse.next();',
    ],
    [
      'a Set of paths',
      'warning middleware-rolls-only-on',
      `const open = new Set(['/pricing']);`,
      'if (open.has(req.nextUrl.pathname)) return NextResponse.next(); return auth0.middleware(req);',
    ],
    [
      'beside a Map of numbers',
      'warning middleware-rolls-only-on',
      'const hits = new Map<string, number>();',
      authFirst +
        `const ip = req.headers.get('x-ip') ?? ''; const n = (hits.get(ip) ?? 0) + 1; hits.set(ip, n); if (n > 100) return new NextResponse('slow down', { status: 429 }); return NextResponse.next();`,
    ],
    [
      'beside a generator',
      'error auth-response-dropped',
      `function* names() { yield 'a'; yield 'b'; }`,
      'const a = await auth0.middleware(req); for (const n of names()) console.log(n); return NextResponse.next();',
    ],
    [
      'a closure that resets',
      'warning auth-response-dropped',
      '',
      authed +
        `let r = a; const reset = () => { r = NextResponse.next(); }; if (req.headers.get('x')) reset(); return r;`,
    ],
    [
      'try and finally',
      'error auth-response-dropped',
      '',
      `let r; try { r = await auth0.middleware(req); } finally { console.log('done'); } if (req.nextUrl.pathname.startsWith('/auth')) return r; return NextResponse.next();`,
    ],
    [
      'Promise.race',
      'error auth-response-dropped',
      '',
      'await Promise.race([auth0.middleware(req)]); return NextResponse.next();',
    ],
    [
      'Promise.all',
      'error auth-response-dropped',
      'const intl = async (r) => NextResponse.next();',
      `const [a, b] = await Promise.all([auth0.middleware(req), intl(req)]); if (req.nextUrl.pathname.startsWith('/auth')) return a; return b;`,
    ],
    [
      'a bound function',
      'error auth-response-dropped',
      'const run = async function (r) { await auth0.middleware(r); return NextResponse.next(); }; const bound = run.bind(null);',
      'return bound(req);',
    ],
    [
      'Object.entries',
      'warning middleware-rolls-only-on',
      `const hs = { '/pricing': async (r) => NextResponse.next(), '/': async (r) => auth0.middleware(r) };`,
      'for (const [p, h] of Object.entries(hs)) { if (req.nextUrl.pathname.startsWith(p)) { const r = await h(req); if (r) return r; } } return NextResponse.next();',
    ],
    [
      'a switch that falls through',
      'error auth-response-dropped',
      '',
      `const a = await auth0.middleware(req); let r = a; switch (req.nextUrl.pathname) { case '/pricing': r = NextResponse.next(); case '/dashboard': r.headers.set('x', '1'); break; } return r;`,
    ],
    [
      'a switch over what a helper says',
      'warning middleware-rolls-only-on',
      `const area = (p) => { if (p.startsWith('/pricing')) return 'public'; return 'private'; };`,
      `switch (area(req.nextUrl.pathname)) { case 'public': return NextResponse.next(); default: return auth0.middleware(req); }`,
    ],
    [
      'a loop',
      'error auth-response-dropped',
      `const blocked = ['/x', '/y'];`,
      authed +
        `for (const b of blocked) { if (req.nextUrl.pathname.startsWith('/pricing' + b)) return NextResponse.json({}); } return NextResponse.next();`,
    ],
    [
      'an object from a helper',
      'error auth-response-dropped',
      'async function run(ctx) { ctx.auth = await auth0.middleware(ctx.req); ctx.res = NextResponse.next(); return ctx; }',
      `const { auth, res } = await run({ req }); if (req.nextUrl.pathname.startsWith('/auth')) return auth; return res;`,
    ],
    [
      'an object that a helper fills',
      'error auth-response-dropped',
      `function decorate(ctx) { ctx.out = NextResponse.next(); ctx.out.headers.set('x', '1'); }`,
      authed + 'const ctx = { a }; decorate(ctx); return ctx.out;',
    ],
    [
      'a list of paths that is filled',
      'warning auth-response-dropped',
      `const hs = []; hs.push('/pricing');`,
      `const a = await auth0.middleware(req); if (req.nextUrl.pathname.startsWith('/auth')) return a; if (hs.includes(req.nextUrl.pathname)) return NextResponse.next(); return a;`,
    ],
    [
      'only what has a location',
      'error auth-response-dropped',
      '',
      authed + `if (a.headers.get('location')) return a; return NextResponse.next();`,
    ],
    [
      'name and value only',
      'error cookie-attributes-dropped',
      '',
      authed +
        'const r = NextResponse.next(); for (const { name, value } of a.cookies.getAll()) r.cookies.set(name, value); return r;',
    ],
    [
      'a function that is called at once',
      'error auth-response-dropped',
      '',
      'return (async () => { await auth0.middleware(req); return NextResponse.next(); })();',
    ],
    [
      'a limiter of a package',
      'warning auth-response-dropped',
      `import { Ratelimit } from '@upstash/ratelimit'; import { Redis } from '@upstash/redis'; const limit = new Ratelimit({ redis: Redis.fromEnv(), limiter: Ratelimit.slidingWindow(10, '10 s') });`,
      authed +
        `const { success } = await limit.limit(req.headers.get('x-ip') ?? ''); if (!success) return new NextResponse('slow', { status: 429 }); return NextResponse.next();`,
    ],
    [
      'next-intl alone',
      'warning middleware-rolls-only-on',
      `import createMiddleware from 'next-intl/middleware'; import { routing } from './i18n'; const intl = createMiddleware(routing);`,
      authFirst + 'return intl(req);',
      {
        '/i18n.ts': `import { defineRouting } from 'next-intl/routing';
export const routing = defineRouting({ locales: ['en', 'de'], defaultLocale: 'en' });
`,
      },
    ],
    [
      'parts of the path',
      'warning middleware-rolls-only-on',
      '',
      authFirst +
        `const parts = req.nextUrl.pathname.split('/').filter(Boolean); parts.shift(); if (parts[0] === 'x') return NextResponse.rewrite(new URL('/y', req.url)); return NextResponse.next();`,
    ],
    [
      'the handler that is found',
      'warning middleware-rolls-only-on',
      `const groups = [{ match: (p) => p.startsWith('/auth'), h: (r) => auth0.middleware(r) }, { match: () => true, h: () => NextResponse.next() }];`,
      'return groups.find((x) => x.match(req.nextUrl.pathname)).h(req);',
    ],
    [
      'a default of a parameter',
      'error auth-response-dropped',
      `const run = (r, out = NextResponse.next()) => { out.headers.set('x', '1'); return out; };`,
      authed + 'return run(req);',
    ],
    [
      'an object that is filled in a loop',
      'error auth-response-dropped',
      '',
      authed +
        `const out = {}; for (const c of req.cookies.getAll()) out[c.name] = c.value; const r = NextResponse.next(); r.headers.set('x', JSON.stringify(out)); return r;`,
    ],
    [
      'steps that write into one object',
      'error auth-response-dropped',
      `async function authStep(ctx) { ctx.auth = await auth0.middleware(ctx.req); } async function headerStep(ctx) { ctx.res = NextResponse.next(); ctx.res.headers.set('x', '1'); }`,
      `const ctx = { req, auth: null, res: null }; for (const s of [authStep, headerStep]) await s(ctx); if (req.nextUrl.pathname.startsWith('/auth')) return ctx.auth; return ctx.res;`,
    ],
    [
      'a variable that changes in a loop',
      'error auth-response-dropped',
      '',
      authed +
        `let r = NextResponse.next(); for (const l of ['en', 'de']) { if (req.nextUrl.pathname.startsWith('/' + l)) { r = NextResponse.rewrite(new URL('/x', req.url)); break; } } return r;`,
    ],
  ])('%s', async (_name, rule, declarations, body, others) => {
    expect(await findingsIn(declarations, body, others)).toContain(rule);
  });
});

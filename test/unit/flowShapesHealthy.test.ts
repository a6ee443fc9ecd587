/** Unusual shapes of healthy middleware, in which nothing must be found. */
import { describe, expect, it } from 'vitest';
import { authed, authFirst, findingsIn } from './flowFindings';

type Row = [name: string, declarations: string, body: string, others?: Record<string, string>];

describe('healthy', () => {
  it.each<Row>([
    [
      'a class inside the handler',
      '',
      authed +
        `class Merger { apply(to) { for (const c of a.headers.getSetCookie()) to.headers.append('set-cookie', c); return to; } }
const r = NextResponse.next(); new Merger().apply(r); return r;`,
    ],
    [
      'a Set that is filled',
      'const hs = new Set(); hs.add(async (r) => auth0.middleware(r));',
      authFirst +
        'for (const h of hs) { const r = await h(req); if (r) return r; } return NextResponse.next();',
    ],
    [
      'a Map',
      `const m = new Map([['/', async (r) => auth0.middleware(r)], ['/pricing', async (r) => auth0.middleware(r)]]);`,
      authFirst + 'const h = m.get(req.nextUrl.pathname); if (h) return h(req); return NextResponse.next();',
    ],
    [
      'a generator around the response',
      '',
      authed +
        `function* all() { yield a; } const r = NextResponse.next(); for (const x of all()) { for (const c of x.headers.getSetCookie()) r.headers.append('set-cookie', c); } return r;`,
    ],
    [
      'async iteration',
      'async function* handlers() { yield async (r) => auth0.middleware(r); }',
      authFirst +
        'for await (const h of handlers()) { const r = await h(req); if (r) return r; } return NextResponse.next();',
    ],
    [
      'a helper in a callback of a package',
      `import { withSpan } from 'tracing'; const go = (r) => auth0.middleware(r);`,
      authFirst +
        `let res = NextResponse.next(); await withSpan('auth', async () => { res = await go(req); }); return res;`,
    ],
    [
      'Promise.race',
      'const timeout = () => new Promise((ok) => setTimeout(ok, 1000));',
      'const r = await Promise.race([auth0.middleware(req), timeout()]); return r ?? NextResponse.next();',
    ],
    [
      'steps side by side',
      'const step = async (c) => { c.res = await auth0.middleware(c.req); }; const log = async (c) => {};',
      'const c = { req }; await Promise.all([step(c), log(c)]); return c.res ?? NextResponse.next();',
    ],
    [
      'bound arguments',
      'const run = (client, r) => client.middleware(r); const bound = run.bind(null, auth0);',
      authFirst + 'return bound(req);',
    ],
    [
      'a getter',
      'const svc = { get auth() { return (r) => auth0.middleware(r); } };',
      authFirst + 'return svc.auth(req);',
    ],
    [
      'a getter around the response',
      '',
      authed + 'const box = { get res() { return a; } }; return box.res ?? NextResponse.next();',
    ],
    [
      'Object.keys',
      `const hs = { '/pricing': home, '/': home }; function home(r) { return auth0.middleware(r); }`,
      authFirst +
        'const k = Object.keys(hs).find((p) => req.nextUrl.pathname.startsWith(p)); return k ? hs[k](req) : NextResponse.next();',
    ],
    [
      'a helper in a missing file',
      `import { applyAuth } from './missing';`,
      `const r = NextResponse.next(); await applyAuth(req, r); if (req.nextUrl.pathname.startsWith('/auth')) return auth0.middleware(req); return r;`,
    ],
    [
      'an object given to a missing file',
      `import { authStep } from './missing';`,
      `const ctx = { req, res: null }; await authStep(ctx); if (req.nextUrl.pathname.startsWith('/auth')) return auth0.middleware(req); return ctx.res ?? NextResponse.next();`,
    ],
    [
      'a callback given to a missing file',
      `import { hs } from './missing';`,
      authFirst +
        'let res; await hs.forEachAsync(async (h) => { if (!res) res = await h(req); }); return res ?? NextResponse.next();',
    ],
    [
      'what an earlier round leaves',
      '',
      authed + 'let r = NextResponse.next(); let i = 0; while (i < 2) { if (i === 1) r = a; i++; } return r;',
    ],
    [
      'a computed name',
      'const key = process.env.MODE; const hs = { [key]: (r) => auth0.middleware(r) };',
      authFirst + 'return hs.main ? hs.main(req) : NextResponse.next();',
    ],
    [
      'the rest of a list',
      'const hs = [() => undefined, (r) => auth0.middleware(r)];',
      authFirst +
        'const [, ...rest] = hs; for (const h of rest) { const r = await h(req); if (r) return r; } return NextResponse.next();',
    ],
    [
      'filter(Boolean)',
      'const hs = [process.env.X && (() => undefined), (r) => auth0.middleware(r)].filter(Boolean);',
      authFirst +
        'for (const h of hs) { const r = await h(req); if (r) return r; } return NextResponse.next();',
    ],
    [
      'a second name for a part',
      '',
      'const s = { out: { res: null } }; const o = s.out; o.res = await auth0.middleware(req); return s.out.res ?? NextResponse.next();',
    ],
    [
      'an object of the module',
      'const store = { res: null }; async function fill(s, r) { s.res = await auth0.middleware(r); }',
      'await fill(store, req); return store.res ?? NextResponse.next();',
    ],
    [
      'a function that registers',
      'const hs = []; function register(h) { hs.push(h); } register((r) => auth0.middleware(r));',
      authFirst +
        'for (const h of hs) { const r = await h(req); if (r) return r; } return NextResponse.next();',
    ],
    [
      'a function that fills',
      'const hs = []; fill(hs); function fill(list) { list.push((r) => auth0.middleware(r)); }',
      authFirst +
        'for (const h of hs) { const r = await h(req); if (r) return r; } return NextResponse.next();',
    ],
    [
      'a callback that assigns',
      'const hs = [(r) => undefined, (r) => auth0.middleware(r)];',
      authFirst + 'let res; hs.some((h) => (res = h(req))); return res ?? NextResponse.next();',
    ],
    [
      'a tagged template',
      '',
      authed +
        `const r = NextResponse.next(); merge\`x\${a}\`; function merge(s, v) { for (const c of v.headers.getSetCookie()) r.headers.append('set-cookie', c); } return r;`,
    ],
    [
      'a switch over what a helper says',
      `async function run(req) { const res = await auth0.middleware(req); if (req.nextUrl.pathname.startsWith('/auth')) return { type: 'done', res }; return { type: 'go', res }; }`,
      `const out = await run(req); switch (out.type) { case 'go': { const r = NextResponse.next(); for (const c of out.res.headers.getSetCookie()) r.headers.append('set-cookie', c); return r; } case 'done': return out.res; } return NextResponse.next();`,
    ],
    [
      'objects of a list',
      '',
      'const boxes = [{ r: null }, { r: null }]; for (const b of boxes) b.r = await auth0.middleware(req); return boxes[0].r ?? NextResponse.next();',
    ],
    [
      'a function that gives back its argument',
      'const id = (x) => x;',
      'const st = { r: null }; const same = id(st); same.r = await auth0.middleware(req); return st.r ?? NextResponse.next();',
    ],
    [
      'an object that waits in a list',
      'async function step(c) { c.res = await auth0.middleware(c.req); return c; }',
      'const c = { req, res: null }; const [x] = [c, await step(c)]; return x.res ?? NextResponse.next();',
    ],
    [
      'an object that waits as argument',
      'async function step(c) { c.res = await auth0.middleware(c.req); return 1; } const pick = (c, n) => c.res ?? NextResponse.next();',
      'const c = { req, res: null }; return pick(c, await step(c));',
    ],
    [
      'pop',
      'const home = (r) => auth0.middleware(r);',
      authFirst + 'const hs = [home]; return hs.pop()(req);',
    ],
    [
      'splice',
      `const home = (r) => auth0.middleware(r);
const hs = [home];`,
      authFirst + 'const [h] = hs.splice(0, 1); return h(req);',
    ],
    [
      'concat',
      `const home = (r) => auth0.middleware(r);
const hs = [].concat(home);`,
      authFirst +
        'for (const h of hs) { const r = await h(req); if (r) return r; } return NextResponse.next();',
    ],
    [
      'Array.from',
      `const home = (r) => auth0.middleware(r);
const hs = Array.from({ length: 1 }, () => home);`,
      authFirst +
        'for (const h of hs) { const r = await h(req); if (r) return r; } return NextResponse.next();',
    ],
    [
      'Object.freeze',
      `const home = (r) => auth0.middleware(r);
const hs = Object.freeze({ main: home });`,
      authFirst + 'return hs[req.method] ? hs[req.method](req) : NextResponse.next();',
    ],
    [
      'an iterator',
      `const home = (r) => auth0.middleware(r);
const hs = [home];`,
      authFirst + 'const it = hs[Symbol.iterator](); const h = it.next().value; return h(req);',
    ],
    [
      'a property of a function',
      'function gate(r) { return gate.inner(r); } gate.inner = (r) => auth0.middleware(r);',
      authFirst + 'return gate(req);',
    ],
    [
      'an enum as name',
      `const home = (r) => auth0.middleware(r);
enum K { A = 'a' } const hs = { [K.A]: home };`,
      authFirst + 'const h = hs[K.A]; return h ? h(req) : NextResponse.next();',
    ],
    [
      'all exports of a file',
      `import * as hs from './lib/hs';`,
      authFirst + 'const h = hs[req.nextUrl.pathname.slice(1)]; return h ? h(req) : NextResponse.next();',
      {
        '/lib/hs.ts': `import { auth0 } from './auth0';
export const main = (r) => auth0.middleware(r);
`,
      },
    ],
    [
      'a list in another file',
      `import * as reg from './lib/reg'; import './lib/setup';`,
      authFirst +
        'for (const h of reg.hs) { const r = await h(req); if (r) return r; } return NextResponse.next();',
      {
        '/lib/reg.ts': `export const hs = [];
`,
        '/lib/setup.ts': `import { auth0 } from './auth0';
import * as reg from './reg';
reg.hs.push((r) => auth0.middleware(r));
`,
      },
    ],
    [
      'a list in an object in another file',
      `import { reg } from './lib/reg'; import './lib/setup';`,
      authFirst +
        'for (const h of reg.list) { const r = await h(req); if (r) return r; } return NextResponse.next();',
      {
        '/lib/reg.ts': `export const reg = { list: [] };
`,
        '/lib/setup.ts': `import { auth0 } from './auth0';
import { reg } from './reg';
reg.list.push((r) => auth0.middleware(r));
`,
      },
    ],
    [
      'a list under two names',
      'const hs = []; const reg = { hs }; reg.hs.push((r) => auth0.middleware(r));',
      authFirst +
        'for (const h of hs) { const r = await h(req); if (r) return r; } return NextResponse.next();',
    ],
    [
      'cookies with their index',
      '',
      authed +
        'const r = NextResponse.next(); for (const [i, c] of a.cookies.getAll().entries()) r.cookies.set(c); return r;',
    ],
    ['the number of cookies', '', authed + 'if (a.cookies.size > 0) return a; return NextResponse.next();'],
    [
      'a helper that asks for the cookie',
      `const hasSession = (res) => res.cookies.getAll().some((c) => c.name.startsWith('__session'));`,
      authed + 'return hasSession(a) ? a : NextResponse.next();',
    ],
    [
      'a helper that asks twice over',
      `const hasSession = (res) => !!res.cookies.get('__session');`,
      authed + 'if (!hasSession(a)) return NextResponse.next(); return a;',
    ],
    [
      'a switch over a cookie',
      '',
      authed +
        `switch (a.cookies.get('__session')?.name) { case undefined: return NextResponse.next(); default: return a; }`,
    ],
    [
      'handlers given to a package',
      `import { chain } from 'next-chain';
const home = (r) => inner(r); const inner = (r) => auth0.middleware(r);`,
      authFirst + 'return chain([home])(req, event);',
    ],
  ])('%s', async (_name, declarations, body, others) => {
    expect(await findingsIn(declarations, body, others)).toEqual([]);
  });
});

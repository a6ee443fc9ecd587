/** Healthy middleware that is hard to follow: what the analysis cannot see must silence it, never convince it. */
import { describe, expect, it } from 'vitest';
import { authed, authFirst, findingsIn } from './flowFindings';

const firstAnswer = 'const r = await h(req);\nif (r) return r;';
const next = 'return NextResponse.next();';

describe('code that is out of reach may call the auth middleware', () => {
  it.each([
    [
      'a table by path',
      "const table = { '/': home, '/pricing': home };",
      `const h = table[pathname];\nif (h) return h(req);\n${next}`,
    ],
    [
      'find',
      'const hs = [{ p: /^\\/$/, run: home }, { p: /./, run: home }];',
      `const found = hs.find((x) => x.p.test(pathname));\nif (found) return found.run(req);\n${next}`,
    ],
    [
      'find, destructured',
      'const hs = [{ p: /^\\/$/, h: home }, { p: /./, h: home }];',
      'const { h } = hs.find((x) => x.p.test(pathname));\nreturn h(req);',
    ],
    [
      'find, with an optional call',
      'const hs = [{ p: /^\\/$/, h: home }, { p: /./, h: home }];',
      'return (await hs.find((x) => x.p.test(pathname))?.h(req)) ?? NextResponse.next();',
    ],
    [
      'findIndex',
      'const hs = [{ p: /^\\/$/, h: home }, { p: /./, h: home }];',
      `const i = hs.findIndex((x) => x.p.test(pathname));\nif (i >= 0) return hs[i].h(req);\n${next}`,
    ],
    [
      'filter',
      "const hs = [{ path: '/', run: home }, { path: '/pricing', run: home }];",
      `for (const h of hs.filter((x) => pathname.startsWith(x.path))) { const r = await h.run(req); if (r) return r; }\n${next}`,
    ],
    [
      'slice, unknown',
      'const hs = [home, nope];',
      'const [first] = hs.slice(pathname.length);\nreturn first(req);',
    ],
    ['reverse', 'const hs = [home, nope];', `for (const h of [...hs].reverse()) { ${firstAnswer} }\n${next}`],
    ['shift', '', `const hs = [nope, home];\nlet h;\nwhile ((h = hs.shift())) { ${firstAnswer} }\n${next}`],
    ['entries', 'const hs = [nope, home];', `for (const [i, h] of hs.entries()) { ${firstAnswer} }\n${next}`],
    [
      'an index',
      'const hs = [nope, home];',
      `for (let i = 0; i < hs.length; i++) { const r = await hs[i](req); if (r) return r; }\n${next}`,
    ],
    [
      'an index that is counted by itself',
      'const hs = [home];',
      'let i = 0;\nlet out;\nwhile (!out && i < hs.length) out = await hs[i++](req);\nreturn out ?? NextResponse.next();',
    ],
    [
      'for … in',
      'const hs = { a: nope, b: home };',
      `for (const key in hs) { const r = await hs[key](req); if (r) return r; }\n${next}`,
    ],
    [
      'a long list',
      `const hs = [${'nope, '.repeat(18)}home];`,
      `for (const h of hs) { ${firstAnswer} }\n${next}`,
    ],
    [
      'a list that is filled later',
      'const hs = [];\nhs.push(nope);\nhs.push(home);',
      `for (const h of hs) { ${firstAnswer} }\n${next}`,
    ],
    [
      'an object that is filled later',
      'const hs = {};\nhs.main = home;',
      `if (hs.main) return hs.main(req);\n${next}`,
    ],
    [
      'a method of the same object',
      'const p = { async auth(r) { return auth0.middleware(r); }, async run(r) { return this.auth(r); } };',
      'return p.run(req);',
    ],
    [
      'a client in the same object',
      'const p = { client: auth0, run(r) { return this.client.middleware(r); } };',
      'return p.run(req);',
    ],
    [
      'all at once, the first answer counts',
      'const hs = [nope, home];',
      'const rs = await Promise.all(hs.map((h) => h(req)));\nreturn rs.find(Boolean) ?? NextResponse.next();',
    ],
  ])('%s', async (_name, declarations, body) => {
    expect(await findingsIn(declarations, authFirst + body)).toEqual([]);
  });

  it('a list that another file fills', async () => {
    const others = {
      '/lib/reg.ts': 'export const hs = [];\n',
      '/lib/setup.ts':
        "import { auth0 } from './auth0';\nimport { hs } from './reg';\nhs.push((r) => auth0.middleware(r));\n",
    };
    const imports = "import { hs } from './lib/reg';\nimport './lib/setup';";
    const body = `${authFirst}for (const h of hs) { ${firstAnswer} }\n${next}`;
    expect(await findingsIn(imports, body, others)).toEqual([]);
  });
});

describe('lists and objects that are passed on are the same ones', () => {
  const steps =
    "async function authStep(ctx) { ctx.res = await auth0.middleware(ctx.req); }\nasync function headerStep(ctx) { ctx.res?.headers.set('x', '1'); }";

  it.each([
    [
      'a list of steps',
      'const ctx = { req };\nfor (const step of [authStep, headerStep]) await step(ctx);\nreturn ctx.res ?? NextResponse.next();',
    ],
    ['one step', 'const ctx = { req };\nawait authStep(ctx);\nreturn ctx.res;'],
    [
      'a response that is replaced',
      'const ctx = { req, res: NextResponse.next() };\nawait authStep(ctx);\nreturn ctx.res;',
    ],
    [
      'a second name',
      'const ctx = { req };\nconst same = ctx;\nawait authStep(same);\nreturn ctx.res ?? NextResponse.next();',
    ],
    [
      'an object in an object',
      'const ctx = { req };\nconst all = { ctx };\nawait authStep(all.ctx);\nreturn ctx.res ?? NextResponse.next();',
    ],
    [
      'a name that is not known',
      'const ctx = { req };\nctx[req.nextUrl.search] = await auth0.middleware(req);\nreturn ctx.res ?? NextResponse.next();',
    ],
    [
      'Object.assign',
      'const ctx = { req };\nObject.assign(ctx, { res: await auth0.middleware(req) });\nreturn ctx.res ?? NextResponse.next();',
    ],
    [
      'a list',
      'const found = [];\nawait collect(found);\nreturn found[0] ?? NextResponse.next();\nasync function collect(to) { to.push(await auth0.middleware(req)); }',
    ],
    [
      'a callback of a package',
      'const ctx = { req };\nawait trace(async () => { ctx.res = await auth0.middleware(req); });\nreturn ctx.res ?? NextResponse.next();',
    ],
    [
      'a variable, in a callback of a package',
      'let res;\nawait trace(async () => { res = await home(req); });\nreturn res ?? NextResponse.next();',
    ],
    [
      'a variable, in the executor of a promise',
      'let res;\nawait new Promise((done) => { home(req).then((r) => { res = r; done(); }); });\nreturn res ?? NextResponse.next();',
    ],
  ])('%s', async (_name, body) => {
    expect(await findingsIn(`import { trace } from 'tracer';\n${steps}`, body)).toEqual([]);
  });
});

describe('ways that hang on the cookies of the response lose nothing', () => {
  const copy = "for (const c of a.headers.getSetCookie()) r.headers.append('set-cookie', c);";

  it.each([
    ['find by status', 'const all = [a];\nreturn all.find((x) => x.status !== 200) ?? a;'],
    [
      'lines that are collected first',
      "const lines = [];\nlines.push(...a.headers.getSetCookie());\nconst r = NextResponse.next();\nlines.forEach((c) => r.headers.append('set-cookie', c));\nreturn r;",
    ],
    [
      'cookies of several responses',
      'const b = NextResponse.next();\nconst all = [a, b].flatMap((x) => x.cookies.getAll());\nconst r = NextResponse.next();\nfor (const c of all) r.cookies.set(c);\nreturn r;',
    ],
    [
      'if there are some',
      `const r = NextResponse.next();\nif (a.cookies.getAll().some((c) => c.name.startsWith('__session'))) { ${copy} }\nreturn r;`,
    ],
    [
      'if some are left by a filter',
      "const r = NextResponse.next();\nconst mine = a.cookies.getAll().filter((c) => !c.name.startsWith('__txn'));\nif (!mine.length) return r;\nmine.forEach((c) => r.cookies.set(c));\nreturn r;",
    ],
    [
      'if the number is not zero',
      "const r = NextResponse.next();\nconst mine = a.cookies.getAll().filter((c) => !c.name.startsWith('__txn'));\nif (mine.length === 0) return r;\nmine.forEach((c) => r.cookies.set(c));\nreturn r;",
    ],
    ['has', "if (a.cookies.has('__session')) return a;\nreturn NextResponse.next();"],
    [
      'get',
      "const r = NextResponse.next();\nconst c = a.cookies.get('__session');\nif (c) r.cookies.set(c);\nreturn r;",
    ],
    [
      'get, by names',
      "const r = NextResponse.next();\nfor (const n of ['__session', '__session__0']) { const c = a.cookies.get(n); if (c) r.cookies.set(c); }\nreturn r;",
    ],
    [
      'find among the lines',
      "const r = NextResponse.next();\nconst s = a.headers.getSetCookie().find((c) => c.startsWith('__session='));\nif (s) r.headers.append('Set-Cookie', s);\nreturn r;",
    ],
    [
      'keys()',
      `const r = NextResponse.next();\nfor (const key of a.headers.keys()) { if (key === 'set-cookie') ${copy} }\nreturn r;`,
    ],
    [
      'an index',
      'const r = NextResponse.next();\nconst list = [...a.headers.entries()];\nlet i = 0;\ndo { const [k, v] = list[i]; r.headers.append(k, v); i++; } while (i < list.length);\nreturn r;',
    ],
    [
      'an iterator',
      'const r = NextResponse.next();\nconst it = a.headers.entries();\nlet n = it.next();\nwhile (!n.done) { const [k, v] = n.value; r.headers.append(k, v); n = it.next(); }\nreturn r;',
    ],
    [
      'a bound method',
      "const r = NextResponse.next();\na.headers.getSetCookie().forEach(r.headers.append.bind(r.headers, 'set-cookie'));\nreturn r;",
    ],
    [
      'a spread list of arguments',
      'const r = NextResponse.next();\nfor (const line of [...a.headers]) r.headers.append(...line);\nreturn r;',
    ],
    [
      'lists in a list',
      "const b = NextResponse.next();\nconst r = NextResponse.next();\nfor (const lines of [b.headers.getSetCookie(), a.headers.getSetCookie()]) for (const c of lines) r.headers.append('set-cookie', c);\nreturn r;",
    ],
  ])('%s', async (_name, body) => {
    expect(await findingsIn('', authed + body)).toEqual([]);
  });

  it.each([
    [
      'find by status among others',
      'const all = await Promise.all([home(req), nope(req)]);\nreturn all.find((x) => x?.status >= 400) ?? all[0];',
    ],
    [
      'allSettled',
      "const [b] = await Promise.allSettled([home(req)]);\nreturn b.status === 'fulfilled' ? b.value : NextResponse.next();",
    ],
  ])('%s', async (_name, body) => {
    expect(await findingsIn('', body)).toEqual([]);
  });
});

describe('code that has the response at hand', () => {
  it.each<[name: string, declarations: string, body: string, others?: Record<string, string>]>([
    [
      'closures in a list',
      '',
      authed +
        `const steps = [(r) => { for (const c of a.headers.getSetCookie()) r.headers.append('set-cookie', c); }, (r) => { r.headers.set('x', '1'); }]; const r = NextResponse.next(); for (let i = 0; i < steps.length; i++) steps[i](r); return r;`,
    ],
    [
      'closures in a table',
      '',
      authed +
        `const steps = { auth: (r) => { for (const c of a.headers.getSetCookie()) r.headers.append('set-cookie', c); } }; const r = NextResponse.next(); for (const k in steps) steps[k](r); return r;`,
    ],
    [
      'a default of a part',
      'const home = (r) => auth0.middleware(r);',
      authFirst + 'const { handler = home } = req.extra; return handler(req);',
    ],
    [
      'a default of a parameter',
      `const home = (r) => auth0.middleware(r);
const run = (r, h = home) => h(r);`,
      authFirst + 'return run(req, req.extra);',
    ],
    [
      'a call behind &&',
      '',
      authed +
        'let r = NextResponse.next(); const swap = () => { r = a; return true; }; const ok = req.nextUrl.pathname && swap(); return r;',
    ],
    [
      'a method of a subclass',
      '',
      authFirst + 'return auth0.handle(req);',
      {
        '/lib/auth0.ts': `import { Auth0Client } from '@auth0/nextjs-auth0/server';
class App extends Auth0Client { handle(r) { return this.middleware(r); } }
export const auth0 = new App();
`,
      },
    ],
    [
      'a function put away',
      '',
      authed + 'globalThis.get = () => a; return globalThis.get() ?? NextResponse.next();',
    ],
    [
      'groups of handlers',
      `const home = (r) => auth0.middleware(r);
const groups = [{ match: (p) => p.startsWith('/x'), hs: [home] }, { match: () => true, hs: [home] }];`,
      authFirst +
        'const g = groups.find((x) => x.match(req.nextUrl.pathname)); for (const h of g.hs) { const r = await h(req); if (r) return r; } return NextResponse.next();',
    ],
  ])('%s', async (_name, declarations, body, others) => {
    expect(await findingsIn(declarations, body, others)).toEqual([]);
  });
});

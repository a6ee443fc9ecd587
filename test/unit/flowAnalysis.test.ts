import { describe, expect, it } from 'vitest';
import { flowOf, flowOfFile, head, ways } from './flowHarness';

const call = 'const authRes = await auth0.middleware(request);\n';
const copy = (loop: string): string[] =>
  ways(flowOf(`${call}const response = NextResponse.next();\n${loop}\nreturn response;`));

describe('what becomes of the auth response', () => {
  it.each([
    ['headers.append in for … of', 'for (const [k, v] of authRes.headers) response.headers.append(k, v);'],
    [
      'headers.append over entries()',
      'for (const e of authRes.headers.entries()) response.headers.append(e[0], e[1]);',
    ],
    ['headers.append in forEach', 'authRes.headers.forEach((v, k) => response.headers.append(k, v));'],
    [
      'headers.append over a spread list',
      '[...authRes.headers].forEach(([k, v]) => response.headers.append(k, v));',
    ],
    [
      'headers.append over Array.from',
      'Array.from(authRes.headers).forEach(([k, v]) => { response.headers.append(k, v); });',
    ],
    [
      'a loop over getSetCookie()',
      "for (const c of authRes.headers.getSetCookie()) response.headers.append('Set-Cookie', c);",
    ],
    [
      'forEach over getSetCookie()',
      "authRes.headers.getSetCookie().forEach((c) => response.headers.append('set-cookie', c));",
    ],
    [
      'a list in a constant',
      "const list = authRes.headers.getSetCookie();\nif (list.length > 0) for (const c of list) response.headers.append('set-cookie', c);",
    ],
    [
      'only set-cookie',
      "authRes.headers.forEach((v, k) => { if (k === 'set-cookie') response.headers.append(k, v); });",
    ],
    [
      'by a list of names',
      "const keep = ['set-cookie', 'cache-control'];\nauthRes.headers.forEach((v, k) => { if (keep.includes(k.toLowerCase())) response.headers.append(k, v); });",
    ],
    [
      'by a set of names',
      "const skip = new Set(['x-middleware-next']);\nfor (const [k, v] of authRes.headers) { if (skip.has(k)) continue; response.headers.append(k, v); }",
    ],
    [
      'by a pattern',
      'authRes.headers.forEach((v, k) => { if (/^set-cookie$/i.test(k)) response.headers.append(k, v); });',
    ],
    [
      'in a switch',
      "authRes.headers.forEach((v, k) => { switch (k) { case 'set-cookie': response.headers.append(k, v); break; default: response.headers.set(k, v); } });",
    ],
    ['cookies.set(cookie)', 'authRes.cookies.getAll().forEach((c) => response.cookies.set(c));'],
    [
      'cookies.set(cookie) in a loop',
      'for (const c of authRes.cookies.getAll()) { response.cookies.set(c); }',
    ],
    [
      'cookies.set(name, value, cookie)',
      'for (const c of authRes.cookies.getAll()) response.cookies.set(c.name, c.value, c);',
    ],
    [
      'cookies.set(name, value, rest)',
      'authRes.cookies.getAll().forEach(({ name, value, ...rest }) => response.cookies.set(name, value, rest));',
    ],
    [
      'cookies.set({ ...cookie })',
      'authRes.cookies.getAll().forEach((c) => response.cookies.set({ ...c, path: "/" }));',
    ],
    [
      'set first, append later',
      "authRes.headers.forEach((v, k) => response.headers.set(k, v));\nfor (const c of authRes.headers.getSetCookie()) response.headers.append('set-cookie', c);",
    ],
  ])('kept: %s', (_name, loop) => {
    expect(copy(loop)).toEqual(['next kept']);
  });

  it.each([
    ['headers', 'NextResponse.next({ headers: authRes.headers })', 'next'],
    ['new Headers', 'NextResponse.next({ headers: new Headers(authRes.headers) })', 'next'],
    ['a list of entries', 'NextResponse.next({ headers: [...authRes.headers, ["a", "b"]] })', 'next'],
    [
      'a rewrite',
      'NextResponse.rewrite(new URL("/x", request.url), { headers: authRes.headers })',
      'rewrite',
    ],
    ['a response as init', 'NextResponse.next(authRes)', 'next'],
    ['a clone', 'authRes.clone()', 'auth'],
    ['Promise.resolve', 'Promise.resolve(authRes)', 'auth'],
    ['a fallback', 'authRes ?? NextResponse.next()', 'auth'],
    ['or', 'authRes || NextResponse.next()', 'auth'],
  ])('kept: %s', (_name, expression, kind) => {
    expect(ways(flowOf(`${call}return ${expression};`))).toEqual([`${kind} kept`]);
  });

  it.each([
    [
      'headers.set in a loop',
      'for (const [k, v] of authRes.headers) response.headers.set(k, v);',
      'overwritten',
    ],
    [
      'headers.set in forEach',
      'authRes.headers.forEach((v, k) => { response.headers.set(k, v); });',
      'overwritten',
    ],
    [
      'headers.set over getSetCookie()',
      "for (const c of authRes.headers.getSetCookie()) response.headers.set('set-cookie', c);",
      'overwritten',
    ],
    [
      'an exclusion in the wrong case',
      "for (const [k, v] of authRes.headers) { if (k === 'Set-Cookie') continue; response.headers.set(k, v); }",
      'overwritten',
    ],
    [
      'append, then set',
      "authRes.headers.forEach((v, k) => response.headers.append(k, v));\nresponse.headers.set('set-cookie', 'a=b');",
      'overwritten',
    ],
    [
      'append, then cookies.set',
      "authRes.headers.forEach((v, k) => response.headers.append(k, v));\nresponse.cookies.set('a', 'b');",
      'overwritten',
    ],
    [
      'append, then cookies.delete',
      "authRes.headers.forEach((v, k) => response.headers.append(k, v));\nresponse.cookies.delete('a');",
      'overwritten',
    ],
    ['get and set', "response.headers.set('set-cookie', authRes.headers.get('set-cookie'));", 'collapsed'],
    [
      'get and append',
      "response.headers.append('set-cookie', authRes.headers.get('set-cookie') ?? '');",
      'collapsed',
    ],
    ['join', "response.headers.set('Set-Cookie', authRes.headers.getSetCookie().join(', '));", 'collapsed'],
    [
      'name and value',
      'for (const c of authRes.cookies.getAll()) response.cookies.set(c.name, c.value);',
      'stripped',
    ],
    [
      'name and value in an object',
      'for (const { name, value } of authRes.cookies.getAll()) response.cookies.set({ name, value });',
      'stripped',
    ],
    [
      'an exclusion',
      "for (const [k, v] of authRes.headers) { if (k !== 'set-cookie') response.headers.set(k, v); }",
      'lost',
    ],
    [
      'copied, and deleted',
      "authRes.headers.forEach((v, k) => response.headers.append(k, v));\nresponse.headers.delete('set-cookie');",
      'lost',
    ],
    [
      'copied to the request',
      'const headers = new Headers(request.headers);\nauthRes.headers.forEach((v, k) => headers.append(k, v));',
      'lost',
    ],
    ['nothing', '', 'lost'],
    [
      'chosen cookies',
      'for (const c of authRes.cookies.getAll()) { if (c.name.startsWith("__")) response.cookies.set(c); }',
      'unknown',
    ],
    [
      'filtered cookies',
      'authRes.cookies.getAll().filter((c) => wanted(c)).forEach((c) => response.cookies.set(c));',
      'unknown',
    ],
    ['one of the lines', "response.headers.set('set-cookie', authRes.headers.getSetCookie()[0]);", 'unknown'],
    [
      'a parsed cookie',
      'authRes.headers.getSetCookie().map(parse).forEach((c) => response.cookies.set(c));',
      'unknown',
    ],
    ['an unknown function', 'merge(response, authRes);', 'unknown'],
    ['an unknown function, by its headers', 'merge(response.headers, authRes.headers);', 'unknown'],
    [
      'own attributes',
      'for (const c of authRes.cookies.getAll()) response.cookies.set(c.name, c.value, { httpOnly: true });',
      'unknown',
    ],
    ['put into a variable of the module', 'globalThis.last = authRes;', 'unknown'],
  ])('not kept: %s', (_name, loop, fate) => {
    expect(copy(loop)).toEqual([`next ${fate}`]);
  });

  it('counts logging as harmless', () => {
    expect(
      ways(flowOf(`${call}console.log(authRes);\nlogger.info({ authRes });\nreturn NextResponse.next();`)),
    ).toEqual(['next lost']);
  });

  it('sees a response without headers in a spread of headers', () => {
    expect(ways(flowOf(`${call}return NextResponse.next({ headers: { ...authRes.headers } });`))).toEqual([
      'next lost',
    ]);
  });

  it('follows copies from one response to the next', () => {
    const body = `${call}
      const first = NextResponse.next();
      authRes.headers.forEach((v, k) => first.headers.append(k, v));
      const second = NextResponse.rewrite(new URL('/x', request.url), { headers: first.headers });
      const third = NextResponse.json({}, { status: 418, headers: Object.fromEntries(second.headers) });
      return request.nextUrl.pathname === '/a' ? second : third;`;
    expect(ways(flowOf(body))).toEqual(['rewrite kept', 'json 418 overwritten +next']);
  });
});

describe('paths', () => {
  it('tells ways out by path, session and response', () => {
    const body = `${call}
      const { pathname } = request.nextUrl;
      if (pathname.startsWith('/auth')) return authRes;
      const session = await auth0.getSession(request);
      if (!session) return NextResponse.redirect(new URL(\`/auth/login?returnTo=\${pathname}\`, request.url));
      if (session.user.blocked) return new NextResponse('no', { status: 403 });
      return authRes;`;
    expect(ways(flowOf(body))).toEqual([
      'auth kept',
      'redirect /auth/login lost (no session)',
      'body 403 lost (session)',
      'auth kept (session)',
    ]);
  });

  it.each([
    [
      'url.pathname',
      "const url = request.nextUrl.clone();\nurl.pathname = '/auth/login';\nreturn NextResponse.redirect(url);",
    ],
    [
      'searchParams',
      "const url = new URL('/auth/login', request.url);\nurl.searchParams.set('a', 'b');\nreturn NextResponse.redirect(url, 303);",
    ],
    ['origin', 'return NextResponse.redirect(`${request.nextUrl.origin}/auth/login`);'],
    ['an environment variable', "return Response.redirect(process.env.APP_BASE_URL + '/auth/login?x=1');"],
    ['an absolute address', "return NextResponse.redirect('https://example.com/auth/login');"],
  ])('reads where a redirect leads: %s', (_name, body) => {
    expect(flowOf(body).returns.map((r) => r.response.location)).toEqual(['/auth/login']);
  });

  it('does not combine what contradicts itself', () => {
    const body = `
      const client = process.env.AUTH0_DOMAIN ? auth0 : null;
      const response = client ? await client.middleware(request) : NextResponse.next();
      if (!client) return response;
      return client ? response : NextResponse.redirect('/setup');`;
    expect(ways(flowOf(body))).toEqual(['next', 'auth kept']);
  });

  it('knows the same question again', () => {
    const body = `
      let response = NextResponse.next();
      if (request.headers.get('x-mode') === 'a') response = await auth0.middleware(request);
      if (request.headers.get('x-mode') !== 'a') return new NextResponse('other');
      return response;`;
    expect(ways(flowOf(body))).toEqual(['body', 'auth kept']);
  });

  it('treats what follows a catch as exceptional', () => {
    const body = `
      let authRes;
      try { authRes = await auth0.middleware(request); await check(); } catch (e) { console.error(e); }
      if (!authRes) return NextResponse.next();
      return authRes;`;
    expect(ways(flowOf(body)).filter((way) => !way.includes('(after catch)'))).toEqual(['auth kept']);
  });

  it('lets finally have the last word', () => {
    expect(ways(flowOf(`${call}try { return authRes; } finally { return NextResponse.next(); }`))).toEqual([
      'next lost',
    ]);
    expect(ways(flowOf(`${call}try { return authRes; } finally { done(); }`))).toEqual(['auth kept']);
  });

  it.each([
    ['for', 'for (let i = 0; i < n; i++) { if (blocked(i)) return NextResponse.json({}); }'],
    ['for … of', 'for (const rule of rules) { if (rule.blocks) return NextResponse.json({}); }'],
    ['for … in', 'for (const key in table) { if (table[key]) return NextResponse.json({}); }'],
    ['while', 'while (next()) { if (stop) return NextResponse.json({}); }'],
    ['do', 'do { if (stop) return NextResponse.json({}); } while (next());'],
    [
      'labels',
      'outer: for (const a of as) { for (const b of bs) { if (b) continue outer; if (a) return NextResponse.json({}); break outer; } }',
    ],
  ])('goes through a loop or not: %s', (_name, loop) => {
    expect(ways(flowOf(`${call}${loop}\nreturn authRes;`)).sort()).toEqual(['auth kept', 'json lost']);
  });

  it('unrolls a list of handlers', () => {
    const body = `
      const handlers = [
        (r) => (r.nextUrl.pathname === '/ping' ? new NextResponse('pong') : undefined),
        (r) => auth0.middleware(r),
      ];
      for (const handler of handlers) {
        const response = await handler(request);
        if (response) return response;
      }`;
    expect(ways(flowOf(body))).toEqual(['body', 'auth kept']);
  });

  it('reduces over a list of handlers', () => {
    const body = `
      const steps = [async (r, res) => res, async (r, res) => auth0.middleware(r)];
      return steps.reduce(async (res, step) => step(request, await res), NextResponse.next());`;
    expect(ways(flowOf(body))).toEqual(['auth kept']);
  });

  it('has nothing to say about what throws', () => {
    expect(ways(flowOf(`${call}if (!authRes.ok) throw new Error('x');\nreturn authRes;`))).toEqual([
      'auth kept',
    ]);
  });
});

describe('functions of the project', () => {
  it('are followed into other files, through aliases and re-exports', () => {
    const followed = flowOfFile(
      `${head}import { run as go } from './steps';
       export async function middleware(request) {
         const { ok, res } = await go(request);
         return ok ? res : NextResponse.next();
       }`,
      {
        '/app/steps/index.ts': "export * from './run';",
        '/app/steps/run.ts': `import { auth0 } from '../lib/auth0';
          export const run = async (request) => ({
            res: await auth0.middleware(request),
            ok: request.nextUrl.pathname.startsWith('/auth'),
          });`,
      },
    );
    expect(ways(followed)).toEqual(['auth kept', 'next lost']);
    expect(followed.complete).toBe(true);
  });

  it('that cannot be followed may hide a call', () => {
    const flow = flowOfFile(
      `${head}import { gate } from './missing';
       export async function middleware(request) { return gate(request); }`,
    );
    expect(flow.complete).toBe(false);
    expect(ways(flow)).toEqual(['other (opaque)']);
  });

  it('of packages cannot, unless they get something that does', () => {
    const intl = "import createMiddleware from 'next-intl/middleware';\nconst intl = createMiddleware({});\n";
    const plain = flowOfFile(`${head}${intl}export const middleware = (request) => intl(request);`);
    expect([plain.complete, ways(plain)]).toEqual([true, ['other']]);
    const handed = flowOfFile(
      `${head}import { run } from 'runner';\nexport const middleware = (request) => run((r) => auth0.middleware(r), request);`,
    );
    expect([handed.complete, ways(handed)]).toEqual([false, ['other (opaque)']]);
  });

  it('that call themselves end', () => {
    const flow = flowOf(
      'return again(request);\nfunction again(r) { return r.url ? again(r) : auth0.middleware(r); }',
    );
    expect(flow.complete).toBe(false);
  });
});

describe('handlers', () => {
  it.each([
    ['a default export', 'export default auth0.middleware;', 1],
    ['a constant', 'export const middleware = auth0.middleware;', 1],
    ['a destructured export', 'export const { middleware } = auth0;', 1],
    ['bind', 'export const middleware = auth0.middleware.bind(auth0);', 0],
    ['an arrow function', 'export const middleware = (request) => auth0.middleware(request);', 0],
  ])('delegate everything: %s', (_name, source, detached) => {
    const flow = flowOfFile(head + source);
    expect([flow.complete, ways(flow), flow.detached.length]).toEqual([true, ['auth kept'], detached]);
  });

  it('call a detached method', () => {
    const flow = flowOfFile(
      `${head}const { middleware: run } = auth0;\nexport function middleware(request) { return run(request); }`,
    );
    expect(flow.calls.map((c) => c.detached !== null)).toEqual([true]);
    expect(flow.detached).toHaveLength(1);
  });

  it('in unknown wrappers are not judged', () => {
    const flow = flowOfFile(
      `${head}import { wrap } from 'wrapper';\nexport default wrap(async (request) => { await auth0.middleware(request); });`,
    );
    expect([flow.complete, flow.returns, flow.calls]).toEqual([false, [], []]);
  });

  it('name the variable of the response, and where the call is reached', () => {
    const { calls } = flowOf(
      `if (request.nextUrl.pathname === '/x') return;\nlet res;\nres = await auth0.middleware(request);\nreturn res;`,
    );
    expect(calls.map((c) => c.variable?.text)).toEqual(['res']);
    expect(calls[0]?.condition.cases.map((c) => [...c.values()])).toEqual([[false]]);
  });
});

describe('saves', () => {
  it.each([
    ['getAccessToken(request, authRes)', 'both'],
    ['getAccessToken(request)', 'request'],
    ['getAccessToken()', 'none'],
    ['getAccessToken({ refresh: true })', 'none'],
    ['getAccessTokenForConnection({ connection: "x" }, request, authRes)', 'both'],
    ['getAccessTokenForConnection({ connection: "x" })', 'none'],
    ['updateSession(request, authRes, session)', 'both'],
    ['updateSession(request, session)', 'request'],
    ['updateSession({ ...session })', 'none'],
    ['getAccessToken(...args)', 'unknown'],
  ])('%s passes %s', (expression, passes) => {
    const { saves } = flowOf(
      `${call}const session = await auth0.getSession(request);\nawait auth0.${expression};\nreturn authRes;`,
    );
    expect(saves.map((s) => s.passes)).toEqual([passes]);
  });

  it('are followed like calls', () => {
    const body = `${call}
      const other = NextResponse.next();
      await auth0.getAccessToken(request, other);
      if (request.nextUrl.pathname === '/a') return other;
      if (request.nextUrl.pathname === '/b') other.cookies.getAll().forEach((c) => authRes.cookies.set(c));
      return authRes;`;
    expect(ways(flowOf(body))).toEqual([
      'next lost getAccessToken kept',
      'auth kept getAccessToken kept',
      'auth kept getAccessToken lost',
    ]);
  });
});

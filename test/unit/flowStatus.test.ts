/** The handler asks what another middleware answered, or whether it did, before it returns that. */
import { describe, expect, it } from 'vitest';
import { authed, findingsIn } from './flowFindings';

const declarations = `import createMiddleware from 'next-intl/middleware';
const intl = createMiddleware({ locales: ['en'], defaultLocale: 'en' });`;
const start = `${authed}const r = intl(req);\n`;
const copy = "for (const c of a.headers.getSetCookie()) r.headers.append('set-cookie', c);";
const dropped = 'auth-response-dropped';

describe('a redirect of another middleware', () => {
  it.each([
    ['a range', `if (r.status >= 300 && r.status < 400) return r; ${copy} return r;`],
    ['one status', `if (r.status === 307) return r; ${copy} return r;`],
    ['not that status', `if (r.status !== 200) return r; ${copy} return r;`],
    ['a list of them', `if ([301, 307, 308].includes(r.status)) return r; ${copy} return r;`],
    ['the status as text', `if (String(r.status).startsWith('3')) return r; ${copy} return r;`],
    ['not ok', `if (!r.ok) return r; ${copy} return r;`],
    ['copied where it is ok', `if (r.ok) { ${copy} } return r;`],
    ['redirected', `if (r.redirected) return r; ${copy} return r;`],
    ['a target', `if (r.headers.get('location')) return r; ${copy} return r;`],
    ['a target in a variable', `const to = r.headers.get('Location'); if (to !== null) return r; return a;`],
    ['a target at all', `if (r.headers.has('location')) return r; ${copy} return r;`],
    ['one of two', "return r.headers.get('location') ? r : a;"],
    ['the first that is one', 'return [r].find((x) => x.status >= 300) ?? a;'],
    ['a part of it', `const { status } = r; if (status > 299) return r; return a;`],
    ['in a switch', 'switch (r.status) { case 307: case 308: return r; default: return a; }'],
    ['in a helper', 'const leads = (x) => x.status > 299; if (leads(r)) return r; return a;'],
    [
      'of a helper that is followed',
      'const other = async () => NextResponse.next(); const own = await other(); if (own?.status === 308) return own; return a;',
    ],
  ])('is returned without a finding: %s', async (_name, body) => {
    expect(await findingsIn(declarations, start + body)).toEqual([]);
  });

  it.each([
    ['it is only logged', 'console.log(r.status); return r;'],
    ['it is ok', "if (!r.ok) return a; r.headers.set('x', '1'); return r;"],
    ['another one is asked', 'if (a.status >= 300) return a; return r;'],
    ['another header is asked', "if (r.headers.get('x-locale')) return a; return r;"],
    ['another one is returned', 'if (r.status >= 300) return a; return NextResponse.next();'],
  ])('hides nothing where %s', async (_name, body) => {
    expect(await findingsIn(declarations, start + body)).toContain(`error ${dropped}`);
  });
});

describe('whether there is a response', () => {
  it.each([
    ['NextResponse', `if (r instanceof NextResponse) { ${copy} } return r;`],
    ['Response', `if (r instanceof Response) { ${copy} } return r;`],
    ['truth', `if (r) { ${copy} } return r;`],
    ['not one', `if (!(r instanceof NextResponse)) return r; ${copy} return r;`],
    ['and it is ok', `if (r instanceof Response && r.ok) { ${copy} } return r;`],
  ])('is asked without a finding: %s', async (_name, body) => {
    expect(await findingsIn(declarations, start + body)).toEqual([]);
    const own = `${authed}const next = async () => NextResponse.next();\nconst r = await next();\n`;
    expect(await findingsIn('', own + body)).toEqual([]);
  });

  it.each([
    ['what is returned', 'if (r instanceof NextResponse) return r; return a;'],
    ['what is returned, if it is one', 'if (r) return r; return a;'],
    ['another response', 'if (r instanceof NextResponse) return NextResponse.next(); return a;'],
    ['a bare one', `const b = new Response('x'); if (b instanceof NextResponse) return a; return b;`],
    ['another class', 'if (r instanceof Error) return a; return r;'],
  ])('hides nothing of %s', async (_name, body) => {
    const found = await findingsIn(declarations, start + body);
    expect(found.filter((finding) => finding.endsWith(dropped))).toHaveLength(1);
  });
});

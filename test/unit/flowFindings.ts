/** Findings of all rules in a middleware; for the tests of shapes that are hard to follow. */
import { expect } from 'vitest';
import { rules } from '../../server/rules';
import { openFixture, root } from '../support/markerFixture';

const files = {
  '/lib/auth0.ts':
    "import { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = new Auth0Client();\n",
  '/app/page.tsx': 'export default function Page() {\n  return null;\n}\n',
  '/app/dashboard/page.tsx': 'export default function Page() {\n  return null;\n}\n',
  '/app/pricing/page.tsx': 'export default function Page() {\n  return null;\n}\n',
};

const head = `import { NextResponse } from 'next/server';
import { auth0 } from './lib/auth0';
const home = async (r) => auth0.middleware(r);
const nope = async (r) => (r.nextUrl.pathname === '/old' ? NextResponse.redirect(new URL('/', r.url)) : undefined);
`;

const matcher = "export const config = { matcher: ['/((?!_next/static|_next/image|favicon\\\\.ico).*)'] };\n";

/** The findings in a middleware with this body, after `declarations` of its module. */
export async function findingsIn(
  declarations: string,
  body: string,
  others: Record<string, string> = {},
): Promise<string[]> {
  const proxy = `${head}${declarations}\nexport async function proxy(req) {\n${body}\n}\n${matcher}`;
  const all = { ...files, '/proxy.ts': proxy, ...others };
  const fixture = {
    files: Object.fromEntries(Object.entries(all).map(([path, text]) => [root + path, text])),
    without: [],
  };
  const { findings, failures } = await openFixture(fixture, { rules }).engine.analyze();
  expect(failures).toEqual([]);
  return findings.map(({ rule, severity }) => `${severity} ${rule}`);
}

/** Begins a handler that lets the SDK answer its own routes. */
export const authFirst =
  "const { pathname } = req.nextUrl;\nif (pathname.startsWith('/auth')) return auth0.middleware(req);\n";

/** The same with one call of the SDK for all routes, whose response is `a`. */
export const authed = `const a = await auth0.middleware(req);
if (req.nextUrl.pathname.startsWith('/auth')) return a;
`;

/** The cookies of a response that was not awaited cannot be copied. */
import { expect, it } from 'vitest';
import { openFixture, root } from '../support/markerFixture';

const files = {
  '/lib/auth0.ts':
    "import { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = new Auth0Client();\n",
  '/app/page.tsx': 'export default function Page() {\n  return null;\n}\n',
};

const rest = `
  if (request.nextUrl.pathname.startsWith('/auth')) return authRes;
  const response = NextResponse.next();
  response.headers.set('x-frame-options', 'DENY');
  return response;
}
export const config = { matcher: ['/((?!_next/static|_next/image|favicon\\\\.ico).*)'] };
`;

async function fixesOf(start: string): Promise<string[][]> {
  const proxy = `import { NextResponse } from 'next/server';\nimport { auth0 } from './lib/auth0';\n${start}${rest}`;
  const paths = Object.entries({ ...files, '/proxy.ts': proxy }).map(([path, text]) => [root + path, text]);
  const fixture = { files: Object.fromEntries(paths) as Record<string, string>, without: [] };
  const { findings } = await openFixture(fixture).engine.analyze();
  return findings.map(({ fixes }) => fixes.flatMap(({ edits }) => edits.map((edit) => edit.newText.trim())));
}

const loop = expect.stringContaining('authRes.headers.getSetCookie()') as string;

it.each([
  [
    'awaited',
    'export async function proxy(request) {\n  const authRes = await auth0.middleware(request);',
    [],
  ],
  [
    'awaited in parentheses',
    'export async function proxy(request) {\n  const authRes = (await auth0.middleware(request));',
    [],
  ],
  [
    'not awaited',
    'export async function proxy(request) {\n  const authRes = auth0.middleware(request);',
    ['await'],
  ],
  [
    'not awaited, assigned later',
    'export async function proxy(request) {\n  let authRes; authRes = auth0.middleware(request);',
    ['await'],
  ],
])('copies the cookies of what is %s', async (_name, start, before) => {
  expect(await fixesOf(start)).toEqual([[...before, loop]]);
});

it.each([
  [
    'in a function that cannot wait',
    'export function proxy(request) {\n  const authRes = auth0.middleware(request);',
  ],
  [
    'of a promise that is said to be one',
    'export async function proxy(request) {\n  const authRes: Promise<NextResponse> = auth0.middleware(request);',
  ],
  [
    'of a promise that is used as one',
    'export async function proxy(request) {\n  const authRes = auth0.middleware(request); authRes.catch(console.error);',
  ],
])('offers no copy %s', async (_name, start) => {
  expect(await fixesOf(start)).toEqual([[]]);
});

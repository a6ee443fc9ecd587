import { describe, expect, it } from 'vitest';
import { isCandidate, isSourceFile, MARKER_WORDS } from '../../server/project/sources';

describe('isSourceFile', () => {
  it.each([
    'a.ts',
    'a.tsx',
    'a.js',
    'a.jsx',
    'a.mjs',
    'a.cjs',
    'a.mts',
    'a.cts',
    'app/test/page.tsx',
    'app/e2e/page.tsx',
  ])('takes %s', (path) => expect(isSourceFile(path)).toBe(true));
  it.each(['middleware.ts', 'src/proxy.js', 'instrumentation.ts', 'lib/auth.config.ts'])('takes %s', (path) =>
    expect(isSourceFile(path)).toBe(true),
  );
  it.each([
    'a.css',
    'a.json',
    'README.md',
    'types.d.ts',
    'types.d.mts',
    'styles.d.css.ts',
    'lib/a.test.ts',
    'lib/a.spec.tsx',
    'lib/nav.stories.jsx',
    'lib/__tests__/a.ts',
    '__mocks__/auth0.ts',
    'tests/setup.ts',
    'e2e/login.ts',
    'next.config.ts',
    'vitest.config.mts',
  ])('leaves out %s', (path) => expect(isSourceFile(path)).toBe(false));
});

describe('isCandidate', () => {
  it.each([
    `import { Auth0Client } from "@auth0/nextjs-auth0/server"`,
    `const { useUser } = require('@auth0/nextjs-auth0')`,
    'export default auth0.middleware',
    'const { middleware } = auth0',
    `auth0['middleware'](request)`,
    'const session = await client.getSession();',
    'await auth0.mfa.verify()',
    'export const GET = auth0.withApiAuthRequired(handler)',
    `import Link from 'next/link'; <Link href="/auth/login?returnTo=/">In</Link>`,
    `import Link from "next/link"; const out = '/api/auth/logout';`,
  ])('takes %s', (text) => expect(isCandidate(text)).toBe(true));

  it.each([
    '',
    'export default function Page() { return null; }',
    'const auth0 = 1; session.user',
    'xmfa()',
    `import Link from 'next/link'; <Link href="/orders">Orders</Link>`,
    '<a href="/auth/logout">Out</a>',
  ])('leaves out %j', (text) => expect(isCandidate(text)).toBe(false));

  it('takes a text with any one of the words', () => {
    for (const word of MARKER_WORDS) expect(isCandidate(`x${word}x`)).toBe(true);
  });
});

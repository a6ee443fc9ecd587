/** A small Next.js app without findings; tests replace the files they are about. */

export const HEALTHY_CLIENT = `import { Auth0Client } from '@auth0/nextjs-auth0/server';

export const auth0 = new Auth0Client({
  session: {
    rolling: true,
    absoluteDuration: 60 * 60 * 24 * 30,
    inactivityDuration: 60 * 60 * 24 * 7,
  },
});
`;

export const HEALTHY_PROXY = `import type { NextRequest } from 'next/server';
import { auth0 } from './lib/auth0';

export async function proxy(request: NextRequest) {
  return await auth0.middleware(request);
}

export const config = {
  matcher: ['/((?!_next/static|_next/image|favicon\\\\.ico|sitemap\\\\.xml|robots\\\\.txt).*)'],
};
`;

export const MANIFEST = JSON.stringify({
  name: 'shop',
  private: true,
  dependencies: { '@auth0/nextjs-auth0': '4.30.0', next: '16.4.6' },
});

export function nextApp(
  files: Readonly<Record<string, string>> = {},
  directory = '',
): Record<string, string> {
  const all = {
    'package.json': MANIFEST,
    'lib/auth0.ts': HEALTHY_CLIENT,
    'proxy.ts': HEALTHY_PROXY,
    'app/page.tsx': 'export default function Page() { return <a href="/auth/login">Log in</a>; }\n',
    'app/dashboard/page.tsx': 'export default function Page() { return <h1>Dashboard</h1>; }\n',
    ...files,
  };
  return Object.fromEntries(Object.entries(all).map(([path, text]) => [directory + path, text]));
}

/** The idle limit is longer than the absolute one (by default 3 days). */
export const IDLE_TOO_LONG = HEALTHY_CLIENT.replace('    absoluteDuration: 60 * 60 * 24 * 30,\n', '');

/** Hours meant, milliseconds written. */
export const MILLISECONDS = HEALTHY_CLIENT.replace('60 * 60 * 24 * 30', '60 * 60 * 24 * 30 * 1000');

export const NARROW_PROXY = HEALTHY_PROXY.replace(/matcher: .*,/, "matcher: ['/dashboard/:path*'],");

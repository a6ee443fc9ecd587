import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { tempWorkspace } from '../support/tempWorkspace';

/** Directory with the built command line; a variable, so that an installed package can be tested as well. */
const dist = path.resolve(process.env['SESSION_LENS_DIST'] ?? path.join(import.meta.dirname, '../../dist'));
export const cli = path.join(dist, 'cli.js');

export interface Result {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the built `session-lens` as a user does. The environment holds nothing that could change the output. */
export function runCli(
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Result {
  if (!existsSync(cli)) throw new Error(`${cli} is missing: run \`npm run build\` first`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd: options.cwd,
    env: { PATH: process.env['PATH'], ...options.env },
    encoding: 'utf8',
    timeout: 60_000,
  });
  return { code: status, stdout, stderr };
}

/** Path of a directory with these files, gone when the test is over. */
export function project(files: Readonly<Record<string, string>>): string {
  return tempWorkspace(files).root;
}

/** A Next.js app with one warning that has a safe fix, and one error. */
export const broken: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({
    name: 'web',
    dependencies: { '@auth0/nextjs-auth0': '4.16.0', next: '16.0.0' },
  }),
  'lib/auth0.ts': `import { Auth0Client } from '@auth0/nextjs-auth0/server';

export const auth0 = new Auth0Client({
  session: {
    rolling: true,
    absoluteDuration: 7 * 24 * 60 * 60 * 1000,
    inactivityDuration: 24 * 60 * 60,
  },
});
`,
  'proxy.ts': `import type { NextRequest } from 'next/server';
import { auth0 } from './lib/auth0';

export async function proxy(request: NextRequest) {
  return await auth0.middleware(request);
}

export const config = {
  matcher: ['/dashboard/:path*'],
};
`,
  'app/dashboard/page.tsx': 'export default function Page() {\n  return null;\n}\n',
};

/** The same app without a mistake. */
export const healthy: Readonly<Record<string, string>> = {
  ...broken,
  'lib/auth0.ts': `import { Auth0Client } from '@auth0/nextjs-auth0/server';

export const auth0 = new Auth0Client();
`,
  'proxy.ts': (broken['proxy.ts'] ?? '').replace(
    `['/dashboard/:path*']`,
    `['/((?!_next/static|_next/image|favicon.ico|sitemap.xml|robots.txt).*)']`,
  ),
};

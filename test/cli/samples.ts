/** Hand-made findings on a small app, for the tests of formats: they need no engine. */
import { createColors } from 'picocolors';
import type { Finding, TextEdit } from '../../shared/finding';
import { lineStarts, rangeOf } from '../../shared/text';
import type { Range } from '../../shared/text';
import type { CheckReport, FormatContext } from '../../server/cli/report';

export const root = '/repo/apps/web';

export const files: Record<string, string> = {
  [`${root}/lib/auth0.ts`]: `import { Auth0Client } from '@auth0/nextjs-auth0/server';

export const auth0 = new Auth0Client({
  clientSecret: 'keep-me-out-of-the-log',
  session: {
    rolling: true,
    inactivityDuration: 7 * 24 * 60 * 60,
  },
});
`,
  [`${root}/proxy.ts`]: `import { auth0 } from './lib/auth0';

export async function proxy(request: Request) {
  return auth0.middleware(request);
}

export const config = {
  matcher: [
    '/dashboard/:path*',
    '/profile/:path*',
  ],
};
`,
  [`${root}/.env.local`]: 'AUTH0_SECRET=do-not-print-me\nAUTH0_COOKIE_SECURE=yes-do-not-print-me-either\n',
};

/** Range of the first occurrence of `part` in a file of this app. */
export function rangeIn(file: string, part: string): Range {
  const text = files[file] ?? '';
  const start = text.indexOf(part);
  if (start < 0) throw new Error(`${file} does not contain ${part}`);
  return rangeOf(lineStarts(text), { start, end: start + part.length });
}

export function edit(file: string, part: string, newText: string): TextEdit {
  return { file, range: rangeIn(file, part), newText };
}

const docs = (rule: string) => `https://example.test/rules/${rule}`;
const auth0 = `${root}/lib/auth0.ts`;
const proxy = `${root}/proxy.ts`;
const env = `${root}/.env.local`;

export const findings: Finding[] = [
  {
    rule: 'cookie-env-not-true',
    severity: 'info',
    file: env,
    range: rangeIn(env, 'yes-do-not-print-me-either'),
    message: 'AUTH0_COOKIE_SECURE is read as false: only `true` counts.',
    related: [],
    fixes: [{ title: 'Write true', safe: false, edits: [edit(env, 'yes-do-not-print-me-either', 'true')] }],
    docs: docs('cookie-env-not-true'),
  },
  {
    rule: 'inactivity-exceeds-absolute',
    severity: 'warning',
    file: auth0,
    range: rangeIn(auth0, 'inactivityDuration: 7 * 24 * 60 * 60'),
    message: 'The session ends after 3 days at the latest, so 7 days of inactivity never come about.',
    related: [],
    fixes: [
      {
        title: 'Set absoluteDuration to 7 days',
        safe: true,
        edits: [
          edit(auth0, 'inactivityDuration', 'absoluteDuration: 7 * 24 * 60 * 60,\n    inactivityDuration'),
        ],
      },
    ],
    docs: docs('inactivity-exceeds-absolute'),
  },
  {
    rule: 'matcher-misses-auth-routes',
    severity: 'error',
    file: proxy,
    range: rangeIn(proxy, "[\n    '/dashboard/:path*',\n    '/profile/:path*',\n  ]"),
    message: 'The middleware does not run at /auth/login, /auth/logout, /auth/callback: login answers 404.',
    related: [
      { file: auth0, range: rangeIn(auth0, 'auth0'), message: 'The client whose routes are missed.' },
    ],
    fixes: [
      {
        title: 'Add "/auth/:path*" to the matcher',
        safe: false,
        edits: [edit(proxy, "'/profile", "'/auth/:path*', '/profile")],
      },
    ],
    docs: docs('matcher-misses-auth-routes'),
  },
];

export const report: CheckReport = {
  findings,
  failures: [],
  apps: [{ root, sdk: '4.16.0', next: '^16.0.0', clients: 1 }],
  rules: ['cookie-env-not-true', 'inactivity-exceeds-absolute', 'matcher-misses-auth-routes'].map((id) => ({
    id,
    severity: 'warning',
    description: `What ${id} says in one sentence.`,
    fixable: false,
    docs: docs(id),
  })),
};

export const clean: CheckReport = { ...report, findings: [] };
export const empty: CheckReport = { ...report, findings: [], apps: [] };

export function context(options: Partial<FormatContext> & { color?: boolean } = {}): FormatContext {
  return {
    base: root,
    version: '1.2.3',
    colors: createColors(options.color ?? false),
    width: 100,
    readFile: (path) => files[path],
    ...options,
  };
}

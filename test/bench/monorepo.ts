/** A monorepo of any size, the same one each time: three Next.js apps and three packages. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export interface MonorepoOptions {
  /** Number of files, all kinds counted. */
  files: number;
  /** Apps that use the SDK: the first one, or all three. */
  sdkIn: 'one' | 'all';
}

type Random = () => number;
type Files = Map<string, string>;

const APPS = ['web', 'admin', 'docs'];
const PACKAGES = ['ui', 'utils', 'data'];
/** Share of the files of an app that read the session. */
const SESSION_SHARE = 0.02;

/** Texts by path relative to the root. */
export function monorepo({ files: total, sdkIn }: MonorepoOptions): Files {
  const files: Files = new Map();
  const random = mulberry32(1);
  addWorkspace(files);
  for (const name of PACKAGES) addPackage(files, name);
  APPS.forEach((name, i) => addApp(files, name, sdkIn === 'all' || i === 0));
  for (let n = 0; files.size < total; n++) addFiller(files, n, sdkIn, random);
  return files;
}

export function writeFiles(directory: string, files: Files): void {
  for (const [name, text] of files) {
    const file = path.join(directory, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

/** An `auth0.ts` of about `bytes`: a client with a mistake in the middle of ordinary code. */
export function largeClientFile(bytes: number): string {
  const random = mulberry32(2);
  const client = `export const auth0 = new Auth0Client({
  session: {
    rolling: true,
    inactivityDuration: 7 * DAY,
  },
});
`;
  const head = `import { Auth0Client } from '@auth0/nextjs-auth0/server';\n\nconst DAY = 24 * 60 * 60;\n\n`;
  const parts: string[] = [];
  for (let size = head.length + client.length, n = 0; size < bytes; n++) {
    const part = functionText(`helper${n}`, random);
    parts.push(part);
    size += part.length;
  }
  parts.splice(parts.length >> 1, 0, client);
  return head + parts.join('');
}

function addWorkspace(files: Files): void {
  files.set('package.json', json({ name: 'shop', private: true, workspaces: ['apps/*', 'packages/*'] }));
  files.set('.gitignore', 'node_modules/\n.next/\ndist/\ncoverage/\n');
  files.set('tsconfig.base.json', json({ compilerOptions: { strict: true, module: 'esnext' } }));
  files.set('README.md', '# Shop\n');
}

function addPackage(files: Files, name: string): void {
  const at = `packages/${name}`;
  files.set(`${at}/package.json`, json({ name: `@shop/${name}`, version: '1.0.0', main: 'src/index.ts' }));
  files.set(`${at}/tsconfig.json`, json({ extends: '../../tsconfig.base.json', include: ['src'] }));
  files.set(`${at}/src/index.ts`, `export * from './module0';\n`);
}

function addApp(files: Files, name: string, usesSdk: boolean): void {
  const at = `apps/${name}`;
  const sdk = usesSdk ? { '@auth0/nextjs-auth0': '^4.16.0' } : {};
  const dependencies = { next: '^16.0.0', react: '^19.0.0', '@shop/ui': '*', '@shop/utils': '*', ...sdk };
  files.set(`${at}/package.json`, json({ name: `@shop/app-${name}`, private: true, dependencies }));
  files.set(
    `${at}/tsconfig.json`,
    json({
      extends: '../../tsconfig.base.json',
      compilerOptions: { baseUrl: '.', paths: { '@/*': ['./*'] } },
    }),
  );
  files.set(
    `${at}/next.config.ts`,
    `import type { NextConfig } from 'next';\n\nexport default {} satisfies NextConfig;\n`,
  );
  files.set(
    `${at}/app/layout.tsx`,
    `export default function Layout({ children }: { children: React.ReactNode }) {\n  return children;\n}\n`,
  );
  files.set(`${at}/app/page.tsx`, `export default function Page() {\n  return <h1>${name}</h1>;\n}\n`);
  if (usesSdk) addSession(files, at);
}

function addSession(files: Files, at: string): void {
  files.set(`${at}/.env.local`, 'AUTH0_DOMAIN=example.eu.auth0.com\nAUTH0_CLIENT_ID=abc\n');
  files.set(
    `${at}/lib/auth0.ts`,
    `import { Auth0Client } from '@auth0/nextjs-auth0/server';

export const auth0 = new Auth0Client({
  session: {
    rolling: true,
    inactivityDuration: 60 * 60 * 24 * 7,
  },
});
`,
  );
  files.set(
    `${at}/proxy.ts`,
    `import { auth0 } from './lib/auth0';

export async function proxy(request: Request) {
  return auth0.middleware(request);
}

export const config = {
  matcher: ['/dashboard/:path*'],
};
`,
  );
  files.set(
    `${at}/components/SignIn.tsx`,
    `import Link from 'next/link';\n\nexport const SignIn = () => <Link href="/auth/login">Sign in</Link>;\n`,
  );
}

/** One more ordinary file: mostly components, also modules, tests, pages, handlers, styles and data. */
function addFiller(files: Files, n: number, sdkIn: MonorepoOptions['sdkIn'], random: Random): void {
  const inApp = random() < 0.75;
  const index = Math.floor(random() * 3);
  const at = inApp ? `apps/${APPS[index]}` : `packages/${PACKAGES[index]}/src`;
  const folder = `${at}/${inApp ? 'features/' : ''}area${n % 40}`;
  const kind = random();
  const session = inApp && (sdkIn === 'all' || index === 0) && random() < SESSION_SHARE;
  if (kind < 0.4) files.set(`${folder}/Component${n}.tsx`, component(n, session, random));
  else if (kind < 0.65) files.set(`${folder}/module${n}.ts`, moduleText(n, random));
  else if (kind < 0.75) files.set(`${folder}/module${n}.test.ts`, moduleText(n, random));
  else if (kind < 0.8 && inApp)
    files.set(`${at}/app/section${n % 60}/page${n}/page.tsx`, component(n, session, random));
  else if (kind < 0.83 && inApp) files.set(`${at}/app/api/resource${n}/route.ts`, handler(session));
  else if (kind < 0.93)
    files.set(`${folder}/styles${n}.module.css`, `.root${n} {\n  display: grid;\n}\n`.repeat(20));
  else
    files.set(
      `${folder}/data${n}.json`,
      json(Array.from({ length: 60 }, (_, id) => ({ id, name: `row ${id}` }))),
    );
}

function component(n: number, session: boolean, random: Random): string {
  const imports = session ? `import { useUser } from '@auth0/nextjs-auth0';\n` : '';
  const use = session ? '  const { user } = useUser();\n' : '  const user = props.user;\n';
  const isLinking = n % 2 === 0;
  const link = isLinking ? `      <Link href="/section${n % 60}/page${n}">More</Link>\n` : '';
  return `'use client';\n${imports}${isLinking ? `import Link from 'next/link';\n` : ''}import { Button } from '@shop/ui';\nimport styles from './styles.module.css';

export default function Component${n}(props: { user?: { name?: string } }) {
${use}  return (
    <section className={styles.root}>
      <h2>{user?.name}</h2>
${link}${'      <Button variant="primary">Save</Button>\n'.repeat(5 + Math.floor(random() * 30))}    </section>
  );
}
${functionText(`format${n}`, random)}`;
}

function moduleText(n: number, random: Random): string {
  const length = 2 + Math.floor(random() * 8);
  return Array.from({ length }, (_, i) => functionText(`part${n}_${i}`, random)).join('');
}

function handler(session: boolean): string {
  const imports = session ? `import { auth0 } from '@/lib/auth0';\n\n` : '';
  const use = session ? '  const session = await auth0.getSession();\n' : '  const session = null;\n';
  return `${imports}export async function GET() {\n${use}  return Response.json({ ok: session !== null });\n}\n`;
}

function functionText(name: string, random: Random): string {
  const [a, b] = [Math.floor(random() * 1000), Math.floor(random() * 1000)];
  return `
export function ${name}(input: readonly { id: number; label: string }[], limit = ${a}): string[] {
  const seen = new Map<number, string>();
  for (const { id, label } of input) {
    if (id % ${b + 1} === 0 || seen.size >= limit) continue;
    seen.set(id, \`\${label.trim().toLowerCase()}-\${id * ${a}}\`);
  }
  return [...seen.values()].filter((value) => value.length > ${b % 20}).sort();
}
`;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2) + '\n';
}

/** A small seeded generator of numbers in [0, 1): quality does not matter here, sameness does. */
function mulberry32(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

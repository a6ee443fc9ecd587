import { createEngine } from '../../server/engine';
import type { AppModel } from '../../server/model';
import { memoryHost } from './memoryHost';
import { MANIFEST, nextApp } from './nextApp';

export interface Analysed {
  apps: readonly AppModel[];
  files: Readonly<Record<string, string>>;
  /** Line of the file (from 0) at an offset, trimmed. */
  lineAt(file: string, offset: number): string;
}

/** The app model of a small app below `/shop`, without running any rule. */
export async function analysed(more: Record<string, string> = {}): Promise<Analysed> {
  const files = nextApp(more, '/shop/');
  const { apps } = await createEngine({ host: memoryHost(files), roots: ['/shop'], rules: [] }).analyze();
  const lineAt = (file: string, offset: number): string => {
    const text = files[file] ?? '';
    const end = text.indexOf('\n', offset);
    return text.slice(text.lastIndexOf('\n', offset - 1) + 1, end < 0 ? undefined : end).trim();
  };
  return { apps, files, lineAt };
}

export const CLIENT_FILE = '/shop/lib/auth0.ts';

/** `lib/auth0.ts` with one client whose `session` is this expression. */
export function clientWith(session: string): string {
  return `import { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = new Auth0Client({ session: ${session} });\n`;
}

/** A package.json that asks for other versions. */
export function manifest(versions: Partial<Record<'@auth0/nextjs-auth0' | 'next', string>>): string {
  const parsed = JSON.parse(MANIFEST) as { dependencies: Record<string, string> };
  return JSON.stringify({ ...parsed, dependencies: { ...parsed.dependencies, ...versions } });
}

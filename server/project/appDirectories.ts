import { dirname, join } from './paths';

export const DEFAULT_PAGE_EXTENSIONS: readonly string[] = ['tsx', 'ts', 'jsx', 'js'];

export interface AppDirectories {
  /** Absolute, or null when the app has none. */
  app: string | null;
  pages: string | null;
  /** Directory in which Next.js looks for middleware and proxy files; null when there is neither app nor pages. */
  base: string | null;
}

/** `app` before `src/app`, `pages` before `src/pages`, as next/dist/lib/find-pages-dir.js (16.4.6) does it. */
export function appDirectories(files: readonly string[], root: string): AppDirectories {
  const find = (name: string): string | null => {
    for (const candidate of [join(root, name), join(root, 'src', name)]) {
      if (files.some((file) => file.startsWith(`${candidate}/`))) return candidate;
    }
    return null;
  };
  const app = find('app');
  const pages = find('pages');
  const first = pages ?? app;
  return { app, pages, base: first === null ? null : dirname(first) };
}

/** The file's name without a page extension; undefined when it has none. Longer extensions first: `page.tsx`. */
export function stripPageExtension(path: string, pageExtensions: readonly string[]): string | undefined {
  const longestFirst = [...pageExtensions].sort((a, b) => b.length - a.length);
  const extension = longestFirst.find((each) => path.endsWith(`.${each}`));
  return extension === undefined ? undefined : path.slice(0, -extension.length - 1);
}

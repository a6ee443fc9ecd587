import type { EnvEntry, Host } from '../model';
import { join } from './paths';

export type EnvMode = 'development' | 'production' | 'test';

/** Files that Next.js loads for a mode, strongest first (@next/env 16.4.6). `.env.local` is not for tests. */
function envFileNames(mode: EnvMode): string[] {
  return [`.env.${mode}.local`, ...(mode === 'test' ? [] : ['.env.local']), `.env.${mode}`, '.env'];
}

export const ENV_FILES: readonly string[] = [
  ...new Set((['development', 'production', 'test'] as const).flatMap(envFileNames)),
];

/** Entries of the app's env files, in the order of ENV_FILES and then of the lines. .env.example is not loaded. */
export function readEnv(host: Pick<Host, 'readFile'>, root: string): EnvEntry[] {
  return ENV_FILES.flatMap((name) => {
    const file = join(root, name);
    const text = host.readFile(file);
    return text === undefined ? [] : parseEnv(text, file);
  });
}

/** Is there an env file that `readEnv` gets no text of? */
export function hasUnreadEnv(host: Host, root: string): boolean {
  return host
    .readDirectory(root)
    .some(({ name }) => ENV_FILES.includes(name) && host.readFile(join(root, name)) === undefined);
}

/**
 * The expression of dotenv 16 to 18 (dist/index.cjs), which Next.js uses as well, with two changes that match the
 * same names and values in linear time: a match starts on the line of its name (theirs may start on any blank line
 * before it), and the lazy white space behind `=` and `:` is left to the value (it never needs to grow).
 */
const LINE =
  /^[^\S\n\u2028\u2029]*(?:export\s+)?([\w.-]+)(?:\s*=|:\s)(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\r\n]+)?\s*(?:#.*)?$/dgm;

/** Every entry of one file, repeated names included, with values as dotenv's `parse` gives them. */
export function parseEnv(text: string, file: string): EnvEntry[] {
  const { normalized, original } = withNewlines(text);
  const entries: EnvEntry[] = [];
  for (const match of normalized.matchAll(LINE)) {
    const [nameStart, nameEnd] = match.indices?.[1] ?? [0, 0];
    const written = match[2] ?? '';
    const trimmed = written.trim();
    const start = (match.indices?.[2]?.[0] ?? valueGap(match, nameEnd)) + written.indexOf(trimmed);
    const quoted = /^(['"`])[\s\S]*\1$/.test(trimmed) && trimmed.length > 1 ? 1 : 0;
    entries.push({
      name: match[1] as string,
      file,
      value: valueOf(trimmed),
      start: original(match.index + match[0].search(/\S/)),
      span: { start: original(nameStart), end: original(nameEnd) },
      valueSpan: { start: original(start + quoted), end: original(start + trimmed.length - quoted) },
    });
  }
  return entries;
}

/** Where a value would be written in `NAME=`. */
function valueGap(match: RegExpExecArray, nameEnd: number): number {
  const rest = match[0].slice(nameEnd - match.index);
  return nameEnd + (/^\s*=|^:/.exec(rest)?.[0].length ?? 0);
}

function valueOf(trimmed: string): string {
  const value = trimmed.replace(/^(['"`])([\s\S]*)\1$/gm, '$2');
  return trimmed.startsWith('"') ? value.replaceAll('\\n', '\n').replaceAll('\\r', '\r') : value;
}

/** dotenv reads `\r\n` and `\r` as `\n`; `original` leads an offset back. */
function withNewlines(text: string): { normalized: string; original: (offset: number) => number } {
  if (!text.includes('\r')) return { normalized: text, original: (offset) => offset };
  const removed: number[] = [];
  const normalized = text.replace(/\r\n?/g, (newline, at: number) => {
    if (newline.length === 2) removed.push(at - removed.length);
    return '\n';
  });
  const original = (offset: number): number => {
    let low = 0;
    let high = removed.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((removed[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return offset + low;
  };
  return { normalized, original };
}

export interface EffectiveEnvEntry<E extends EnvEntry = EnvEntry> {
  entry: E;
  /** Undefined when the value refers to other variables (`$HOST`), which the shell may set differently. */
  value: string | undefined;
}

/**
 * What Next.js takes from the files in a mode: the strongest file that has the name wins, and within a file the last
 * line. The surrounding process may override any of it, and may set what no file has.
 */
export function effectiveEnv<E extends EnvEntry>(
  entries: readonly E[],
  mode: EnvMode,
): ReadonlyMap<string, EffectiveEnvEntry<E>> {
  const effective = new Map<string, EffectiveEnvEntry<E>>();
  for (const name of envFileNames(mode).reverse()) {
    for (const entry of entries) {
      if (!entry.file.endsWith(`/${name}`)) continue;
      effective.set(entry.name, { entry, value: withoutReferences(entry.value) });
    }
  }
  return effective;
}

/** Expansion as in @next/env: `$` starts a reference unless a backslash stands before it. */
function withoutReferences(value: string): string | undefined {
  return /(?<!\\)\$/.test(value) ? undefined : value.replaceAll('\\$', '$');
}

/**
 * The secrets a cookie may open with. Values live in here, and in the list that `resolve` returns for one decoding;
 * they are never logged, never sent to the webview, and stored only by VS Code, when the user asks for it.
 */
import { readFile, stat } from 'node:fs/promises';
import { basename, relative } from 'node:path';
import { window, workspace, type SecretStorage } from 'vscode';
import { envValues } from '../../../shared/envValues';
import type { SecretName } from '../../../shared/protocol';
import type { SecretSource } from '../../../shared/webview/cookie';
import type { SecretOrigin } from './view';

export interface Candidate extends SecretOrigin {
  value: string;
}

export interface Resolved {
  candidates: Candidate[];
  /** Sentences about files and values; names only. */
  notes: string[];
}

export interface Secrets {
  /** What can be chosen now. `names`: as the server told. */
  sources(names: readonly SecretName[]): Promise<SecretSource[]>;
  /** The secrets of some sources; reads their env files. */
  resolve(sources: readonly string[], names: readonly SecretName[]): Promise<Resolved>;
  /** Asks for a secret. False when the user changed their mind. */
  type(): Promise<boolean>;
  /** Keeps the typed secrets in VS Code's secret storage; the id of the source they became, or undefined. */
  store(): Promise<string | undefined>;
  forget(source: string): Promise<void>;
  clear(): void;
}

const KEY = 'sessionLens.cookieSecrets';
/** Id of the source that holds what was typed into the panel's password box. */
export const TYPED = 'typed';
/** No env file is that large. */
const MAX_ENV_FILE = 1_000_000;

export function panelSecrets(storage: SecretStorage): Secrets {
  let typed: string[] = [];

  /** Stored secrets by the name the user gave them. */
  async function stored(): Promise<Record<string, string[]>> {
    const text = await storage.get(KEY);
    return text === undefined ? {} : (JSON.parse(text) as Record<string, string[]>);
  }

  async function write(record: Record<string, string[]>): Promise<void> {
    if (Object.keys(record).length === 0) await storage.delete(KEY);
    else await storage.store(KEY, JSON.stringify(record));
  }

  async function resolveOne(source: string, names: readonly SecretName[]): Promise<Resolved> {
    if (source === TYPED) {
      const candidates = typed.map((value, i) => candidate('typed', value, typedName(i, typed.length)));
      return { candidates, notes: [] };
    }
    // Restricted Mode: neither the workspace's files nor what belongs to trusted ones.
    if (!workspace.isTrusted) return { candidates: [], notes: [] };
    if (source.startsWith('stored:')) {
      const name = source.slice('stored:'.length);
      const values = (await stored())[name] ?? [];
      return {
        candidates: values.map((value) => candidate('stored', value, `the stored secret “${name}”`)),
        notes: [],
      };
    }
    return readEnvFiles(names.filter(({ root }) => source === appId(root)));
  }

  return {
    async sources(names) {
      const own: SecretSource[] =
        typed.length === 0
          ? []
          : [
              {
                id: TYPED,
                kind: 'typed',
                label: typedLabel(typed.length),
                detail: typed.length === 1 ? IN_MEMORY : ALL_IN_MEMORY,
              },
            ];
      if (!workspace.isTrusted) return own;
      const kept = Object.keys(await stored()).map((name): SecretSource => ({
        id: `stored:${name}`,
        kind: 'stored',
        label: name,
        detail: IN_STORAGE,
      }));
      return [...appSources(names), ...own, ...kept];
    },

    async resolve(sources, names) {
      const found = await Promise.all(sources.map((source) => resolveOne(source, names)));
      return {
        candidates: found.flatMap(({ candidates }) => candidates),
        notes: [...new Set(found.flatMap(({ notes }) => notes))],
      };
    },

    async type() {
      const value = await window.showInputBox({
        title: 'Secret of the app that wrote the cookie',
        prompt: 'AUTH0_SECRET of that app. It stays in memory until the panel is closed.',
        password: true,
        ignoreFocusOut: true,
      });
      if (value === undefined || value === '') return false;
      typed = [value, ...typed.filter((other) => other !== value)];
      return true;
    },

    async store() {
      if (typed.length === 0 || !workspace.isTrusted) return undefined;
      const name = await window.showInputBox({
        title: 'Keep the typed secret in the secret storage of VS Code',
        prompt: 'A name to find it by.',
        value: workspace.name ?? 'Session secret',
        ignoreFocusOut: true,
        validateInput: (text) => (text.trim() === '' ? 'A name is needed.' : undefined),
      });
      if (name === undefined) return undefined;
      const record = await stored();
      await write({ ...record, [name.trim()]: typed });
      typed = [];
      return `stored:${name.trim()}`;
    },

    async forget(source) {
      if (source === TYPED) typed = [];
      if (!source.startsWith('stored:')) return;
      const { [source.slice('stored:'.length)]: _forgotten, ...rest } = await stored();
      await write(rest);
    },

    clear() {
      typed = [];
    },
  };
}

const IN_MEMORY = 'In memory until this panel is closed';
const ALL_IN_MEMORY = 'All are tried. In memory until this panel is closed';
const IN_STORAGE = 'In the secret storage of VS Code';

function candidate(kind: Candidate['kind'], value: string, label: string): Candidate {
  return { kind, value, label, root: null };
}

function typedLabel(count: number): string {
  return count === 1 ? 'Typed secret' : `${count} typed secrets`;
}

function typedName(index: number, count: number): string {
  return count === 1 ? 'the typed secret' : `typed secret ${count - index} of ${count}`;
}

function appId(root: string): string {
  return `app:${root}`;
}

/** One source per app: all its variables in all its env files are tried. */
function appSources(names: readonly SecretName[]): SecretSource[] {
  const roots = [...new Set(names.map(({ root }) => root))];
  return roots.map((root) => {
    const own = names.filter((name) => name.root === root);
    const variables = [...new Set(own.map(({ variable }) => variable))];
    const detail = variables.map((variable) => {
      const files = own.filter((name) => name.variable === variable).map((name) => basename(name.file));
      return `${variable} in ${files.join(', ')}`;
    });
    return {
      id: appId(root),
      kind: 'app',
      label: appLabel(own[0]?.app ?? '', root),
      detail: detail.join('; '),
    };
  });
}

function appLabel(name: string, root: string): string {
  const path = workspace.asRelativePath(root, (workspace.workspaceFolders?.length ?? 0) > 1);
  return path === root || path === '' || path === name ? name : `${name} (${path})`;
}

async function readEnvFiles(names: readonly SecretName[]): Promise<Resolved> {
  const { parse } = await import('dotenv');
  const candidates: Candidate[] = [];
  const notes: string[] = [];
  for (const { root, variable, file } of names) {
    const shown = relative(root, file).replaceAll('\\', '/');
    const text = await readEnvFile(file);
    if (text === undefined) {
      notes.push(`${shown} could not be read.`);
      continue;
    }
    const values = envValues(parse(text), variable);
    if (values.length === 0) notes.push(`${variable} has no value in ${shown}.`);
    if (values.some(({ reading }) => reading !== 'plain')) {
      notes.push(
        `The value of ${variable} in ${shown} has a “$” that Next.js replaces. Both are tried: the replaced value, and the value as written. A backslash before the “$” keeps it.`,
      );
    }
    for (const { value, reading } of values) {
      const label = `${variable} in ${shown}${reading === 'as-written' ? ', as written' : ''}`;
      candidates.push({ kind: 'app', value, label, root });
    }
  }
  return { candidates, notes };
}

/** Undefined when it is gone, or is no env file after all. */
async function readEnvFile(file: string): Promise<string | undefined> {
  if (!basename(file).startsWith('.env')) return undefined;
  try {
    const { size } = await stat(file);
    return size > MAX_ENV_FILE ? undefined : await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

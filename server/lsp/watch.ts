import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  WatchKind,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver';
import { uriToPath } from './uri';

const GLOBS = [
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,md,mdx}',
  '**/{package.json,tsconfig*.json,jsconfig.json,pnpm-workspace.yaml}',
  '**/{package-lock.json,npm-shrinkwrap.json,yarn.lock,pnpm-lock.yaml,bun.lock}',
  '**/.env*',
];

/** Packages whose installed version the analysis reads. */
const INSTALLED = /\/node_modules\/(@auth0\/nextjs-auth0|next)\/package\.json$/;
const IGNORED = /\/(node_modules|\.git|\.next|\.turbo|\.vercel)(\/|$)/;

export function canWatch(params: InitializeParams): boolean {
  return params.capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true;
}

export async function registerWatchers(connection: Connection): Promise<void> {
  const watchers = GLOBS.map((globPattern) => ({ globPattern }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    // A deleted directory is told as one event with the directory's own name.
    watchers: [...watchers, { globPattern: '**/*', kind: WatchKind.Delete }],
  });
}

export interface WatchedChange {
  path: string;
  /** A directory, as far as its name tells: everything known below it is gone. */
  vanishedDirectory: boolean;
}

/** The events that can change a finding. */
export function watchedChanges(changes: readonly { uri: string; type: FileChangeType }[]): WatchedChange[] {
  const seen = new Map<string, WatchedChange>();
  for (const { uri, type } of changes) {
    const path = uriToPath(uri);
    if (path === undefined || (IGNORED.test(path) && !INSTALLED.test(path))) continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    const vanishedDirectory = type === FileChangeType.Deleted && !/\.\w+$/.test(name);
    if (vanishedDirectory || isWatched(name)) seen.set(path, { path, vanishedDirectory });
  }
  return [...seen.values()];
}

const SOURCE = /\.(?:[mc]?[jt]s|[jt]sx|mdx?)$/;
const CONFIGURATION =
  /^(?:package\.json|tsconfig.*\.json|jsconfig\.json|pnpm-workspace\.yaml|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lock|\.env.*)$/;

function isWatched(name: string): boolean {
  return SOURCE.test(name) || CONFIGURATION.test(name);
}

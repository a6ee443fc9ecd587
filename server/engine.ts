import type { Finding } from '../shared/finding';
import type { AppModel, Host, Rule } from './model';

export interface RuleFailure {
  rule: string;
  app: string;
  message: string;
}

export interface Analysis {
  apps: readonly AppModel[];
  /** Sorted by file and position; suppression comments are already applied. */
  findings: readonly Finding[];
  failures: readonly RuleFailure[];
}

export interface CancellationLike {
  readonly isCancellationRequested: boolean;
}

/** Thrown by `analyze` when its token is cancelled. */
export class Cancelled extends Error {}

export interface EngineOptions {
  host: Host;
  /** Workspace folders, absolute POSIX paths. */
  roots: readonly string[];
  /** For tests; all built-in rules by default. */
  rules?: readonly Rule[];
  log?: (line: string) => void;
}

export interface Engine {
  /** A file changed (on disk or in the editor), appeared or vanished: forget what is cached about it. */
  fileChanged(path: string): void;
  /** Analyses every app under the roots. Cheap when nothing changed. */
  analyze(token?: CancellationLike): Promise<Analysis>;
}

export function createEngine(_options: EngineOptions): Engine {
  throw new Error('in progress');
}

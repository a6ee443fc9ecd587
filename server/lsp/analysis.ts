import type { CancellationToken } from 'vscode-languageserver';
import type { Finding } from '../../shared/finding';
import type { Analysis, CancellationLike, Engine } from '../engine';
import type { Host } from '../model';
import { oneLine, type Log } from './log';

/** What a completed analysis found, after the user's severities. */
export interface Snapshot {
  generation: number;
  apps: Analysis['apps'];
  findings: readonly Finding[];
  byFile: ReadonlyMap<string, readonly Finding[]>;
  elapsedMs: number;
}

export interface AnalysisService {
  /** Whether a file of the workspace made the engine load its analyzer, and TypeScript with it. */
  readonly engineLoaded: boolean;
  /** The last completed snapshot, possibly outdated; null before the first. */
  readonly last: Snapshot | null;
  /** A file's text changed, it appeared or vanished. Whatever runs on the old state is abandoned. */
  fileChanged(path: string): void;
  /** Folders or settings changed, or the disk may have changed unseen: start over with a new engine. */
  reset(): void;
  /**
   * A snapshot of the present state, never of an older one. `settled` waits for a pause in typing first.
   * Throws RequestCancelled when the token is, Superseded when the workspace does not come to rest.
   */
  latest(token: CancellationToken, settled?: boolean): Promise<Snapshot>;
}

export interface AnalysisOptions {
  host: Host;
  /** Workspace folders to analyse, as of now. */
  roots(): Promise<readonly string[]>;
  /** The finding as the user's settings want it; null when they switch it off. */
  adjust(finding: Finding): Finding | null;
  loadEngine(roots: readonly string[]): Promise<Engine>;
  log: Log;
  onAnalysed(snapshot: Snapshot): void;
}

export class RequestCancelled extends Error {}
export class Superseded extends Error {}

/** Pause in typing before a pull starts working, in milliseconds. */
const QUIET_MS = 100;
const MAX_ATTEMPTS = 10;
/** The package whose name in a text, or in a manifest, makes a workspace one to analyse. */
const SDK = '@auth0/nextjs-auth0';
const NOTHING: Analysis = { apps: [], findings: [], failures: [] };

export function analysisService(options: AnalysisOptions): AnalysisService {
  let generation = 0;
  let quietUntil = 0;
  let engine: Engine | undefined;
  /** Changes the engine has not been told of: it is told between two runs, never during one. */
  let untold = new Set<string>();
  let last: Snapshot | null = null;
  let running: { generation: number; result: Promise<Snapshot | undefined> } | undefined;

  function bump(): void {
    generation++;
    quietUntil = Date.now() + QUIET_MS;
  }

  /** One run at a time: an engine is not asked again before it let go of the abandoned one. */
  function run(): Promise<Snapshot | undefined> {
    if (last?.generation === generation) return Promise.resolve(last);
    if (running?.generation === generation) return running.result;
    const mine = generation;
    const before = running?.result ?? Promise.resolve(undefined);
    const result = before.then(() => (mine === generation ? analyse(mine) : undefined));
    running = { generation: mine, result };
    return result;
  }

  /** Undefined when the workspace changed meanwhile. Never rejects: an engine that fails counts as no findings. */
  async function analyse(mine: number): Promise<Snapshot | undefined> {
    const started = performance.now();
    const abandoned: CancellationLike = {
      get isCancellationRequested() {
        return mine !== generation;
      },
    };
    const analysis = await ask(abandoned).catch((error: unknown) => {
      if (!abandoned.isCancellationRequested) options.log(`The analysis failed: ${oneLine(error)}`);
      return NOTHING;
    });
    if (abandoned.isCancellationRequested) return undefined;
    last = toSnapshot(mine, analysis, options.adjust, performance.now() - started);
    options.onAnalysed(last);
    return last;
  }

  async function ask(abandoned: CancellationLike): Promise<Analysis> {
    if (!engine) {
      const roots = await options.roots();
      if (roots.length === 0) return NOTHING;
      const created = await options.loadEngine(roots);
      if (abandoned.isCancellationRequested) return NOTHING;
      engine = created;
    }
    const paths = untold;
    untold = new Set();
    for (const path of paths) engine.fileChanged(path);
    return engine.analyze(abandoned);
  }

  async function latest(token: CancellationToken, settled: boolean): Promise<Snapshot> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      for (let wait = quietUntil - Date.now(); settled && wait > 0; wait = quietUntil - Date.now()) {
        await new Promise((resolve) => setTimeout(resolve, wait));
        if (token.isCancellationRequested) throw new RequestCancelled();
      }
      const result = await run();
      if (token.isCancellationRequested) throw new RequestCancelled();
      if (result && result.generation === generation) return result;
    }
    throw new Superseded();
  }

  return {
    get engineLoaded() {
      return engine?.loaded ?? false;
    },
    get last() {
      return last;
    },
    fileChanged(path) {
      untold.add(path);
      // Typing in a workspace without the SDK costs this one search.
      const idle = last?.generation === generation && last.apps.length === 0;
      if (!idle || options.host.readFile(path)?.includes(SDK)) bump();
    },
    reset() {
      engine = undefined;
      untold = new Set();
      bump();
    },
    latest: (token, settled = true) => untilCancelled(latest(token, settled), token),
  };
}

function toSnapshot(
  generation: number,
  { apps, findings: all }: Analysis,
  adjust: AnalysisOptions['adjust'],
  elapsedMs: number,
): Snapshot {
  const findings = all.flatMap((finding) => adjust(finding) ?? []);
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    const list = byFile.get(finding.file);
    if (list) list.push(finding);
    else byFile.set(finding.file, [finding]);
  }
  return { generation, apps, findings, byFile, elapsedMs: Math.round(elapsedMs) };
}

/** Answers a cancelled request at once, instead of when the run it shares with others is done. */
async function untilCancelled<T>(work: Promise<T>, token: CancellationToken): Promise<T> {
  let stop: { dispose(): void } | undefined;
  const cancelled = new Promise<never>((_, reject) => {
    if (token.isCancellationRequested) reject(new RequestCancelled());
    else stop = token.onCancellationRequested(() => reject(new RequestCancelled()));
  });
  try {
    return await Promise.race([work, cancelled]);
  } finally {
    stop?.dispose();
    // The loser of the race must not surface as an unhandled rejection.
    work.catch(() => undefined);
  }
}

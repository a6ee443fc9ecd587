/**
 * The engine: workspace folders in, findings out. This file and what it imports know nothing of TypeScript; the
 * analyzer, which does, is loaded when the first app with the SDK is found.
 */
import type { Finding } from '../shared/finding';
import type { Analyzer, AppResult } from './app/analyzer';
import { compareFindings } from './app/compareFindings';
import type { AppModel, Host, Rule } from './model';
import { discoverProjects } from './project/discover';
import { Cancelled } from './project/pace';
import { basename } from './project/paths';
import type { ProjectSkeleton } from './project/skeleton';

export interface RuleFailure {
  rule: string;
  /** Directory of the app. */
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
export { Cancelled };

export interface EngineOptions {
  host: Host;
  /** Workspace folders, absolute POSIX paths. */
  roots: readonly string[];
  /** For tests; all built-in rules by default. */
  rules?: readonly Rule[];
  /** Ids of rules to run although they are off by default. */
  optional?: readonly string[];
  /** Gets one line for each rule that fails. */
  log?: (line: string) => void;
}

export interface Engine {
  /** A file changed (on disk or in the editor), appeared or vanished: forget what is cached about it. */
  fileChanged(path: string): void;
  /** Analyses every app under the roots. Cheap when nothing changed. */
  analyze(token?: CancellationLike): Promise<Analysis>;
  /** Whether a workspace file made it load the analyzer, and TypeScript with it. */
  readonly loaded: boolean;
}

/** Files whose content decides which apps there are, and how their names and versions resolve. */
const structural =
  /^(package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|pnpm-workspace\.yaml|yarn\.lock|bun\.lock|next\.config\..+|[tj]sconfig.*\.json|\.env.*|\.gitignore)$/;

export function createEngine(options: EngineOptions): Engine {
  const { host, roots, log = () => {} } = options;
  const texts = new Map<string, string | undefined>();
  const results = new Map<string, AppResult>();
  const logged = new Set<string>();
  let analyzer: Analyzer | undefined;
  let skeletons: readonly ProjectSkeleton[] | undefined;
  let changes = 0;
  /** Source files of the discovered apps. */
  let known = new Set<string>();
  /** Changed files that belong to no app: tests, other packages, files of ignored folders. */
  const outside = new Set<string>();

  const cached: Host = {
    readFile(path) {
      if (!texts.has(path)) texts.set(path, host.readFile(path));
      return texts.get(path);
    },
    readDirectory: (path) => host.readDirectory(path),
  };
  /** Reads without keeping: most files of a workspace hold no marker word and are never needed again. */
  const peek = (path: string): string | undefined =>
    texts.has(path) ? texts.get(path) : host.readFile(path);

  function fileChanged(path: string): void {
    changes++;
    texts.delete(path);
    analyzer?.forget(path);
    if (structural.test(basename(path))) {
      outside.clear();
      rediscover();
    } else if (known.has(path)) {
      if (cached.readFile(path) === undefined) {
        // Should it come back, it is a new file.
        outside.delete(path);
        rediscover();
      } else invalidate(path);
    } else if (!outside.has(path)) {
      // A new file, or one that is none of our business: discovery tells, once.
      outside.add(path);
      rediscover();
    } else invalidate(path);
  }

  function rediscover(): void {
    skeletons = undefined;
    results.clear();
  }

  function invalidate(path: string): void {
    for (const [root, result] of results) if (result.touched.has(path)) results.delete(root);
  }

  async function discover(token: CancellationLike | undefined): Promise<readonly ProjectSkeleton[]> {
    while (!skeletons) {
      const started = changes;
      const found = await discoverProjects(cached, roots, token ? { token } : {});
      checkCancelled(token);
      if (started !== changes) continue;
      skeletons = found;
      known = new Set(found.flatMap((p) => [...p.files, ...p.sourceFiles]));
    }
    return skeletons;
  }

  async function analyze(token?: CancellationLike): Promise<Analysis> {
    const projects = await discover(token);
    if (projects.length === 0) return { apps: [], findings: [], failures: [] };
    analyzer ??= (await import('./app/analyzer')).createAnalyzer({
      host: cached,
      peek,
      rules: options.rules,
      optional: options.optional,
    });
    const all: AppResult[] = [];
    for (const project of projects) {
      checkCancelled(token);
      let result = results.get(project.root);
      if (!result) {
        result = analyzer.analyze(project);
        results.set(project.root, result);
        report(result);
        // Lets a cancellation come in between two apps.
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      all.push(result);
    }
    checkCancelled(token);
    return {
      apps: all.map((r) => r.app),
      findings: unique(all.flatMap((r) => r.findings)).sort(compareFindings),
      failures: all.flatMap((r) => r.failures),
    };
  }

  /** One line per rule and message, not one per keystroke. */
  function report(result: AppResult): void {
    for (const failure of result.failures) {
      const line = `Rule ${failure.rule} failed in ${failure.app}: ${failure.message}`;
      if (!logged.has(line)) log(line);
      logged.add(line);
    }
  }

  return {
    fileChanged,
    analyze,
    get loaded() {
      return analyzer !== undefined;
    },
  };
}

function checkCancelled(token: CancellationLike | undefined): void {
  if (token?.isCancellationRequested) throw new Cancelled();
}

/** Two apps that share a package both report its findings: keep one of each. */
function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((f) => {
    const key = JSON.stringify([f.rule, f.file, f.range, f.message]);
    return !seen.has(key) && seen.add(key);
  });
}

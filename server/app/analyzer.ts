/** The part of the engine that needs TypeScript: loaded when a workspace has an app to analyse. */
import type { Finding } from '../../shared/finding';
import type { RuleFailure } from '../engine';
import type { AppModel, Host, Rule } from '../model';
import { readNextConfig } from '../project/nextConfig';
import { completeProject, type ProjectSkeleton } from '../project/skeleton';
import { isCandidate } from '../project/sources';
import { rules as builtInRules } from '../rules';
import { createModuleCache, createProgram } from '../syntax/createProgram';
import { createResolver } from '../syntax/resolve';
import { buildApp } from './buildApp';
import { specifiersIn } from './imports';
import { runRules } from './runRules';

export interface AppResult {
  app: AppModel;
  findings: Finding[];
  failures: RuleFailure[];
  /** Every file the result depends on, found or not. */
  touched: ReadonlySet<string>;
}

export interface Analyzer {
  analyze(skeleton: ProjectSkeleton): AppResult;
  forget(path: string): void;
}

export interface AnalyzerOptions {
  host: Host;
  /** Reads a file without keeping its text. */
  peek(path: string): string | undefined;
  rules?: readonly Rule[] | undefined;
  /** Ids of rules to run although they are off by default. */
  optional?: readonly string[] | undefined;
}

export function createAnalyzer(options: AnalyzerOptions): Analyzer {
  const { host, peek, rules = builtInRules, optional = [] } = options;
  const active = rules.filter(({ meta }) => meta.enabledByDefault !== false || optional.includes(meta.id));
  const modules = createModuleCache();
  /** Whether a source file holds a marker word; its text is read once for that. */
  const candidates = new Map<string, boolean>();

  const candidate = (path: string): boolean => {
    let answer = candidates.get(path);
    if (answer === undefined) {
      answer = isCandidate(peek(path) ?? '');
      candidates.set(path, answer);
    }
    return answer;
  };

  /** Asked for all files where some file may be unused, so it is kept; read when first asked for, which is rare. */
  const specifiers = new Map<string, readonly string[]>();

  const specifiersOf = (path: string): readonly string[] => {
    const found = specifiers.get(path) ?? specifiersIn(peek(path));
    specifiers.set(path, found);
    return found;
  };

  return {
    analyze(skeleton) {
      const touched = new Set<string>();
      const resolver = createResolver(host, skeleton.workspacePackages);
      const program = createProgram(host, modules, resolver, (path) => touched.add(path));
      const project = completeProject(skeleton, readNextConfig(skeleton.files, skeleton.root, program), host);
      for (const path of project.sourceFiles) touched.add(path);
      const app = buildApp(project, project.sourceFiles.filter(candidate), program, {
        read: host.readFile,
        specifiersOf,
      });
      const { findings, failures } = runRules(app, active, host.readFile);
      return { app, findings, failures, touched };
    },
    forget(path) {
      candidates.delete(path);
      specifiers.delete(path);
      modules.forget(path);
    },
  };
}

import type { RuleFailure } from '../engine';
import type { RuleMeta } from '../model';
import type { Finding, Severity } from '../../shared/finding';
import type { Colors } from './io';

export interface AppSummary {
  /** Absolute POSIX path. */
  root: string;
  /** Exact version, or the declared range when that is all there is. */
  sdk: string | null;
  next: string | null;
  clients: number;
  /** Why nothing is said about it. */
  notChecked?: string | undefined;
}

/** One run of `check`, before any format. */
export interface CheckReport {
  findings: readonly Finding[];
  apps: readonly AppSummary[];
  failures: readonly RuleFailure[];
  /** All rules that ran, also those without a finding. */
  rules: readonly RuleDescription[];
}

export interface RuleDescription extends RuleMeta {
  /** Address of the rule's page. */
  docs: string;
}

export interface FormatContext {
  /** Absolute POSIX directory that printed paths are relative to; see `Formatter.pathsFrom`. */
  base: string;
  /** Version of Session Lens. */
  version: string;
  colors: Colors;
  /** Characters that fit on a line. */
  width: number;
  readFile(path: string): string | undefined;
}

/** One output format of `check`. */
export interface Formatter {
  /**
   * What paths are relative to: `checked` is the checked directory (the working directory where several are given),
   * `repository` the checkout a CI job runs in, for formats that another tool maps back to the repository.
   */
  pathsFrom: 'cwd' | 'checked' | 'repository';
  /** The complete standard output. */
  format(report: CheckReport, context: FormatContext): string;
}

export type SeverityCounts = Record<Severity, number>;

export function countSeverities(findings: readonly Finding[]): SeverityCounts {
  const counts: SeverityCounts = { error: 0, warning: 0, info: 0, hint: 0 };
  for (const finding of findings) counts[finding.severity]++;
  return counts;
}

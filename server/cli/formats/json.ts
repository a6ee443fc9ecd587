import type { Severity } from '../../../shared/finding';
import { relativeTo } from '../paths';
import type { Formatter } from '../report';

/** The documented output of `check --format json`. `version` grows when a reader of the old form would break. */
export interface CheckJson {
  version: 1;
  findings: {
    rule: string;
    severity: Severity;
    /** POSIX path relative to the checked directory, to the working directory where several are given. */
    file: string;
    /** Lines and columns count from 1, columns in UTF-16 code units; the end is exclusive. */
    line: number;
    column: number;
    endLine: number;
    endColumn: number;
    message: string;
    docs: string;
  }[];
  apps: { root: string; sdk: string | null; next: string | null; clients: number }[];
}

export const jsonFormatter: Formatter = {
  pathsFrom: 'checked',
  format(report, { base }) {
    const json: CheckJson = {
      version: 1,
      findings: report.findings.map(({ rule, severity, file, range, message, docs }) => ({
        rule,
        severity,
        file: relativeTo(base, file),
        line: range.start.line + 1,
        column: range.start.character + 1,
        endLine: range.end.line + 1,
        endColumn: range.end.character + 1,
        message,
        docs,
      })),
      apps: report.apps.map(({ root, sdk, next, clients }) => ({
        root: relativeTo(base, root),
        sdk,
        next,
        clients,
      })),
    };
    return JSON.stringify(json, null, 2) + '\n';
  },
};

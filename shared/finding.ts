import type { Range } from './text';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export interface TextEdit {
  /** Absolute POSIX path. */
  file: string;
  range: Range;
  newText: string;
}

export interface Fix {
  title: string;
  edits: TextEdit[];
  /** A safe fix keeps the author's evident intent; only safe ones run in `--fix` and "fix all". */
  safe: boolean;
  /** Prepares what only the author can do: the finding is still there afterwards. */
  partial?: true;
}

export interface RelatedLocation {
  file: string;
  range: Range;
  message: string;
}

/** One problem, ready for any output: an LSP diagnostic, a line of the CLI, a SARIF result. */
export interface Finding {
  rule: string;
  severity: Severity;
  /** Absolute POSIX path. */
  file: string;
  range: Range;
  message: string;
  related: RelatedLocation[];
  fixes: Fix[];
  /** Address of the rule's page. */
  docs: string;
  /** The rule is off by default: only for folders whose settings ask for it. */
  onRequest?: true;
}

import type { Range } from './text';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

export interface TextEdit {
  /** Absolute POSIX path. */
  file: string;
  range: Range;
  newText: string;
}

/** What can go with the last use of a name: each fix does away with some of its uses, none with all of them. */
export interface LastUse {
  edit: TextEdit;
  /** Uses that this fix does away with, of all there are. */
  uses: number;
  of: number;
}

export interface Fix {
  title: string;
  edits: TextEdit[];
  /** A safe fix keeps the author's evident intent; only safe ones run in `--fix` and "fix all". */
  safe: boolean;
  /** Prepares what only the author can do: the finding is still there afterwards. */
  partial?: true;
  /** Belongs to the fixes that have it in common once they are all applied together. */
  lastUse?: LastUse;
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
  /** The range is a secret: no output may quote it. */
  marksSecret?: true;
}

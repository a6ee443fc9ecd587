import { mergeFixes, offsetAt } from '../../shared/edits';
import type { Finding, Fix, TextEdit } from '../../shared/finding';
import { lineStarts, type Position, type Range } from '../../shared/text';
import { disableFileEdit, disableLineEdit } from './disable';

export const QUICK_FIX = 'quickfix';
export const FIX_ALL = 'source.fixAll.sessionLens';

/** An offer to change the code, in the engine's terms. */
export interface Action {
  title: string;
  kind: typeof QUICK_FIX | typeof FIX_ALL;
  edits: readonly TextEdit[];
  /** What it takes care of; empty for "fix all". */
  findings: readonly Finding[];
  preferred: boolean;
}

export interface ActionRequest {
  file: string;
  text: string;
  range: Range;
  /** Findings of this file in its present state. */
  findings: readonly Finding[];
  /** Kinds the editor asks for, by prefix; all when absent. */
  only?: readonly string[] | undefined;
}

/** Fixes first, then suppression comments, then "fix all". */
export function codeActions(request: ActionRequest): Action[] {
  const here = request.findings.filter((finding) => touches(finding.range, request.range));
  const actions: Action[] = [];
  if (wants(request.only, QUICK_FIX))
    actions.push(...here.flatMap((finding) => fixesOf(finding, request)), ...disables(request, here));
  if (wants(request.only, FIX_ALL)) actions.push(...fixAll(request));
  return actions;
}

function fixesOf(finding: Finding, request: ActionRequest): Action[] {
  const preferred = finding.fixes.find((fix) => fix.safe);
  return finding.fixes
    .filter((fix) => !fix.partial || !isDone(fix, request))
    .map((fix) => ({
      title: fix.title,
      kind: QUICK_FIX,
      edits: fix.edits,
      findings: [finding],
      preferred: fix === preferred,
    }));
}

/** The finding stays after a partial fix: what was inserted is not inserted again. */
function isDone({ edits }: Fix, { file, text }: ActionRequest): boolean {
  return edits.every((edit) => {
    const before = text.slice(0, offsetAt(text, lineStarts(text), edit.range.start));
    return edit.file === file && before.replace(/\r\n?/g, '\n').endsWith(edit.newText);
  });
}

function disables({ file, text }: ActionRequest, here: readonly Finding[]): Action[] {
  const actions: Action[] = [];
  const lines = groupBy(here, (finding) => `${finding.rule}\n${finding.range.start.line}`);
  for (const findings of lines.values()) {
    const { rule, range } = findings[0];
    const edit = disableLineEdit(file, text, range.start.line, rule);
    if (edit) actions.push(quickFix(`Disable ${rule} for this line`, edit, findings));
  }
  for (const [rule, findings] of groupBy(here, (finding) => finding.rule)) {
    const edit = disableFileEdit(file, text, rule);
    if (edit) actions.push(quickFix(`Disable ${rule} for this file`, edit, findings));
  }
  return actions;
}

function quickFix(title: string, edit: TextEdit, findings: readonly Finding[]): Action {
  return { title, kind: QUICK_FIX, edits: [edit], findings, preferred: false };
}

/** "Fix all" stays in the file it is asked for: it runs on save. */
function fixAll({ file, findings }: ActionRequest): Action[] {
  const fixes = findings.flatMap(
    (finding) => finding.fixes.find((fix) => fix.safe && fix.edits.every((edit) => edit.file === file)) ?? [],
  );
  const edits = mergeFixes(fixes).edits.get(file) ?? [];
  if (edits.length === 0) return [];
  return [
    { title: 'Fix all safe Session Lens problems', kind: FIX_ALL, edits, findings: [], preferred: false },
  ];
}

/** `source.fixAll` asks for `source.fixAll.sessionLens` as well. */
function wants(only: readonly string[] | undefined, kind: string): boolean {
  return !only || only.some((asked) => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
}

/** A cursor at either end of a finding counts. */
function touches(a: Range, b: Range): boolean {
  return compare(a.start, b.end) <= 0 && compare(b.start, a.end) <= 0;
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, [T, ...T[]]> {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

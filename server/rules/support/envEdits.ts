/** Places and edits in env files. A message names the variable only: its value never leaves the server. */
import type { EnvEntry, Place, RuleEdit } from '../../model';

export function placeOfEntry({ file, span }: EnvEntry): Place {
  return { file, span };
}

export function replaceEnvValue({ file, valueSpan }: EnvEntry, newText: string): RuleEdit {
  return { file, span: valueSpan, newText };
}

/** Turns the line into a comment; null for a value of several lines. */
export function commentOut(entry: EnvEntry): RuleEdit | null {
  return entry.value.includes('\n') ? null : insertBefore(entry, '# ');
}

export function insertBefore({ file, start }: EnvEntry, newText: string): RuleEdit {
  return { file, span: { start, end: start }, newText };
}

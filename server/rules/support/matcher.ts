/** Findings about one string of `config.matcher`: where it is, and how to change it. */
import ts from 'typescript';
import type { AppModel, MatcherEntry, Place, RuleEdit } from '../../model';
import { placeOf, quoted, quoteOf } from './edits';

/** The entries, when the matcher could be read as Next.js reads it. */
export function entriesOf(app: AppModel): readonly MatcherEntry[] {
  const matcher = app.middleware?.matcher;
  return matcher?.kind === 'entries' ? matcher.entries : [];
}

/**
 * The characters `start` to `end` of an entry's source, in the file. Escapes in the literal (`\\.`) take more
 * characters there than in the value, so the literal is read character by character.
 */
export function placeInSource(entry: MatcherEntry, start: number, end: number): Place {
  const { node } = entry;
  const place = placeOf(node);
  if (!ts.isStringLiteralLike(node)) return place;
  const offsets = cookedOffsets(node.getText());
  const from = offsets[start];
  const to = offsets[Math.min(end, offsets.length - 1)];
  if (from === undefined || to === undefined || offsets.length !== node.text.length + 1) return place;
  const base = place.span.start;
  return { file: place.file, span: { start: base + from, end: base + Math.max(to, from + 1) } };
}

/** For each character of a literal's value its offset in the literal's text, and one more for the closing quote. */
function cookedOffsets(raw: string): number[] {
  const offsets: number[] = [];
  let at = 1;
  while (at < raw.length - 1) {
    offsets.push(at);
    at += /^\\(?:u\{[\da-f]+\}|u[\da-f]{4}|x[\da-f]{2}|\r\n|[^])/i.exec(raw.slice(at))?.[0].length ?? 1;
  }
  return [...offsets, raw.length - 1];
}

/** The entry's literal with another source, in the author's quotes. */
export function replaceSource(entry: MatcherEntry, source: string): RuleEdit | null {
  const { node } = entry;
  if (!ts.isStringLiteralLike(node)) return null;
  const text = ts.isNoSubstitutionTemplateLiteral(node) ? quoted(source, "'") : quoted(source, quoteOf(node));
  return { ...placeOf(node), newText: text };
}

export interface Alternative {
  /** Its text in the source: `api`, `_next/static`, `.*\\..*`. */
  text: string;
  start: number;
  end: number;
}

/** The alternatives of each negative lookahead `(?!a|b|c)` that stands at the start of a path segment. */
export function lookaheadAlternatives(source: string): Alternative[] {
  const found: Alternative[] = [];
  for (const match of source.matchAll(/\/\(\(\?!/g)) {
    let depth = 0;
    let start = match.index + match[0].length;
    for (let at = start; at < source.length; at++) {
      const c = source[at];
      if (c === '\\') at++;
      else if (c === '[') at = Math.max(at, source.indexOf(']', at));
      else if (c === '(') depth++;
      else if (depth === 0 && (c === '|' || c === ')')) {
        found.push({ text: source.slice(start, at), start, end: at });
        start = at + 1;
        if (c === ')') break;
      } else if (c === ')') depth--;
    }
  }
  return found;
}

/** The path that an alternative stands for when it is plain text: `favicon\\.ico` → `favicon.ico`; else undefined. */
export function plainText(alternative: string): string | undefined {
  const text = alternative.replace(/\\([^\w])/g, '$1');
  const isPlain = /^(?:[\w\-/~@%. ]|\\[^\w])+$/.test(alternative);
  return isPlain ? text : undefined;
}

/**
 * Suppression comments: `session-lens-disable-next-line`, `-disable-line`, `-disable` and `-enable`, each followed by
 * rule ids separated by commas (none: every rule) and, after ` -- `, a reason. The word stands first in a line or
 * block comment (in JSX: a block comment in braces); in `.env` files in a `#` comment.
 */

export type DirectiveKind = 'disable' | 'enable' | 'disable-line' | 'disable-next-line';

export interface Directive {
  kind: DirectiveKind;
  /** Empty: every rule. */
  rules: readonly string[];
  /** Zero-based line of the comment's opener. */
  line: number;
  /** Zero-based line the directive starts to work on; for `disable` before the first statement that is line 0. */
  target: number;
  /** Offset behind the last rule id (or behind the keyword): where another id can be added. */
  end: number;
}

export interface Suppressions {
  directives: readonly Directive[];
}

const MARK = 'session-lens-';
const NONE: Suppressions = { directives: [] };
const KEYWORD = /session-lens-(disable-next-line|disable-line|disable|enable)(?![\w-])/y;
const RULES = /[ \t]+(?!--(?:\s|$))([A-Za-z][\w-]*(?:[ \t]*,[ \t]*[A-Za-z][\w-]*)*)/y;
const OPENER = /(\/\/+|\/\*+|#)[ \t]*$/;
const BLOCK_TAIL = /\/\*+[\s*]*$/;

/** `.env`, `.env.local`, …: the files whose comments start with `#`. */
export function isEnvFile(file: string): boolean {
  return /(?:^|\/)\.env(?:\.[^/]*)?$/.test(file);
}

/** Reads all directives of a file. A text without the marker word costs one search. */
export function parseSuppressions(text: string, file: string): Suppressions {
  let at = text.indexOf(MARK);
  if (at < 0) return NONE;
  const env = isEnvFile(file);
  const codeStart = env ? text.length : firstStatement(text);
  const directives: Directive[] = [];
  for (; at >= 0; at = text.indexOf(MARK, at + MARK.length)) {
    const directive = directiveAt(text, at, env, codeStart);
    if (directive) directives.push(directive);
  }
  return directives.length > 0 ? { directives } : NONE;
}

/** Is a finding of `rule` that starts on the zero-based `line` switched off? */
export function isSuppressed(suppressions: Suppressions, rule: string, line: number): boolean {
  let off = false;
  for (const { kind, rules, target } of suppressions.directives) {
    if (rules.length > 0 && !rules.includes(rule)) continue;
    if (kind === 'disable-line' || kind === 'disable-next-line') {
      if (target === line) return true;
    } else if (target <= line) {
      off = kind === 'disable';
    }
  }
  return off;
}

function directiveAt(text: string, at: number, env: boolean, codeStart: number): Directive | undefined {
  KEYWORD.lastIndex = at;
  const keyword = KEYWORD.exec(text);
  const opener = openerBefore(text, at, env);
  if (!keyword || opener === undefined) return undefined;
  const afterKeyword = at + keyword[0].length;
  RULES.lastIndex = afterKeyword;
  const list = RULES.exec(text);
  const kind = keyword[1] as DirectiveKind;
  const line = lineOf(text, opener);
  return {
    kind,
    rules: list?.[1]?.split(',').map((id) => id.trim()) ?? [],
    line,
    target: targetLine(text, kind, opener, line, codeStart),
    end: list ? afterKeyword + list[0].length : afterKeyword,
  };
}

/** Offset of the comment's opener when the word at `at` stands first in a comment. */
function openerBefore(text: string, at: number, env: boolean): number | undefined {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const before = text.slice(lineStart, at);
  const sameLine = OPENER.exec(before);
  const opener = sameLine?.[1];
  if (opener !== undefined) {
    if ((opener === '#') !== env) return undefined;
    const offset = lineStart + sameLine!.index;
    return env || !insideString(before, sameLine!.index, text.slice(at, endOfLine(text, at)))
      ? offset
      : undefined;
  }
  // `/*` on a line of its own, the directive on a later line.
  const multi =
    env || !/^[\s*]*$/.test(before) ? null : BLOCK_TAIL.exec(text.slice(Math.max(0, at - 200), at));
  return multi ? Math.max(0, at - 200) + multi.index : undefined;
}

/**
 * Does the comment's opener sit in a string literal of its line? The quote must close behind it, so that an
 * apostrophe in JSX text (`don't`) does not count.
 */
function insideString(line: string, opener: number, rest: string): boolean {
  let quote = '';
  for (let i = 0; i < opener; i++) {
    const c = line[i] ?? '';
    if (c === '\\') i++;
    else if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'" || c === '`') quote = c;
  }
  return quote !== '' && rest.includes(quote);
}

function targetLine(
  text: string,
  kind: DirectiveKind,
  opener: number,
  line: number,
  codeStart: number,
): number {
  if (kind === 'disable') return opener < codeStart ? 0 : line;
  if (kind !== 'disable-next-line') return line;
  const close = text[opener + 1] === '*' ? text.indexOf('*/', opener) : -1;
  return (close < 0 ? line : lineOf(text, close)) + 1;
}

/** Offset of the first statement behind a shebang, comments and directives such as `"use server"`. */
function firstStatement(text: string): number {
  const skip =
    /^\uFEFF?#![^\r\n]*|\s+|\/\/[^\r\n]*|\/\*[^]*?(?:\*\/|$)|(?:"[^"\r\n]*"|'[^'\r\n]*')[ \t]*(?:;|(?=\r?\n|$))/y;
  let at = 0;
  for (;;) {
    skip.lastIndex = at;
    const match = skip.exec(text);
    if (!match || match[0].length === 0) return at;
    at += match[0].length;
  }
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Lines as the LSP counts them: `\r\n`, `\n` and a lone `\r` end one. */
function lineOf(text: string, offset: number): number {
  let line = 0;
  for (let i = 0; i < offset; i++) {
    const c = text.charCodeAt(i);
    if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) line++;
  }
  return line;
}

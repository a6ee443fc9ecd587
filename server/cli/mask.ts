/**
 * What a code frame must not show. The frame quotes source lines into terminals and CI logs, so values of `.env`
 * files and strings that look like secrets are hidden before a line is printed.
 */
import path from 'node:path';
import type { Finding } from '../../shared/finding';
import { isSecretName } from '../../shared/secretNames';
import type { Range } from '../../shared/text';

const HIDDEN = '<hidden>';
/** Not `${token}`, whose template is around it. */
const NAME = /(?<![\w$-]|\$\{)[\w$-]+/g;
/** Functions of the SDK: the texts around a call, such as its audience, are no tokens. */
const GETTER = /^getAccessToken/;
const STRING = /(['"`])((?:\\.|(?!\1)[^\\])+)\1/g;
/** Before a string that is a name and not a value: `env['NAME']`, the source of an import. */
const NAME_FOLLOWS = /(?:\[|\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)$/;
/** The value is on the next line. */
const CONTINUES = /(?:[:=(+]|\?\?|\|\|)\s*$/;

/** Any file whose lines may hold the values of environment variables: `.env`, `.env.local`, `.env.example`, … */
export function isEnvFile(file: string): boolean {
  return path.posix.basename(file).startsWith('.env');
}

/** Where findings mark a secret: also the lines around another finding may show it. */
export function secretsIn(findings: readonly Finding[], file: string): Range[] {
  return findings.filter((finding) => finding.marksSecret && finding.file === file).map(({ range }) => range);
}

/** A line of a `.env` file without its value, and without a comment, which may hold an old value. */
export function maskEnvLine(line: string): string {
  const prefix = envPrefix(line);
  return line.length > prefix.length ? prefix + HIDDEN : prefix;
}

/** Where a column of the original line is in the masked one; everything inside the value is the value as a whole. */
export function maskedEnvColumn(line: string, column: number, side: 'start' | 'end'): number {
  const prefix = envPrefix(line);
  if (column <= prefix.length) return column;
  return side === 'start' ? prefix.length : maskEnvLine(line).length;
}

function envPrefix(line: string): string {
  return /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=/.exec(line)?.[0] ?? '';
}

/** Source lines with the text of strings after a secret's name replaced, character by character, by bullets. */
function maskSourceLines(lines: readonly string[]): string[] {
  let pending: 'none' | 'value' | 'template' = 'none';
  return lines.map((line) => {
    let from = 0;
    let masked = line;
    if (pending === 'template') {
      const close = line.indexOf('`');
      if (close < 0) return bullets(line);
      masked = bullets(line.slice(0, close)) + line.slice(close);
      from = close + 1;
    }
    const name = [...line.slice(from).matchAll(NAME)].find(
      ([text]) => isSecretName(text) && !GETTER.test(text),
    );
    if (!name && pending !== 'value') {
      pending = 'none';
      return masked;
    }
    const start = pending === 'value' ? 0 : from + (name?.index ?? 0);
    // Twice, because an apostrophe in a comment before the name would pair the quotes wrongly.
    masked = maskStrings(maskStrings(masked, from, start), start, start);
    const tail = masked.slice(start);
    const open = (tail.match(/`/g)?.length ?? 0) % 2 === 1 ? start + tail.lastIndexOf('`') + 1 : -1;
    if (open >= 0) masked = masked.slice(0, open) + bullets(masked.slice(open));
    pending = open >= 0 ? 'template' : CONTINUES.test(tail) ? 'value' : 'none';
    return masked;
  });
}

/** Source lines as they may be quoted: without what looks like a secret, and without `secrets`, which are some. */
export function publicLines(lines: readonly string[], secrets: readonly Range[]): string[] {
  return secrets.reduce(maskRange, maskSourceLines(lines));
}

/** Quotes stay, so that a string is still seen to be one. */
function maskRange(lines: readonly string[], { start, end }: Range): string[] {
  return lines.map((line, n) => {
    if (n < start.line || n > end.line) return line;
    const from = n === start.line ? start.character : 0;
    const to = n === end.line ? end.character : line.length;
    return line.slice(0, from) + bullets(line.slice(from, to), /[^\s'"`]/g) + line.slice(to);
  });
}

/** Hides the strings that begin at or after `start`; quotes are paired from `from` on. */
function maskStrings(line: string, from: number, start: number): string {
  const rest = line.slice(from).replace(STRING, (whole: string, quote: string, body: string, at: number) => {
    const isName = NAME_FOLLOWS.test(line.slice(0, from + at));
    return from + at < start || isName ? whole : quote + bullets(body) + quote;
  });
  return line.slice(0, from) + rest;
}

function bullets(text: string, hidden = /\S/g): string {
  return text.replace(hidden, '•');
}

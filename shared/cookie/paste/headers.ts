/** `Cookie:` and `Set-Cookie:` lines, and what is left of them when people copy only a part. */
import { parseCookie, parseSetCookie } from 'cookie';
import { isNameOfSdk } from '../names';
import type { PastedCookie } from '../types';

const HEADER = /^\s*(?:[<>*]\s+)?["']?(:?[a-z][\w-]*)["']?\s*:(?!\/\/)\s*(.*)$/i;
/** Developer tools print a header's name on a line of its own. */
const LONE_NAME = /^\s*(set-cookie|cookie)\s*:?\s*$/i;
/** What stands between a message and the next: an empty line, a line of curl -v that is no header. A mail quotes with `>`, too. */
const BOUNDARY = /^\s*>?\s*$|^\s*[<*]\s|\bHTTP\/\d/;
const ATTRIBUTE =
  /^(?:path|domain|expires|max-age|samesite|priority)\s*=|^(?:httponly|secure|partitioned)\b/i;
const HAS_ATTRIBUTES = /;\s*(?:path|domain|expires|max-age|samesite|httponly|secure)\s*(?:=|;|$)/i;
/** Attributes that have no value, so that nothing was torn off behind them. */
const FLAG = /^(?:httponly|secure|partitioned)$/i;
const LONGEST_NAME = 200;
/** RFC 6265 says a name is a token; browsers are less strict, prose is not. */
const PAIR = /^\s*[^\s"'(),/:;<=>?@[\\\]{}]{1,200}=/;

/** Values stay as they are: how they were encoded is the SDK's business. */
const asWritten = { decode: (value: string) => value };

interface Line {
  isSetCookie: boolean;
  text: string;
}

export function hasCookieHeader(text: string): boolean {
  return /^\s*(?:[<>*]\s+)?(?:(["']?)(?:set-cookie|cookie)\1\s*:|(?:set-cookie|cookie)\s*$)/im.test(text);
}

export function startsWithPair(text: string): boolean {
  return PAIR.test(text);
}

/** `isSetCookie` tells whether any of them came from a `Set-Cookie` line, marked or by its attributes. */
export function parseHeaders(text: string): { cookies: PastedCookie[]; isSetCookie: boolean } {
  const lines = linesOf(text, hasCookieHeader(text)).flatMap(({ isSetCookie, text: quoted }) => {
    const line = withoutCode(quoted);
    return isSetCookie || HAS_ATTRIBUTES.test(line) ? splitSetCookies(line) : [{ isSetCookie, text: line }];
  });
  return {
    cookies: lines.flatMap((line) =>
      line.isSetCookie ? parseSetCookieLine(line.text) : parsePairs(line.text),
    ),
    isSetCookie: lines.some(({ isSetCookie }) => isSetCookie),
  };
}

/** Puts values and names together that a terminal or an e-mail broke into lines. */
function linesOf(text: string, hasHeaders: boolean): Line[] {
  const lines: Line[] = [];
  let current: Line | null = hasHeaders ? null : { isSetCookie: false, text: '' };
  let torn: string | null = '';
  const start = (isSetCookie: boolean, first: string) => {
    if (current !== null) lines.push(current);
    current = { isSetCookie, text: first };
    torn = unfinishedName('', first);
  };
  let parts: string[] = [];
  const flush = () => {
    if (current !== null) current.text += parts.join('');
    parts = [];
  };
  for (const line of text.split('\n')) {
    const lone = LONE_NAME.exec(line);
    const header = hasHeaders ? (lone ?? HEADER.exec(line)) : null;
    if (header !== null || (hasHeaders && BOUNDARY.test(line))) {
      flush();
      const name = header?.[1]?.toLowerCase();
      if (name === 'cookie' || name === 'set-cookie') start(name === 'set-cookie', header?.[2] ?? '');
      else if (current !== null) {
        lines.push(current);
        current = null;
      }
      continue;
    }
    if (current === null) continue;
    const part = line.replace(/^\s*>\s/, '').trim();
    const isWhole = !torn || FLAG.test(torn);
    const isPair = isWhole && PAIR.test(part) && !ATTRIBUTE.test(part);
    const { isSetCookie } = current as Line;
    if (isPair && (isSetCookie || !hasHeaders)) {
      flush();
      start(isSetCookie, part);
    } else {
      parts.push(isPair ? `; ${part}` : part);
      torn = unfinishedName(isPair ? '' : torn, part);
    }
  }
  flush();
  return current === null ? lines : [...lines, current];
}

/** The value of a header as logs and code have it: `'a=1; b="2"', }`. A log may have cut off the second quote. */
function withoutCode(text: string): string {
  const quoted = /^(["'`])((?:\\.|(?!\1)[^\\])*)/s.exec(text)?.[2];
  return quoted === undefined ? text : quoted.replace(/\\(.)/g, '$1');
}

/** The name of a pair as far as it has come, null inside a value. */
function unfinishedName(before: string | null, part: string): string | null {
  const semicolon = part.lastIndexOf(';');
  if (semicolon < 0 && before === null) return null;
  const pair = semicolon < 0 ? `${before}${part}` : part.slice(semicolon + 1).trimStart();
  return pair.includes('=') || pair.length > LONGEST_NAME ? null : pair;
}

/** Several in one line, as `headers.get('set-cookie')` gives them. The comma of a date stands before a space and no `=`. */
function splitSetCookies(line: string): Line[] {
  return line.split(/,\s*(?=[^\s;,=]+=)/).map((text) => ({ isSetCookie: true, text }));
}

export function parseSetCookieLine(line: string): PastedCookie[] {
  const { name: written, value = '' } = parseSetCookie(line, asWritten);
  const name = nameOf(written);
  return isName(name) ? [{ name, value: unquoted(value) }] : [];
}

/** One by one, because names may repeat: browsers send a cookie of every path and domain that fits. */
export function parsePairs(header: string): PastedCookie[] {
  return header.split(';').flatMap((pair) =>
    Object.entries(parseCookie(pair, asWritten)).flatMap(([written, value = '']) => {
      const name = nameOf(written);
      return isName(name) ? [{ name, value: unquoted(value) }] : [];
    }),
  );
}

/** White space in a name is a line break, unless the last word is a name of the SDK's by itself: prose stands before it. */
function nameOf(written: string): string {
  const words = written.split(/\s+/);
  const last = words.at(-1) ?? '';
  return isNameOfSdk(last) ? last : words.join('');
}

function isName(name: string): boolean {
  return PAIR.test(`${name}=`);
}

/** White space inside is what is left of line breaks: no value of a cookie has any. */
export function unquoted(value: string): string {
  const trimmed = value.trim();
  const inner = /^(["'`])(.*)\1$/s.exec(trimmed)?.[2] ?? trimmed;
  return /^[\w.%:\s-]+$/.test(inner) ? inner.replace(/\s+/g, '') : inner;
}

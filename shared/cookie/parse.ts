import { parseCommand } from './paste/commands';
import { hasCookieHeader, parseHeaders, startsWithPair, unquoted } from './paste/headers';
import { harEntries, nestsTooDeep, parseHar, parseJsonExport } from './paste/json';
import { scanForCookies } from './paste/scan';
import { parseTable } from './paste/table';
import { ENCODED, isOfSdk } from './paste/values';
import { grouped } from './sizeWords';
import type { PastedCookie, PastedForm, PastedText } from './types';

/** Characters. HAR files are large; no server takes a request with so many bytes of headers as the rest may have. */
export const MAX_JSON = 20_000_000;
export const MAX_TEXT = 500_000;
const SMALLER_HAR =
  'A HAR file grows with what the responses hold: export it without content, or one request only.';

/**
 * Finds the cookies in what people paste: a bare value, `Cookie:` and `Set-Cookie:` headers, requests copied as a
 * command, HAR files, rows of developer tools, exports as JSON or cookies.txt. Never throws.
 */
export function parsePasted(text: string): PastedText {
  const isJson = /^[\s\ufeff]*[[{]/.test(text.slice(0, 1000));
  const limit = isJson ? MAX_JSON : MAX_TEXT;
  if (text.length > limit) {
    const note = `The text is too large: at most ${limit / 1_000_000} million characters.${isJson ? ` ${SMALLER_HAR}` : ''}`;
    return pasted('unknown', [], note);
  }
  const clean = withoutQuotes(plainSpace(text).replace(/\r\n?/g, '\n')).replace(/^bearer\s+/i, '');
  if (clean === '') return pasted('empty', []);
  try {
    return fromAny(clean, isJson);
  } catch {
    // A parser met a text beyond its limits, such as the depth of its stack.
    return pasted('unknown', [], 'The text could not be read.');
  }
}

function pasted(form: PastedForm, cookies: PastedCookie[], note: string | null = null): PastedText {
  return { form, cookies, note };
}

/** Chats and web pages add spaces that nobody sees. */
function plainSpace(text: string): string {
  return text.replace(/[\u200b-\u200d\u2060\ufeff]/g, '').replace(/\u00a0/g, ' ');
}

function fromJson(text: string): PastedText | null {
  if (nestsTooDeep(text)) return pasted('unknown', [], 'The JSON nests too deep.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const entries = harEntries(value);
  if (entries === null) {
    const cookies = parseJsonExport(value);
    return pasted('json', cookies, cookies.length > 0 ? null : 'The JSON holds no cookies.');
  }
  const { cookies, earlier } = parseHar(entries);
  if (cookies.length === 0) {
    return pasted('har', [], 'The HAR file holds no cookies: export it again with sensitive data.');
  }
  const [versions, are] = earlier === 1 ? ['version', 'is'] : ['versions', 'are'];
  const note = `${grouped(earlier)} earlier ${versions} of these cookies ${are} in this file, and only the last of each is shown.`;
  return pasted('har', cookies, earlier === 0 ? null : note);
}

/** What a known form has; where that is no cookie of the SDK, whatever looks like one anywhere in the text. */
function fromAny(text: string, isJson: boolean): PastedText {
  const read = (isJson ? fromJson(text) : null) ?? fromText(text);
  if (text.length > MAX_TEXT || read.cookies.some(isOfSdk)) return read;
  const found = scanForCookies(text);
  const isSure = read.cookies.length === 0 || found.some(isOfSdk);
  if (found.length === 0 || !isSure) return read;
  return pasted(found.length === 1 && found[0]?.name === null ? 'value' : 'text', found);
}

function fromText(text: string): PastedText {
  if (text.length > MAX_TEXT) return pasted('unknown', [], 'The text is too large, and it is no JSON.');
  const command = parseCommand(text);
  if (command !== null && command.length > 0) return pasted('curl', command);
  const value = bareValue(text);
  if (value !== null && ENCODED.test(value)) return pasted('value', valuesOf(value));
  if (hasCookieHeader(text)) return fromHeaders(text);
  const table = /[\t ]/.test(text) ? parseTable(text) : null;
  if (table !== null && !startsWithPair(text)) return pasted('table', table);
  if (startsWithPair(text)) return fromHeaders(text);
  if (value !== null) return pasted('value', [{ name: null, value }]);
  return command === null ? NOTHING : pasted('curl', [], 'The command sends no cookies.');
}

const NOTHING = pasted('unknown', [], 'No cookie was found in the text.');

function fromHeaders(text: string): PastedText {
  // A backslash at the end of a line continues it in a shell.
  const { cookies, isSetCookie } = parseHeaders(text.replace(/\\\n/g, '\n'));
  return cookies.length === 0 ? NOTHING : pasted(isSetCookie ? 'set-cookie' : 'cookie-header', cookies);
}

/** Also several, one behind the other: each ends in a tag of 128 bits. */
function valuesOf(value: string): PastedCookie[] {
  const isOne = value.indexOf('..') === value.lastIndexOf('..');
  const values = isOne ? [] : (value.match(WHOLE) ?? []);
  return (values.join('') === value ? values : [value]).map((each) => ({ name: null, value: each }));
}

const WHOLE = /(?:\d{9,12}(?::|%3[aA]))?eyJ[\w-]{10,300}\.\.[\w-]{16}\.[\w-]+\.[\w-]{22}/g;

/** One value, perhaps broken into lines; null for prose. */
function bareValue(text: string): string | null {
  // A line break comes with what a shell, a mail or a quotation puts around it.
  const joined = text.replace(/[;,]\s*$/, '').replace(/[\\=]?\n(?:[ \t]*>)*/g, '\n');
  const value = unquoted(joined);
  // White space may be taken out only of what is certainly no prose.
  return /^[^\s;="]+=*$/.test(value) && (!/\s/.test(joined.trim()) || ENCODED.test(value)) ? value : null;
}

/** Quotes and white space around all of it, also several layers: chats and terminals add their own. */
function withoutQuotes(text: string): string {
  let inner = text.trim();
  for (let layer = 0; layer < 3; layer++) {
    const first = inner.charAt(0);
    const last = QUOTES[first];
    if (last === undefined || inner.length < 2 || !inner.endsWith(last)) break;
    const content = inner.slice(1, -1);
    // `"a"="b"` is not one quoted text.
    if (content.includes(first) && !content.includes(`\\${first}`)) break;
    inner = content.replaceAll(`\\${first}`, first).trim();
  }
  return inner;
}

const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '`': '`',
  '“': '”',
  '‘': '’',
  '<': '>',
};

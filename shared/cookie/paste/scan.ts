/**
 * Finds cookies in any other text: code, logs, tables, commands of any tool, a chat. In linear time: the text is cut into
 * words, and a word is a value by what it looks like and by the name in front of it.
 */
import { chunkNameOf, isNameOfSdk } from '../names';
import { splitSigned } from '../shape';
import type { PastedCookie } from '../types';
import { ENCRYPTED } from './values';
import { unwrapped } from './wrap';

/** Escapes stand between words: `\n` in a string, `%3D` in a URL. A transaction may have a time in front: `1767607200:eyJ…`. */
const WORD = /\\[nrt]|%[\da-f]{2}|(?:\d{9,12}(?::|%3A))?[\w.$-]+/gi;
const STAMP = /^\d{9,12}(?::|%3A)/i;
const SIGNED_TOKEN = /^eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}$/;
/** Between a name and its value: `=`, `: "`, `','`, ` | `, `%22%3A%22`. */
const WIDEST_GAP = 16;
const PAIR_GAP = /^["'`]?\s*(?:[=:,|\t]|%3[ad])\s*["'`]?$/i;
/** `{ name: 'a', path: '/', …, value: 'b' }` */
const WIDEST_OBJECT = 400;
/** All chunks but the last are full, so one is long; `v1.2` and `4.30` are chunks by their name only. */
const LEAST_LONG_CHUNK = 100;
const MAX_FOUND = 1000;

interface Word {
  text: string;
  start: number;
  end: number;
}

/** Cookies that are the SDK's by name or by value. Where there are none: signed tokens, so that it can be said what they are. */
export function scanForCookies(text: string): PastedCookie[] {
  const found = scan(text);
  const joined = unwrapped(text);
  if (joined === null) return found;
  const whole = scan(joined);
  return characters(whole) > characters(found) ? whole : found;
}

function characters(cookies: readonly PastedCookie[]): number {
  return cookies.reduce((sum, { value }) => sum + value.length, 0);
}

function scan(text: string): PastedCookie[] {
  const found: PastedCookie[] = [];
  const tokens: PastedCookie[] = [];
  const words = wordsOf(text);
  let named: Word | undefined;
  for (const [i, word] of words.entries()) {
    const label = words[i - 1];
    // A full stop behind it ends a sentence.
    const value = word.text.replace(/\.{1,3}$/, '');
    const name = nameOf(word, label, { named, before: words[i - 2] }, text);
    if (isValue(name, value)) found.push({ name, value });
    else if (SIGNED_TOKEN.test(value)) tokens.push({ name: null, value });
    if (found.length >= MAX_FOUND || tokens.length >= MAX_FOUND) break;
    if (/^name$/i.test(label?.text ?? '')) named = word;
  }
  const cookies = withoutNumbers(found);
  return cookies.length > 0 ? bySet(cookies) : tokens;
}

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!/^[\\%]/.test(word)) words.push({ text: word, start: index, end: index + word.length });
  }
  return words;
}

interface Members {
  /** What `name:` said last. */
  named: Word | undefined;
  /** In front of the label: `"a": { "value": … }`. */
  before: Word | undefined;
}

function nameOf(
  { start }: Word,
  label: Word | undefined,
  { named, before }: Members,
  text: string,
): string | null {
  if (label === undefined || start - label.end > WIDEST_GAP) return null;
  if (/^value$/i.test(label.text)) {
    if (named !== undefined && start - named.end <= WIDEST_OBJECT) return named.text;
    return before !== undefined && mayBeName(before.text) ? before.text : null;
  }
  const gap = text.slice(label.end, start);
  // The next member of an object, or the first of another, is no value.
  if (label === named || gap.includes('{')) return null;
  if (mayBeName(label.text)) return label.text;
  return PAIR_GAP.test(gap) && !/^\d+$/.test(label.text) ? label.text : null;
}

function mayBeName(name: string): boolean {
  return isNameOfSdk(name) || (/^[a-z_$]/i.test(name) && chunkNameOf(name) !== null);
}

function isValue(name: string | null, value: string): boolean {
  const token = value.replace(STAMP, '');
  if (ENCRYPTED.test(token)) return true;
  if (name === null) return false;
  if (chunkNameOf(name) !== null) return /^[\w.-]+$/.test(value);
  return isNameOfSdk(name) && (token.startsWith('eyJ') || splitSigned(value) !== null);
}

function withoutNumbers(cookies: readonly PastedCookie[]): PastedCookie[] {
  const baseOf = ({ name }: PastedCookie) => (name === null ? undefined : chunkNameOf(name)?.base);
  const long = new Set(cookies.filter(({ value }) => value.length >= LEAST_LONG_CHUNK).map(baseOf));
  return cookies.filter((cookie) => {
    const base = baseOf(cookie);
    return base === undefined || isNameOfSdk(base) || long.has(base);
  });
}

/** A name that comes again with another value starts the cookies of another request: chunks of the two do not mix. */
function bySet(cookies: readonly PastedCookie[]): PastedCookie[] {
  const values = new Map<string, string>();
  let source = 0;
  const numbered = cookies.map((cookie) => {
    const { name, value } = cookie;
    if (name === null) return cookie;
    if ((values.get(name) ?? value) !== value) {
      source++;
      values.clear();
    }
    values.set(name, value);
    return { ...cookie, source };
  });
  return source === 0 ? [...cookies] : numbered;
}

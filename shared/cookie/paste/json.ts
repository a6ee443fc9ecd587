/** HAR files and the many forms in which browsers, extensions and test tools export cookies as JSON. */
import { baseNameOf } from '../names';
import type { PastedCookie } from '../types';
import { hasCookieHeader, parseHeaders, parsePairs, parseSetCookieLine, unquoted } from './headers';
import { startsCookieOfSdk } from './values';

/** Exports are flat; what lies deeper is no cookie. */
const MAX_DEPTH = 8;
const MAX_NESTING = 500;
const [QUOTE, BRACKET, BRACE, BACKSLASH] = [0x22, 0x5b, 0x7b, 0x5c];
const MAX_COOKIES = 20_000;
/** Playwright's storage state keeps the local storage in the same form as its cookies. */
const NOT_COOKIES = new Set(['origins', 'localStorage', 'sessionStorage', 'postData', 'queryString']);

type Json = Record<string, unknown>;

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The runtime's parser takes seconds for millions of brackets, and none of these files nests so deep. */
export function nestsTooDeep(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === QUOTE) {
      i = text.indexOf('"', i + 1);
      while (i > 0 && isEscaped(text, i)) i = text.indexOf('"', i + 1);
      if (i < 0) return false;
    } else if (unit === BRACKET || unit === BRACE) {
      if (++depth > MAX_NESTING) return true;
    } else if (unit === BRACKET + 2 || unit === BRACE + 2) depth--;
  }
  return false;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

export function harEntries(value: unknown): unknown[] | null {
  const log = isObject(value) ? value['log'] : undefined;
  return isObject(log) && Array.isArray(log['entries']) ? (log['entries'] as unknown[]) : null;
}

/**
 * The last version of every cookie: a session that rolls comes with each request again. A request or a response is a
 * source of its own, as all chunks change at once. `earlier`: how many versions of the SDK's own are left out.
 */
export function parseHar(entries: readonly unknown[]): { cookies: PastedCookie[]; earlier: number } {
  const found: { cookie: PastedCookie; key: string; source: number }[] = [];
  const last = new Map<string, number>();
  const versions = new Map<string, Set<string>>();
  let source = 0;
  for (const entry of entries) {
    if (!isObject(entry)) continue;
    const { request, response } = entry;
    const host = isObject(request) ? hostOf(request['url']) : '';
    for (const message of [request, response]) {
      source++;
      for (const cookie of isObject(message) ? messageCookies(message) : []) {
        const key = JSON.stringify([host, baseNameOf(cookie.name ?? '')]);
        found.push({ cookie, key, source });
        // What deletes a cookie is no version of it.
        if (cookie.value !== '' || !last.has(key)) last.set(key, source);
        if (startsCookieOfSdk(cookie)) versions.set(key, (versions.get(key) ?? new Set()).add(cookie.value));
      }
    }
  }
  const cookies = found
    .filter(({ key, source: at }) => last.get(key) === at)
    .map(({ cookie, source: at }) => ({ ...cookie, source: at }));
  const earlier = [...versions.values()].reduce((sum, { size }) => sum + size - 1, 0);
  return { cookies: cookies.slice(0, MAX_COOKIES), earlier };
}

function hostOf(url: unknown): string {
  return (typeof url === 'string' && /^\w+:\/\/([^/?#]*)/.exec(url)?.[1]) || '';
}

/** Headers are what went over the wire; `cookies` may be decoded. */
function messageCookies(message: Json): PastedCookie[] {
  const headers = Array.isArray(message['headers']) ? (message['headers'] as unknown[]) : [];
  const found = headers.flatMap((header) =>
    isObject(header) ? headerCookies(header['name'], header['value']) : [],
  );
  if (found.length > 0) return found;
  const listed = Array.isArray(message['cookies']) ? (message['cookies'] as unknown[]) : [];
  return listed.flatMap((cookie) => (isObject(cookie) ? (namedCookie(cookie) ?? []) : []));
}

/** Some tools join several Set-Cookie headers by line breaks. */
function headerCookies(name: unknown, value: unknown): PastedCookie[] {
  if (typeof name !== 'string' || typeof value !== 'string') return [];
  if (/^cookie$/i.test(name)) return parsePairs(value);
  return /^set-cookie$/i.test(name) ? value.split('\n').flatMap(parseSetCookieLine) : [];
}

/** Tools write `Name` too, and extensions `Name raw` and `Content raw`. */
function namedCookie(object: Json): PastedCookie | null {
  const name = object['name'] ?? object['Name'] ?? object['Name raw'];
  const value = object['value'] ?? object['Value'] ?? object['Content raw'];
  return typeof name === 'string' && typeof value === 'string' ? { name, value: unquoted(value) } : null;
}

export function parseJsonExport(root: unknown): PastedCookie[] {
  const found: { cookie: PastedCookie; domain: string }[] = [];
  const push = (cookie: PastedCookie, domain: unknown) => {
    if (found.length < MAX_COOKIES) {
      found.push({ cookie, domain: typeof domain === 'string' ? domain.replace(/^\./, '') : '' });
    }
  };
  const visit = (value: unknown, depth: number): void => {
    if (depth > MAX_DEPTH) return;
    if (Array.isArray(value)) for (const item of value as unknown[]) visit(item, depth + 1);
    if (typeof value === 'string' && hasCookieHeader(value)) {
      for (const cookie of parseHeaders(value).cookies) push(cookie, '');
    }
    if (!isObject(value)) return;
    const header = headerCookies(value['name'], value['value']);
    const named = header.length > 0 ? null : namedCookie(value);
    for (const cookie of header) push(cookie, '');
    if (named !== null) push(named, value['domain'] ?? value['host']);
    if (header.length > 0 || named !== null) return;
    const isMap = depth <= 1 && !Object.keys(value).some((key) => /^(?:set-)?cookie$/i.test(key));
    for (const [key, item] of Object.entries(value)) {
      if (NOT_COOKIES.has(key)) continue;
      if (typeof item === 'string') {
        const inHeader = headerCookies(key, item);
        for (const cookie of inHeader) push(cookie, '');
        if (isMap) push({ name: key, value: unquoted(item) }, '');
      } else if (isObject(item) && !('name' in item) && typeof item['value'] === 'string') {
        push({ name: key, value: unquoted(item['value']) }, item['domain']);
      } else if (Array.isArray(item) && /^set-cookie$/i.test(key)) {
        for (const line of item as unknown[]) for (const cookie of headerCookies(key, line)) push(cookie, '');
      } else visit(item, depth + 1);
    }
  };
  visit(root, 0);
  return bySource(found);
}

/** Numbers the hosts, when there is more than one. */
export function bySource(found: readonly { cookie: PastedCookie; domain: string }[]): PastedCookie[] {
  const domains = [...new Set(found.map(({ domain }) => domain))];
  if (domains.length <= 1) return found.map(({ cookie }) => cookie);
  const numbers = new Map(domains.map((domain, number) => [domain, number]));
  return found.map(({ cookie, domain }) => ({ ...cookie, source: numbers.get(domain) ?? 0 }));
}

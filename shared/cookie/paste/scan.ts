/** Finds encrypted cookies in any other text: logs, code, a chat. In linear time: it looks only around `..`. */
import type { PastedCookie } from '../types';

const LONGEST_HEADER = 300;
const LONGEST_NAME = 200;
const MAX_FOUND = 200;

export function scanForTokens(text: string): PastedCookie[] {
  const cookies: PastedCookie[] = [];
  const rest = /\.\.[\w-]{10,}\.[\w-]+\.[\w-]{10,}/y;
  // The encrypted key between the first two dots is empty: `header..iv.ciphertext.tag`.
  for (let at = text.indexOf('..'); at >= 0 && cookies.length < MAX_FOUND; at = text.indexOf('..', at + 1)) {
    const header = /eyJ[\w-]{10,}$/.exec(text.slice(Math.max(0, at - LONGEST_HEADER), at))?.[0];
    if (header === undefined) continue;
    rest.lastIndex = at;
    const tail = rest.exec(text)?.[0];
    if (tail === undefined) continue;
    const start = at - header.length;
    const before = text.slice(Math.max(0, start - LONGEST_NAME), start);
    const [, name, stamp = ''] =
      /(?:([\w.$-]+)["'`]?\s*[=:]\s*["'`]?)?(\d{9,12}(?::|%3A))?$/i.exec(before) ?? [];
    const isName = name !== undefined && name !== 'value' && !/^\d+$/.test(name);
    cookies.push({ name: isName ? name : null, value: `${stamp}${header}${tail}` });
    at += tail.length - 1;
  }
  return cookies;
}

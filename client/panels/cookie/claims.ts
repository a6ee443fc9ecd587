/** The claims of an opened cookie as rows, and its tokens. Pure. */
import { explainClaim, momentOf, tokenLabel } from '../../../shared/cookie/claims';
import type { CookieKind } from '../../../shared/cookie/types';
import { utf8Length } from '../../../shared/cookie/utf8';
import type { ClaimRow, RevealedToken, TokenView } from '../../../shared/webview/cookie';

type Json = Record<string, unknown>;

/** More rows than this are a list nobody reads; the JSON has them all. */
const MAX_ROWS = 250;
const MAX_VALUE = 1000;
/** Of a path: keys may be the app's data. */
const MAX_PATH = 160;

const REDACTED = /^<redacted [\d,]+ bytes?>$/;

/** Rows of a redacted payload, values in their order; small lists stay in one row. */
export function claimRows(redacted: Json, kind: CookieKind): { rows: ClaimRow[]; more: number } {
  const rows: ClaimRow[] = [];
  let more = 0;
  for (const [path, value] of leaves(redacted)) {
    if (rows.length >= MAX_ROWS) more++;
    else rows.push(row(path, value, kind));
  }
  return { rows, more };
}

function row(path: string, value: unknown, kind: CookieKind): ClaimRow {
  const name = /[^.]*$/.exec(path)?.[0] ?? path;
  return {
    path: shorten(path, MAX_PATH),
    value: shorten(textOf(value), MAX_VALUE),
    time: momentOf(name, value),
    hint: explainClaim(path, kind),
    redacted: typeof value === 'string' && REDACTED.test(value),
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.length === 0 ? '(empty list)' : value.map(textOf).join(', ');
  return isObject(value) ? '{}' : String(value);
}

function shorten(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${text.slice(0, most)}… (${utf8Length(text).toLocaleString('en')} bytes)`;
}

/** Every value that is no object with something in it, with its path. Deep nesting costs no stack. */
function leaves(payload: Json): [path: string, value: unknown][] {
  const found: [string, unknown][] = [];
  const open: [string, unknown][] = [['', payload]];
  for (let next = open.pop(); next; next = open.pop()) {
    const [path, value] = next;
    const children = childrenOf(path, value);
    if (children === null) found.push([path, value]);
    else open.push(...children.reverse());
  }
  return found;
}

/** Null for a leaf: a plain value, a list of plain values, an empty object. */
function childrenOf(path: string, value: unknown): [string, unknown][] | null {
  if (Array.isArray(value)) {
    return value.some((item) => typeof item === 'object' && item !== null)
      ? value.map((item, i): [string, unknown] => [`${path}[${i}]`, item])
      : null;
  }
  if (!isObject(value)) return null;
  const entries = Object.entries(value);
  if (entries.length === 0 && path !== '') return null;
  return entries.map(([key, item]) => [path === '' ? key : `${path}.${key}`, item]);
}

/** What the redaction took out is a token: the two payloads are the same everywhere else. */
export function tokensOf(payload: Json, redacted: Json): { view: TokenView; value: string }[] {
  const original = new Map(leaves(payload));
  return leaves(redacted).flatMap(([path, shown]) => {
    const value = original.get(path);
    const isToken = typeof shown === 'string' && REDACTED.test(shown) && typeof value === 'string';
    return isToken && value !== shown ? [{ view: tokenView(path, value), value }] : [];
  });
}

function tokenView(path: string, value: string): TokenView {
  const { format, header, payload } = partsOf(value);
  const { alg } = header ?? {};
  const exp = payload?.['exp'];
  return {
    id: path,
    label: tokenLabel(path),
    bytes: utf8Length(value),
    format,
    algorithm: typeof alg === 'string' ? alg.slice(0, 40) : null,
    expiresAt: typeof exp === 'number' && Number.isFinite(exp) ? exp : null,
  };
}

/** The token itself and what is written in it. Nothing here checks a signature. */
export function revealToken(value: string): RevealedToken {
  const { header, payload } = partsOf(value);
  const shown = (part: Json | null) => (part === null ? null : JSON.stringify(part, null, 2));
  return { value, header: shown(header), payload: shown(payload) };
}

function partsOf(value: string): { format: TokenView['format']; header: Json | null; payload: Json | null } {
  const parts = value.split('.');
  const header = parts.length === 3 || parts.length === 5 ? decodePart(parts[0]) : null;
  if (header === null || typeof header['alg'] !== 'string') {
    return { format: 'opaque', header: null, payload: null };
  }
  if (parts.length === 5) return { format: 'jwe', header, payload: null };
  const payload = decodePart(parts[1]);
  return payload === null
    ? { format: 'opaque', header: null, payload: null }
    : { format: 'jwt', header, payload };
}

function decodePart(part: string | undefined): Json | null {
  if (part === undefined || !/^[\w-]+$/.test(part)) return null;
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

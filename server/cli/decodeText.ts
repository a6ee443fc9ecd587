import { momentOf } from '../../shared/cookie/claims';
import { fromNow } from '../../shared/cookie/lifetime';
import { grouped } from '../../shared/cookie/sizeWords';
import type { CookieStatus, DecodedCookie } from '../../shared/cookie/types';
import { utf8Length } from '../../shared/cookie/utf8';
import { layOut, visible } from './columns';
import { count, type Colors } from './io';

export interface TextContext {
  /** Unix seconds. */
  now: number;
  colors: Colors;
  /** Characters of a line. */
  width: number;
  /** Where the secret with this number came from; null when there is nothing to tell. */
  secretName(index: number): string | null;
}

interface Row {
  path: string;
  value: unknown;
  /** Of its name and value in the JSON that is encrypted. */
  bytes: number;
}

const MAX_ROWS = 200;
const MAX_DEPTH = 6;
const LONGEST_PATH = 44;
const BAR = 12;
/** `<redacted 1147 bytes>`: what takes the space is the token itself. */
const REDACTED = /^<redacted (\d+) bytes>$/;

/** One cookie as a block of lines. Everything that comes from the cookie is made safe for a terminal. */
export function describeCookie(cookie: DecodedCookie, context: TextContext): string {
  const { colors } = context;
  const name = cookie.name === null ? 'value without a name' : visible(cookie.name);
  const size = `${count(cookie.chunks, 'cookie')}, ${grouped(cookie.bytes)} bytes`;
  const state = statusColor(cookie.status, colors)(cookie.status);
  const lines = [
    `${colors.bold(crop(name, 60))}  ${cookie.kind}  ${state}  ${colors.dim(size)}`,
    ...wrap(cookie.message, Math.min(context.width, 100) - 2),
  ];
  const source = cookie.secret === null ? null : context.secretName(cookie.secret);
  if (source !== null) lines.push(`  Opened with ${visible(source)}.`);
  lines.push(...dates(cookie, context));
  if (cookie.payload !== null) lines.push('', ...claims(cookie.payload, context));
  return `${lines.join('\n')}\n`;
}

function statusColor(status: CookieStatus, colors: Colors): (text: string) => string {
  if (status === 'valid') return colors.green;
  return status === 'expired' ? colors.yellow : colors.red;
}

function dates({ kind, issuedAt, expiresAt }: DecodedCookie, { now, colors }: TextContext): string[] {
  const began = kind === 'transaction' ? 'started' : 'login';
  const rows: [string, number][] = [];
  if (issuedAt !== null) rows.push([began, issuedAt]);
  if (expiresAt !== null) rows.push([expiresAt > now ? 'ends' : 'ended', expiresAt]);
  if (rows.length === 0) return [];
  return [
    '',
    ...rows.map(([label, at]) => `  ${colors.dim(label.padEnd(8))} ${utc(at)}  ${fromNow(at, now)}`),
  ];
}

/** `2026-01-05 10:00:00 UTC`. */
function utc(at: number): string {
  const date = new Date(at * 1000);
  return Number.isNaN(date.getTime()) ? `${at}` : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Path, value and bytes of everything in the payload; what takes most has a bar. */
function claims(payload: Record<string, unknown>, context: TextContext): string[] {
  const { colors, width, now } = context;
  const rows = flatten(payload);
  const shown = rows.slice(0, MAX_ROWS);
  const total = rows.reduce((sum, row) => sum + row.bytes, 0);
  const pathWidth = Math.min(LONGEST_PATH, Math.max(0, ...shown.map(({ path }) => widthOf(path))));
  const valueWidth = Math.max(20, Math.min(60, width - pathWidth - BAR - 22));
  const lines = shown.map(({ path, value, bytes }) => {
    const share = total === 0 ? 0 : bytes / total;
    const bar = '█'.repeat(Math.round(share * BAR)).padEnd(BAR);
    const percent = share >= 0.005 ? `${Math.round(share * 100)} %`.padStart(5) : '     ';
    const text = crop(printed(path, value, now), valueWidth);
    const size = grouped(bytes).padStart(6);
    return `  ${pad(crop(path, pathWidth), pathWidth)}  ${pad(text, valueWidth)} ${size} ${colors.dim(percent)} ${colors.cyan(bar)}`.trimEnd();
  });
  if (rows.length > MAX_ROWS) lines.push(`  … and ${rows.length - MAX_ROWS} more`);
  return [colors.dim(`  ${pad('claim', pathWidth)}  ${pad('value', valueWidth)}  bytes`), ...lines];
}

function flatten(payload: Record<string, unknown>): Row[] {
  const rows: Row[] = [];
  const visit = (path: string, name: string, value: unknown, depth: number): void => {
    const isNested = typeof value === 'object' && value !== null && depth < MAX_DEPTH;
    const items = isNested ? Object.entries(value) : [];
    const nests = items.length > 0 && (!Array.isArray(value) || items.some(([, item]) => isObject(item)));
    if (!nests) rows.push({ path, value, bytes: bytesOf(name, value) });
    else {
      for (const [key, item] of items) {
        visit(Array.isArray(value) ? `${path}[${key}]` : joined(path, key), key, item, depth + 1);
      }
    }
  };
  for (const [key, item] of Object.entries(payload)) visit(joined('', key), key, item, 1);
  return rows;
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function joined(path: string, key: string): string {
  return visible(path === '' ? key : `${path}.${key}`).replace(/[\t\n]/g, ' ');
}

function bytesOf(name: string, value: unknown): number {
  const json = jsonOf(value);
  const redacted = typeof value === 'string' ? REDACTED.exec(value)?.[1] : undefined;
  const length = redacted === undefined ? utf8Length(json) : Number(redacted) + 2;
  // Quotes, colon and comma around them.
  return utf8Length(name) + 4 + length;
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // Nested beyond what the runtime can write.
    return '…';
  }
}

function printed(path: string, value: unknown, now: number): string {
  const name = path.slice(path.lastIndexOf('.') + 1);
  const moment = momentOf(name, value);
  if (moment !== null) return `${utc(moment).replace(/:\d\d UTC$/, '')} (${fromNow(moment, now)})`;
  return visible(typeof value === 'string' ? value : jsonOf(value)).replace(/[\t\n]/g, ' ');
}

function widthOf(text: string): number {
  return layOut(text).width;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/** Cuts by columns of the terminal: wide characters count twice. */
function crop(text: string, width: number): string {
  // Laying out a long text for its first columns only is a waste.
  const { cells, width: full } = layOut(text.slice(0, width * 4 + 20));
  if (full <= width) return text;
  let used = 0;
  const kept = cells.filter((cell) => (used += cell.width) <= width - 1);
  return `${kept.map((cell) => cell.text).join('')}…`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line].map((part) => `  ${part}`);
}

/** Rows of cookies: developer tools' table (tabs between columns), Netscape's cookies.txt, columns made of spaces. */
import { chunkNameOf, isNameOfSdk } from '../names';
import type { PastedCookie } from '../types';
import { unquoted } from './headers';
import { bySource } from './json';

interface Row {
  cookie: PastedCookie;
  domain: string;
}

/** Null when there is no such row. */
export function parseTable(text: string): PastedCookie[] | null {
  const lines = text.split('\n');
  const rows = lines.flatMap((line) => (line.includes('\t') ? (tabRow(line) ?? []) : []));
  if (rows.length > 0) return bySource(rows);
  const aligned = lines.flatMap((line) => alignedRow(line) ?? []);
  return aligned.some(({ name, value }) => isNameOfSdk(name) || value.startsWith('eyJ')) ? aligned : null;
}

function tabRow(line: string): Row | null {
  // A first column may be empty: a mark, a checkbox.
  const fields = line
    .trimStart()
    .split('\t')
    .map((field) => field.trim());
  const [first = '', second = '', third = ''] = fields;
  // Netscape: domain, subdomains too, path, https only, expiry, name, value.
  if (fields.length >= 7 && isBoolean(second) && isBoolean(fields[3])) {
    if (first.startsWith('#') && !first.startsWith('#HttpOnly_')) return null;
    const domain = first.replace(/^#HttpOnly_/, '').replace(/^\./, '');
    return { cookie: { name: fields[5] ?? '', value: unquoted(fields[6] ?? '') }, domain };
  }
  if (first === '' || /\s/.test(first) || (/^name$/i.test(first) && /^value$/i.test(second))) return null;
  return { cookie: { name: first, value: unquoted(second) }, domain: third.replace(/^\./, '') };
}

function isBoolean(field: string | undefined): boolean {
  return /^(?:true|false)$/i.test(field ?? '');
}

/** A table that lost its tabs: only a name or a value of the SDK's tells it from prose. */
function alignedRow(line: string): PastedCookie | null {
  const [name = '', value = ''] = line.trim().split(/\s+/, 2);
  const isRow = isNameOfSdk(name) || chunkNameOf(name) !== null || value.startsWith('eyJ');
  return isRow && /^[\w.%:-]+$/.test(value) && !/[=:]/.test(name) ? { name, value } : null;
}

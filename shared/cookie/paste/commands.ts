/** Requests copied as a command in developer tools: cURL for sh and cmd, PowerShell, fetch. */
import { parse as parseShell } from 'shell-quote';
import type { PastedCookie } from '../types';
import { parsePairs, unquoted } from './headers';

/**
 * shell-quote looks through the rest of the text at each `$'`: with many in a long text it would take minutes.
 * Developer tools write one for each header with an unusual character.
 */
const MAX_SHELL_WORK = 50_000_000;
/** Characters. Developer tools write the body of a request last, and what is longer than this is a body. */
const MAX_SHELL_TEXT = 200_000;

/**
 * Variables stay as they are written: nothing is expanded. An object, because shell-quote looks through every word
 * once more when it is given a function.
 */
const asWritten = new Proxy<Record<string, string>>({}, { get: (_, name) => `$${String(name)}` });

/** Null when it is none of these commands. */
export function parseCommand(text: string): PastedCookie[] | null {
  // Behind a prompt, a comment, `time`, the start of a code block.
  const curl = /(?<![^\s;&|(])curl(?:\.exe)?\s/i.exec(text)?.index;
  if (curl !== undefined) {
    const command = text.slice(curl);
    return cookiesOfArguments(isForCmd(command) ? cmdWords(command) : shellWords(command));
  }
  if (/System\.Net\.Cookie\(|\bInvoke-(?:WebRequest|RestMethod)\b/i.test(text)) return parsePowerShell(text);
  return /\bfetch\(/.test(text) && /["']?cookie["']?\s*:/i.test(text) ? parseFetch(text) : null;
}

function isForCmd(text: string): boolean {
  return /\^"|\^[ \t]*$/m.test(text);
}

function shellWords(command: string): string[] {
  const text = command.slice(0, MAX_SHELL_TEXT);
  const ansiQuotes = text.split("$'").length - 1;
  if (ansiQuotes * text.length > MAX_SHELL_WORK) return [];
  try {
    const entries = parseShell(text, asWritten);
    return entries.flatMap((entry) => {
      if (typeof entry === 'string') return [entry];
      return 'pattern' in entry ? [entry.pattern] : [];
    });
  } catch {
    return [];
  }
}

/** cmd drops the caret in front of a character; cURL's own reading of quotes and backslashes comes after that. */
function cmdWords(text: string): string[] {
  const line = text.includes('^"')
    ? text.replace(/\^(\n\n|\n|[^\n])/g, (_, escaped: string) => escaped.replace('\n', ''))
    : text.replace(/\^[ \t]*\n/g, '');
  const words: string[] = [];
  for (const match of line.matchAll(/(?:"(?:\\[\s\S]|""|[^"\\])*(?:"|$)|\\[\s\S]|[^\s"\\])+/g)) {
    words.push(match[0].replace(/\\([\\"])|""|"/g, (found, escaped?: string) => escaped ?? found.slice(1)));
  }
  return words;
}

function cookiesOfArguments(words: readonly string[]): PastedCookie[] {
  const commands: PastedCookie[][] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (/^curl(?:\.exe)?$/i.test(word)) commands.push([]);
    // Options of one letter that take no value may stand in front: `-sSb`.
    const option = /^(?:-[#0-46agfGijIklLnNpqRsSvZ]*([Hb])|(--header|--cookie)(?==|$))=?/.exec(word);
    if (option === null) continue;
    const value = word.length > option[0].length ? word.slice(option[0].length) : (words[++i] ?? '');
    const isHeader = option[1] === 'H' || option[2] === '--header';
    const header = isHeader ? /^\s*cookie\s*:(.*)$/is.exec(value)?.[1] : value;
    // `-b` without a `=` names a file.
    if (header?.includes('=')) commands.at(-1)?.push(...parsePairs(header));
  }
  const several = commands.filter((cookies) => cookies.length > 0).length > 1;
  return commands.flatMap((cookies, source) =>
    several ? cookies.map((cookie) => ({ ...cookie, source })) : cookies,
  );
}

const POWERSHELL_COOKIE =
  /System\.Net\.Cookie\(\s*(["'])((?:(?!\1)[^`]|`[\s\S])*)\1\s*,\s*(["'])((?:(?!\3)[^`]|`[\s\S])*)\3/gi;
const POWERSHELL_HEADER = /["']?cookie["']?\s*=\s*"((?:[^"`]|`[\s\S])*)"/gi;

function parsePowerShell(text: string): PastedCookie[] {
  const cookies: PastedCookie[] = [];
  for (const [, , name = '', , value = ''] of text.matchAll(POWERSHELL_COOKIE)) {
    cookies.push({ name: fromPowerShell(name), value: unquoted(fromPowerShell(value)) });
  }
  for (const [, header = ''] of text.matchAll(POWERSHELL_HEADER)) {
    cookies.push(...parsePairs(fromPowerShell(header)));
  }
  return cookies;
}

function fromPowerShell(text: string): string {
  return text
    .replace(/\$\(\[char\](\d{1,5})\)/gi, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/`([\s\S])/g, '$1');
}

const FETCH_HEADER = /(?:["']cookie["']|\bcookie)\s*:\s*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/gi;

function parseFetch(text: string): PastedCookie[] {
  return [...text.matchAll(FETCH_HEADER)].flatMap(([, quoted = '']) =>
    parsePairs(quoted.slice(1, -1).replace(/\\(.)/g, '$1')),
  );
}

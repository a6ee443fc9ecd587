/** A client's cookie size in a hover and in a lens. */
import { HEADER_LIMITS } from '../../shared/cookie/headerLimits';
import {
  cookieCount,
  cookieRange,
  grouped,
  kilobytes,
  loginWords,
  percent,
} from '../../shared/cookie/sizeWords';
import { estimateCookies, type CookieEstimate } from '../app/cookieEstimate';
import type { AppModel, ClientModel } from '../model';
import { code } from './markdown';

export interface SizeSettings {
  /** Bytes of request header that the user's own host takes; null for none given. */
  headerLimit: number | null;
}

/** `≈ 3.2 KB · 1 cookie`. */
export function sizeInShort({ typical }: CookieEstimate): string {
  return `≈ ${kilobytes(typical.cookieBytes)} · ${cookieCount(typical.cookies.length)}`;
}

/** The range and what it rests on, in sentences. */
export function sizeInSentences(estimate: CookieEstimate): string {
  const { low, high, assumptions } = estimate;
  const range =
    low.cookieBytes === high.cookieBytes
      ? 'Estimate of the session cookie.'
      : `Estimate of the session cookie: ${kilobytes(low.cookieBytes)} to ${kilobytes(high.cookieBytes)}, ${cookieRange(low.cookies.length, high.cookies.length)}.`;
  return [range, ...assumptions.map((sentence) => sentence.replaceAll('`', ''))].join(' ');
}

/** The estimate, its share of the header limits of common hosts with their sources, and the assumptions; Markdown. */
export function sizeCard(app: AppModel, client: ClientModel, { headerLimit }: SizeSettings): string | null {
  const estimate = estimateCookies(app, client);
  if (!estimate) return null;
  const { low, typical, high, login, assumptions, name } = estimate;
  const isRange = low.cookieBytes !== high.cookieBytes;
  const range = isRange
    ? `, from ${kilobytes(low.cookieBytes)} to ${kilobytes(high.cookieBytes)} (${cookieRange(low.cookies.length, high.cookies.length)})`
    : '';
  const shown = name === null ? '' : ` ${code(name)}`;
  return [
    `**Session cookie${shown} of ${code(client.name)}**`,
    `Estimate: about **${kilobytes(typical.cookieBytes)}** in ${cookieCount(typical.cookies.length)}${range}. Every request carries it. ${loginWords(login)}`,
    table(typical.cookieBytes, high.cookieBytes, headerLimit),
    assumptions.map((sentence) => `- ${sentence}`).join('\n'),
  ].join('\n\n');
}

function table(typical: number, high: number, own: number | null): string {
  const rows = HEADER_LIMITS.map(({ name, bytes, what, source, seen }) => {
    const host = `[${name}](${source})`;
    if (bytes === null) return `| ${host} | ${what} (${seen}) | |`;
    return `| ${host} | ${grouped(bytes)}, ${what} (${seen}) | ${share(typical, high, bytes)} |`;
  });
  const first =
    own === null ? [] : [`| Your host (setting) | ${grouped(own)} | ${share(typical, high, own)} |`];
  return ['| Host | Limit in bytes | Share |', '| --- | --- | --- |', ...first, ...rows].join('\n');
}

function share(typical: number, high: number, limit: number): string {
  const [usual, most] = [percent(typical / limit), percent(high / limit)];
  return usual === most ? usual : `${usual}, up to ${most}`;
}

import { advice } from '../../shared/cookie/advice';
import type { SizeNode } from '../../shared/cookie/breakdown';
import { HEADER_LIMITS, type HeaderLimit } from '../../shared/cookie/headerLimits';
import { nextChunkIn, type Prediction, type SizeOptions } from '../../shared/cookie/size';
import {
  cookieCount,
  cookieRange,
  grouped,
  kilobytes,
  loginWords,
  percent,
} from '../../shared/cookie/sizeWords';
import { sdkText } from '../../shared/session/behaviour';
import { visible } from './columns';
import type { Colors } from './io';
import type { SizedClient } from './size';

const BAR = 24;
const MOST_CLAIMS = 15;
const MOST_ADVICE = 6;
const LONGEST_PATH = 40;

interface SizedPayload {
  payload: object;
  prediction: Prediction;
  tree: SizeNode;
  options: SizeOptions;
}

interface SizeStyle {
  colors: Colors;
  /** Bytes of request header that the user's own host takes. */
  headerLimit: number | undefined;
}

/** A session's cookies, claims and advice as lines of text. What comes from the session is made safe for a terminal. */
export function describePayload(
  { payload, prediction, tree, options }: SizedPayload,
  { colors, headerLimit }: SizeStyle,
): string {
  const { cookies, cookieBytes, payloadBytes, setCookieBytes, behaviour } = prediction;
  const sdk = sdkText(behaviour.version);
  const room = nextChunkIn(payloadBytes, options);
  const parts = [
    `${colors.bold(`${grouped(cookieBytes)} bytes in ${cookieCount(cookies.length)}`)} ${colors.dim(`· ${sdk}`)}`,
    `  from ${grouped(payloadBytes)} bytes of JSON; ${grouped(setCookieBytes)} bytes of Set-Cookie values`,
    room === null
      ? '  this version does not split the cookie, and browsers refuse one of more than 4,096 bytes'
      : `  ${grouped(room)} bytes of JSON more fit before one more cookie is needed`,
    ...(prediction.deletedBySdk
      ? [colors.red('  the SDK takes a cookie named appSession for that of v3, and deletes it at once')]
      : []),
    '',
    ...bars(cookies.map(({ name, bytes }) => [visible(name), bytes])),
    '',
    'By claim',
    ...bars(largest(tree)),
    '',
    'Share of the header limits',
    ...limits(cookieBytes, cookieBytes, colors, headerLimit),
  ];
  const ideas = advice(payload, options).slice(0, MOST_ADVICE);
  if (ideas.length > 0) parts.push('', 'Smaller', ...ideas.map(({ text }) => `  ${visible(text)}`));
  return `${parts.join('\n')}\n`;
}

/** The estimate of one client. */
export function describeClient(
  { line, name, estimate }: SizedClient,
  file: string,
  { colors, headerLimit }: SizeStyle,
): string {
  const { low, typical, high, login, assumptions } = estimate;
  const range =
    low.cookieBytes === high.cookieBytes
      ? ''
      : ` (${kilobytes(low.cookieBytes)} to ${kilobytes(high.cookieBytes)}, ${cookieRange(low.cookies.length, high.cookies.length)})`;
  const title = `${colors.cyan(file)}:${line} ${colors.bold(visible(name))}`;
  const lines = [
    title,
    `  estimate: about ${kilobytes(typical.cookieBytes)} in ${cookieCount(typical.cookies.length)}${range}`,
    `  ${visible(loginWords(login).replaceAll('`', ''))}`,
    '',
    'Share of the header limits',
    ...limits(typical.cookieBytes, high.cookieBytes, colors, headerLimit),
    '',
    'Assumed',
    ...assumptions.map((sentence) => `  ${visible(sentence.replaceAll('`', ''))}`),
  ];
  return `${lines.join('\n')}\n`;
}

type Row = readonly [label: string, bytes: number];

function bars(rows: readonly Row[]): string[] {
  const most = Math.max(1, ...rows.map(([, bytes]) => bytes));
  const width = Math.max(...rows.map(([label]) => Math.min(label.length, LONGEST_PATH)));
  return rows.map(([label, bytes]) => {
    const shown = label.length > LONGEST_PATH ? `${label.slice(0, LONGEST_PATH - 1)}…` : label;
    return `  ${shown.padEnd(width)}  ${bar(bytes / most)}  ${grouped(bytes).padStart(6)}`;
  });
}

function bar(share: number): string {
  const filled = Math.min(BAR, Math.max(share > 0 ? 1 : 0, Math.round(share * BAR)));
  return '█'.repeat(filled) + '░'.repeat(BAR - filled);
}

/** Claims and tokens with the most bytes, whole lists and objects as one, and the rest. */
function largest(tree: SizeNode): Row[] {
  const found: Row[] = [];
  let rest = 0;
  const visit = (node: SizeNode, depth: number): void => {
    if (node.kind === 'syntax') rest += node.cookieBytes;
    else if (node.children.length === 0 || depth === 2) found.push([visible(node.path), node.cookieBytes]);
    else for (const child of node.children) visit(child, depth + 1);
  };
  visit(tree, 0);
  found.sort((one, other) => other[1] - one[1]);
  rest += found.slice(MOST_CLAIMS).reduce((total, [, bytes]) => total + bytes, 0);
  return [...found.slice(0, MOST_CLAIMS), ['everything else', rest]];
}

function limits(typical: number, high: number, colors: Colors, own: number | undefined): string[] {
  const hosts: readonly Pick<HeaderLimit, 'name' | 'bytes' | 'what'>[] = HEADER_LIMITS;
  const rows = [
    ...(own === undefined ? [] : [{ name: 'Your host', bytes: own, what: '--header-limit' }]),
    ...hosts,
  ];
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows.map(({ name, bytes, what }) => {
    if (bytes === null) return colors.dim(`  ${name.padEnd(width)}  no limit is documented`);
    const share = typical / bytes;
    const color = share >= 1 ? colors.red : share >= 0.5 ? colors.yellow : (text: string) => text;
    const most = percent(high / bytes);
    const upTo = most === percent(share) ? '' : `, up to ${most}`;
    return `  ${name.padEnd(width)}  ${color(bar(share))}  ${percent(share)}${upTo} of ${grouped(bytes)} (${what})`;
  });
}

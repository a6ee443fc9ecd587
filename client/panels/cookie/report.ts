/** What the panel copies. Pure. */
import { fromNow } from '../../../shared/cookie/lifetime';
import type { CookieCard, SizeTile } from '../../../shared/webview/cookie';
import type { OpenedCookie } from './view';

/** The format of `session-lens decode --format json`, tokens redacted. */
export function cookiesJson(opened: readonly OpenedCookie[]): string {
  const cookies = opened.map(({ card, redacted }) => ({
    name: card.name,
    kind: card.kind,
    bytes: card.bytes,
    chunks: card.chunks,
    status: card.status === 'locked' ? 'wrong-secret' : card.status,
    payload: redacted,
    issuedAt: card.issuedAt,
    expiresAt: card.expiresAt,
  }));
  return `${JSON.stringify({ version: 1, cookies }, null, 2)}\n`;
}

export interface ReportContext {
  /** Unix seconds. */
  now: number;
  /** `['Session Lens 0.1.0', '@auth0/nextjs-auth0 4.30.0', …]`. */
  versions: readonly string[];
}

/**
 * Markdown for an issue: kinds, states, sizes, names of claims without the host that namespaces them. No value of a claim,
 * no address, no id.
 */
export function redactedReport(opened: readonly OpenedCookie[], { now, versions }: ReportContext): string {
  const parts = opened.map(({ card }) => cookieReport(card, now));
  return `### Session cookies\n\n${versions.map((version) => `- ${version}`).join('\n')}\n\n${parts.join('\n')}`;
}

function cookieReport(card: CookieCard, now: number): string {
  const facts = [
    `- kind: ${card.kind}`,
    `- status: ${card.status}`,
    `- what it is: ${card.message}`,
    `- size: ${bytes(card.bytes)} in ${card.chunks} ${card.chunks === 1 ? 'cookie' : 'cookies'}`,
    ...(card.issuedAt === null ? [] : [`- issued: ${fromNow(card.issuedAt, now)}`]),
    ...(card.expiresAt === null ? [] : [`- ends: ${fromNow(card.expiresAt, now)}`]),
    ...(card.client ? [`- configuration: ${card.client.summary}${mismatch(card)}`] : []),
    ...card.tokens.map(
      ({ label, format, algorithm, bytes: size, expiresAt }) =>
        `- ${label}: ${format}${algorithm === null ? '' : ` (${plain(algorithm)})`}, ${bytes(size)}${expiresAt === null ? '' : `, ends ${fromNow(expiresAt, now)}`}`,
    ),
  ];
  const table = card.size === null ? '' : `\n${claimTable(card.size.tree)}`;
  return `#### ${nameOf(card)}\n\n${facts.join('\n')}\n${table}`;
}

/** The name of a login in progress holds its state. */
function nameOf({ name, kind }: CookieCard): string {
  if (name === null) return 'Cookie value';
  return kind === 'transaction' ? 'A login in progress' : `\`${plain(name)}\``;
}

function mismatch({ client }: CookieCard): string {
  return client?.fits === false ? ' (the cookie was written with another one)' : '';
}

function claimTable(tree: SizeTile): string {
  const rows = flatten(tree).map((tile) => `| \`${plain(withoutHost(tile))}\` | ${tile.bytes} |`);
  return `| claim | bytes |\n| --- | ---: |\n${rows.join('\n')}\n`;
}

/** `https://…/roles` for `https://company.example/roles`, and the same without a scheme. */
function withoutHost({ name, path }: SizeTile): string {
  const hidden = name.replace(/^([a-z][a-z\d+.-]*:\/\/)[^/]+|^[^/]*\.[^/]*(?=\/)/i, '$1…');
  return path.endsWith(name) ? path.slice(0, path.length - name.length) + hidden : hidden;
}

/** Claims and their parts, two levels: what lies deeper is the app's data, and its names may tell something. */
function flatten(tree: SizeTile): SizeTile[] {
  const both = tree.children.flatMap((claim) => [claim, ...claim.children]);
  return both.filter(({ isClaim }) => isClaim);
}

function bytes(count: number): string {
  return `${count.toLocaleString('en')} bytes`;
}

/** Names come from the cookie: nothing of Markdown may work in them. */
function plain(text: string): string {
  return text.replace(/[`|\r\n<>]/g, '?').slice(0, 120);
}

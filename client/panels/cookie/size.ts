/** Where the bytes of an opened cookie go. Pure. */
import { advice } from '../../../shared/cookie/advice';
import { breakdown, type SizeNode } from '../../../shared/cookie/breakdown';
import { HEADER_LIMITS } from '../../../shared/cookie/headerLimits';
import { nextChunkIn, predictCookies, type SizeOptions } from '../../../shared/cookie/size';
import type { CookieKind, DecodedCookie } from '../../../shared/cookie/types';
import type { SessionLane } from '../../../shared/protocol';
import type { HeaderShare, SizeTile, SizeView } from '../../../shared/webview/cookie';

/** The others are small, and nobody chooses what is in them. */
const WITH_SIZE: readonly CookieKind[] = ['session', 'session-id', 'legacy', 'connection-token'];
/** Deeper claims are counted as one tile. */
const DEPTH = 3;
const MOST_ADVICE = 8;

export function sizeView(
  cookie: DecodedCookie,
  payload: Record<string, unknown>,
  lane: SessionLane | null,
  headerLimit: number | null,
): SizeView | null {
  const { kind, name, bytes, chunks } = cookie;
  if (!WITH_SIZE.includes(kind)) return null;
  const options: SizeOptions = { sdk: sdkOf(kind, payload, lane), ...(name !== null && { name }) };
  const prediction = predictCookies(payload, options);
  const splits = kind === 'session' || kind === 'legacy';
  return {
    payloadBytes: prediction.payloadBytes,
    cookieBytes: bytes,
    chunks: prediction.chunks.length === chunks ? prediction.chunks : [bytes],
    nextChunkIn: splits ? nextChunkIn(prediction.payloadBytes, options) : null,
    tree: tile(breakdown(payload, options), 0),
    // Beside a session this cookie alone says little of the request.
    limits: kind === 'connection-token' ? [] : headerShares(bytes, headerLimit),
    advice: splits
      ? advice(payload, options)
          .slice(0, MOST_ADVICE)
          .map(({ text, how }) => ({ text, how }))
      : [],
  };
}

/** What the cookie itself tells of its version counts more than what is installed now. */
function sdkOf(kind: CookieKind, payload: object, lane: SessionLane | null): string | null {
  if (kind === 'legacy') return '3.8.0';
  // Versions before 4.5.1 write no `exp`.
  return 'exp' in payload ? (lane?.sdk ?? null) : '4.5.0';
}

function tile({ key, path, kind, cookieBytes, children }: SizeNode, depth: number): SizeTile {
  return {
    name: key,
    path,
    isClaim: kind === 'value' || kind === 'group',
    bytes: cookieBytes,
    children: depth < DEPTH ? children.map((child) => tile(child, depth + 1)) : [],
  };
}

function headerShares(bytes: number, own: number | null): HeaderShare[] {
  const documented = HEADER_LIMITS.map(({ name, bytes: limit, what, source, seen }) => ({
    host: name,
    limit,
    what,
    share: limit === null ? null : bytes / limit,
    source,
    seen,
  }));
  if (own === null) return documented;
  const what = 'set in sessionLens.cookie.headerLimit';
  return [
    { host: 'Your host', limit: own, what, share: bytes / own, source: null, seen: null },
    ...documented,
  ];
}

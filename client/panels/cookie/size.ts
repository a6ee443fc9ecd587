/** Where the bytes of an opened cookie go. Pure. */
import { advice } from '../../../shared/cookie/advice';
import { breakdown, type SizeNode } from '../../../shared/cookie/breakdown';
import { HEADER_LIMITS } from '../../../shared/cookie/headerLimits';
import { nextChunkIn, predictCookies, type SizeOptions } from '../../../shared/cookie/size';
import type { CookieKind, DecodedCookie } from '../../../shared/cookie/types';
import { utf8Length } from '../../../shared/cookie/utf8';
import type { SessionLane } from '../../../shared/protocol';
import { NEWEST_V3 } from '../../../shared/session/behaviour';
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
  const { kind, name, bytes } = cookie;
  if (!WITH_SIZE.includes(kind)) return null;
  const options: SizeOptions = {
    sdk: sdkOf(cookie, payload, lane),
    ...(name !== null && { name }),
    ...(typeof payload['exp'] === 'number' && { expiresAt: payload['exp'] }),
  };
  const prediction = predictCookies(payload, options);
  const encrypted = encryptedTree(payload, options, name !== null);
  // Encryption takes more than a signature does.
  const isSigned = kind === 'session-id' && bytes < encrypted.bytes;
  const splits = kind === 'session' || kind === 'legacy';
  return {
    payloadBytes: prediction.payloadBytes,
    cookieBytes: bytes,
    isSigned,
    chunks: sum(prediction.chunks) === bytes ? prediction.chunks : [bytes],
    nextChunkIn: splits ? nextChunkIn(prediction.payloadBytes, options) : null,
    tree: isSigned ? signedTree(cookie) : encrypted,
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
function sdkOf(
  { kind, chunks }: DecodedCookie,
  payload: Record<string, unknown>,
  lane: SessionLane | null,
): string | null {
  if (kind === 'legacy') return NEWEST_V3;
  if ('exp' in payload) return lane?.sdk ?? null;
  // Versions before 4.5.1 write no `exp`, those before 4.3.0 no chunks.
  const isWhole = chunks === 1 && predictCookies(payload, { sdk: '4.5.0' }).chunks.length > 1;
  return isWhole ? '4.2.1' : '4.5.0';
}

/** A value that was pasted without its name has none to count. */
function encryptedTree(payload: object, options: SizeOptions, isNamed: boolean): SizeTile {
  const root = breakdown(payload, options);
  const children = isNamed ? root.children : root.children.filter(({ kind }) => kind !== 'name');
  return tile({ ...root, children, cookieBytes: sum(children.map(({ cookieBytes }) => cookieBytes)) }, 0);
}

/** A dot, and 32 bytes in base64url. */
const SIGNATURE_BYTES = 44;

/** The id of a session in a store, as v3 writes it. */
function signedTree({ name, bytes }: DecodedCookie): SizeTile {
  const nameBytes = name === null ? 0 : utf8Length(`${name}=`);
  const leaf = (key: string, isClaim: boolean, size: number): SizeTile => ({
    name: key,
    path: isClaim ? key : `(${key})`,
    isClaim,
    bytes: size,
    children: [],
  });
  const children = [
    leaf('id', true, bytes - nameBytes - SIGNATURE_BYTES),
    leaf('signature', false, SIGNATURE_BYTES),
    leaf('cookie name', false, nameBytes),
  ];
  return { ...leaf('', false, bytes), path: '', children: children.filter((child) => child.bytes > 0) };
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

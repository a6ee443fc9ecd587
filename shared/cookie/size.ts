/**
 * How many bytes of cookies a session needs, exactly as the SDK and jose write them. Bytes are UTF-8 bytes of `name=value`
 * unless they say otherwise.
 */
import { jsonBytes, keyBytes } from './jsonBytes';
import { deletionLine, legacyChunkSize, liveLine, type CookieAttributes } from './setCookie';
import { sizeBehaviour, type SizeBehaviour } from './sizeBehaviour';
import { utf8Length } from './utf8';

export type { CookieAttributes };

export interface SizeOptions {
  /** Name of the session cookie; the version's default unless set. */
  name?: string;
  /** `4.30.0`; null or absent: unknown, the newest known is assumed. */
  sdk?: string | null;
  attributes?: CookieAttributes;
  /** The session lives in a store, the cookie has its id only: the payload does not count. */
  stateful?: boolean;
  /**
   * Unix seconds of the expiry inside the token. Only its number of digits counts: 10 until the year 2286, and up to four
   * more for the fraction that stateful sessions of 4.5.1 to 4.11.0 have; the longest is assumed.
   */
  expiresAt?: number;
}

export interface PredictedCookie {
  name: string;
  bytes: number;
}

export interface Prediction {
  /** What the browser sends back afterwards, in the order in which the SDK writes it: the session, then `__FC_0` and on. */
  cookies: PredictedCookie[];
  /** Bytes of each cookie that carries the session itself. */
  chunks: number[];
  /** Bytes of all cookies. */
  cookieBytes: number;
  /** Bytes of the request header: `Cookie: a=…; b=…`. */
  headerBytes: number;
  /** Bytes of all `Set-Cookie` values of one save, with attributes and deletions; their header names are not counted. */
  setCookieBytes: number;
  /** Names the same response deletes although the request had no such cookie. */
  deletions: string[];
  /** JSON of the session as the SDK gets it, without `exp` (bytes). */
  payloadBytes: number;
  /** JSON that is encrypted into the session cookie (bytes). */
  plaintextBytes: number;
  /** The session is named `appSession`, and the SDK deletes it in the response that sets it: in one piece, from 4.4.0. */
  deletedBySdk: boolean;
  behaviour: SizeBehaviour;
}

/** `{"enc":"A256GCM","alg":"dir"}`, base64url, which v3 extends by three times. */
const HEADER_JSON = '{"enc":"A256GCM","alg":"dir"}';
const HEADER_JSON_V3 = '{"alg":"dir","enc":"A256GCM","uat":0123456789,"iat":0123456789,"exp":0123456789}';
/** Four dots, no encrypted key, initialization vector (12 bytes), tag (16 bytes). */
const JWE_REST = 4 + base64Length(12) + base64Length(16);
const SESSION_ID_LENGTH = 32;

/** Length of a base64url text without padding. */
export function base64Length(bytes: number): number {
  return Math.ceil((4 * bytes) / 3);
}

/** Characters of a JWE that are not the encrypted JSON: 81 for v4. */
export function jweOverhead({ generation }: SizeBehaviour): number {
  return base64Length((generation === 3 ? HEADER_JSON_V3 : HEADER_JSON).length) + JWE_REST;
}

/** Bytes that `exp` adds to a JSON object: `,"exp":1767225600`, without the comma when it is alone. */
export function expBytes(behaviour: SizeBehaviour, isAlone: boolean, expiresAt = 1_767_225_600): number {
  if (!behaviour.expInPayload) return 0;
  return keyBytes('exp') + String(expiresAt).length + (isAlone ? 0 : 1);
}

/**
 * Predicts the cookies of a session. `payload` is the session object as the SDK stores it, without `exp`, or the bytes of
 * its JSON (no connection token sets then). Throws what `JSON.stringify` throws for a `bigint`, as the SDK does.
 */
export function predictCookies(payload: number | object, options: SizeOptions = {}): Prediction {
  const behaviour = sizeBehaviour(options.sdk);
  const { attributes = {}, stateful = false } = options;
  const fraction = stateful && behaviour.fractionalStatefulExp ? 0.123 : 0;
  const { expiresAt = 1_767_225_600 + fraction } = options;
  const name = (behaviour.cookieOptions ? options.name : undefined) ?? behaviour.defaultName;
  const { session, connections } = split(payload, behaviour, stateful);

  const live: PredictedCookie[] = [];
  let plaintextBytes = 0;
  if (stateful && behaviour.generation === 3) {
    live.push({ name, bytes: utf8Length(`${name}=`) + SESSION_ID_LENGTH + 1 + base64Length(32) });
  } else {
    plaintextBytes = session.bytes + expBytes(behaviour, session.isEmpty, expiresAt);
    const value = jweOverhead(behaviour) + base64Length(plaintextBytes);
    live.push(...chunked(name, value, options));
  }
  const chunks = live.map(({ bytes }) => bytes);
  connections.forEach(({ bytes, isEmpty }, index) => {
    const value = base64Length(bytes + expBytes(behaviour, isEmpty)) + jweOverhead(behaviour);
    live.push({ name: `__FC_${index}`, bytes: `__FC_${index}=`.length + value });
  });

  const deletedBySdk = name === 'appSession' && deletesItself(chunks.length, stateful, behaviour);
  const own = new Set(live.slice(0, chunks.length).map((cookie) => cookie.name));
  const tombs = stateful ? [] : deletedNames(name, chunks.length > 1, behaviour);
  const kept = deletedBySdk ? live.slice(chunks.length) : live;
  const keptNames = new Set(kept.map((cookie) => cookie.name));
  const deletions = [...new Set(deletedBySdk ? [...tombs, ...own] : tombs)].filter(
    (deleted) => !keptNames.has(deleted),
  );
  const lines = [
    ...kept.map(({ name: own, bytes }) => liveLine(bytes, lifeOf(own, options, behaviour), behaviour)),
    ...deletions.map((deleted) => deletionLine(deleted, attributes, behaviour)),
  ];
  const cookieBytes = sum(live.map(({ bytes }) => bytes));
  return {
    cookies: live,
    chunks,
    cookieBytes,
    headerBytes: 'Cookie: '.length + cookieBytes + 2 * (live.length - 1),
    setCookieBytes: sum(lines),
    deletions,
    payloadBytes: session.bytes + sum(connections.map(({ bytes }) => bytes)),
    plaintextBytes,
    deletedBySdk,
    behaviour,
  };
}

/**
 * How many more bytes of JSON fit before the session needs one more cookie; one byte more than that takes it. Null where
 * the SDK does not split the cookie (before 4.3.0). `payloadBytes` as in `Prediction`, of the session cookie alone.
 */
export function nextChunkIn(payloadBytes: number, options: SizeOptions = {}): number | null {
  const behaviour = sizeBehaviour(options.sdk);
  const size = chunkSize(options.name ?? behaviour.defaultName, options);
  if (size === null) return null;
  // With anything more in it, `exp` is not alone.
  const plaintext = payloadBytes + expBytes(behaviour, false, options.expiresAt);
  const overhead = jweOverhead(behaviour);
  const count = Math.max(1, Math.ceil((overhead + base64Length(plaintext)) / size));
  const room = count * size - overhead;
  return Math.floor((3 * room) / 4) - plaintext;
}

/** A login in progress, `__txn_<state>`. */
export interface TransactionOptions {
  sdk?: string | null;
  /** `__txn_` unless set. */
  prefix?: string;
  /** Where the user returns to, as stored (4.5.1 stores the whole address, 4.9.0 the path); `/` unless set. */
  returnTo?: string;
  /** The scopes asked for; the default ones unless set. */
  scope?: string;
  audience?: string;
}

/**
 * Bytes of the cookie of one login in progress, as the browser sends it: from 4.29.0 it starts with the time, whose colon is
 * written as `%3A`. Source: v4.30.0 server/auth-client.js startInteractiveLogin, server/transaction-store.js save.
 */
export function predictTransaction(options: TransactionOptions = {}): PredictedCookie {
  const behaviour = sizeBehaviour(options.sdk);
  const { prefix = '__txn_', returnTo = '/', scope = DEFAULT_SCOPE, audience } = options;
  // oauth4webapi makes all three of 32 random bytes.
  const random = 'x'.repeat(base64Length(32));
  const state = {
    nonce: random,
    codeVerifier: random,
    responseType: 'code',
    state: random,
    returnTo,
    ...(behaviour.moreTokens && { scope, audience }),
  };
  const value = base64Length(jsonBytes(state) + expBytes(behaviour, false)) + jweOverhead(behaviour);
  const time = behaviour.transactionTime ? '1767225600%3A'.length : 0;
  const name = `${prefix}${random}`;
  return { name, bytes: utf8Length(`${name}=`) + time + value };
}

/** Scope of v4 when the app sets none: server/auth-client.js. */
const DEFAULT_SCOPE = 'openid profile email offline_access';

interface Part {
  bytes: number;
  isEmpty: boolean;
}

function split(
  payload: number | object,
  behaviour: SizeBehaviour,
  stateful: boolean,
): { session: Part; connections: Part[] } {
  if (stateful) return { session: part({ id: 'x'.repeat(SESSION_ID_LENGTH) }, behaviour), connections: [] };
  if (typeof payload === 'number')
    return { session: { bytes: payload, isEmpty: payload <= 2 }, connections: [] };
  const { session, connections } = separateConnections(payload, behaviour);
  return {
    session: part(session, behaviour),
    connections: connections.map((set) => part(set, behaviour)),
  };
}

/** `const { connectionTokenSets, ...session } = …` of the stateless store. */
export function separateConnections(
  payload: object,
  { connectionCookies }: SizeBehaviour,
): { session: object; connections: object[] } {
  if (!connectionCookies || !('connectionTokenSets' in payload)) return { session: payload, connections: [] };
  const { connectionTokenSets, ...session } = payload;
  const list: unknown[] = Array.isArray(connectionTokenSets) ? connectionTokenSets : [];
  return { session, connections: list.filter((set) => typeof set === 'object' && set !== null) };
}

/** jose sets `exp` itself, in place of one that is there. */
function part(session: object, { expInPayload }: SizeBehaviour): Part {
  const { exp: _, ...rest } = session as Record<string, unknown>;
  const bytes = jsonBytes(expInPayload ? rest : session);
  return { bytes, isEmpty: bytes <= 2 };
}

function chunkSize(name: string, { sdk, attributes = {} }: SizeOptions): number | null {
  const behaviour = sizeBehaviour(sdk);
  return behaviour.generation === 3 ? legacyChunkSize(name, attributes, behaviour) : behaviour.chunkSize;
}

function chunked(name: string, valueLength: number, options: SizeOptions): PredictedCookie[] {
  const size = options.stateful === true ? null : chunkSize(name, options);
  if (size === null || valueLength <= size) return [{ name, bytes: utf8Length(`${name}=`) + valueLength }];
  const separator = sizeBehaviour(options.sdk).generation === 3 ? '.' : '__';
  return Array.from({ length: Math.ceil(valueLength / size) }, (_, index) => {
    const own = `${name}${separator}${index}`;
    return { name: own, bytes: utf8Length(`${own}=`) + Math.min(size, valueLength - index * size) };
  });
}

/** A cookie named as v3's is taken for v3's and deleted. */
function deletesItself(chunks: number, stateful: boolean, behaviour: SizeBehaviour): boolean {
  if (stateful) return behaviour.deletesStatefulLegacy;
  return chunks > 1 ? behaviour.deletesLegacyChunks : behaviour.connectionCookies;
}

/** What a save deletes without being asked, including names that it writes itself. */
function deletedNames(name: string, isChunked: boolean, behaviour: SizeBehaviour): string[] {
  const names = Array.from({ length: behaviour.tombstones }, (_, index) => `${name}__${index}`);
  if (isChunked && behaviour.generation === 4) names.push(name);
  // From 4.12.0 only when the request, or this very response, has such a cookie.
  if (behaviour.deletesLegacyAlways) names.push('appSession');
  return names;
}

/** v4's `__FC_*` and stateful sessions ignore `transient`. */
function lifeOf(name: string, { attributes = {}, stateful }: SizeOptions, behaviour: SizeBehaviour) {
  const ignores = behaviour.generation === 4 && (stateful === true || name.startsWith('__FC_'));
  return ignores ? { ...attributes, transient: false } : attributes;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

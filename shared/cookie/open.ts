/** One cookie, put together from its chunks, and what it is. */
import { cutChunk, LEAST_FULL_CHUNK, list, missingEnd } from './chunks';
import { describeJwt, describeOther, describeOtherJwe, libraryOf } from './foreign';
import type { Reading } from './group';
import { openJwe, openSigned, type KeyList } from './jwe';
import { jsonObject, MAX_VALUE_LENGTH, shapeOf, splitSigned, type JsonObject, type Shape } from './shape';
import { describeLifetime, lifetimeOf } from './lifetime';
import { isSignedTransaction, kindByName } from './names';
import type { CookieKind, CookieStatus, DecodedCookie } from './types';

type Jwe = Extract<Shape, { is: 'jwe' }>;

/** A cookie with more chunks is too long for any server. */
const MAX_CHUNKS = 30;
/** `{"id":"<32 digits>","exp":…}` has 58 bytes; no session is that small, as it has a user and a token. */
const MOST_ID_BYTES = 70;

/** Null for a cookie that has nothing to do with the SDK. */
export async function openReading(
  reading: Reading,
  keys: KeyList,
  now: number,
): Promise<DecodedCookie | null> {
  const { name, value } = reading;
  if (libraryOf(name, value) !== null) return null;
  const named = kindByName(name);
  const isOurs = name === null || named !== null;
  if (value.length > MAX_VALUE_LENGTH) {
    return isOurs ? failed(reading, 'malformed', 'The value is longer than any request header.') : null;
  }
  // 4.29.0 and newer put the time in front of a transaction: `{seconds}:{token}`.
  const [, seconds, stamped] = /^(\d{1,12}):(.*)$/s.exec(value) ?? [];
  const token = stamped ?? value;
  const startedAt = seconds === undefined ? null : Number(seconds);
  const shape = shapeOf(token);

  if (shape.is === 'jwe') {
    const alone = aloneOf(reading, shape);
    if (alone !== null) return openToken(alone, token, shape, { keys, now, startedAt });
    const other = describeOtherJwe(shape.header);
    // What a secret opens is the SDK's, whoever wrote it: a test, a tool.
    if (other !== null && !(await openJwe(token, keys)).opened) {
      return isOurs ? failed(reading, 'malformed', other, 'unknown') : null;
    }
    const rest = await openWithoutRest(reading, shape, keys, now);
    if (rest !== null) return rest;
  }
  const missing = reading.missing.length > 0 ? reading.missing : missingEnd(reading, shape);
  if (missing.length > 0) {
    const isLong = reading.parts.some((part) => part.length >= LEAST_FULL_CHUNK && /^[\w.-]+$/.test(part));
    return isOurs || isLong || shape.is === 'jwe' ? incomplete(reading, missing) : null;
  }
  if (shape.is === 'jwe') {
    const problem = cutChunk(reading) ?? shape.problem;
    return openToken(reading, token, { ...shape, problem }, { keys, now, startedAt });
  }
  if (shape.is === 'jwt') {
    return isOurs
      ? failed(reading, 'malformed', describeJwt(name, shape.header, shape.claims), 'unknown')
      : null;
  }
  return openSignedValue(reading, keys, now, shape.is === 'headless');
}

interface Circumstances {
  keys: KeyList;
  now: number;
  startedAt: number | null;
}

async function openToken(
  reading: Reading,
  token: string,
  { problem, plaintextBytes }: Jwe,
  { keys, now, startedAt }: Circumstances,
): Promise<DecodedCookie> {
  const named = kindByName(reading.name) ?? kindByForm(reading, startedAt);
  const guess = named === 'session' && plaintextBytes <= MOST_ID_BYTES ? 'session-id' : named;
  if (problem !== null) {
    return failed(reading, 'malformed', `The cookie does not open: ${problem}.`, guess);
  }
  const opening = await openJwe(token, keys);
  if (!opening.opened) {
    return opening.reason === 'wrong-secret'
      ? failed(reading, 'wrong-secret', wrongSecret(keys), guess)
      : failed(reading, 'malformed', 'The cookie does not open: its header or encoding is damaged.', guess);
  }
  const { payload, header, secret } = opening;
  if (payload === null) {
    const message = 'The secret opens it, but it holds no session: its content is no JSON object.';
    return { ...failed(reading, 'malformed', message, guess), secret };
  }
  const kind = kindOf(named, payload, header);
  return opened(reading, { kind, payload, header, secret, startedAt }, now);
}

interface Content {
  kind: CookieKind;
  payload: JsonObject;
  header: JsonObject;
  secret: number;
  startedAt: number | null;
}

function opened(reading: Reading, content: Content, now: number): DecodedCookie {
  const { kind, payload, header, secret, startedAt } = content;
  const life = lifetimeOf(kind, payload, header, startedAt);
  const ended = life.expiresAt !== null && now >= life.expiresAt;
  const { message, why } = describeLifetime(kind, life, payload, header, now);
  return {
    ...base(reading),
    kind,
    status: ended ? 'expired' : 'valid',
    payload,
    ...life,
    message: `${message}${noteOn(reading)}`,
    why,
    secret,
  };
}

/** A cookie whose own name ends as a chunk's does: what it holds is whole. */
function aloneOf(reading: Reading, { problem }: Jwe): Reading | null {
  const { name, indexes, style } = reading;
  const [index = 0] = indexes ?? [];
  if (indexes?.length !== 1 || index === 0 || problem !== null) return null;
  const suffix = style === 'v3' ? '.' : '__';
  return { ...reading, name: `${name}${suffix}${index}`, indexes: null, style: null, missing: [] };
}

/** Chunks of a longer cookie that stayed behind a shorter one: the SDK joins all of them and can read none. */
async function openWithoutRest(
  reading: Reading,
  shape: Jwe,
  keys: KeyList,
  now: number,
): Promise<DecodedCookie | null> {
  const { parts, indexes } = reading;
  if (indexes === null || (shape.problem === null && reading.missing.length === 0)) return null;
  const last = Math.min(parts.length - 1, MAX_CHUNKS);
  for (let end = 1; end <= last && indexes[end - 1] === end - 1; end++) {
    const token = parts.slice(0, end).join('');
    const start = shapeOf(token);
    if (start.is !== 'jwe' || start.problem !== null) continue;
    const decoded = await openToken(reading, token, start, { keys, now, startedAt: null });
    if (decoded.payload === null) continue;
    const rest = `chunk ${list(indexes.slice(end))} is left over from a longer cookie`;
    const message = `The first ${end === 1 ? 'chunk holds' : `${end} chunks hold`} a whole session, but ${rest}: the SDK joins them all and reads no session.`;
    return { ...decoded, status: 'malformed', message, why: null };
  }
  return null;
}

export function incomplete(reading: Reading, missing: readonly number[]): DecodedCookie {
  const one = missing.length === 1;
  const there = list(reading.indexes ?? []);
  const message = `Chunk${one ? '' : 's'} ${list(missing)} ${one ? 'is' : 'are'} missing (found: ${there}), so the SDK reads no session from it.`;
  return { ...failed(reading, 'incomplete', message), missing: [...missing] };
}

async function openSignedValue(
  reading: Reading,
  keys: KeyList,
  now: number,
  isHeadless: boolean,
): Promise<DecodedCookie | null> {
  const { name, value } = reading;
  const named = kindByName(name);
  if (isHeadless) {
    const message = 'The cookie does not open: its beginning is missing.';
    return named !== null || name === null ? failed(reading, 'malformed', message) : null;
  }
  if (splitSigned(value) !== null && (named === null || MAY_BE_SIGNED.has(named))) {
    // The name is signed as well.
    for (const candidate of name === null ? SIGNED_NAMES : [name]) {
      const signed = await openSigned(candidate, value, keys);
      if (signed !== null) return openedSigned(reading, candidate, signed, now);
    }
    return name !== null && named === null ? null : looksSigned(reading, keys);
  }
  if (name !== null && named === null) return null;
  return failed(reading, 'malformed', describeOther(name, value));
}

export function looksSigned(reading: Reading, keys: KeyList): DecodedCookie {
  const kind = kindByName(reading.name) === 'transaction' ? 'transaction' : 'session-id';
  const needsName = reading.name === null && keys.some((key) => key !== null);
  const message = `It looks like a value that v3 signed. ${needsName ? NEEDS_NAME : wrongSecret(keys)}`;
  return failed(reading, 'wrong-secret', message, kind);
}

const SIGNED_NAMES = ['appSession', '__session', 'auth_verification', '_auth_verification'];
const NEEDS_NAME =
  'v3 signs the name too, and only its default names were tried: paste it with its name, as `name=value`. If that does not open it, the secret is another one.';
const MAY_BE_SIGNED: ReadonlySet<CookieKind> = new Set(['session', 'legacy', 'transaction']);

function openedSigned(
  reading: Reading,
  name: string,
  { text, secret }: { text: string; secret: number },
  now: number,
): DecodedCookie {
  const payload = isSignedTransaction(name) ? jsonObject(text) : null;
  const kind = payload === null ? 'session-id' : 'transaction';
  const content = { kind, payload: payload ?? { id: text }, header: {}, secret, startedAt: null } as const;
  const decoded = opened(reading, content, now);
  const signed = ' v3 signed it without encrypting it.';
  return { ...decoded, message: `${decoded.message}${signed}` };
}

function kindOf(named: CookieKind, payload: JsonObject, header: JsonObject): CookieKind {
  if (named === 'connection-token' || named === 'transaction') return named;
  const keys = Object.keys(payload);
  if (typeof payload['codeVerifier'] === 'string' && typeof payload['state'] === 'string')
    return 'transaction';
  if (typeof payload['id'] === 'string' && keys.every((key) => key === 'id' || key === 'exp')) {
    return 'session-id';
  }
  // As the SDK tells them apart: normalize-session.js.
  if (typeof header['iat'] === 'number') return 'legacy';
  if ('user' in payload || 'tokenSet' in payload || 'internal' in payload) return 'session';
  if (typeof payload['connection'] === 'string' && 'accessToken' in payload) return 'connection-token';
  return named === 'legacy' ? 'session' : named;
}

/** Only sessions come in chunks, and only transactions have a time in front. */
function kindByForm({ style }: Reading, startedAt: number | null): CookieKind {
  if (style !== null) return style === 'v3' ? 'legacy' : 'session';
  return startedAt === null ? 'unknown' : 'transaction';
}

export function failed(
  reading: Reading,
  status: CookieStatus,
  message: string,
  kind: CookieKind = kindByName(reading.name) ?? kindByForm(reading, null),
): DecodedCookie {
  return {
    ...base(reading),
    kind,
    status,
    payload: null,
    issuedAt: null,
    expiresAt: null,
    message: `${message}${noteOn(reading)}`,
    why: null,
    secret: null,
  };
}

function base({ name, bytes, parts }: Reading): Pick<DecodedCookie, 'name' | 'bytes' | 'chunks' | 'missing'> {
  return { name, bytes, chunks: parts.length, missing: [] };
}

function wrongSecret(keys: KeyList): string {
  const count = keys.filter((key) => key !== null).length;
  if (count === 0) return 'It takes the secret (AUTH0_SECRET) to open it, and none was given.';
  const failure = count === 1 ? 'The secret does not open it' : `None of the ${count} secrets opens it`;
  return `${failure}: it was written with another one, or a character of the cookie was changed.`;
}

function noteOn({ ignored }: Reading): string {
  if (ignored === null) return '';
  return ignored === 'whole-cookie'
    ? ' The SDK does not read these chunks, as the cookie is there in one piece as well.'
    : ' Another cookie of this name follows, which v4 reads instead.';
}

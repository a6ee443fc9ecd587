/** Which part of a session takes how many bytes of its cookies. */
import { jsonBytes, keyBytes, membersOf, plain } from './jsonBytes';
import {
  base64Length,
  expBytes,
  jweOverhead,
  predictCookies,
  separateConnections,
  type SizeOptions,
} from './size';
import { sizeBehaviour, type SizeBehaviour } from './sizeBehaviour';

export type SizeKind =
  /** An object or list, with its members as children. */
  | 'group'
  /** A claim, token or other value with its key. */
  | 'value'
  /** Braces, brackets and the key of the group around it. */
  | 'syntax'
  /** The expiry the SDK adds. */
  | 'expiry'
  /** Header, initialization vector and tag of the encrypted token. */
  | 'encryption'
  /** The cookie's name and `=`, for each chunk. */
  | 'name';

export interface SizeNode {
  /** Property or index; for what is no value, a word for people: `braces`. */
  key: string;
  /** `user.address.city`, `accessTokens[0]`; the key where it is no value. Unique in a tree. */
  path: string;
  kind: SizeKind;
  /** JSON bytes with key, quotes and comma; 0 for what is no JSON. */
  bytes: number;
  /** Bytes of the cookies. The leaves of a tree add up to its root, the root to `predictCookies(…).cookieBytes`. */
  cookieBytes: number;
  children: SizeNode[];
}

/** Deeper values are counted as one. */
const DEEPEST = 50;

/**
 * The tree of a session's bytes. `payload` is the session as the SDK stores it; `exp` in it counts as the SDK's own. For a
 * session in a store, and for `__FC_*`, give the payload of that cookie.
 */
export function breakdown(payload: object, options: SizeOptions = {}): SizeNode {
  const behaviour = sizeBehaviour(options.sdk);
  const prediction = predictCookies(payload, options);
  if (options.stateful === true) {
    return group('', '', [leaf('session id', 'encryption', 0, prediction.cookieBytes)]);
  }
  const { session, connections } = separateConnections(payload, behaviour);
  const names = (from: number, to: number, valueBytes: number) =>
    prediction.cookies.slice(from, to).reduce((total, { bytes }) => total + bytes, 0) - valueBytes;

  const [children, valueBytes] = token(session, '', behaviour, options.expiresAt);
  const count = prediction.chunks.length;
  const nameBytes = names(0, count, valueBytes);
  children.push(leaf(count === 1 ? 'cookie name' : `names of ${count} cookies`, 'name', 0, nameBytes));
  connections.forEach((set, index) => {
    const key = `__FC_${index}`;
    const [parts, ownBytes] = token(set, key, behaviour, undefined);
    parts.push(leaf('cookie name', 'name', 0, names(count + index, count + index + 1, ownBytes), key));
    children.push(group(key, key, parts));
  });
  return group('', '', children);
}

/** The parts of one encrypted token, and the length of its value. */
function token(
  payload: object,
  path: string,
  behaviour: SizeBehaviour,
  expiresAt: number | undefined,
): [SizeNode[], number] {
  const count = counter();
  const members = membersOf(payload).filter(([key]) => key !== 'exp' || !behaviour.expInPayload);
  const braces = count(2);
  const children = members.map(([key, value], index) =>
    node(key, value, join(path, key), keyBytes(key) + (index === 0 ? 0 : 1), 1, count),
  );
  const exp = expBytes(behaviour, members.length === 0, expiresAt);
  children.push(leaf('braces', 'syntax', 2, braces, path));
  if (exp > 0) children.push(leaf('exp', 'expiry', exp, count(exp), path));
  const overhead = jweOverhead(behaviour);
  children.push(leaf('encryption', 'encryption', 0, overhead, path));
  return [children, overhead + count(0, true)];
}

/** Deals out the base64 text: four characters for three bytes, rounded so that the parts add up to the whole. */
type Counter = (bytes: number, total?: boolean) => number;

function counter(): Counter {
  let position = 0;
  return (bytes, total = false) => {
    const start = total ? 0 : position;
    position += bytes;
    return base64Length(position) - base64Length(start);
  };
}

function node(
  key: string,
  raw: unknown,
  path: string,
  ownBytes: number,
  depth: number,
  count: Counter,
): SizeNode {
  const value = plain(raw);
  const isList = Array.isArray(value);
  const members =
    isList && depth < DEEPEST
      ? value.map((element, index) => [String(index), element] as const)
      : typeof value === 'object' && value !== null && !isList && depth < DEEPEST
        ? membersOf(value)
        : [];
  if (members.length === 0) {
    const bytes = ownBytes + (value === undefined ? 4 : jsonBytes(value));
    return { key, path, kind: 'value', bytes, cookieBytes: count(bytes), children: [] };
  }
  const syntax = leaf('key and braces', 'syntax', ownBytes + 2, count(ownBytes + 2), path);
  const children = members.map(([name, member], index) => {
    const separator = index === 0 ? 0 : 1;
    const own = isList ? separator : separator + keyBytes(name);
    return node(name, member, isList ? `${path}[${name}]` : join(path, name), own, depth + 1, count);
  });
  return group(key, path, [...children, syntax]);
}

function group(key: string, path: string, children: SizeNode[]): SizeNode {
  const bytes = children.reduce((total, child) => total + child.bytes, 0);
  const cookieBytes = children.reduce((total, child) => total + child.cookieBytes, 0);
  return { key, path, kind: 'group', bytes, cookieBytes, children };
}

function leaf(key: string, kind: SizeKind, bytes: number, cookieBytes: number, under = ''): SizeNode {
  return {
    key,
    path: under === '' ? `(${key})` : `${under} (${key})`,
    kind,
    bytes,
    cookieBytes,
    children: [],
  };
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

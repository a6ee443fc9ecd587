/** What an expression can stand for during the analysis of a handler. Immutable; what can change is in the state. */
import type ts from 'typescript';
import type { Module } from '../../model';
import type { Formula } from './conditions';

/** Index into the state's jars: a response, or a `Headers` object. */
export type JarId = number;

/** Identity of a list or object. */
export type HolderId = number;

/** Header lines that matter one by one; all others together are `other`. */
export type HeaderClass = 'set-cookie' | 'x-middleware-next' | 'other';

/** Scopes a function can see: its own variables (`frame`), then those of the functions around it. */
export interface Environment {
  owner: ts.Node;
  frame: number;
  parent: Environment | null;
}

export interface FunctionVal {
  kind: 'function';
  node: ts.FunctionLikeDeclaration;
  module: Module;
  environment: Environment | null;
}

export type Val =
  /** Nothing to do with the SDK, as far as can be seen: a request's header, a value from another package. */
  | { kind: 'plain'; id: JarId; text: string; asks?: readonly JarId[] | undefined }
  /** Comes from workspace code that cannot be followed. */
  | { kind: 'unresolved'; id: JarId; text: string; asks?: readonly JarId[] | undefined }
  /** May hold cookies of an auth response; nothing can be concluded from it. */
  | { kind: 'tainted' }
  | { kind: 'nullish' }
  /** `exact: false`: starts with `text`. */
  | { kind: 'string'; text: string; exact: boolean }
  | { kind: 'number'; value: number }
  | { kind: 'boolean'; formula: Formula }
  | { kind: 'regexp'; source: string; flags: string }
  /** Lists and objects have an identity: what is written through one name is there under all others. */
  | { kind: 'array'; id: HolderId; items: readonly Val[] }
  /** The field `...` is a spread value whose fields are not known. */
  | { kind: 'object'; id: HolderId; fields: ReadonlyMap<string, Val> }
  /** `...list` among arguments or elements, where it is not known how many values that gives. */
  | { kind: 'spread'; of: Val }
  | FunctionVal
  /** An import from a package. */
  | { kind: 'external'; specifier: string; name: string }
  | { kind: 'namespace'; module: Module }
  /** `NextResponse`, `Response`, `Headers`, `URL`, `Object`, `Promise`, … */
  | { kind: 'builtin'; name: string }
  | { kind: 'client' }
  | {
      kind: 'clientMethod';
      name: string;
      node: ts.Expression | ts.BindingElement;
      module: Module;
      bound: boolean;
    }
  | { kind: 'request' }
  | { kind: 'nextUrl' }
  | { kind: 'pathname'; lowerCase: boolean }
  | { kind: 'requestUrl' }
  /** A URL object; `path` without query, null when not constant. */
  | { kind: 'url'; path: string | null }
  | { kind: 'session' }
  | { kind: 'response'; id: JarId }
  | { kind: 'headers'; id: JarId }
  | { kind: 'cookies'; id: JarId }
  /** The `[key, value]` pairs of a Headers object. */
  | { kind: 'entries'; id: JarId }
  | { kind: 'entry'; id: JarId; header: HeaderClass }
  | { kind: 'headerKey'; id: JarId; header: HeaderClass }
  | { kind: 'headerValue'; id: JarId; header: HeaderClass }
  /** `Object.fromEntries(headers)`: one value per name. */
  | { kind: 'record'; id: JarId }
  /** `headers.getSetCookie()`, and one element of it. */
  | { kind: 'setCookies'; id: JarId }
  | { kind: 'setCookie'; id: JarId }
  /** `headers.get('set-cookie')`: all cookies in one string. */
  | { kind: 'joined'; id: JarId }
  /** `cookies.getAll()`, one element of it, and the parts of that. */
  | { kind: 'cookieList'; id: JarId }
  | { kind: 'cookie'; id: JarId }
  | { kind: 'cookieName'; id: JarId }
  | { kind: 'cookieValue'; id: JarId }
  | { kind: 'cookieOptions'; id: JarId };

export const tainted: Val = { kind: 'tainted' };
export const nullish: Val = { kind: 'nullish' };

export function text(value: string, exact = true): Val {
  return { kind: 'string', text: value, exact };
}

export function bool(formula: Formula): Val {
  return { kind: 'boolean', formula };
}

/** The jar a value gives access to. */
export function jarOf(value: Val): JarId | undefined {
  switch (value.kind) {
    case 'plain':
    case 'unresolved':
    case 'response':
    case 'headers':
    case 'cookies':
    case 'entries':
    case 'entry':
    case 'headerKey':
    case 'headerValue':
    case 'record':
    case 'setCookies':
    case 'setCookie':
    case 'joined':
    case 'cookieList':
    case 'cookie':
    case 'cookieName':
    case 'cookieValue':
    case 'cookieOptions':
      return value.id;
    default:
      return undefined;
  }
}

/** A value made of others tells what they tell about the status or target of a response. */
export function askingAs(value: Val, others: readonly Val[]): Val {
  if (value.kind !== 'plain' && value.kind !== 'unresolved') return value;
  const asks = others.flatMap((other) => ('asks' in other && other.asks ? other.asks : []));
  return asks.length > 0 ? { ...value, asks } : value;
}

/** The value and everything it holds: array items, object fields. */
export function* parts(value: Val): Iterable<Val> {
  yield value;
  if (value.kind === 'array') for (const item of value.items) yield* parts(item);
  if (value.kind === 'object') for (const field of value.fields.values()) yield* parts(field);
  if (value.kind === 'spread') yield* parts(value.of);
}

export type Holder = Extract<Val, { kind: 'array' | 'object' }>;

export function isHolder(value: Val): value is Holder {
  return value.kind === 'array' || value.kind === 'object';
}

/** Does it hold, or may it hide, code of the project, a client or a response? */
export function isActive(value: Val): boolean {
  for (const { kind } of parts(value)) {
    if (kind === 'function' || kind === 'client' || kind === 'clientMethod' || kind === 'namespace')
      return true;
    if (kind === 'unresolved' || kind === 'tainted' || kind === 'response') return true;
  }
  return false;
}

export function isResponse({ kind }: Val): boolean {
  return kind === 'response' || kind === 'headers' || kind === 'cookies';
}

/** The same list or object, with room for the same things. */
export function isSameHolder(a: Val, b: Val): boolean {
  if (a.kind === 'array') return b.kind === 'array' && a.id === b.id && a.items.length === b.items.length;
  if (a.kind !== 'object' || b.kind !== 'object' || a.id !== b.id) return false;
  return [...a.fields.keys()].join() === [...b.fields.keys()].join();
}

/** How `keyOf` names what has an identity. */
export interface Naming {
  /** Empty where nothing is known of the jar. */
  jar(id: JarId): string;
  holder?(id: HolderId): string;
  /** Constants count: `let kind = 'page'; if (…) kind = 'asset'`. */
  isFine?: boolean;
}

/** Identity for merging states: values that make no difference to the result all have the key `p`. */
export function keyOf(value: Val, naming: Naming): string {
  switch (value.kind) {
    case 'plain':
    case 'unresolved': {
      const inside = naming.jar(value.id);
      return inside === '' ? 'p' : `${value.kind}${inside}`;
    }
    case 'boolean':
      // `let isPublic = false; if (…) isPublic = true`: which of the two it is may be asked later.
      return value.formula.kind === 'constant' ? String(value.formula.value) : 'p';
    case 'string':
      return naming.isFine && value.exact ? JSON.stringify(value.text) : 'p';
    case 'number':
      return naming.isFine ? `${value.value}` : 'p';
    case 'regexp':
    case 'external':
    case 'namespace':
    case 'builtin':
    case 'url':
      return 'p';
    case 'array':
      return holdersKey(value.id, '[', value.items, naming);
    case 'object': {
      const names = [...value.fields.keys()].join();
      return holdersKey(value.id, `{${names}:`, [...value.fields.values()], naming);
    }
    case 'function':
      return `f${value.node.pos}@${value.environment?.frame ?? ''}`;
    case 'clientMethod':
      return `m${value.name}${value.bound}`;
    default: {
      const id = jarOf(value);
      const header = 'header' in value ? value.header : '';
      return id === undefined ? value.kind : `${value.kind}${header}${naming.jar(id)}#`;
    }
  }
}

function holdersKey(id: HolderId, open: string, items: readonly Val[], naming: Naming): string {
  const keys = items.map((item) => keyOf(item, naming));
  return keys.every((key) => key === 'p') ? 'p' : `${naming.holder?.(id) ?? ''}${open}${keys.join()}`;
}

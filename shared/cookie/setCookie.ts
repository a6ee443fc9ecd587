/** Lengths of `Set-Cookie` values as the SDK and Next.js write them (@edge-runtime/cookies; v3: the package `cookie`). */
import type { SizeBehaviour } from './sizeBehaviour';
import { utf8Length } from './utf8';

/** The cookie options, and how long the cookie lives. */
export interface CookieAttributes {
  domain?: string;
  /** `/` unless set. */
  path?: string;
  /** True unless set: production runs on https, which forces it. */
  secure?: boolean;
  /** `lax` unless set. */
  sameSite?: 'lax' | 'strict' | 'none';
  /** v3 only; v4 always sets it. */
  httpOnly?: boolean;
  /** No Max-Age and no Expires. */
  transient?: boolean;
  /** Seconds; 86400 unless set, the inactivity duration's default. */
  maxAge?: number;
}

/** An HTTP date, `Thu, 01 Jan 1970 00:00:00 GMT`, always has 29 characters. */
const DATE = 'Thu, 01 Jan 1970 00:00:00 GMT';

/** Bytes of a Set-Cookie value for a cookie of `pairBytes` (`name=value`). */
export function liveLine(pairBytes: number, attributes: CookieAttributes, behaviour: SizeBehaviour): number {
  const { maxAge = 86_400, transient = false } = attributes;
  const life =
    transient && behaviour.transient
      ? ''
      : behaviour.generation === 3
        ? `; Expires=${DATE}`
        : // Next.js adds Expires to a Max-Age, except to 0.
          `${maxAge ? `; Expires=${DATE}` : ''}; Max-Age=${maxAge}`;
  return pairBytes + utf8Length(`${scope(attributes, behaviour)}${life}${flags(attributes, behaviour)}`);
}

/** Bytes of the Set-Cookie value that deletes a cookie. */
export function deletionLine(name: string, attributes: CookieAttributes, behaviour: SizeBehaviour): number {
  const { deletion } = behaviour;
  if (deletion === 'expires') return utf8Length(`${name}=; Path=/; Expires=${DATE}`);
  if (deletion === 'bare') return utf8Length(`${name}=; Path=/; Max-Age=0`);
  const end = deletion === 'full' ? flags(attributes, behaviour) : '';
  return utf8Length(`${name}=${scope(attributes, behaviour)}; Max-Age=0${end}`);
}

/**
 * Characters of value in one chunk of v3: 4096 less the cookie with its attributes and no value.
 * Source: v3.8.0 auth0-session/session/stateless-session.js getChunkSize.
 */
export function legacyChunkSize(
  name: string,
  attributes: CookieAttributes,
  behaviour: SizeBehaviour,
): number {
  return 4096 - liveLine(utf8Length(`${name}.0=`), attributes, behaviour);
}

function scope({ domain, path = '/' }: CookieAttributes, { cookieScope }: SizeBehaviour): string {
  if (!cookieScope) return '; Path=/';
  return `; Path=${path}${domain ? `; Domain=${domain}` : ''}`;
}

function flags(attributes: CookieAttributes, { cookieOptions, generation }: SizeBehaviour): string {
  const { secure = true, sameSite = 'lax', httpOnly = true } = attributes;
  const site = cookieOptions ? sameSite : 'lax';
  return `${secure ? '; Secure' : ''}${httpOnly || generation === 4 ? '; HttpOnly' : ''}; SameSite=${site}`;
}

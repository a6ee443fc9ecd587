/**
 * Sessions as Auth0 and the SDK make them, with filler for what the user, the tenant and the tokens bring: a small, a usual
 * and a large one. Sizes of tokens and claims: RS256 tokens with Auth0's own claims, as simulated for 4.30.0.
 */
import { jsonBytes } from '../../shared/cookie/jsonBytes';
import { base64Length } from '../../shared/cookie/size';
import type { SizeBehaviour } from '../../shared/cookie/sizeBehaviour';
import type { Kept, SavedTokens } from './returnedSession';

/** Index into every triple of sizes below: small, usual, large. */
export type Level = 0 | 1 | 2;
export type Sizes = readonly [small: number, usual: number, large: number];

export interface SessionParts {
  behaviour: SizeBehaviour;
  /** Scopes asked for at login. */
  scope: string;
  /** API the first access token is for; null for none (an opaque or encrypted token), 'unknown' for one that is not known. */
  audience: string | null | 'unknown';
  /** Further audiences with a scope of their own (`scope` as a map). */
  moreAudiences: readonly string[];
  /** Which claims of the ID token are kept. */
  claims: 'default' | 'all' | 'picked' | 'unknown';
  tokens: SavedTokens;
  organization: boolean | 'unknown';
  /** Several domains: each session notes its own. */
  multipleDomains: boolean | 'unknown';
  /** Bytes of the values the hook adds, by path (`user.plan`, `tenant`). */
  added: ReadonlyMap<string, Sizes>;
}

/** Custom claims in JSON bytes where no filter holds them back; the large one is about 50 groups of a directory. */
const CUSTOM_CLAIMS: Sizes = [0, 0, 3200];
const API_TOKEN: Sizes = [650, 795, 1800];
/** Without an audience Auth0 gives an opaque token, of 32 characters or encrypted. */
const OPAQUE_TOKEN: Sizes = [32, 536, 700];
const REFRESH_TOKEN: Sizes = [45, 62, 120];
/** Header and signature of an RS256 token, and both dots. */
const JWT_FRAME = base64Length(66) + base64Length(256) + 2;

type Json = Record<string, unknown>;

export function exampleSession(parts: SessionParts, level: Level): Json {
  const { behaviour, claims, tokens, added } = parts;
  const keepsAll = claims === 'all' || (claims === 'unknown' && level === 2);
  const custom = CUSTOM_CLAIMS[level];
  const profile = keptClaims(parts, level);
  const protocol = protocolClaims(level);
  const extra = custom > 0 ? { custom: text(custom) } : {};
  const tokenClaims = { ...claimsOf(parts, level), ...protocol, ...(keepsAll ? extra : {}) };
  const hasIdToken = behaviour.storesIdToken && isKept(tokens.idToken, level);
  const hasTokens = isKept(tokens.others, level);
  const session: Json = {
    user: { ...profile, ...(keepsAll && { ...protocol, ...extra }), ...addedTo('user', added, level) },
    ...((hasIdToken || hasTokens) && {
      tokenSet: {
        ...(hasIdToken && { idToken: text(JWT_FRAME + base64Length(jsonBytes(tokenClaims))) }),
        ...(hasTokens && tokenSet(parts, level)),
      },
    }),
    internal: {
      sid: text(32),
      createdAt: SECONDS,
      ...(isThere(parts.multipleDomains, level) && { mcd: { domain: text(25), issuer: text(34) } }),
    },
    ...addedTo('', added, level),
  };
  // They are stored once they are asked for.
  const audiences = level === 0 || !hasTokens ? [] : moreAudiences(parts, level);
  if (behaviour.moreTokens && audiences.length > 0) {
    session['accessTokens'] = audiences.map((api) => moreToken(api, level));
  }
  return session;
}

/** All of it but the ID token. */
function tokenSet({ behaviour, scope, audience }: SessionParts, level: Level): Json {
  return {
    accessToken: text(accessToken(audience)[level]),
    scope,
    ...(behaviour.moreTokens && { requestedScope: scope, ...audienceOf(audience, level) }),
    ...(has(scope, 'offline_access') && { refreshToken: text(REFRESH_TOKEN[level]) }),
    expiresAt: SECONDS,
  };
}

function isKept(kept: Kept, level: Level): boolean {
  return kept === 'kept' || (kept === 'unknown' && level > 0);
}

const SECONDS = 1_767_225_600;

function text(length: number): string {
  return 'x'.repeat(length);
}

/** Does the part count at this level? */
function isThere(answer: boolean | 'unknown', level: Level): boolean {
  return answer === true || (answer === 'unknown' && level === 2);
}

export function has(scope: string, word: string): boolean {
  return scope.split(/\s+/).includes(word);
}

/** The user's own claims. What the hook picks is in `added`. */
function keptClaims(parts: SessionParts, level: Level): Json {
  const all = claimsOf(parts, level);
  if (parts.claims === 'picked') {
    return Object.fromEntries(Object.entries(all).filter(([key]) => parts.added.has(`user.${key}`)));
  }
  return parts.claims === 'unknown' && level === 0 ? { sub: all['sub'] } : all;
}

/** The claims the SDK's filter keeps, as far as the scopes bring them. */
function claimsOf({ scope, organization }: SessionParts, level: Level): Json {
  const sizes = (...[small, usual, large]: Sizes): string => text([small, usual, large][level] ?? 0);
  const profile = has(scope, 'profile') && {
    // Social and enterprise connections have them.
    ...(level === 2 && { given_name: text(15), family_name: text(20) }),
    nickname: sizes(5, 10, 30),
    name: sizes(10, 18, 40),
    picture: sizes(80, 120, 300),
  };
  return {
    ...profile,
    ...(has(scope, 'email') && { email: sizes(14, 22, 45), email_verified: true }),
    sub: sizes(30, 30, 70),
    ...(isThere(organization, level) && { org_id: text(20) }),
  };
}

/** Claims of every ID token that the filter drops. */
function protocolClaims(level: Level): Json {
  const claims = { iss: text(34), aud: text(32), iat: SECONDS, exp: SECONDS, sid: text(32), nonce: text(43) };
  return level === 0 ? claims : { ...claims, updated_at: text(24) };
}

function accessToken(audience: SessionParts['audience']): Sizes {
  if (audience === null) return OPAQUE_TOKEN;
  return audience === 'unknown' ? [OPAQUE_TOKEN[0], API_TOKEN[1], API_TOKEN[2]] : API_TOKEN;
}

function audienceOf(audience: SessionParts['audience'], level: Level): Json {
  if (audience === null || (audience === 'unknown' && level === 0)) return {};
  return { audience: audience === 'unknown' ? text(30) : audience };
}

/** Where the main audience is not known, it is usually one of those that have scopes. */
function moreAudiences({ audience, moreAudiences: all }: SessionParts, level: Level): readonly string[] {
  return audience === 'unknown' && level < 2 ? all.slice(1) : all;
}

function moreToken(audience: string, level: Level): Json {
  const scope = text([10, 30, 80][level] ?? 0);
  return {
    accessToken: text(API_TOKEN[level]),
    scope,
    requestedScope: scope,
    audience,
    expiresAt: SECONDS,
    token_type: 'Bearer',
  };
}

function addedTo(holder: 'user' | '', added: SessionParts['added'], level: Level): Json {
  return Object.fromEntries(
    [...added].flatMap(([path, sizes]) => {
      const key = path.startsWith('user.') ? path.slice('user.'.length) : path;
      const isHere = path.startsWith('user.') ? holder === 'user' : holder === '';
      return isHere ? [[key, text(sizes[level])]] : [];
    }),
  );
}

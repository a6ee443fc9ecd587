/**
 * What makes a session's cookies smaller, with the exact gain: the cookies are predicted again without it. There is no
 * advice to compress: the SDK encodes the cookie itself and has no hook for that.
 */
import { jsonBytes, keyBytes } from './jsonBytes';
import { shapeOf } from './shape';
import { predictCookies, type SizeOptions } from './size';
import { sizeBehaviour, type SizeBehaviour } from './sizeBehaviour';
import { cookieCount, grouped } from './sizeWords';

export interface CookieTotal {
  /** Number of cookies. */
  cookies: number;
  /** Bytes of `name=value`. */
  bytes: number;
}

export interface Advice {
  id:
    | 'id-token'
    | 'claims'
    | 'claim'
    | 'token-claim'
    | 'permissions'
    | 'refresh-token'
    | 'access-token'
    | 'store';
  /** ``without `idToken` `` */
  title: string;
  before: CookieTotal;
  after: CookieTotal;
  /** Bytes saved, always more than 0. */
  gain: number;
  /** How to do it. */
  how: string;
  /** What is lost. */
  cost: string;
  /** All of it but `how`: ``without `idToken`: 2 cookies → 1, −1,554 bytes; costs `id_token_hint` at logout`` */
  text: string;
}

/** Claims that the SDK's own filter keeps: DEFAULT_ID_TOKEN_CLAIMS, v4.30.0 server/user.js. */
export const DEFAULT_CLAIMS: readonly string[] = [
  'sub',
  'name',
  'nickname',
  'given_name',
  'family_name',
  'picture',
  'email',
  'email_verified',
  'org_id',
  'act',
  'urn:auth0:my_org_current_user_permissions',
];

/** Smaller claims are not worth a line of their own. */
const LARGE_CLAIM = 150;

type Json = Record<string, unknown>;
type Idea = Pick<Advice, 'id' | 'title' | 'how' | 'cost'> & { payload: Json | null };

/**
 * Advice for one session, the largest gain first. `payload` is the session as the SDK stores it (`exp` may be in it). The
 * gains do not add up: each is what that step alone saves.
 */
export function advice(payload: object, options: SizeOptions = {}): Advice[] {
  if (options.stateful === true) return [];
  const session = payload as Json;
  const before = total(session, options);
  const ideas = [
    ...idToken(session, sizeBehaviour(options.sdk)),
    ...claims(session, sizeBehaviour(options.sdk)),
    ...tokens(session),
    {
      id: 'store' as const,
      title: 'with a session store',
      how: 'Give `Auth0Client` a `sessionStore`; the cookie then holds an id only.',
      cost: 'a read of the store for each request',
      payload: null,
    },
  ];
  return ideas
    .map((idea) => assess(idea, before, options))
    .filter(({ gain }) => gain > 0)
    .sort((a, b) => b.gain - a.gain);
}

function assess({ payload, ...idea }: Idea, before: CookieTotal, options: SizeOptions): Advice {
  const after = payload === null ? total({}, { ...options, stateful: true }) : total(payload, options);
  const gain = before.bytes - after.bytes;
  const cookies =
    before.cookies === after.cookies ? '' : `${cookieCount(before.cookies)} → ${after.cookies}, `;
  const text = `${idea.title}: ${cookies}−${grouped(gain)} ${gain === 1 ? 'byte' : 'bytes'}; costs ${idea.cost}`;
  return { ...idea, before, after, gain, text };
}

function total(payload: object, options: SizeOptions): CookieTotal {
  const { cookies, cookieBytes } = predictCookies(payload, options);
  return { cookies: cookies.length, bytes: cookieBytes };
}

function idToken(session: Json, behaviour: SizeBehaviour): Idea[] {
  const idea = { id: 'id-token', title: 'without `idToken`', cost: '`id_token_hint` at logout' } as const;
  if (behaviour.generation === 3) {
    if (typeof session['idToken'] !== 'string') return [];
    const how = 'Set `session.storeIDToken` to false, or `AUTH0_SESSION_STORE_ID_TOKEN`.';
    return [{ ...idea, how, payload: without(session, 'idToken') }];
  }
  const tokenSet = objectOf(session['tokenSet']);
  if (typeof tokenSet['idToken'] !== 'string') return [];
  const hook = 'Return the session without `tokenSet.idToken` from `beforeSessionSaved`';
  const again = behaviour.hookOnRefresh
    ? 'a refresh gets a new one, and the hook removes it again'
    : 'before 4.8.0 a refresh stores it again, as the hook does not run then';
  const how = `${hook}; ${again}. The hook turns the claim filter off: ${keepFilter(behaviour)}.`;
  return [{ ...idea, how, payload: { ...session, tokenSet: without(tokenSet, 'idToken') } }];
}

function keepFilter({ exportsClaimFilter }: SizeBehaviour): string {
  return exportsClaimFilter
    ? 'pass `session.user` through `filterDefaultIdTokenClaims`'
    : 'pick the claims of `session.user` yourself';
}

function claims(session: Json, behaviour: SizeBehaviour): Idea[] {
  const user = objectOf(session['user']);
  const ideas: Idea[] = [];
  const extra = Object.keys(user).filter((key) => !DEFAULT_CLAIMS.includes(key));
  if (behaviour.generation === 4 && extra.length > 0) {
    const kept = Object.fromEntries(Object.entries(user).filter(([key]) => DEFAULT_CLAIMS.includes(key)));
    ideas.push({
      id: 'claims',
      title: 'with the default claims only',
      how: `In \`beforeSessionSaved\`, ${keepFilter(behaviour)}.`,
      cost: `${listed(extra)} in \`session.user\``,
      payload: { ...session, user: kept },
    });
  }
  for (const [key, value] of Object.entries(user)) {
    if (keyBytes(key) + jsonBytes(value) < LARGE_CLAIM || key === 'sub') continue;
    ideas.push(...tokenClaim(session, key, behaviour));
    // The only one the filter would drop has been said.
    if (behaviour.generation === 4 && extra.length === 1 && extra[0] === key) continue;
    ideas.push({
      id: 'claim',
      title: `without \`user.${key}\``,
      how: `Leave it out in \`beforeSessionSaved\`, and load it by \`user.sub\` where it is needed.`,
      cost: `\`session.user.${key}\``,
      payload: { ...session, user: without(user, key) },
    });
  }
  return ideas;
}

/** A claim that an Action adds to the ID token is in the session twice. */
function tokenClaim(session: Json, claim: string, { generation }: SizeBehaviour): Idea[] {
  const holder = generation === 3 ? session : objectOf(session['tokenSet']);
  const shorter = jwtWithout(holder['idToken'], claim);
  if (shorter === null) return [];
  const user = without(objectOf(session['user']), claim);
  const payload =
    generation === 3
      ? { ...session, user, idToken: shorter }
      : { ...session, user, tokenSet: { ...holder, idToken: shorter } };
  return [
    {
      id: 'token-claim',
      title: `without \`${claim}\` in the ID token`,
      how: 'Remove it where it is added: an Auth0 Action (`api.idToken.setCustomClaim`) or a connection mapping.',
      cost: `\`session.user.${claim}\`, and the claim for every other reader of the ID token`,
      payload,
    },
  ];
}

function tokens(session: Json): Idea[] {
  const ideas: Idea[] = [];
  const isLegacy = typeof session['accessToken'] === 'string';
  const holder = isLegacy ? session : objectOf(session['tokenSet']);
  const replace = (changed: Json): Json => (isLegacy ? changed : { ...session, tokenSet: changed });

  const access = jwtWithout(holder['accessToken'], 'permissions');
  if (access !== null) {
    ideas.push({
      id: 'permissions',
      title: 'without `permissions` in the access token',
      how: "Turn off “Add Permissions in the Access Token” in the API's RBAC settings.",
      cost: 'a look-up of permissions in the API',
      payload: replace({ ...holder, accessToken: access }),
    });
  }
  if (typeof holder['refreshToken'] === 'string') {
    const scopes = Object.entries(without(holder, 'refreshToken')).map(([key, value]) =>
      /scope$/i.test(key) && typeof value === 'string' ? [key, withoutOfflineAccess(value)] : [key, value],
    );
    ideas.push({
      id: 'refresh-token',
      title: 'without `offline_access`',
      how: 'Remove `offline_access` from `authorizationParameters.scope`: there is no refresh token then.',
      cost: 'the refresh of access tokens: an expired one takes a new login',
      payload: replace(Object.fromEntries(scopes) as Json),
    });
  }
  const extra: unknown[] = Array.isArray(session['accessTokens']) ? session['accessTokens'] : [];
  extra.forEach((entry, index) => {
    const { audience } = objectOf(entry);
    const rest = extra.filter((_, other) => other !== index);
    ideas.push({
      id: 'access-token',
      title: `without the access token for \`${typeof audience === 'string' ? audience : index}\``,
      how: 'Do not call `getAccessToken` with this audience; let the server that needs the API ask for its own token.',
      cost: 'calls to that API on behalf of the user',
      payload: rest.length > 0 ? { ...session, accessTokens: rest } : without(session, 'accessTokens'),
    });
  });
  return ideas;
}

function withoutOfflineAccess(scope: string): string {
  return scope
    .split(' ')
    .filter((word) => word !== 'offline_access')
    .join(' ');
}

/**
 * A text as long as the JWT would be without one claim (its content is of no use); null when it has no such claim, or its
 * JSON is not written in the usual compact form, so that the length could not be told exactly.
 */
function jwtWithout(token: unknown, claim: string): string | null {
  if (typeof token !== 'string') return null;
  const shape = shapeOf(token);
  if (shape.is !== 'jwt' || !Object.hasOwn(shape.claims, claim)) return null;
  const length = (json: Json): number => Math.ceil((4 * jsonBytes(json)) / 3);
  const written = token.split('.')[1]?.length ?? 0;
  if (length(shape.claims) !== written) return null;
  return 'x'.repeat(token.length - written + length(without(shape.claims, claim)));
}

function without(object: Json, key: string): Json {
  const { [key]: _, ...rest } = object;
  return rest;
}

function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function listed(keys: readonly string[]): string {
  const shown = keys.slice(0, 4).map((key) => `\`${key}\``);
  return keys.length > 4 ? `${shown.join(', ')} and ${keys.length - 4} more` : shown.join(', ');
}

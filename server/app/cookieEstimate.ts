/** How large a client's session cookies get, estimated from its code: a range, with what it rests on. */
import ts from 'typescript';
import {
  predictCookies,
  predictTransaction,
  type CookieAttributes,
  type PredictedCookie,
  type Prediction,
} from '../../shared/cookie/size';
import { sizeBehaviour, type SizeBehaviour } from '../../shared/cookie/sizeBehaviour';
import type { AppModel, ClientModel } from '../model';
import { unwrap } from '../syntax/parse';
import { alternatives, type Value } from '../syntax/value';
import { cookieName, optionOf } from './clientConfigs';
import { exampleSession, has, type Level, type SessionParts, type Sizes } from './exampleSession';
import { savedSession, type SavedSession, type UserClaims } from './savedSession';

export interface CookieEstimate {
  /** Cookies of a small, a usual and a large session. */
  low: Prediction;
  typical: Prediction;
  high: Prediction;
  /** The cookie of one login in progress, at its prefix. */
  login: PredictedCookie & { isLimited: boolean };
  /** The session lives in a store. */
  stateful: boolean | 'unknown';
  /** Null when it is decided at run time; the default name is counted then. */
  name: string | null;
  /** Which claims of the ID token the user keeps. */
  claims: UserClaims;
  /** What the range rests on, in sentences. */
  assumptions: string[];
}

/** Scopes of v4 when the app sets none (4.0.0 to 4.30.0, server/auth-client.js). */
const DEFAULT_SCOPE = 'openid profile email offline_access';

/** Null for a client that writes no session: `enterpriseConnect`. `override` counts instead of what the code says. */
export function estimateCookies(
  app: AppModel,
  client: ClientModel,
  override: { sdk?: string; name?: string } = {},
): CookieEstimate | null {
  if (client.enterpriseConnect === true) return null;
  const sdk = override.sdk ?? app.project.sdk.version;
  const behaviour = sizeBehaviour(sdk);
  const { parts, sentences } = partsOf(client, behaviour);
  const name = override.name ?? cookieName(client);
  const attributes = attributesOf(client);
  const predict = (level: Level): Prediction => {
    const stateful = client.hasStore === true || (client.hasStore === 'unknown' && level === 0);
    const session = stateful ? {} : exampleSession(parts, level);
    return predictCookies(session, { sdk, attributes, stateful, ...(name !== null && { name }) });
  };
  const assumptions =
    client.hasStore === true
      ? ['The session is in a store: the cookie has its id only.']
      : [
          ...(client.hasStore === 'unknown'
            ? ['Whether a store keeps the session is decided at run time.']
            : []),
          ...sentences,
          ...(sdk === null ? [`The SDK's version is unknown: that of the newest release is assumed.`] : []),
        ];
  return {
    low: predict(0),
    typical: predict(1),
    high: predict(2),
    login: loginOf(client, parts, sdk),
    stateful: client.hasStore,
    name,
    claims: parts.claims,
    assumptions,
  };
}

/** `prefix` in place of the whole name, which holds a random state. From 4.29.0 on the SDK drops the oldest of them. */
function loginOf(
  client: ClientModel,
  { behaviour, scope, audience }: SessionParts,
  sdk: string | null,
): CookieEstimate['login'] {
  const option = optionOf(client, 'transactionCookie', 'prefix');
  const prefix = option.kind === 'known' && typeof option.value === 'string' ? option.value : '__txn_';
  const { bytes } = predictTransaction({
    sdk,
    prefix,
    scope,
    ...(typeof audience === 'string' && { audience }),
  });
  return { name: prefix, bytes, isLimited: behaviour.transactionTime };
}

interface Parts {
  parts: SessionParts;
  sentences: string[];
}

function partsOf(client: ClientModel, behaviour: SizeBehaviour): Parts {
  const saved = savedSession(client);
  const audience = audienceOf(client);
  const { scope, moreAudiences, doubt } = scopesOf(client, audience);
  const organization = isSet(optionOf(client, 'authorizationParameters', 'organization'));
  const parts: SessionParts = {
    behaviour,
    scope,
    audience,
    moreAudiences,
    claims: saved.claims,
    tokens: saved.tokens,
    organization,
    multipleDomains: isFunction(optionOf(client, 'domain')),
    added: new Map(saved.added.map(({ path, value }) => [path, sizesOf(value)])),
  };
  const hasTokens = saved.tokens.others !== 'removed';
  const refresh = hasTokens ? `: ${has(scope, 'offline_access') ? 'a' : 'no'} refresh token` : '';
  const sentences = [
    hasTokens ? tokenSentence(audience) : 'The access and refresh tokens are removed by beforeSessionSaved.',
    doubt === null ? `Scopes \`${scope}\`${refresh}.` : `${doubt}; \`${DEFAULT_SCOPE}\` is assumed.`,
    ...claimSentences(saved, behaviour),
    ...(hasTokens && moreAudiences.length > 0 && behaviour.moreTokens
      ? [moreTokensSentence(moreAudiences.length, audience)]
      : []),
    ...(organization === true ? ['Users sign in through an organization (`org_id`).'] : []),
  ];
  return { parts, sentences };
}

/** One of them may be the main audience where that is not known. */
function moreTokensSentence(count: number, audience: SessionParts['audience']): string {
  if (audience === 'unknown') {
    return count === 1
      ? 'An access token for another audience may be added, once it is asked for.'
      : `Access tokens for up to ${count} audiences are added, once they are asked for.`;
  }
  return count === 1
    ? 'An access token for another audience is added, once it is asked for.'
    : `Access tokens for ${count} other audiences are added, once they are asked for.`;
}

function tokenSentence(audience: SessionParts['audience']): string {
  if (audience === null)
    return 'No audience: an opaque access token of 32 characters, or an encrypted one of about 540.';
  if (audience === 'unknown') return 'The audience is decided at run time: an access token of up to 1.8 KB.';
  return `Audience \`${audience}\`: a JWT of about 0.8 KB, up to 1.8 KB with 30 permissions in it.`;
}

function claimSentences({ claims, tokens, added }: SavedSession, behaviour: SizeBehaviour): string[] {
  const user = {
    default: 'The user has the default claims only.',
    all: 'beforeSessionSaved keeps all claims of the ID token: up to 3 KB of custom ones are counted, which are in the ID token too.',
    picked: 'The user has the claims that beforeSessionSaved picks.',
    unknown: 'What beforeSessionSaved keeps cannot be read: from `sub` alone to all claims.',
  }[claims];
  const token = {
    kept: 'The ID token is kept (about 1.1 KB), without custom claims unless they are kept in the user.',
    removed: 'The ID token is removed by beforeSessionSaved.',
    unknown: 'Whether the ID token is kept cannot be read.',
  }[tokens.idToken];
  const paths = added.slice(0, 4).map(({ path }) => `\`${path}\``);
  const more = added.length > paths.length ? ` and ${added.length - paths.length} more` : '';
  return [
    user,
    behaviour.storesIdToken ? token : 'This version stores no ID token.',
    ...(paths.length > 0 ? [`beforeSessionSaved sets ${paths.join(', ')}${more}.`] : []),
  ];
}

function audienceOf(client: ClientModel): SessionParts['audience'] {
  const value = optionOf(client, 'authorizationParameters', 'audience');
  if (value.kind !== 'known') return 'unknown';
  return typeof value.value === 'string' && value.value !== '' ? value.value : null;
}

interface Scopes {
  scope: string;
  moreAudiences: string[];
  /** Why the scopes are not known: the beginning of a sentence. Null when they are. */
  doubt: string | null;
}

const AT_RUN_TIME = 'The scopes are decided at run time';

/** A text, or from 4.11.0 on a map of audiences to scopes. */
function scopesOf(client: ClientModel, audience: SessionParts['audience']): Scopes {
  const value = optionOf(client, 'authorizationParameters', 'scope');
  if (value.kind === 'object') {
    const own = typeof audience === 'string' ? value.properties.get(audience)?.value : undefined;
    const moreAudiences = [...value.properties.keys()].filter((key) => key !== audience);
    const text = own?.kind === 'known' && typeof own.value === 'string' ? own.value : null;
    if (text !== null) return { scope: text, moreAudiences, doubt: null };
    const byAudience =
      audience === 'unknown'
        ? 'The scopes depend on the audience, which is decided at run time'
        : 'The map of scopes has none for the audience of the login';
    return { scope: DEFAULT_SCOPE, moreAudiences, doubt: own === undefined ? byAudience : AT_RUN_TIME };
  }
  if (value.kind !== 'known') return { scope: DEFAULT_SCOPE, moreAudiences: [], doubt: AT_RUN_TIME };
  const text = typeof value.value === 'string' ? value.value : '';
  return { scope: value.value ? text : DEFAULT_SCOPE, moreAudiences: [], doubt: null };
}

/** Bytes of what the hook adds, by what is written. A usual session counts little for what is not known. */
function sizesOf(expression: ts.Expression): Sizes {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return [node.text.length, node.text.length, node.text.length];
  if (isSmall(node)) return [1, 10, 80];
  return ts.isArrayLiteralExpression(node) ? [2, 60, 1500] : [1, 20, 600];
}

function isSmall(node: ts.Expression): boolean {
  const small = [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword];
  return (
    ts.isTemplateExpression(node) ||
    ts.isNumericLiteral(node) ||
    ts.isPrefixUnaryExpression(node) ||
    ts.isTypeOfExpression(node) ||
    small.includes(node.kind)
  );
}

function isSet(value: Value): boolean | 'unknown' {
  const answers = alternatives(value).map((one) => (one.kind === 'known' ? Boolean(one.value) : 'unknown'));
  const [first] = answers;
  return first !== undefined && answers.every((answer) => answer === first) ? first : 'unknown';
}

/** A function as `domain` answers for each request which domain it is. */
function isFunction(value: Value): boolean | 'unknown' {
  if (value.kind === 'function') return true;
  return value.kind === 'unknown' && value.type === undefined && value.env === undefined ? 'unknown' : false;
}

/** Those that are certain; their text is part of each Set-Cookie. */
function attributesOf(client: ClientModel): CookieAttributes {
  const text = (option: string): string | undefined => {
    const value = optionOf(client, 'session', 'cookie', option);
    return value.kind === 'known' && typeof value.value === 'string' ? value.value : undefined;
  };
  const [domain, path] = [text('domain'), text('path')];
  return { ...(domain !== undefined && { domain }), ...(path !== undefined && { path }) };
}

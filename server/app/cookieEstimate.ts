/** How large a client's session cookies get, estimated from its code: a range, with what it rests on. */
import ts from 'typescript';
import { predictCookies, type CookieAttributes, type Prediction } from '../../shared/cookie/size';
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
    stateful: client.hasStore,
    name,
    claims: parts.claims,
    assumptions,
  };
}

interface Parts {
  parts: SessionParts;
  sentences: string[];
}

function partsOf(client: ClientModel, behaviour: SizeBehaviour): Parts {
  const saved = savedSession(client);
  const audience = audienceOf(client);
  const { scope, moreAudiences, isKnown } = scopesOf(client, audience);
  const organization = isSet(optionOf(client, 'authorizationParameters', 'organization'));
  const parts: SessionParts = {
    behaviour,
    scope,
    audience,
    moreAudiences,
    claims: saved.claims,
    idToken: saved.idToken,
    organization,
    multipleDomains: isFunction(optionOf(client, 'domain')),
    added: new Map(saved.added.map(({ path, value }) => [path, sizesOf(value)])),
  };
  const sentences = [
    tokenSentence(audience),
    isKnown
      ? `Scopes \`${scope}\`: ${has(scope, 'offline_access') ? 'a' : 'no'} refresh token.`
      : `The scopes are decided at run time; \`${DEFAULT_SCOPE}\` is assumed.`,
    ...claimSentences(saved, behaviour),
    ...(moreAudiences.length > 0 && behaviour.moreTokens
      ? [`${countOf(moreAudiences.length)} more, once they are asked for.`]
      : []),
    ...(organization === true ? ['Users sign in through an organization (`org_id`).'] : []),
  ];
  return { parts, sentences };
}

function countOf(count: number): string {
  return count === 1 ? 'One access token for another audience' : `${count} access tokens for other audiences`;
}

function tokenSentence(audience: SessionParts['audience']): string {
  if (audience === null)
    return 'No audience: an opaque access token of 32 characters, or an encrypted one of about 540.';
  if (audience === 'unknown') return 'The audience is decided at run time: an access token of up to 1.8 KB.';
  return `Audience \`${audience}\`: a JWT of about 0.8 KB, up to 1.8 KB with 30 permissions in it.`;
}

function claimSentences({ claims, idToken, added }: SavedSession, behaviour: SizeBehaviour): string[] {
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
  }[idToken];
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

/** A text, or from 4.11.0 on a map of audiences to scopes. */
function scopesOf(client: ClientModel, audience: SessionParts['audience']) {
  const value = optionOf(client, 'authorizationParameters', 'scope');
  if (value.kind === 'object') {
    const own =
      audience === null || audience === 'unknown' ? undefined : value.properties.get(audience)?.value;
    const moreAudiences = [...value.properties.keys()].filter((key) => key !== audience);
    const text = own?.kind === 'known' && typeof own.value === 'string' ? own.value : null;
    return { scope: text ?? DEFAULT_SCOPE, moreAudiences, isKnown: text !== null };
  }
  const isDefault = value.kind === 'known' && !value.value;
  const text = value.kind === 'known' && typeof value.value === 'string' ? value.value : '';
  const isKnown = value.kind === 'known';
  return { scope: isDefault || !isKnown ? DEFAULT_SCOPE : text, moreAudiences: [], isKnown };
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

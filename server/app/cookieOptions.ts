/** The options of a client's session cookie as the SDK computes them in production, each with where it comes from. */
import type ts from 'typescript';
import { sizeBehaviour } from '../../shared/cookie/sizeBehaviour';
import type { AppModel, ClientModel, EnvEntry } from '../model';
import { effectiveEnv, type EffectiveEnvEntry } from '../project/env';
import { atLeast } from '../project/semver';
import { alternatives, known, oneOf, unknown, type Origin, type Scalar, type Value } from '../syntax/value';
import { memberOf, valueNode } from './client';
import { optionOf } from './clientConfigs';

export type CookieOptionName = 'name' | 'path' | 'domain' | 'secure' | 'sameSite' | 'transient';

export interface CookieOption {
  /** With the origin `env` or `base-url` it may hold the text of an env file: compare it, and show it nowhere. */
  value: Value;
  /** What decides: the code, a variable in an env file, an https base URL (`secure` only), the SDK. */
  origin: 'option' | 'env' | 'base-url' | 'default' | 'unknown';
  /** The option's property and its value where it is written, as in `Effective`. */
  property: ts.ObjectLiteralElementLike | null;
  node: ts.Node | null;
  /** The line of the env file that decides. */
  entry: EnvEntry | null;
  /** A variable with which the deployment may still decide otherwise; null where the code alone decides. */
  variable: string | null;
}

export type CookieOptions = Readonly<Record<CookieOptionName, CookieOption>>;

/** Variables of env files by name, as Next.js takes them. */
export type EnvView = ReadonlyMap<string, EffectiveEnvEntry>;

/** `missing`: neither the code nor any env file has one. */
export interface BaseUrl {
  kind: 'https' | 'http' | 'missing' | 'unknown';
  entry: EnvEntry | null;
  variable: 'APP_BASE_URL' | null;
}

interface Source {
  /** First version that reads the option. */
  since: string;
  variables: readonly { name: string; since: string }[];
  /** What the SDK makes of a variable's text. */
  read(text: string): Scalar;
  fallback: Scalar;
}

const asText = (text: string): Scalar => text;
const isTrue = (text: string): Scalar => text === 'true';

/**
 * An option wins over its variables, in this order, and they over the default; `null` counts as not set. Source: the
 * constructor in dist/server/client.js and the session stores of 4.0.0 to 4.30.0, run with those of 4.0.0, 4.0.1, 4.3.0,
 * 4.4.2, 4.5.0, 4.8.0, 4.9.0, 4.16.0, 4.17.0 and 4.30.0. 4.0.0 has no cookie options at all.
 */
const SOURCES: Readonly<Record<CookieOptionName, Source>> = {
  name: { since: '4.0.1', variables: [], read: asText, fallback: sizeBehaviour(null).defaultName },
  path: {
    since: '4.5.0',
    variables: [
      { name: 'AUTH0_COOKIE_PATH', since: '4.5.0' },
      { name: 'NEXT_PUBLIC_BASE_PATH', since: '4.9.0' },
    ],
    read: asText,
    fallback: '/',
  },
  domain: {
    since: '4.5.0',
    variables: [{ name: 'AUTH0_COOKIE_DOMAIN', since: '4.5.0' }],
    read: asText,
    fallback: undefined,
  },
  secure: {
    since: '4.0.1',
    variables: [{ name: 'AUTH0_COOKIE_SECURE', since: '4.5.0' }],
    read: isTrue,
    fallback: false,
  },
  sameSite: {
    since: '4.0.1',
    variables: [{ name: 'AUTH0_COOKIE_SAME_SITE', since: '4.5.0' }],
    read: asText,
    fallback: 'lax',
  },
  transient: {
    since: '4.5.0',
    variables: [{ name: 'AUTH0_COOKIE_TRANSIENT', since: '4.5.0' }],
    read: isTrue,
    fallback: false,
  },
};

/** What a deployment gets of the env files: `.env.production` over `.env`. The `.local` ones stay on a machine. */
export function deployedEnv({ project }: AppModel): EnvView {
  return effectiveEnv(
    project.env.filter(({ file }) => /\/\.env(\.production)?$/.test(file)),
    'production',
  );
}

/**
 * All options of the session cookie. A variable that no file of `env` has is taken as not set, and named in `variable`:
 * whatever runs the app may set it; one that may stand in a file that cannot be read makes the option unknown. Only
 * `secure` can be unknown for another reason than its own: it follows the base URL.
 */
export function cookieOptions(client: ClientModel, app: AppModel, env = deployedEnv(app)): CookieOptions {
  const option = (name: CookieOptionName): CookieOption => cookieOption(client, app, name, env);
  return {
    name: option('name'),
    path: option('path'),
    domain: option('domain'),
    secure: effectiveSecure(option('secure'), baseUrl(client, app, env), client),
    sameSite: option('sameSite'),
    transient: option('transient'),
  };
}

/** One option from the code, the variables or the default; `secure` before the base URL has its say. */
export function cookieOption(
  client: ClientModel,
  app: AppModel,
  name: CookieOptionName,
  env = deployedEnv(app),
): CookieOption {
  const origin = originOf(client);
  const { since } = SOURCES[name];
  const isRead = atLeast(app.project.sdk, since);
  const { value, node: property } = memberOf(optionOf(client, 'session', 'cookie'), name, origin);
  const written = { property, node: valueNode(property) };
  const rest = fromEnvironment(SOURCES[name], app, env, origin);
  const own = isRead === false ? [] : alternatives(value).filter((one) => !isUnset(one));
  if (own.length === 0) return { ...rest, ...written };
  if (isRead === 'unknown') return { ...rest, ...written, value: unknown(origin), origin: 'unknown' };
  const isSure = own.length === alternatives(value).length;
  const joined = isSure ? value : oneOf([...own, rest.value], value.origin);
  return {
    ...written,
    value: joined,
    origin: joined.kind === 'unknown' ? 'unknown' : 'option',
    entry: null,
    variable: isSure ? null : rest.variable,
  };
}

function fromEnvironment(
  { variables, read, fallback }: Source,
  { project }: AppModel,
  env: EnvView,
  origin: Origin,
): Pick<CookieOption, 'value' | 'origin' | 'entry' | 'variable'> {
  let variable: string | null = null;
  for (const { name, since } of variables) {
    const isRead = atLeast(project.sdk, since);
    if (isRead === false) continue;
    variable ??= name;
    const found = env.get(name);
    if (!found && !project.hasUnreadEnv) continue;
    const isKnown = isRead === true && found?.value !== undefined;
    return {
      value: isKnown ? known(read(found?.value as string), origin) : unknown(origin, { env: name }),
      origin: isKnown ? 'env' : 'unknown',
      entry: found?.entry ?? null,
      variable,
    };
  }
  return { value: known(fallback, origin), origin: 'default', entry: null, variable };
}

/** An https base URL makes the cookie Secure whatever the option says (all of 4.x). */
function effectiveSecure(explicit: CookieOption, base: BaseUrl, client: ClientModel): CookieOption {
  const { entry, variable } = base;
  if (base.kind === 'https') {
    return { ...explicit, value: known(true, originOf(client)), origin: 'base-url', entry, variable };
  }
  const isOn = explicit.value.kind === 'known' && Boolean(explicit.value.value);
  if (base.kind === 'http' || isOn) return { ...explicit, variable: explicit.variable ?? variable };
  // The deployment sets the base URL, or from 4.16.0 there is none: Secure then, unless that is asked not to be.
  return { ...explicit, value: unknown(originOf(client)), origin: 'unknown', variable: 'APP_BASE_URL' };
}

/** The protocol of `appBaseUrl`, which `APP_BASE_URL` stands in for. Several URLs count as https when all of them are. */
export function baseUrl(client: ClientModel, app: AppModel, env = deployedEnv(app)): BaseUrl {
  const found = alternatives(optionOf(client, 'appBaseUrl')).map((value): BaseUrl => {
    const isVariable = value.kind === 'unknown' && value.env === 'APP_BASE_URL' && value.mayBeUndefined;
    if (isUnset(value) || isVariable) return baseUrlOfEnv(app, env);
    return { kind: protocolOfOption(value, app), entry: null, variable: null };
  });
  const [first] = found;
  const isOne = first !== undefined && found.every(({ kind }) => kind === first.kind);
  return isOne ? first : { kind: 'unknown', entry: null, variable: null };
}

function protocolOfOption(value: Value, app: AppModel): BaseUrl['kind'] {
  if (value.kind === 'known') return typeof value.value === 'string' ? protocolOf([value.value]) : 'unknown';
  if (value.kind !== 'array' || value.open || atLeast(app.project.sdk, '4.16.0') !== true) return 'unknown';
  const urls = value.elements.flatMap((e) =>
    e.kind === 'known' && typeof e.value === 'string' ? [e.value] : [],
  );
  return urls.length === value.elements.length ? protocolOf(urls) : 'unknown';
}

function baseUrlOfEnv({ project }: AppModel, env: EnvView): BaseUrl {
  const variable = 'APP_BASE_URL';
  const found = env.get(variable);
  if (!found) {
    const isElsewhere = project.hasUnreadEnv || project.env.some(({ name }) => name === variable);
    return { kind: isElsewhere ? 'unknown' : 'missing', entry: null, variable };
  }
  const isList = found.value?.includes(',') === true;
  const urls = (isList ? found.value?.split(',') : [found.value ?? ''])?.map((url) => url.trim()) ?? [];
  const isReadable = !isList || atLeast(project.sdk, '4.16.0') === true;
  // A developer's address in a committed file is there for want of a better one: the deployment has its own.
  const isLocal = urls.some((url) => /^http:\/\/(localhost|127\.|\[::1\]|0\.0\.0\.0)/i.test(url));
  const kind = isReadable && !isLocal ? protocolOf(urls.filter(Boolean)) : 'unknown';
  return { kind, entry: found.entry, variable };
}

function protocolOf(urls: readonly string[]): BaseUrl['kind'] {
  const protocols = urls.map((url) => (URL.canParse(url) ? new URL(url).protocol : null));
  if (protocols.length === 0 || protocols.includes(null)) return 'unknown';
  return protocols.every((protocol) => protocol === 'https:') ? 'https' : 'http';
}

/** `undefined` or `null` for certain: the SDK reads its options with `??`. */
export function isUnset(value: Value): boolean {
  return value.kind === 'known' && (value.value === undefined || value.value === null);
}

function originOf({ node, file }: ClientModel): Origin {
  return { node, module: file };
}

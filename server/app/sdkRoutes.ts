/** The routes that the SDK answers itself inside `auth0.middleware()`, by its version and the client's options. */
import type { AppModel, ClientModel } from '../model';
import { atLeast } from '../project/semver';
import { memberOf } from './client';

interface TableEntry {
  name: string;
  path: string;
  /** First version with the route; the core ones are in all of 4.x. */
  since?: string;
  until?: string;
  variable?: string;
  /** First version that reads the variable. */
  variableSince?: string;
  /** Option that switches the route on or off, with what it is when not written. */
  option?: { name: string; fallback: boolean };
  /** Nothing in the app needs to ask for it: MFA, passwordless login, passkeys. */
  optional?: true;
}

const mfa = { since: '4.15.0', optional: true } as const;
const passkey = { since: '4.22.0', optional: true } as const;

/**
 * Defaults and variables: dist/server/client.js, constructor, of 4.9.0 to 4.30.0; before 4.9.0 dist/server/auth-client.js.
 * `routes` wins over the variables. Which options guard a route: dist/server/auth-client.js, handler, 4.30.0.
 */
const TABLE: readonly TableEntry[] = [
  { name: 'login', path: '/auth/login', variable: 'NEXT_PUBLIC_LOGIN_ROUTE', variableSince: '4.8.0' },
  { name: 'callback', path: '/auth/callback' },
  { name: 'logout', path: '/auth/logout' },
  { name: 'profile', path: '/auth/profile', variable: 'NEXT_PUBLIC_PROFILE_ROUTE' },
  {
    name: 'accessToken',
    path: '/auth/access-token',
    variable: 'NEXT_PUBLIC_ACCESS_TOKEN_ROUTE',
    option: { name: 'enableAccessTokenEndpoint', fallback: true },
  },
  { name: 'backChannelLogout', path: '/auth/backchannel-logout', optional: true },
  {
    name: 'connectAccount',
    path: '/auth/connect',
    since: '4.11.0',
    option: { name: 'enableConnectAccountEndpoint', fallback: false },
  },
  {
    name: 'federatedDomain',
    path: '/auth/federated-domain',
    since: '4.30.0',
    variable: 'NEXT_PUBLIC_FEDERATED_DOMAIN_ROUTE',
    option: { name: 'enterpriseConnect', fallback: false },
  },
  {
    name: 'mfaAuthenticators',
    path: '/auth/mfa/authenticators',
    ...mfa,
    variable: 'NEXT_PUBLIC_MFA_AUTHENTICATORS_ROUTE',
  },
  { name: 'mfaChallenge', path: '/auth/mfa/challenge', ...mfa, variable: 'NEXT_PUBLIC_MFA_CHALLENGE_ROUTE' },
  { name: 'mfaVerify', path: '/auth/mfa/verify', ...mfa, variable: 'NEXT_PUBLIC_MFA_VERIFY_ROUTE' },
  {
    name: 'mfaEnroll',
    path: '/auth/mfa/enroll',
    ...mfa,
    until: '4.19.0',
    variable: 'NEXT_PUBLIC_MFA_ENROLL_ROUTE',
  },
  {
    name: 'mfaAssociate',
    path: '/auth/mfa/associate',
    since: '4.19.0',
    optional: true,
    variable: 'NEXT_PUBLIC_MFA_ASSOCIATE_ROUTE',
  },
  {
    name: 'passwordlessStart',
    path: '/auth/passwordless/start',
    since: '4.21.0',
    optional: true,
    variable: 'NEXT_PUBLIC_PASSWORDLESS_START_ROUTE',
  },
  {
    name: 'passwordlessVerify',
    path: '/auth/passwordless/verify',
    since: '4.21.0',
    optional: true,
    variable: 'NEXT_PUBLIC_PASSWORDLESS_VERIFY_ROUTE',
  },
  {
    name: 'passwordlessDbOtpChallenge',
    path: '/auth/passwordless/otp/challenge',
    since: '4.25.0',
    optional: true,
    variable: 'NEXT_PUBLIC_PASSWORDLESS_DB_OTP_CHALLENGE_ROUTE',
  },
  {
    name: 'passwordlessDbGetToken',
    path: '/auth/passwordless/otp/token',
    since: '4.25.0',
    optional: true,
    variable: 'NEXT_PUBLIC_PASSWORDLESS_DB_GET_TOKEN_ROUTE',
  },
  {
    name: 'passkeyRegister',
    path: '/auth/passkey/register',
    ...passkey,
    variable: 'NEXT_PUBLIC_PASSKEY_REGISTER_ROUTE',
  },
  {
    name: 'passkeyChallenge',
    path: '/auth/passkey/challenge',
    ...passkey,
    variable: 'NEXT_PUBLIC_PASSKEY_CHALLENGE_ROUTE',
  },
  {
    name: 'passkeyGetToken',
    path: '/auth/passkey/get-token',
    ...passkey,
    variable: 'NEXT_PUBLIC_PASSKEY_GET_TOKEN_ROUTE',
  },
  {
    name: 'passkeyEnrollmentChallenge',
    path: '/auth/passkey/enrollment-challenge',
    ...passkey,
    variable: 'NEXT_PUBLIC_PASSKEY_ENROLLMENT_CHALLENGE_ROUTE',
  },
  {
    name: 'passkeyEnrollmentVerify',
    path: '/auth/passkey/enrollment-verify',
    ...passkey,
    variable: 'NEXT_PUBLIC_PASSKEY_ENROLLMENT_VERIFY_ROUTE',
  },
];

/** Prefixes that the SDK hands on to Auth0 from 4.12.0, without an option (dist/server/auth-client.js, handler). */
const PROXIES = { since: '4.12.0', paths: ['/me/[...path]', '/my-org/[...path]'] } as const;

export interface SdkRoute {
  /** Its name in the `routes` option; `proxy` for the prefixes handed on to Auth0. */
  name: string;
  /** Next.js notation, without basePath. */
  path: string;
  /** Variable of an `.env` file that gives the path: such a value stays out of messages, edits and reports. */
  fromEnv: string | null;
  optional: boolean;
}

/** The routes a client surely mounts, as far as their paths are known. */
export function sdkRoutes(client: ClientModel, app: AppModel): SdkRoute[] {
  const { sdk } = app.project;
  if (atLeast(sdk, '4.0.0') === false) return [];
  const origin = { node: client.node, module: client.file };
  const routes = memberOf(client.options, 'routes', origin).value;
  const mounted = TABLE.flatMap((entry): SdkRoute[] => {
    if (entry.since !== undefined && atLeast(sdk, entry.since) !== true) return [];
    if (entry.until !== undefined && atLeast(sdk, entry.until) !== false) return [];
    if (!isOn(entry, client)) return [];
    const { name, optional = false } = entry;
    const option = memberOf(routes, name, origin).value;
    if (option.kind !== 'known') return [];
    const own =
      option.value === undefined
        ? standardRoute(entry, app)
        : typeof option.value === 'string'
          ? { path: option.value, fromEnv: null }
          : null;
    return own && /^\/[^\s]*$/.test(own.path) ? [{ name, ...own, optional }] : [];
  });
  if (atLeast(sdk, PROXIES.since) !== true) return mounted;
  return [
    ...mounted,
    ...PROXIES.paths.map((path) => ({ name: 'proxy', path, fromEnv: null, optional: true })),
  ];
}

/** False also where the option is decided at run time. */
function isOn({ option }: TableEntry, client: ClientModel): boolean {
  if (!option) return true;
  const { value } = memberOf(client.options, option.name, { node: client.node, module: client.file });
  return value.kind === 'known' && (value.value === undefined ? option.fallback : Boolean(value.value));
}

/** The path without the `routes` option; null when the `.env` files disagree. */
export function standardRoute(
  { path, variable, variableSince }: Pick<TableEntry, 'path' | 'variable' | 'variableSince'>,
  app: AppModel,
): { path: string; fromEnv: string | null } | null {
  const values = new Set(
    app.project.env
      .filter((entry) => entry.name === variable && entry.value !== '')
      .map((entry) => entry.value),
  );
  const [value] = values;
  if (variable === undefined) return { path, fromEnv: null };
  if (app.project.hasUnreadEnv) return null;
  if (value === undefined) return { path, fromEnv: null };
  if (variableSince !== undefined && atLeast(app.project.sdk, variableSince) === false) {
    return { path, fromEnv: null };
  }
  return values.size === 1 ? { path: value, fromEnv: variable } : null;
}

/** The SDK's own default for a route that the browser's helpers call, with its variable. */
export function helperRoute(name: 'profile' | 'accessToken', app: AppModel): string | null {
  const entry = TABLE.find((each) => each.name === name);
  return (entry && standardRoute(entry, app)?.path) ?? null;
}

/**
 * The options of the session cookie as a client takes them: the option in the code, else the variable, else the SDK's default
 * (4.5.0 to 4.30.0, dist/server/client.js). 4.0.0 to 4.4.x read no `AUTH0_COOKIE_*` variable.
 */
import type { AppModel, ClientModel, EnvEntry } from '../model';
import { atLeast } from '../project/semver';
import type { Value } from '../syntax/value';
import { memberOf } from './client';
import { optionOf } from './clientConfigs';

export type CookieOptionName = 'name' | 'path' | 'domain' | 'secure' | 'sameSite' | 'transient' | 'httpOnly';

/** `session.cookie.<name>` in the code; `undefined` known where it is surely not set. */
export function cookieOption(client: ClientModel, name: CookieOptionName): ReturnType<typeof memberOf> {
  return memberOf(optionOf(client, 'session', 'cookie'), name, { node: client.node, module: client.file });
}

/** Does the SDK look at the variable, because no client sets the option itself? */
export function readsCookieVariable(app: AppModel, name: CookieOptionName): boolean {
  return (
    atLeast(app.project.sdk, '4.5.0') !== false &&
    app.clients.some((client) => isUnset(cookieOption(client, name).value))
  );
}

/** The SDK reads options with `??`. */
export function isUnset(value: Value): boolean {
  return value.kind === 'known' && (value.value === undefined || value.value === null);
}

/** The base URLs a client is told; null where one of them is not known. Empty: none, neither in the code nor in the files. */
export function baseUrls(client: ClientModel, app: AppModel): readonly string[] | null {
  const value = optionOf(client, 'appBaseUrl');
  if (value.kind === 'known' && typeof value.value === 'string') return [value.value];
  if (!isUnset(value) && !(value.kind === 'unknown' && value.env === 'APP_BASE_URL')) return null;
  if (app.project.hasUnreadEnv) return null;
  const entries = deployed(app.project.env).filter(({ name }) => name === 'APP_BASE_URL');
  return entries.some(({ value: text }) => text === '' || text.includes('$'))
    ? null
    : entries.map((e) => e.value);
}

/** Entries of files that a deployment can have: not those for tests and development. */
export function deployed(env: readonly EnvEntry[]): readonly EnvEntry[] {
  return env.filter(({ file }) => /\/\.env(\.production)?$/.test(file));
}

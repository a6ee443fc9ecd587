/** A client's options by name. */
import type { ClientModel } from '../model';
import type { Value } from '../syntax/value';
import { memberOf } from './client';

export const SESSION_OPTIONS = ['rolling', 'absoluteDuration', 'inactivityDuration'] as const;
export type SessionOption = (typeof SESSION_OPTIONS)[number];

/** A value of the client's options, by the names on the way to it. */
export function optionOf({ options, node, file }: ClientModel, ...path: readonly string[]): Value {
  const origin = { node, module: file };
  return path.reduce<Value>((holder, name) => memberOf(holder, name, origin).value, options);
}

/** Name of the session cookie when no option sets one. 4.0.0 to 4.30.0: dist/server/session/abstract-session-store.js. */
const DEFAULT_COOKIE = '__session';

/** Of all the clients; the SDK's own name also where one is decided at run time. */
export function sessionCookies(clients: readonly ClientModel[]): string[] {
  const names = clients.map((client) => cookieName(client) ?? DEFAULT_COOKIE);
  return names.length > 0 ? [...new Set(names)] : [DEFAULT_COOKIE];
}

/** Name of the client's session cookie; null when it is decided at run time. */
export function cookieName(client: ClientModel): string | null {
  const value = optionOf(client, 'session', 'cookie', 'name');
  if (value.kind !== 'known') return null;
  // Only `undefined` takes the default; the SDK reads the option with `??`.
  return value.value === undefined || value.value === null ? DEFAULT_COOKIE : String(value.value);
}

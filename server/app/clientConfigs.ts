/** Every session configuration a client can have at run time, as far as its code tells. */
import type { RawValue } from '../../shared/session/rawValues';
import type { SessionConfig } from '../../shared/session/types';
import type { ClientModel } from '../model';
import { alternatives, type Value } from '../syntax/value';
import { memberOf } from './client';

export const SESSION_OPTIONS = ['rolling', 'absoluteDuration', 'inactivityDuration'] as const;
export type SessionOption = (typeof SESSION_OPTIONS)[number];

/** More combinations of possible values than this would help nobody. */
const MOST = 8;

export interface ClientConfigs {
  /** Every combination of the values the options can have; empty when some option has no known value at all. */
  configs: SessionConfig[];
  /** The same with the options left out that have no known value: never empty. */
  partial: SessionConfig[];
  /** Options with a value that is decided at run time. */
  unknown: SessionOption[];
}

export function configsOf(client: ClientModel): ClientConfigs {
  const unknown: SessionOption[] = [];
  let partial: SessionConfig[] = [{ transient: isTransient(client), stateful: client.hasStore === true }];
  let isComplete = true;
  for (const option of SESSION_OPTIONS) {
    const values = alternatives(client[option].value);
    const known = distinct(values.flatMap((value) => (value.kind === 'known' ? [value.value] : [])));
    if (values.some(({ kind }) => kind !== 'known')) unknown.push(option);
    if (known.length === 0) isComplete = false;
    else partial = partial.flatMap((config) => known.map((value) => ({ ...config, [option]: value })));
  }
  partial = partial.slice(0, MOST);
  return { configs: isComplete ? partial : [], partial, unknown };
}

/** A value of the client's options, by the names on the way to it. */
export function optionOf({ options, node, file }: ClientModel, ...path: readonly string[]): Value {
  const origin = { node, module: file };
  return path.reduce<Value>((holder, name) => memberOf(holder, name, origin).value, options);
}

/** Name of the session cookie when no option sets one. 4.0.0 to 4.30.0: dist/server/session/abstract-session-store.js. */
const DEFAULT_COOKIE = '__session';

/** Name of the client's session cookie; null when it is decided at run time. */
export function cookieName(client: ClientModel): string | null {
  const value = optionOf(client, 'session', 'cookie', 'name');
  if (value.kind !== 'known') return null;
  // Only `undefined` takes the default; the SDK reads the option with `??`.
  return value.value === undefined || value.value === null ? DEFAULT_COOKIE : String(value.value);
}

/** `session.cookie.transient`, where it is certain to count: not with a store, or what may be one. */
function isTransient(client: ClientModel): boolean {
  if (client.hasStore === 'unknown') return false;
  const value = optionOf(client, 'session', 'cookie', 'transient');
  return value.kind === 'known' && value.value === true;
}

function distinct(values: readonly RawValue[]): RawValue[] {
  return [...new Set(values)];
}

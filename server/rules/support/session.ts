/** What the session rules share: which clients count, and what their options are worth. Durations are seconds. */
import { formatDuration } from '../../../shared/session/duration';
import { memberOf } from '../../app/client';
import type { AppModel, ClientModel, Effective, Place } from '../../model';
import { notChecked } from '../../project/supported';
import { alternatives, type KnownValue, type OneOfValue, type Value } from '../../syntax/value';
import { placeOf } from './edits';

export type DurationName = 'absoluteDuration' | 'inactivityDuration';

export const durationNames: readonly DurationName[] = ['absoluteDuration', 'inactivityDuration'];

/** The options as v4 reads them; an unknown version with a `new Auth0Client()` in the code is a v4. */
export function isV4(app: AppModel): boolean {
  return notChecked(app.project) === undefined;
}

/**
 * Clients that keep sessions. With `enterpriseConnect` the SDK writes no session cookie
 * (4.30.0, dist/server/auth-client.js, handleCallback).
 */
export function sessionClients(app: AppModel): readonly ClientModel[] {
  return isV4(app) ? app.clients.filter((client) => client.enterpriseConnect !== true) : [];
}

/** `rolling` counts as on when it is truthy (4.30.0, dist/server/session/abstract-session-store.js). */
export function isRolling(client: ClientModel): boolean | 'unknown' {
  const answers = new Set(
    alternatives(client.rolling.value).map((v) => (v.kind === 'known' ? !!v.value : 'unknown')),
  );
  const [first] = answers;
  return answers.size === 1 && first !== undefined ? first : 'unknown';
}

/** Rolls, and leaves it to no hook: with `beforeSessionRolled` (4.23.0 and newer) the author decides request by request. */
export function rollsEverywhere(client: ClientModel): boolean {
  const origin = { node: client.node, module: client.file };
  const session = memberOf(client.options, 'session', origin).value;
  const hook = memberOf(session, 'beforeSessionRolled', origin).value;
  return isRolling(client) === true && hook.kind === 'known' && hook.value === undefined;
}

/** The durations written in the code that the SDK reads: `inactivityDuration` only where the session surely rolls. */
export function writtenDurations(client: ClientModel): DurationName[] {
  return durationNames.filter(
    (name) => isWritten(client[name]) && (name === 'absoluteDuration' || isRolling(client) === true),
  );
}

export function isWritten(effective: Effective): boolean {
  return effective.origin !== 'default';
}

/** All values the option can have, when all are numbers other than NaN. */
export function numbersOf(value: Value): readonly number[] | undefined {
  const numbers: number[] = [];
  for (const v of alternatives(value)) {
    if (v.kind !== 'known' || typeof v.value !== 'number' || Number.isNaN(v.value)) return undefined;
    numbers.push(v.value);
  }
  return numbers;
}

/** Where a finding about an option points: the value as written in the options, else the client. */
export function placeOfOption(client: ClientModel, effective: Effective): Place {
  return placeOf(effective.node ?? client.sessionNode ?? client.node.expression);
}

/** Where a finding about one alternative points: the option itself, unless it has several. */
export function placeOfAlternative(
  client: ClientModel,
  effective: Effective,
  alternative: Exclude<Value, OneOfValue>,
): Place {
  return effective.value.kind === 'oneOf'
    ? placeOf(alternative.origin.node)
    : placeOfOption(client, effective);
}

/** The alternatives that are constants, each with its value. */
export function constants(value: Value): readonly KnownValue[] {
  return alternatives(value).filter((v): v is KnownValue => v.kind === 'known');
}

/** `259200 s (3 days)`. */
export function inSeconds(seconds: number): string {
  return Number.isFinite(seconds) ? `${seconds} s (${formatDuration(seconds)})` : String(seconds);
}

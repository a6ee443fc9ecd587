/** How the two limits of a rolling session go together. A session ends at the smaller one: min(idle, absolute). */
import { V4_DEFAULTS } from '../../../shared/session/defaults';
import { alternatives } from '../../syntax/value';
import type { ClientModel, Effective } from '../../model';
import { suspicion } from './milliseconds';
import { isRolling, isWritten, numbersOf } from './session';

export type Clash =
  'inactivity-exceeds-absolute' | 'inactivity-equals-absolute' | 'absolute-without-inactivity';

export interface Limits {
  absolute: readonly number[];
  absoluteIsWritten: boolean;
  inactivity: readonly number[];
  inactivityIsWritten: boolean;
}

/** The limits of a client that surely rolls; undefined when a value is no known number. */
export function limitsOf(client: ClientModel): Limits | undefined {
  if (isRolling(client) !== true) return undefined;
  const absolute = numbersOf(client.absoluteDuration.value);
  const inactivity = numbersOf(client.inactivityDuration.value);
  return (
    absolute &&
    inactivity && {
      absolute,
      absoluteIsWritten: isWritten(client.absoluteDuration),
      inactivity,
      inactivityIsWritten: isWritten(client.inactivityDuration),
    }
  );
}

/** The clashes that some combination of the values has; `null` stands for a combination without one. */
export function clashesOf(limits: Limits): Set<Clash | null> {
  return new Set(limits.absolute.flatMap((a) => limits.inactivity.map((i) => clashOf(a, i, limits))));
}

/**
 * The limits when every combination of values has this clash. A value that looks like milliseconds must have it as
 * seconds and as milliseconds: what to do about it depends on the answer to that.
 */
export function clashing(client: ClientModel, clash: Clash): Limits | undefined {
  const limits = limitsOf(client);
  if (!limits) return undefined;
  const clashes = clashesOf({
    ...limits,
    absolute: withCorrections(client.absoluteDuration),
    inactivity: withCorrections(client.inactivityDuration),
  });
  return clashes.size === 1 && clashes.has(clash) ? limits : undefined;
}

function withCorrections(effective: Effective): number[] {
  return alternatives(effective.value).flatMap((v) =>
    v.kind === 'known' && typeof v.value === 'number'
      ? suspicion(v, effective)
        ? [v.value, v.value / 1000]
        : [v.value]
      : [],
  );
}

function clashOf(absolute: number, inactivity: number, limits: Limits): Clash | null {
  // A limit of nothing is another rule's business.
  if (absolute <= 0 || inactivity <= 0) return null;
  if (!limits.inactivityIsWritten) {
    // An absolute limit below the default idle limit ends the session just when its author said.
    const isShadowed = limits.absoluteIsWritten && absolute > V4_DEFAULTS.inactivityDuration;
    return isShadowed ? 'absolute-without-inactivity' : null;
  }
  // `Infinity` beside a written limit says: no idle limit, please.
  if (inactivity === Infinity && limits.absoluteIsWritten) return null;
  if (inactivity > absolute) return 'inactivity-exceeds-absolute';
  return inactivity === absolute ? 'inactivity-equals-absolute' : null;
}

const ladder = [900, 3_600, 14_400, 43_200, 86_400, 259_200, 604_800, 2_592_000, 7_776_000, 31_536_000];

/** An absolute limit that leaves room for several visits: the next customary one from twice the idle limit on. */
export function roomyAbsolute(inactivity: number): number {
  return ladder.find((step) => step >= 2 * inactivity) ?? 4 * inactivity;
}

/** A customary idle limit for an absolute one: 7 days for 30, 1 day for 7. */
export function customaryInactivity(absolute: number): number {
  return ladder.findLast((step) => step <= absolute / 3) ?? Math.max(60, Math.floor(absolute / 240) * 60);
}

/** Answers to what people ask about a session's lifetime, all taken from the model. Seconds. */
import { resolveBehaviour, type Behaviour } from './behaviour';
import { formatDuration } from './duration';
import { DEFAULT_LOGIN_AT, IDP_LEEWAY, effectiveConfig, simulate, type SimulationOptions } from './lifetime';
import { plus } from './rawValues';
import type { EndReason, SessionConfig, Simulation } from './types';

const newest = resolveBehaviour(null);

/**
 * The longest time a user may stay away and still be signed in: the life of a session that nobody uses. Zero when nobody
 * can stay signed in, null when only closing the browser ends it.
 */
export function longestGap(
  config: SessionConfig,
  behaviour: Behaviour = newest,
  idpSessionExpiry?: number,
): number | null {
  return simulate(config, [], behaviour, limitedBy(idpSessionExpiry)).endsAt;
}

function limitedBy(idpSessionExpiry: number | undefined): SimulationOptions {
  return idpSessionExpiry === undefined ? {} : { idpSessionExpiry };
}

export interface LatestEnd {
  /** Seconds after login, null when nothing limits it. */
  seconds: number | null;
  /** What starts the time again, so that `seconds` is no hard limit. */
  restartedBy: 'saves' | 'visits' | null;
}

/**
 * The latest possible end of a session that is used all the time. `idpSessionExpiry` is the identity provider's
 * `session_expiry`, seconds after login.
 */
export function latestEnd(
  config: SessionConfig,
  behaviour: Behaviour = newest,
  idpSessionExpiry?: number,
): LatestEnd {
  const first = simulate(config, [], behaviour);
  const cap = (seconds: number | null): number | null => {
    const limit = behaviour.idpSessionExpiry ? idpSessionExpiry : undefined;
    return limit === undefined ? seconds : Math.max(0, Math.min(seconds ?? Infinity, limit - IDP_LEEWAY));
  };
  if (first.endReason === 'never-established' || first.endReason === 'error') {
    return { seconds: 0, restartedBy: null };
  }
  if (!first.rolling) {
    if (behaviour.nonRollingAnchored) return { seconds: cap(first.endsAt), restartedBy: null };
    const restartedBy = behaviour.resavesNonRolling ? 'visits' : 'saves';
    return { seconds: cap(restartedBy === 'visits' ? null : first.endsAt), restartedBy };
  }
  const login = Math.floor(DEFAULT_LOGIN_AT);
  const { absoluteDuration } = first;
  const absolute =
    absoluteDuration === false && behaviour.generation === 3 ? Infinity : plus(login, absoluteDuration);
  const seconds = Number(absolute) - login;
  return { seconds: cap(seconds === Infinity ? null : seconds), restartedBy: null };
}

export interface HardLimit {
  /** Seconds after each login. */
  seconds: number;
  source: 'absolute' | 'idp';
}

/** The end that nothing moves: neither requests nor saves. Null where there is none. */
export function hardLimit(
  config: SessionConfig,
  behaviour: Behaviour = newest,
  idpSessionExpiry?: number,
): HardLimit | null {
  const { seconds, restartedBy } = latestEnd(config, behaviour);
  const absolute = restartedBy === null ? seconds : null;
  const ceiling =
    behaviour.idpSessionExpiry && idpSessionExpiry !== undefined
      ? Math.max(0, idpSessionExpiry - IDP_LEEWAY)
      : Infinity;
  if (ceiling < (absolute ?? Infinity)) return { seconds: ceiling, source: 'idp' };
  return absolute === null ? null : { seconds: absolute, source: 'absolute' };
}

export interface RegularVisitor {
  visits: number;
  /** Visits that found no session, so that the user had to sign in again. */
  signIns: number;
  /** The first of them, seconds after login; null when there is none. */
  firstSignIn: number | null;
  simulation: Simulation;
}

/** What a user sees who comes every `interval` seconds and signs in again when asked to, over `visits` visits. */
export function everyInterval(
  config: SessionConfig,
  interval: number,
  visits = 30,
  behaviour: Behaviour = newest,
  idpSessionExpiry?: number,
): RegularVisitor {
  const events = Array.from({ length: Math.max(0, Math.min(visits, 10_000)) }, (_, index) => ({
    at: (index + 1) * interval,
    kind: 'visit' as const,
  }));
  const options = { ...limitedBy(idpSessionExpiry), logsInAgain: true };
  const simulation = simulate(config, events, behaviour, options);
  const again = simulation.events.filter(({ login }) => login);
  return { visits: events.length, signIns: again.length, firstSignIn: again[0]?.at ?? null, simulation };
}

/** `A user who comes every 5 days is asked to sign in on every visit.` */
export function describeVisitor(
  config: SessionConfig,
  interval: number,
  behaviour: Behaviour = newest,
  idpSessionExpiry?: number,
): string {
  const { visits, signIns, firstSignIn } = everyInterval(config, interval, 30, behaviour, idpSessionExpiry);
  const who = `A user who comes every ${formatDuration(interval)}`;
  if (firstSignIn === null) return `${who} stays signed in.`;
  if (signIns === visits) return `${who} has to sign in on every visit.`;
  return `${who} has to sign in again after ${formatDuration(firstSignIn)}.`;
}

export interface ChangeEffect {
  /** When a session that already exists follows the new durations. */
  takesEffect: 'at-once' | 'at-next-visit' | 'at-next-save';
  /** Without that, the cookie lives on as issued: at most this long after the change; null when nothing limits it. */
  oldCookiesLiveAtMost: number | null;
  sentence: string;
}

/** What happens to sessions that exist when the durations change in production. New logins follow the new ones at once. */
export function changeInProduction(
  before: SessionConfig,
  after: SessionConfig,
  behaviour: Behaviour = newest,
): ChangeEffect {
  const oldCookiesLiveAtMost = longestGap(before, behaviour);
  const rolls = effectiveConfig(after, behaviour).rolling || behaviour.resavesNonRolling;
  if (behaviour.checksDurationsOnRead) {
    const sentence =
      'Sessions that exist follow shorter durations at once, and longer ones when they are saved.';
    return { takesEffect: 'at-once', oldCookiesLiveAtMost: 0, sentence };
  }
  const life =
    oldCookiesLiveAtMost === null ? 'without limit' : `up to ${formatDuration(oldCookiesLiveAtMost)}`;
  const takesEffect = rolls ? 'at-next-visit' : 'at-next-save';
  const moment = rolls ? 'next request through the middleware' : 'next save, or until a new login';
  const sentence = `Cookies that are already issued keep their old expiry (${life}) until the ${moment}.`;
  return { takesEffect, oldCookiesLiveAtMost, sentence };
}

export interface TwoClients {
  /** After a login through the first client. */
  afterLogin: number | null;
  /** After the first request through the second client, seconds since login. */
  afterVisit: number | null;
  /** The client whose durations count from then on. */
  wins: 'login' | 'visits' | 'same';
  endReason: EndReason;
  simulation: Simulation;
}

/**
 * Two clients that share secret and cookie name: one signs users in, the other sees their requests. The last one that
 * writes the cookie decides. `visitAt` is the first request, seconds after login.
 */
export function whichClientWins(
  signsIn: SessionConfig,
  seesVisits: SessionConfig,
  behaviour: Behaviour = newest,
  visitAt = 3600,
): TwoClients {
  const simulation = simulate(signsIn, [{ at: visitAt, kind: 'visit', config: seesVisits }], behaviour);
  const alone = simulate(signsIn, [{ at: visitAt, kind: 'visit' }], behaviour);
  const [login, visit] = simulation.events;
  const afterVisit = visit?.expiresAt ?? null;
  const same = afterVisit === (alone.events[1]?.expiresAt ?? null);
  return {
    afterLogin: login?.expiresAt ?? null,
    afterVisit,
    wins: same ? 'same' : visit?.saved || !visit?.alive ? 'visits' : 'login',
    endReason: simulation.endReason,
    simulation,
  };
}

/** Answers to what people ask about a session's lifetime, all taken from the model. Seconds. */
import { resolveBehaviour, type Behaviour } from './behaviour';
import { formatDuration, NO_LIMIT } from './duration';
import {
  DEFAULT_LOGIN_AT,
  IDP_LEEWAY,
  effectiveConfig,
  hookOf,
  simulate,
  type SimulationOptions,
} from './lifetime';
import { plus } from './rawValues';
import { CLOCK_TOLERANCE } from './sdk4';
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

/**
 * The first visit of somebody who comes every `interval` seconds that finds no session, seconds after login; null when
 * none does, or when there is no such interval. Visits in time are skipped over: what comes after one depends only on
 * when it was and on the login.
 */
export function firstSignIn(
  config: SessionConfig,
  interval: number,
  behaviour: Behaviour = newest,
  idpSessionExpiry?: number,
): number | null {
  if (!(interval > 0 && interval < Infinity)) return null;
  if (everyInterval(config, interval, 1, behaviour, idpSessionExpiry).signIns > 0) return interval;
  const end = (idp?: number): number | null =>
    hookOf(config, behaviour) === 'never'
      ? longestGap(config, behaviour, idp)
      : latestEnd(config, behaviour, idp).seconds;
  const latest = end(idpSessionExpiry) ?? Infinity;
  if (latest > NO_LIMIT) return null;
  const skipped = Math.max(0, Math.ceil(latest / interval) - 1) * interval;
  const absolute = end();
  const rest = absolute === null ? config : { ...config, absoluteDuration: absolute - skipped };
  const idp = idpSessionExpiry === undefined ? undefined : idpSessionExpiry - skipped;
  // The tolerance of an expired token lets some more visits in, and those that follow at once live on it.
  const visits = Math.ceil(CLOCK_TOLERANCE / interval) + 2;
  const { firstSignIn: first } = everyInterval(rest, interval, visits, behaviour, idp);
  return first === null ? null : skipped + first;
}

/** `A user who comes every 5 days has to sign in on every visit.` */
export function describeVisitor(
  config: SessionConfig,
  interval: number,
  behaviour: Behaviour = newest,
  idpSessionExpiry?: number,
): string {
  const first = firstSignIn(config, interval, behaviour, idpSessionExpiry);
  const who = `A user who comes every ${formatDuration(interval).replace(/^1 (?=\w+$)/, '')}`;
  if (first === null) return `${who} stays signed in.`;
  if (first === interval) return `${who} has to sign in on every visit.`;
  return `${who} has to sign in again after ${formatDuration(first)}.`;
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
  const { rolling } = effectiveConfig(after, behaviour);
  const rolls = (rolling && hookOf(after, behaviour) !== 'never') || behaviour.resavesNonRolling;
  if (behaviour.checksDurationsOnRead) {
    const sentence =
      'Sessions that exist follow shorter durations at once, and longer ones when they are saved.';
    return { takesEffect: 'at-once', oldCookiesLiveAtMost: 0, sentence };
  }
  if (oldCookiesLiveAtMost === 0) {
    const sentence = 'Nobody is signed in before the change, so that all sessions follow the new durations.';
    return { takesEffect: 'at-once', oldCookiesLiveAtMost, sentence };
  }
  const life =
    oldCookiesLiveAtMost === null ? 'without limit' : `up to ${formatDuration(oldCookiesLiveAtMost)}`;
  const takesEffect = rolls ? 'at-next-visit' : 'at-next-save';
  const moment = rolls ? 'next request through the middleware' : 'next save, or until a new login';
  const lowered =
    (latestEnd(after, behaviour).seconds ?? Infinity) <= (latestEnd(before, behaviour).seconds ?? Infinity);
  const over = rolling && lowered ? '; a session older than the new absoluteDuration ends there' : '';
  const sentence = `Cookies that are already issued keep their old expiry (${life}) until the ${moment}${over}.`;
  return { takesEffect, oldCookiesLiveAtMost, sentence };
}

export interface TwoClients {
  /** After a login through the first client. */
  afterLogin: number | null;
  /** Of the first request through the second client, seconds since login: while the session is surely alive. */
  visitAt: number;
  /** After that request, seconds since login. */
  afterVisit: number | null;
  /** The client whose durations count from then on; `same` when no request and no save can tell the two apart. */
  wins: 'login' | 'visits' | 'same';
  endReason: EndReason;
  simulation: Simulation;
}

/** A first request that people can imagine, seconds after login. */
const FIRST_VISIT = 3600;

/**
 * Two clients that share secret and cookie name: one signs users in, the other sees their requests. The last one that
 * writes the cookie decides.
 */
export function whichClientWins(
  signsIn: SessionConfig,
  seesVisits: SessionConfig,
  behaviour: Behaviour = newest,
  at?: number,
): TwoClients {
  const visitAt = at ?? Math.min(FIRST_VISIT, roundedDown((longestGap(signsIn, behaviour) ?? Infinity) / 2));
  const visit = { at: visitAt, kind: 'visit' as const, config: seesVisits };
  const simulation = simulate(signsIn, [visit], behaviour);
  const [login, seen] = simulation.events;
  const same = livesAlike(signsIn, seesVisits, behaviour);
  return {
    afterLogin: login?.expiresAt ?? null,
    visitAt,
    afterVisit: seen?.expiresAt ?? null,
    wins: same ? 'same' : seen?.saved || !seen?.alive ? 'visits' : 'login',
    endReason: simulation.endReason,
    simulation,
  };
}

/** To whole minutes, where there is one. */
function roundedDown(seconds: number): number {
  return seconds >= 60 && seconds < Infinity ? Math.floor(seconds / 60) * 60 : Math.floor(seconds);
}

/** An idle limit above the absolute one counts for nothing, so the ends are compared and not the options. */
function livesAlike(one: SessionConfig, other: SessionConfig, behaviour: Behaviour): boolean {
  const [a, b] = [one, other].map((config) => ({
    rolling: effectiveConfig(config, behaviour).rolling,
    gap: longestGap(config, behaviour),
    latest: latestEnd(config, behaviour),
    // From v4 a session in a store ignores it.
    transient:
      config.transient === true && behaviour.transient && (behaviour.generation === 3 || !config.stateful),
    stateful: config.stateful === true,
  }));
  return JSON.stringify(a) === JSON.stringify(b);
}

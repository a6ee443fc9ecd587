/**
 * The life of a session exactly as the SDK computes it: a login, requests, saves, and when and why it ends.
 * Pure: the clock is the position of each event. `test/session/differential.test.ts` compares it with the real SDK.
 */
import type { Behaviour } from './behaviour';
import { int32 } from './rawValues';
import { end3, read3, validate3, write3 } from './sdk3';
import { end4, read4, withDefaults, write4, type Cookie, type Read, type Written } from './sdk4';
import type { EndReason, Period, SessionConfig, SessionEvent, SimulatedEvent, Simulation } from './types';

export type * from './types';

/** The session is treated as ended this long before the identity provider's limit (`utils/session-helpers.js`), seconds. */
export const IDP_LEEWAY = 30;

/** Login of a simulation when none is given: 1 January 2026, half a second past noon, as real clocks have fractions. */
export const DEFAULT_LOGIN_AT = 1_767_268_800.5;

export interface SimulationOptions {
  /** Unix seconds of `at: 0`. Matters for odd values only: a text as duration is appended to the clock's digits. */
  loginAt?: number;
  /** The identity provider's `session_expiry`, seconds after each login (SDK ≥ 4.24.0). */
  idpSessionExpiry?: number;
  /** A request that finds no session is followed by a new login at once. */
  logsInAgain?: boolean;
}

/** Calls the code of the right SDK generation. */
interface Sdk {
  write(config: SessionConfig, createdAt: number, now: number, previous: Cookie | null): Written;
  read(cookie: Cookie | null, config: SessionConfig, now: number): Read;
  end(cookie: Cookie): number;
  rolls(event: SessionEvent, config: SessionConfig): boolean;
}

interface State {
  cookie: Cookie | null;
  /** The store has no record for the cookie any more. */
  revoked: boolean;
  /** Unix seconds. */
  idpLimit: number | null;
  /** The running session: `until` in Unix seconds. */
  open: { from: number; until: number; reason: EndReason } | null;
}

/**
 * Plays the events on one cookie jar. A login at 0 is added when the first event is none; events are put in order; those
 * with an impossible time are left out. Never throws.
 */
export function simulate(
  config: SessionConfig,
  events: readonly SessionEvent[],
  behaviour: Behaviour,
  options: SimulationOptions = {},
): Simulation {
  const player = new Player(config, behaviour, options);
  for (const event of inOrder(events)) player.play(event);
  return player.finish();
}

/** The options as they take effect: what the SDK computes with. */
export function effectiveConfig(
  config: SessionConfig,
  behaviour: Behaviour,
): Pick<Simulation, 'rolling' | 'absoluteDuration' | 'inactivityDuration'> {
  if (behaviour.generation === 3) {
    const valid = validate3(config, behaviour);
    if (!('error' in valid)) {
      const { rolling, absoluteDuration, rollingDuration } = valid;
      return { rolling, absoluteDuration, inactivityDuration: rollingDuration };
    }
  }
  const durations = withDefaults(config, behaviour);
  return { ...durations, rolling: Boolean(durations.rolling) };
}

/** What `beforeSessionRolled` does, in a version that calls it: only where the session rolls. */
export function hookOf(config: SessionConfig, behaviour: Behaviour): SessionConfig['hook'] {
  const isCalled = behaviour.beforeSessionRolled && effectiveConfig(config, behaviour).rolling;
  return isCalled ? config.hook : undefined;
}

function inOrder(events: readonly SessionEvent[]): SessionEvent[] {
  const usable = events.filter(({ at }) => Number.isFinite(at) && at >= 0);
  const sorted = usable.sort((a, b) => a.at - b.at);
  return sorted[0]?.kind === 'login' ? sorted : [{ at: 0, kind: 'login' }, ...sorted];
}

function sdkOf(behaviour: Behaviour, main: SessionConfig): Sdk {
  if (behaviour.generation === 3) {
    return {
      write: (config, createdAt, now) => write3(config, behaviour, createdAt, now),
      read: (cookie, config, now) => read3(cookie, config, behaviour, now),
      end: (cookie) => end3(cookie, main, behaviour),
      rolls: (_event, config) => effectiveConfig(config, behaviour).rolling,
    };
  }
  return {
    write: (config, createdAt, now, previous) => write4(config, behaviour, createdAt, now, previous),
    read: (cookie, config, now) => (cookie === null ? 'gone' : read4(cookie, config, behaviour, now)),
    end: end4,
    rolls: ({ skipsRolling }, config) =>
      behaviour.resavesNonRolling ||
      (effectiveConfig(config, behaviour).rolling &&
        !(skipsRolling && behaviour.beforeSessionRolled) &&
        hookOf(config, behaviour) !== 'never'),
  };
}

class Player {
  private readonly sdk: Sdk;
  private readonly loginAt: number;
  private readonly events: SimulatedEvent[] = [];
  private readonly periods: Period[] = [];
  private readonly state: State = { cookie: null, revoked: false, idpLimit: null, open: null };

  constructor(
    private readonly main: SessionConfig,
    private readonly behaviour: Behaviour,
    private readonly options: SimulationOptions,
  ) {
    this.sdk = sdkOf(behaviour, main);
    this.loginAt = options.loginAt ?? DEFAULT_LOGIN_AT;
  }

  play(event: SessionEvent): void {
    const now = this.loginAt + event.at;
    const config = event.config ?? this.main;
    if (this.read(this.main, now) !== 'alive') this.close(now);
    const found = this.read(config, now);
    const step = event.kind === 'login' ? this.login(config, now) : this.request(event, config, now, found);
    const until = this.state.open?.until;
    const expiresAt = until === undefined || until === Infinity ? null : this.sinceLogin(until);
    this.events.push({ at: event.at, kind: event.kind, ...step, expiresAt });
  }

  private request(event: SessionEvent, config: SessionConfig, now: number, found: Read) {
    const alive = found === 'alive';
    const error = typeof found === 'object' ? found : {};
    if (event.kind === 'close' || event.kind === 'logout' || event.kind === 'revoke') {
      // Signing out reads the session first, and fails where that fails.
      if (event.kind !== 'logout' || typeof found !== 'object') this.end(event.kind, now);
      return { alive, saved: false };
    }
    if (!alive && this.options.logsInAgain && event.kind !== 'save') {
      return { ...this.login(config, now), alive: false, login: true as const };
    }
    const rolls = event.kind === 'visit' && this.sdk.rolls(event, config);
    // v3 deletes what it would have rolled: a client with shorter durations ends the session of another one.
    if (found === 'gone' && rolls && this.behaviour.generation === 3) this.drop(now);
    const writes = rolls || event.kind === 'save';
    return alive && writes ? { alive, ...this.save(config, now) } : { alive, saved: false, ...error };
  }

  private read(config: SessionConfig, now: number): Read {
    const { cookie, revoked, idpLimit } = this.state;
    const read = this.sdk.read(cookie, config, now);
    const over = revoked || (idpLimit !== null && Math.floor(now) >= idpLimit - IDP_LEEWAY);
    return read === 'alive' && over ? 'gone' : read;
  }

  private login(config: SessionConfig, now: number) {
    const second = Math.floor(now);
    const { idpSessionExpiry } = this.options;
    const idpLimit =
      this.behaviour.idpSessionExpiry && idpSessionExpiry !== undefined ? second + idpSessionExpiry : null;
    if (idpLimit !== null && idpLimit <= second + IDP_LEEWAY) return this.refused('idp-limit', now);
    const written = this.sdk.write(
      config,
      this.behaviour.generation === 3 ? int32(now) : second,
      now,
      this.state.cookie,
    );
    if ('error' in written) return { ...this.refused('error', now), error: written.error };
    this.close(now, 'new-login');
    Object.assign(this.state, { cookie: written.cookie, revoked: false, idpLimit });
    const alive = this.read(config, now) === 'alive';
    this.open(now, now, written.limit);
    return { alive, saved: true };
  }

  /** The login fails; a session from before stays. */
  private refused(reason: EndReason, now: number) {
    if (this.state.open === null) {
      const at = this.sinceLogin(now);
      this.periods.push({ from: at, to: at, reason });
    }
    return { alive: false, saved: false };
  }

  private save(config: SessionConfig, now: number) {
    const { cookie } = this.state;
    const written = this.sdk.write(config, cookie?.createdAt ?? now, now, cookie);
    if ('error' in written) return { saved: false, error: written.error };
    this.state.cookie = written.cookie;
    this.open(this.state.open?.from ?? now, now, written.limit);
    return { saved: true };
  }

  /** Starts the running session, or moves its end, after a cookie was written. */
  private open(from: number, now: number, limit: EndReason): void {
    const { cookie, idpLimit } = this.state;
    const end = cookie === null ? -Infinity : this.sdk.end(cookie);
    const until = Math.min(end, idpLimit === null ? Infinity : idpLimit - IDP_LEEWAY);
    const dead = Math.floor(until) <= Math.floor(now);
    const ended = from === now ? 'never-established' : limit;
    const reason = until === Infinity ? 'open' : until < end ? 'idp-limit' : limit;
    this.state.open = { from, until: dead ? now : until, reason: dead ? ended : reason };
    if (cookie === null) this.close(now);
  }

  private end(kind: 'close' | 'logout' | 'revoke', now: number): void {
    if (kind === 'close' && this.state.cookie?.browserUntil !== Infinity) return;
    if (kind !== 'revoke') this.drop(now, kind === 'close' ? 'browser-closed' : 'logout');
    else if (this.main.stateful) {
      this.state.revoked = true;
      this.close(now, 'revoked');
    }
  }

  private drop(now: number, reason?: EndReason): void {
    this.state.cookie = null;
    this.close(now, reason);
  }

  /** Records the running session: it ended at its own time, or now if that is earlier. */
  private close(now: number, reason?: EndReason): void {
    const { open } = this.state;
    if (open === null) return;
    const cut = now < open.until;
    const to = cut ? now : open.until;
    this.periods.push({
      from: this.sinceLogin(open.from),
      to: to === Infinity ? null : this.sinceLogin(to),
      reason: cut ? (reason ?? open.reason) : open.reason,
    });
    this.state.open = null;
  }

  finish(): Simulation {
    this.close(Infinity);
    const last = this.periods.at(-1);
    return {
      ...effectiveConfig(this.main, this.behaviour),
      events: this.events,
      periods: this.periods,
      endsAt: last?.to ?? null,
      endReason: last?.reason ?? 'open',
    };
  }

  private sinceLogin(unix: number): number {
    return Math.floor(unix) - Math.floor(this.loginAt);
  }
}

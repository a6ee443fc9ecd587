/** The vocabulary of the lifetime model. Times are whole seconds since the first login unless a name says otherwise. */
import type { RawValue } from './rawValues';

/** The session options that decide the lifetime, as written; an absent or undefined one takes the version's default. */
export interface SessionConfig {
  rolling?: RawValue;
  absoluteDuration?: RawValue;
  /** v3: `rollingDuration`. */
  inactivityDuration?: RawValue;
  /** The cookie option: a cookie that lasts until the browser is closed. */
  transient?: boolean;
  /** True with a `sessionStore`: the cookie holds an id only. */
  stateful?: boolean;
  /** `beforeSessionRolled`: it decides which requests extend the session, or it is certain that none does. */
  hook?: 'decides' | 'never';
}

/**
 * `visit`: a request the middleware sees, to a path that is not one of the SDK's routes (v3: a request that reads the
 * session where cookies can be written). `read`: a request that only reads the session, such as a page the matcher
 * leaves out or a poll of `/auth/profile`. `save`: `updateSession`, a token refresh. `close`: the browser is closed.
 * `revoke`: the record of a stateful session is deleted.
 */
export type EventKind = 'login' | 'visit' | 'save' | 'read' | 'close' | 'logout' | 'revoke';

export interface SessionEvent {
  at: number;
  kind: EventKind;
  /** The client that handles this request, when it is not the main one: a second client, or a changed configuration. */
  config?: SessionConfig;
  /** `beforeSessionRolled` returns false for this request. */
  skipsRolling?: boolean;
}

export type EndReason =
  /** No request came in time. */
  | 'inactivity'
  /** absoluteDuration is over. */
  | 'absolute'
  /** The cookie of the login is gone at once: nobody can stay signed in. */
  | 'never-established'
  /** The SDK throws when it saves the session of the login. */
  | 'error'
  /** The identity provider's `session_expiry`. */
  | 'idp-limit'
  | 'logout'
  /** Replaced by the session of another login. */
  | 'new-login'
  | 'revoked'
  | 'browser-closed'
  /** Browsers keep no cookie longer than 400 days. */
  | 'browser-limit'
  /** Nothing ends it but closing the browser. */
  | 'open';

export interface SimulatedEvent {
  at: number;
  kind: EventKind;
  /** Does this request find a session? For a login: does the next request find one? */
  alive: boolean;
  /** When the session ends if no request follows; null when there is none, or no end to it. */
  expiresAt: number | null;
  /** The request wrote a new cookie. */
  saved: boolean;
  /** The user signed in again here (simulation option `logsInAgain`). */
  login?: true;
  /** Message of the error the SDK throws on this request. */
  error?: string;
}

/** A stretch during which a session existed. */
export interface Period {
  from: number;
  /** Null: no end. */
  to: number | null;
  reason: EndReason;
}

export interface Simulation {
  rolling: boolean;
  /** Seconds, or the raw value when it is not a number. */
  absoluteDuration: RawValue;
  inactivityDuration: RawValue;
  events: SimulatedEvent[];
  /** One per login, oldest first. */
  periods: Period[];
  /** End of the last session; null when it has no end. */
  endsAt: number | null;
  endReason: EndReason;
}

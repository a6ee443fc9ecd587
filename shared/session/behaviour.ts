/** What the session code of an SDK version does, as far as it decides how long a session lives. */
import { defaultsFor, type SessionDefaults } from './defaults';

export interface BehaviourFlags {
  /** `rolling: false` ends at login + absoluteDuration whatever is saved in between. */
  nonRollingAnchored: boolean;
  /** The middleware writes the cookie again on every request it sees, `rolling: false` included. */
  resavesNonRolling: boolean;
  /** Every read compares with the durations configured now, so lowering them takes effect at once. */
  checksDurationsOnRead: boolean;
  /** Durations are validated when the configuration is read; a bad one throws. */
  validatesDurations: boolean;
  /** The encrypted token carries its own expiry; without one a copied cookie works forever. */
  tokenExpires: boolean;
  /** An expired token is accepted for 15 more seconds. */
  clockTolerance: boolean;
  /** An expired token in a stateless cookie throws `ERR_JWT_EXPIRED` instead of meaning "no session". */
  expiredTokenThrows: boolean;
  /** The expiry is computed from `Math.floor(Date.now() / 1000 + maxAge)`: a text as duration is cut, not refused. */
  expiryFlooredAsWhole: boolean;
  /** The expiry inside the token is counted from the 32-bit clock, which runs over in 2038. */
  expiryFromInt32: boolean;
  /** The cookie option `transient` exists. */
  transient: boolean;
  /** `beforeSessionRolled` exists; older versions ignore it silently. */
  beforeSessionRolled: boolean;
  /** The ID token's `session_expiry` claim (IPSIE) ends the session, 30 seconds early. */
  idpSessionExpiry: boolean;
}

export type BehaviourFlag = keyof BehaviourFlags;

export interface BehaviourFact {
  flag: BehaviourFlag;
  /** First and last version with the behaviour; `null` means from the first 3.x, or up to the newest known. */
  from: string | null;
  to: string | null;
  /** Where it was read: file below `dist/` of the published package. */
  source: string;
}

/** Newest version the facts were checked against. Newer ones are taken to behave the same. */
export const NEWEST_KNOWN = '4.30.0';
export const NEWEST_V3 = '3.8.0';

export const BEHAVIOUR_FACTS: readonly BehaviourFact[] = [
  fact('nonRollingAnchored', null, '3.8.0', 'auth0-session/session/abstract-session.js calculateExp'),
  fact('checksDurationsOnRead', null, '3.8.0', 'auth0-session/session/abstract-session.js read'),
  fact('validatesDurations', null, '3.8.0', 'auth0-session/get-config.js'),
  fact(
    'resavesNonRolling',
    '4.0.0',
    '4.16.1',
    'server/auth-client.js handler (gated by isRolling in 4.17.0)',
  ),
  fact(
    'tokenExpires',
    null,
    '3.8.0',
    'auth0-session/session/stateless-session.js encrypt (protected header)',
  ),
  fact('tokenExpires', '4.5.1', null, 'server/cookies.js encrypt, setExpirationTime'),
  fact('clockTolerance', '4.6.0', null, 'server/cookies.js decrypt, clockTolerance: 15'),
  fact('expiredTokenThrows', '4.5.1', '4.8.0', 'server/cookies.js decrypt (returns null from 4.9.0)'),
  fact('expiryFlooredAsWhole', '4.5.1', '4.5.1', 'server/session/stateless-session-store.js set'),
  fact('expiryFromInt32', '4.11.1', null, 'server/session/stateless-session-store.js set, epoch()'),
  fact('transient', null, '3.8.0', 'auth0-session/session/abstract-session.js save'),
  fact('transient', '4.5.0', null, 'server/cookies.js setChunkedCookie'),
  fact('beforeSessionRolled', '4.23.0', null, 'server/session/abstract-session-store.js shouldRollSession'),
  fact('idpSessionExpiry', '4.24.0', null, 'utils/session-helpers.js isSessionCeilingReached'),
];

export interface Behaviour extends BehaviourFlags {
  /** The version asked for, or null when it was unknown and the newest known was assumed. */
  version: string | null;
  /** v3 (and older) anchors sessions in the token's header; v4 computes a Max-Age on every save. */
  generation: 3 | 4;
  defaults: SessionDefaults;
}

/**
 * Behaviour of an SDK version such as `4.9.0`. Null, and text that is no version, mean "unknown" and get the behaviour
 * of the newest known release. Pre-releases count as their release, 1.x and 2.x as 3.x.
 */
export function resolveBehaviour(sdkVersion: string | null): Behaviour {
  const parsed = sdkVersion === null ? null : parseVersion(sdkVersion);
  const version = parsed ?? [Infinity, 0, 0];
  const flags = Object.fromEntries(
    BEHAVIOUR_FACTS.map(({ flag }) => [flag, has(version, flag)]),
  ) as unknown as BehaviourFlags;
  return {
    ...flags,
    version: parsed === null ? null : sdkVersion,
    generation: version[0] < 4 ? 3 : 4,
    defaults: defaultsFor(parsed === null ? null : sdkVersion),
  };
}

/** `SDK 4.9.0`; where the version was unknown, that another one was taken. */
export function sdkText(version: string | null): string {
  return version === null ? `SDK ${NEWEST_KNOWN} assumed` : `SDK ${version}`;
}

type Version = [number, number, number];

function fact(flag: BehaviourFlag, from: string | null, to: string | null, source: string): BehaviourFact {
  return { flag, from, to, source };
}

function has(version: Version, flag: BehaviourFlag): boolean {
  return BEHAVIOUR_FACTS.some((candidate) => candidate.flag === flag && within(version, candidate));
}

function within(version: Version, { from, to }: BehaviourFact): boolean {
  const low = from === null ? null : parseVersion(from);
  const high = to === null ? null : parseVersion(to);
  // Facts about v3 hold for the whole major and those before it, not only up to the release that was read.
  if (high !== null && high[0] === 3) return version[0] <= 3;
  return (low === null || compare(version, low) >= 0) && (high === null || compare(version, high) <= 0);
}

function parseVersion(text: string): Version | null {
  const match = /^\s*v?(\d+)\.(\d+)\.(\d+)(?:[-+].*)?\s*$/.exec(text);
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3])];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

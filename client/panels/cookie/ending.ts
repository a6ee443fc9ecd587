/** Which limit ended a session, where a configuration of the workspace proves it. Pure; times are seconds. */
import { rounded } from '../../../shared/cookie/lifetime';
import type { SessionLane } from '../../../shared/protocol';
import { formatDuration } from '../../../shared/session/duration';

/** How a configuration comes to the end of a cookie. */
export interface Written {
  /** The limit that was reached. `save`: absoluteDuration counted from the last save, as v4 does without rolling. */
  rule: 'absolute' | 'inactivity' | 'save';
  duration: number;
  /** Of the last write, since login. Zero: the login itself. */
  last: number;
}

export interface Ending {
  /** For the message of the cookie, instead of what it tells by itself. */
  why: string | null;
  /** What cannot be known, and what it would take. */
  doubt: string | null;
}

export interface Candidate {
  lane: SessionLane;
  fits: boolean | null;
  written: Written | null;
}

/** `best`: the configuration that is shown; `all`: every one that may have written the cookie. */
export function endingOf(best: Candidate | undefined, all: readonly Candidate[]): Ending {
  if (best === undefined) return { why: null, doubt: NO_CLIENT };
  const { lane, fits, written } = best;
  if (lane.unknown.length > 0) {
    const names = lane.unknown.map((name) => `\`${name}\``).join(' and ');
    const verb = lane.unknown.length === 1 ? 'is' : 'are';
    return doubtful(`${names} ${verb} decided at run time`);
  }
  if (fits === null) return { why: null, doubt: null };
  if (!fits || written === null) return doubtful('it takes the configuration that wrote it');
  if (lane.sdk === null) return doubtful('it takes the version of the SDK, which is not installed here');
  const others = all.filter((other) => other.fits === true && other.written !== null);
  if (others.some((other) => other.written?.rule !== written.rule)) {
    return doubtful('configurations of this workspace come to the same end by different limits');
  }
  return { why: sentence(lane.name, written), doubt: null };
}

const NO_CLIENT =
  'Which limit ended it cannot be told for certain: no client of this workspace writes cookies of this kind and name.';

function doubtful(reason: string): Ending {
  return { why: null, doubt: `Which limit ended it cannot be told for certain: ${reason}.` };
}

/** That the configuration is the one that wrote the cookie is not proven by an end that a request moved. */
function sentence(name: string, { rule, duration, last }: Written): string {
  const time = formatDuration(duration);
  const ended = { absolute: absolute(time), save: saved(time, last), inactivity: idle(time, last) }[rule];
  return `as \`${name}\` is configured, ${ended}`;
}

function absolute(time: string): string {
  return `the absolute duration, ${time} after login, was reached`;
}

function saved(time: string, last: number): string {
  return last === 0
    ? `${absolute(time)}; \`rolling\` is off, and nothing saved the session again`
    : `the absolute duration, ${time}, was over since the session was last saved, ${rounded(last)} after login; \`rolling\` is off`;
}

function idle(time: string, last: number): string {
  const since =
    last === 0
      ? 'the login: no request extended the session'
      : `the last request that extended it, ${rounded(last)} after login`;
  return `the inactivity duration, ${time}, was over since ${since}`;
}

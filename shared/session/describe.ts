/** The lifetime of a session in plain words. */
import { resolveBehaviour, type Behaviour } from './behaviour';
import { formatDuration, NO_LIMIT } from './duration';
import { hookOf, simulate } from './lifetime';
import { latestEnd } from './questions';
import type { EndReason, SessionConfig } from './types';

/** Null for "no limit", also when the number is absurd. */
export function plausible(seconds: number | null): number | null {
  return seconds !== null && seconds < NO_LIMIT ? seconds : null;
}

/**
 * One or two sentences: `The session ends after 1 day without a request, and 3 days after login at the latest.`
 * Also the text alternative of every picture of the lifetime.
 */
export function describeLifetime(config: SessionConfig, options: { behaviour?: Behaviour } = {}): string {
  const behaviour = options.behaviour ?? resolveBehaviour(null);
  const { endsAt, endReason, events, rolling } = simulate(config, [], behaviour);
  if (endReason === 'error') {
    return `Nobody can sign in: the SDK throws "${events[0]?.error}" when it saves the session.`;
  }
  if (endReason === 'never-established') {
    return 'Nobody can stay signed in: the session cookie of the login is deleted at once.';
  }
  const gap = plausible(endsAt);
  const sentence = rolling ? whenRolling(config, behaviour, gap) : notRolling(behaviour, gap);
  if (endReason === 'browser-limit') return `${sentence} Browsers keep no cookie longer than that.`;
  const tabOnly = config.transient && !config.stateful && behaviour.transient && gap !== null;
  return tabOnly ? `${sentence} Closing the browser ends it earlier.` : sentence;
}

function whenRolling(config: SessionConfig, behaviour: Behaviour, gap: number | null): string {
  const latest = plausible(latestEnd(config, behaviour).seconds);
  if (gap === null) return 'The session lasts until the browser is closed.';
  if (latest !== null && latest <= gap)
    return `The session ends ${formatDuration(latest)} after login, whatever the activity.`;
  const limit = latest === null ? '' : `, and ${formatDuration(latest)} after login at the latest`;
  const hook = hookOf(config, behaviour);
  if (hook === 'never') {
    return `The session ends ${formatDuration(gap)} after login, or after the last save (\`updateSession\`, a token refresh)${limit}: \`beforeSessionRolled\` lets no request extend it.`;
  }
  const idle = `The session ends after ${formatDuration(gap)} without a request`;
  const sentence = `${idle}${limit || '; nothing else limits it'}.`;
  return hook === 'decides'
    ? `${sentence} A request does not count where \`beforeSessionRolled\` returns false.`
    : sentence;
}

function notRolling(behaviour: Behaviour, gap: number | null): string {
  if (gap === null) return 'The session lasts until the browser is closed.';
  const time = formatDuration(gap);
  if (behaviour.nonRollingAnchored) {
    return `The session ends ${time} after login; requests and saves do not extend it.`;
  }
  if (behaviour.resavesNonRolling) {
    return `The session ends ${time} after the last request: this SDK version saves it on every request in spite of \`rolling: false\`, so nothing limits it.`;
  }
  return `The session ends ${time} after login, or after the last save (\`updateSession\`, a token refresh); requests do not extend it.`;
}

const REASONS: Record<EndReason, string> = {
  inactivity: 'no request came in time',
  absolute: 'the absolute limit is reached',
  'never-established': 'the cookie of the login is deleted at once',
  error: 'the SDK throws when it saves the session',
  'idp-limit': "the identity provider's limit is reached, 30 seconds early",
  logout: 'the user signed out',
  revoked: 'its record was deleted',
  'browser-closed': 'the browser was closed',
  'browser-limit': 'browsers keep no cookie longer than 400 days',
  'new-login': 'the user signed in again',
  open: 'only closing the browser ends it',
};

/** Why a session ends, to follow a colon or "because". */
export function reasonText(reason: EndReason): string {
  return REASONS[reason];
}

/** What the panel says. */
import { sdkText } from '../../../shared/session/behaviour';
import { plausible } from '../../../shared/session/describe';
import { formatDuration, formatDurationShort } from '../../../shared/session/duration';
import { effectiveConfig, hookOf } from '../../../shared/session/lifetime';
import {
  changeInProduction,
  describeVisitor,
  hardLimit,
  latestEnd,
  longestGap,
  whichClientWins,
} from '../../../shared/session/questions';
import { endsSession } from '../../../shared/session/chartMarks';
import type { EventKind, SimulatedEvent, Simulation } from '../../../shared/session/types';
import type { DrawnLane } from './lanes';

/** `shop · auth0 (before my edit)`; the app's name only where there are several. */
export function nameOf({ title, badge, lane }: DrawnLane, several: boolean): string {
  const app = several && lane ? `${lane.app} · ` : '';
  return `${app}${title}${badge === '' ? '' : ` (${badge})`}`;
}

/** `7 days idle, 30 days at most`: the options in force, not what they lead to. */
export function valuesOf({ config, behaviour, lane, idp }: DrawnLane): string {
  const { rolling, absoluteDuration, inactivityDuration } = effectiveConfig(config, behaviour);
  const idle = `${valueText(inactivityDuration)} idle`;
  const values = rolling
    ? `${idle}, ${valueText(absoluteDuration)} at most`
    : `not rolling, ${valueText(absoluteDuration)}`;
  const ceiling = behaviour.idpSessionExpiry && idp !== undefined ? `ID token ${formatDuration(idp)}` : '';
  const kind = [
    lane?.isProduction ? 'in production' : '',
    config.stateful ? 'in a store' : '',
    config.transient ? 'transient' : '',
    ceiling,
  ].filter(Boolean);
  // A typed configuration claims nothing of a project.
  const sdk = lane || behaviour.version !== null ? [sdkText(behaviour.version)] : [];
  return [values, ...kind, ...sdk].join(' · ');
}

function valueText(value: unknown): string {
  return typeof value === 'number' ? formatDuration(value) : JSON.stringify(value);
}

/** Why the picture may not be the whole truth; undefined when it is. */
export function caveatOf({ lane, behaviour, config, idp }: DrawnLane): string | undefined {
  const sentences: string[] = [];
  if (lane && lane.unknown.length > 0) {
    const verb = lane.unknown.length > 1 ? 'are' : 'is';
    sentences.push(
      `${lane.unknown.join(' and ')} ${verb} decided at run time: drawn with a value the code names, or the default.`,
    );
  }
  const hook = hookOf(config, behaviour);
  if (hook === 'never') sentences.push('beforeSessionRolled lets no visit extend the session.');
  if (hook === 'decides') sentences.push('A visit does not count where beforeSessionRolled returns false.');
  if (lane?.isCut) sentences.push('The code allows more configurations than are drawn here.');
  const sdk = behaviour.version === null ? 'This SDK' : `SDK ${behaviour.version}`;
  if (idp !== undefined && !behaviour.idpSessionExpiry) {
    sentences.push(`${sdk} does not look at the ID token's session_expiry: that came with 4.24.0.`);
  }
  if (config.transient && !config.stateful && !behaviour.transient) {
    sentences.push(`${sdk} ignores the option transient: that came with 4.5.0.`);
  }
  return sentences.length > 0 ? sentences.join(' ') : undefined;
}

/** `session, now until 12d`, `no session`, `signed out`. */
export function outcomeOf(event: SimulatedEvent, simulation: Simulation): string {
  const { kind, alive, login, expiresAt, error, saved } = event;
  if (error !== undefined) return `the SDK throws "${error}"`;
  const until = expiresAt === null ? 'no end' : `until ${formatDurationShort(expiresAt)}`;
  if (login) return `signs in again, ${until}`;
  if (kind === 'login') return alive ? `signed in, ${until}` : 'not signed in';
  if (!alive) return 'no session';
  if (endsSession(event, simulation)) return OVER[kind] ?? 'session over';
  if (kind === 'close') return `cookie kept, session ${until}`;
  if (kind === 'revoke') return `nothing stored, session ${until}`;
  return saved ? `session, now ${until}` : `session, still ${until}`;
}

const OVER: Partial<Record<EventKind, string>> = {
  logout: 'signed out',
  close: 'cookie gone, session over',
  revoke: 'session over',
};

/** How the compared lane differs: `What if ends 10 days later than auth0: 27 days instead of 17 days.` */
export function differenceOf(lane: DrawnLane, other: DrawnLane): string {
  const [a, b] = [lane.life.end, other.life.end];
  const [before, after] = [quoted(lane), quoted(other)];
  if (a === b) return `With these visits, ${after} ends at the same time as ${before}.`;
  if (b === null)
    return `With these visits, nothing ends ${after}; ${before} ends after ${formatDuration(a ?? 0)}.`;
  if (a === null)
    return `With these visits, ${after} ends after ${formatDuration(b)}; nothing ends ${before}.`;
  const how = `${formatDuration(Math.abs(b - a))} ${b > a ? 'later' : 'earlier'}`;
  return `With these visits, ${after} ends ${how} than ${before}: after ${formatDuration(b)} instead of ${formatDuration(a)}.`;
}

function quoted({ title, badge }: DrawnLane): string {
  return badge === 'now' || badge === 'before my edit' ? `${title} ${badge}` : `“${title}”`;
}

export interface Answer {
  question: string;
  /** One per lane. */
  answers: string[];
}

/** `every`: seconds of the regular visitor; null when what was typed is no duration. */
export function answersOf(lanes: readonly DrawnLane[], every: number | null): Answer[] {
  const of = (question: string, answer: (lane: DrawnLane) => string): Answer => ({
    question,
    answers: lanes.map((lane) =>
      lane.life.simulation.endReason === 'error' ? lane.life.note : answer(lane),
    ),
  });
  return [
    of('Longest time away', ({ config, behaviour, idp }) => {
      const gap = plausible(longestGap(config, behaviour, idp));
      return gap === null ? 'No limit, until the browser is closed' : formatDuration(gap);
    }),
    of('Latest possible end', ({ config, behaviour, idp }) => {
      const hard = hardLimit(config, behaviour, idp);
      if (hard?.source === 'idp') return `${formatDuration(hard.seconds)} after login, by the ID token`;
      const { seconds, restartedBy } = latestEnd(config, behaviour);
      const latest = plausible(seconds);
      if (latest === null) return 'None: a user who keeps coming stays signed in';
      const after = restartedBy === 'saves' ? 'login or the last save' : 'login';
      return `${formatDuration(latest)} after ${after}`;
    }),
    of('Somebody who comes every', ({ config, behaviour, idp }) =>
      every === null ? 'Type a duration such as 5d' : describeVisitor(config, every, behaviour, idp),
    ),
    of('Changed in production', (lane) => {
      const after = lanes.find(({ key }) => key === lane.comparedWith) ?? lane;
      return changeInProduction(lane.config, after.config, after.behaviour).sentence;
    }),
  ];
}

/** Pairs of clients to tell of. */
const MOST_SHARED = 3;

/** Clients that write the same cookie, and whose durations count in the end. */
export function sharedCookies(lanes: readonly DrawnLane[]): string[] {
  const clients = lanes.filter(
    ({ lane, key }, index) =>
      lane !== undefined &&
      key === lane.id &&
      lanes.findIndex((other) => other.lane?.client === lane.client && other.key === other.lane.id) === index,
  );
  const sentences = clients.flatMap((one, index) =>
    clients.slice(index + 1).flatMap((two) => {
      const sharer = one.lane?.sharers.find(({ client }) => client === two.lane?.client);
      return sharer ? [sharedSentence(one, two, sharer.otherSecret)] : [];
    }),
  );
  const more = sentences.length - MOST_SHARED;
  return more > 1 ? [...sentences.slice(0, MOST_SHARED), `The same goes for ${more} more pairs.`] : sentences;
}

function sharedSentence(one: DrawnLane, two: DrawnLane, otherSecret: boolean): string {
  const { behaviour } = one;
  const both = `${one.title} and ${two.title} share the cookie ${one.lane?.cookieName ?? ''}.`;
  if (otherSecret) return `${both} With two secrets neither can read what the other wrote.`;
  const shared = whichClientWins(one.config, two.config, behaviour);
  const { wins, visitAt, afterLogin, afterVisit, simulation } = shared;
  const login = `After a login through ${one.title}`;
  const request = `the first request ${two.title} sees ${formatDuration(visitAt)} later`;
  if (wins === 'same') return `${both} Their durations lead to the same end.`;
  if (simulation.endsAt !== null && simulation.endsAt <= visitAt) {
    return `${both} ${login}, ${request} finds no session, or ends it.`;
  }
  if (wins === 'login') return `${both} The one that signs the user in decides.`;
  if (afterVisit !== whichClientWins(one.config, one.config, behaviour, visitAt).afterVisit) {
    return `${both} ${login} the session ends ${ending(afterLogin)}; ${request} makes that ${ending(afterVisit)}.`;
  }
  const [a, b] = [one, two].map(({ config }) => latestEnd(config, behaviour));
  if (!a || !b || a.seconds === b.seconds || a.restartedBy || b.restartedBy)
    return `${both} The one that saves it last decides when it ends.`;
  return `${both} While ${two.title} sees the requests, a session can last ${lasting(b.seconds)}; with ${one.title}, ${lasting(a.seconds)}.`;
}

function lasting(seconds: number | null): string {
  return formatDuration(plausible(seconds) ?? Infinity);
}

function ending(seconds: number | null): string {
  return seconds === null ? 'with the browser' : `after ${formatDuration(seconds)}`;
}

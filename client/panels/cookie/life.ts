/** The life of an opened session, and the client of the workspace that wrote it. Pure. */
import { relative } from 'node:path';
import { idpLimit } from '../../../shared/cookie/lifetime';
import type { DecodedCookie } from '../../../shared/cookie/types';
import type { SessionLane } from '../../../shared/protocol';
import { resolveBehaviour, type Behaviour } from '../../../shared/session/behaviour';
import { lifeOf, type Life } from '../../../shared/session/chart';
import { describeLifetime } from '../../../shared/session/describe';
import { effectiveConfig, hookOf } from '../../../shared/session/lifetime';
import type { SessionEvent } from '../../../shared/session/types';
import { fromWire } from '../../../shared/session/wire';
import type { ClientView, LifeView } from '../../../shared/webview/cookie';
import { endingOf, type Ending, type Written } from './ending';

export interface CookieLife extends Ending {
  life: LifeView | null;
  client: ClientView | null;
  /** The lane behind `client`. */
  lane: SessionLane | null;
}

type Lived = Pick<DecodedCookie, 'name' | 'kind' | 'issuedAt' | 'expiresAt'> &
  Partial<Pick<DecodedCookie, 'payload'>>;

/** The login and the saving of a cookie are a moment apart; so are two clocks. Seconds. */
const SLACK = 3;

const WITH_CLIENT = ['session', 'session-id', 'legacy'];

/** `now`: Unix seconds. `root`: of the app whose secret opened the cookie; its clients come first. */
export function cookieLife(
  cookie: Lived,
  lanes: readonly SessionLane[],
  now: number,
  root: string | null = null,
): CookieLife {
  const plain = { life: plainLife(cookie), client: null, lane: null };
  if (!WITH_CLIENT.includes(cookie.kind)) return { ...plain, why: null, doubt: null };
  const fitted = lanes.filter((lane) => couldWrite(lane, cookie)).map((lane) => fit(lane, cookie, now));
  const [best] = fitted.sort((a, b) => rank(b, cookie, root) - rank(a, cookie, root));
  const ending = endedByItself(cookie, now) ? endingOf(best, fitted) : { why: null, doubt: null };
  if (best === undefined) return { ...plain, ...ending };
  return { life: best.life ?? plain.life, client: clientView(best), lane: best.lane, ...ending };
}

/** By a limit of the session, which stands in the configuration: the cookie tells of every other end itself. */
function endedByItself(cookie: Lived, now: number): boolean {
  const { kind, issuedAt, expiresAt } = cookie;
  if (kind === 'session-id' || issuedAt === null || expiresAt === null || now < expiresAt) return false;
  return expiresAt !== limitOf(cookie);
}

/** The identity provider's; null where it has none, or a later one. */
function limitOf({ kind, payload, expiresAt }: Lived): number | null {
  const limit = kind === 'session' && payload ? idpLimit(payload) : null;
  return limit === expiresAt ? limit : null;
}

/** The end that the durations gave the cookie: the identity provider's may come first. */
function writtenEnd(cookie: Lived): number | null {
  const exp = cookie.payload?.['exp'];
  return limitOf(cookie) === null ? cookie.expiresAt : typeof exp === 'number' ? exp : null;
}

/** Null as a name is one that is decided at run time, or a bare value: it could be any. */
function couldWrite({ cookieName, config, sdk }: SessionLane, { name, kind }: Lived): boolean {
  if (kind === 'legacy') return sdk === null || resolveBehaviour(sdk).generation === 3;
  const sameName = name === null || cookieName === null || cookieName === name;
  return sameName && config.stateful === (kind === 'session-id');
}

interface Fit {
  lane: SessionLane;
  behaviour: Behaviour;
  /** Null where the cookie does not tell enough. */
  fits: boolean | null;
  lastWrite: number | null;
  life: LifeView | null;
  written: Written | null;
}

/**
 * The end of a cookie tells when it was written, given the configuration; the model, asked with that moment, has to
 * come to the same end.
 */
function fit(lane: SessionLane, cookie: Lived, now: number): Fit {
  const behaviour = resolveBehaviour(lane.sdk);
  const none: Fit = { lane, behaviour, fits: null, lastWrite: null, life: null, written: null };
  const { issuedAt } = cookie;
  const expiresAt = writtenEnd(cookie);
  if (issuedAt === null || expiresAt === null) return none;
  // With an option that is decided at run time the configuration may be any.
  const unfit: Fit = { ...none, fits: lane.unknown.length > 0 ? null : false };
  const config = fromWire(lane.config);
  const { rolling, absoluteDuration, inactivityDuration } = effectiveConfig(config, behaviour);
  const end = expiresAt - issuedAt;
  const isExtended = rolling && hookOf(config, behaviour) !== 'never';
  const kind: SessionEvent['kind'] = isExtended ? 'visit' : 'save';
  const step = rolling ? inactivityDuration : absoluteDuration;
  if (typeof step !== 'number') return unfit;
  // The first write is the login itself. At the absolute limit, any write of the last stretch gives the same end.
  for (const at of [0, end - step]) {
    if (!(at >= -SLACK) || issuedAt + at > now + SLACK) continue;
    const write = at <= SLACK ? 0 : at;
    const life = lifeOf(config, writes(write, step, kind), behaviour, { loginAt: issuedAt });
    if (life.end === null || Math.abs(life.end - end) > SLACK) continue;
    const anyWrite = rolling && typeof absoluteDuration === 'number' && end >= absoluteDuration - SLACK;
    const rule = anyWrite || behaviour.nonRollingAnchored ? 'absolute' : rolling ? 'inactivity' : 'save';
    const written: Written = { rule, duration: anyWrite ? absoluteDuration : step, last: write };
    const lastWrite = anyWrite ? null : issuedAt + write;
    const isLimited = limitOf(cookie) !== null;
    return {
      ...none,
      fits: true,
      lastWrite,
      written,
      // The identity provider's limit is no moment that the configuration knows.
      life: isLimited ? plainLife(cookie) : { loginAt: issuedAt, life: slim(life) },
    };
  }
  return unfit;
}

/** More writes than this in one life: the configuration cannot be compared. */
const MAX_WRITES = 2000;

/** A last write, and as many before it as keep the session alive that long. */
function writes(last: number, step: number, kind: SessionEvent['kind']): SessionEvent[] {
  if (last === 0) return [];
  const before = Math.ceil(last / (step * 0.9));
  if (!(before > 0 && before <= MAX_WRITES)) return [];
  return Array.from({ length: before }, (_, i) => ({ at: (last * (i + 1)) / before, kind }));
}

function rank({ lane, fits }: Fit, { name }: Lived, root: string | null): number {
  const fitting = fits === true ? 4 : fits === null ? 2 : 0;
  return fitting + (root !== null && lane.root === root ? 8 : 0) + (lane.cookieName === name ? 1 : 0);
}

function clientView({ lane, behaviour, fits, lastWrite }: Fit): ClientView {
  return {
    name: lane.name,
    file: relative(lane.root, lane.file).replaceAll('\\', '/'),
    line: lane.line,
    app: lane.app,
    summary: describeLifetime(fromWire(lane.config), { behaviour }),
    fits,
    lastWrite,
  };
}

/** Without a configuration only the two ends are known. */
function plainLife(cookie: Lived): LifeView | null {
  const { issuedAt, expiresAt } = cookie;
  if (issuedAt === null || expiresAt === null || expiresAt <= issuedAt) return null;
  const end = expiresAt - issuedAt;
  const reason = limitOf(cookie) === null ? ('inactivity' as const) : ('idp-limit' as const);
  const segment = { from: 0, to: end, usedUntil: 0, reason };
  return { loginAt: issuedAt, life: { ...EMPTY, segments: [segment], end } };
}

const EMPTY: Life = {
  simulation: {
    rolling: true,
    absoluteDuration: null,
    inactivityDuration: null,
    events: [],
    periods: [],
    endsAt: null,
    endReason: 'open',
  },
  segments: [],
  gaps: [],
  limits: [],
  end: null,
  note: '',
};

/** Infinity does not survive the way to the webview; of the writes only the first and the last are known. */
function slim(life: Life): Life {
  const { segments, gaps, limits, end, note, simulation } = life;
  const known = [simulation.events[0], simulation.events.at(-1)];
  const events = [...new Set(known)].flatMap((event) => (event === undefined ? [] : [event]));
  return { simulation: { ...EMPTY.simulation, events }, segments, gaps, limits, end, note };
}

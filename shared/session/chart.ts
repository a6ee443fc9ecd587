/**
 * The geometry of a drawn lifetime, whatever draws it: text, an SVG picture, the panel. Seconds since login throughout;
 * pure functions.
 */
import { resolveBehaviour, type Behaviour } from './behaviour';
import { describeLifetime, plausible, reasonText } from './describe';
import { formatDuration, formatDurationShort } from './duration';
import { hookOf, simulate, type SimulationOptions } from './lifetime';
import { isRequest } from './chartMarks';
import { hardLimit, latestEnd, type HardLimit } from './questions';
import type { EndReason, SessionConfig, SessionEvent, Simulation } from './types';

export interface ChartOptions extends SimulationOptions {
  behaviour?: Behaviour;
  /** Visits and saves to draw; without any, the shortest and the longest life are drawn. */
  events?: readonly SessionEvent[];
}

/** A stretch with a session. */
export interface Segment {
  from: number;
  /** Null: no end. */
  to: number | null;
  /** Last time somebody came; from there to the end nobody uses the session. */
  usedUntil: number;
  reason: EndReason;
}

/** A stretch without a session, until the next login or the last event. */
export interface Gap {
  from: number;
  to: number;
}

/** One life, ready to draw. */
export interface Life {
  simulation: Simulation;
  segments: Segment[];
  gaps: Gap[];
  /** Where each session ends whatever happens; none where saves or requests move the end. */
  limits: number[];
  /** `idp`: they are those of the ID token's `session_expiry`, which come before absoluteDuration. */
  limitedBy?: 'idp';
  /** Of the last session; null when nothing ends it, or nothing plausible. */
  end: number | null;
  /** `Ends 17 days after login: no request came in time.` */
  note: string;
}

export interface ChartLane {
  /** `stays away`, `comes back`, `any use`, `no save`, `saves`, or `session` when events are given. */
  name: string;
  life: Life;
  /** The life goes on beyond the right edge. */
  endless: boolean;
}

export interface ChartMark {
  at: number;
  label: string;
  /** Drawn before the others when space is short. */
  important: boolean;
}

export interface Chart {
  /** Why nobody can sign in, so that there is nothing to draw; lanes are empty then. */
  refused: string | null;
  lanes: ChartLane[];
  /** Right edge. */
  horizon: number;
  /** The absolute limit, when it is another moment than the end of every lane and lies within the picture. */
  limit: number | null;
  /** What the axis says: the moments that matter. */
  marks: ChartMark[];
  /** When and why the session ends; null without events. */
  note: string | null;
}

/** Every life of a client under these events; the events of one lane of the panel. */
export function lifeOf(
  config: SessionConfig,
  events: readonly SessionEvent[],
  behaviour: Behaviour = resolveBehaviour(null),
  options: SimulationOptions = {},
): Life {
  const simulation = simulate(config, events, behaviour, options);
  return describe(simulation, hardLimit(config, behaviour, options.idpSessionExpiry));
}

/** What one picture of one configuration shows. A configuration that lets nobody in gives `refused`. */
export function chartOf(config: SessionConfig, options: ChartOptions = {}): Chart {
  const behaviour = options.behaviour ?? resolveBehaviour(null);
  const first = simulate(config, [], behaviour, options);
  if (first.endReason === 'error' || first.endReason === 'never-established') {
    const refused = describeLifetime(config, { behaviour });
    return { refused, lanes: [], horizon: 1, limit: null, marks: [], note: null };
  }
  const latest = plausible(latestEnd(config, behaviour, options.idpSessionExpiry).seconds);
  if (options.events) return eventsChart(lifeOf(config, options.events, behaviour, options), latest);
  const use = hookOf(config, behaviour) === 'never' ? ONLY_SAVES : REQUESTS;
  return extremesChart(first, behaviour, latest, hardLimit(config, behaviour, options.idpSessionExpiry), use);
}

function eventsChart(life: Life, latest: number | null): Chart {
  const { simulation, end } = life;
  const last = simulation.events.at(-1)?.at ?? 0;
  const horizon = Math.max(last, end ?? last * 1.2, 1);
  const marks: ChartMark[] = simulation.events.map(({ at, kind }) => ({
    at,
    label: at === 0 && kind === 'login' ? 'login' : formatDurationShort(at),
    important: at === 0,
  }));
  if (end !== null) marks.push({ at: end, label: formatDurationShort(end), important: true });
  return {
    refused: null,
    lanes: [{ name: 'session', life, endless: end === null }],
    horizon,
    limit: simulation.rolling && latest !== null && latest <= horizon ? latest : null,
    marks,
    note: life.note,
  };
}

/** What extends a session that rolls, and what the lanes without it and with it are called. */
interface Use {
  kind: 'visit' | 'save';
  without: string;
  withIt: string;
}

const REQUESTS: Use = { kind: 'visit', without: 'stays away', withIt: 'comes back' };
const ONLY_SAVES: Use = { kind: 'save', without: 'no save', withIt: 'saves' };

function extremesChart(
  first: Simulation,
  behaviour: Behaviour,
  latest: number | null,
  hard: HardLimit | null,
  { kind, without, withIt }: Use,
): Chart {
  const gap = plausible(first.endsAt);
  const unlimited = (first.rolling || behaviour.resavesNonRolling) && latest === null;
  const horizon = gap === null ? 1 : unlimited ? gap * 3 : Math.max(latest ?? gap, gap);
  const away: ChartLane = {
    name: without,
    life: describe(first, hard),
    endless: gap === null,
  };
  const marks: ChartMark[] = [{ at: 0, label: 'login', important: true }];
  const lanes = [away];
  const single = gap === null || (!unlimited && gap >= horizon);
  if (gap !== null) {
    marks.push({ at: gap, label: formatDurationShort(gap), important: true });
    // A save extends what does not roll, except in v3.
    if (single) away.name = first.rolling || behaviour.nonRollingAnchored ? 'any use' : 'no save';
    else {
      const life = describe(busy(first, kind, horizon, unlimited), hard);
      // This user is drawn as one who comes all the time.
      for (const segment of life.segments) segment.usedUntil = segment.to ?? Infinity;
      lanes.push({ name: withIt, life, endless: unlimited });
      if (!unlimited) {
        marks.push({ at: horizon, label: `${formatDurationShort(horizon)} at most`, important: true });
      }
    }
  }
  const limit = first.rolling && !single && !unlimited ? horizon : null;
  return { refused: null, lanes, horizon, limit, marks, note: null };
}

/** A user who comes often enough lives to the horizon, whatever the number of visits: a dozen are drawn. */
function busy(first: Simulation, kind: Use['kind'], horizon: number, unlimited: boolean): Simulation {
  const visits = Array.from({ length: 11 }, (_, index) => ({
    at: Math.round(((index + 1) * horizon) / 12),
    kind,
    alive: true,
    expiresAt: null,
    saved: true,
  }));
  const endsAt = unlimited ? null : horizon;
  const life = { from: 0, to: endsAt, reason: first.endReason };
  return { ...first, endsAt, events: [...first.events, ...visits], periods: [life] };
}

function describe(simulation: Simulation, hard: HardLimit | null): Life {
  const latest = plausible(hard?.seconds ?? null);
  const segments = simulation.periods.map(({ from, to, reason }): Segment => {
    const end = plausible(to);
    const used = simulation.events.filter(
      ({ at, kind, alive, login }) =>
        at >= from && at <= (end ?? Infinity) && isRequest(kind) && (alive || login),
    );
    return { from, to: end, usedUntil: used.at(-1)?.at ?? from, reason };
  });
  const last = simulation.events.at(-1)?.at ?? 0;
  const gaps = segments.flatMap(({ to }, index): Gap[] => {
    const until = segments[index + 1]?.from ?? last;
    return to !== null && until > to ? [{ from: to, to: until }] : [];
  });
  const end = plausible(simulation.endsAt);
  return {
    simulation,
    segments,
    gaps,
    limits:
      latest === null
        ? []
        : segments.flatMap(({ from, to }, index) => {
            // A login before the limit starts the time again.
            const isOver = (segments[index + 1]?.from ?? Infinity) < from + latest;
            return to === from || isOver ? [] : [from + latest];
          }),
    ...(hard?.source === 'idp' ? { limitedBy: hard.source } : {}),
    end,
    note: end === null ? reasonText('open') : noteOf(simulation, end),
  };
}

function noteOf({ endReason, events, periods }: Simulation, end: number): string {
  const error = events.find((event) => event.error !== undefined)?.error;
  if (endReason === 'error' && error !== undefined) return `Nobody can sign in: the SDK throws "${error}".`;
  if (endReason === 'never-established') return `Nobody can stay signed in: ${reasonText(endReason)}.`;
  if (endReason === 'idp-limit' && periods.every(({ from, to }) => from === to)) {
    return 'Nobody can sign in: the limit of the ID token is reached at the login.';
  }
  const login = periods.length > 1 ? 'the first login' : 'login';
  return `Ends ${formatDuration(end)} after ${login}: ${reasonText(endReason)}.`;
}

/** How many times the rest of the picture an absolute limit may be away and still be part of it. */
const LIMIT_REACH = 6;

/** Right edge of a picture of several lives on one axis: all events and ends, and the limits that are not far off. */
export function horizonOf(lives: readonly Life[], atLeast = 1): number {
  const ends = lives.map(({ end, simulation }) =>
    Math.max(end ?? 0, (simulation.events.at(-1)?.at ?? 0) * (end === null ? 1.2 : 1)),
  );
  const needed = Math.max(atLeast, ...ends);
  const near = lives.flatMap(({ limits }) => limits).filter((limit) => limit <= needed * LIMIT_REACH);
  return Math.max(needed, ...near);
}

export interface Scale {
  from: number;
  to: number;
  width: number;
  /** Seconds to place; beyond the edges too. */
  x(at: number): number;
  /** Place to seconds. */
  at(x: number): number;
}

/** `from` at 0 and `to` at `width`. */
export function linearScale(from: number, to: number, width: number): Scale {
  const span = Math.max(to - from, Number.EPSILON);
  return {
    from,
    to,
    width,
    x: (at) => ((at - from) / span) * width,
    at: (x) => from + (x / width) * span,
  };
}

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const SMALL_STEPS = [1, 2, 5, 10, 15, 30].flatMap((n) => [n, n * MINUTE]);
const STEPS = [...SMALL_STEPS, ...[1, 2, 3, 6, 12].map((n) => n * HOUR)].sort((a, b) => a - b);
const DAY_STEPS = [1, 2, 5, 10, 30, 90, 180, 360, 1000, 2000, 5000, 10_000, 20_000, 50_000];

/** The smallest round step, people's units, of at least so many seconds: `40` → 60, `100000` → 2 days. */
export function roundStep(seconds: number): number {
  const steps = [...STEPS, ...DAY_STEPS.map((days) => days * DAY)];
  return steps.find((step) => step >= seconds) ?? Math.ceil(seconds / (50_000 * DAY)) * 50_000 * DAY;
}

export interface Tick {
  at: number;
  /** `login`, `12h`, `1d`. */
  label: string;
}

/** At most `count` + 1 round moments within the scale. */
export function ticksOf({ from, to }: Pick<Scale, 'from' | 'to'>, count: number): Tick[] {
  const step = roundStep((to - from) / Math.max(1, count));
  const first = Math.ceil(from / step);
  const length = Math.max(0, Math.floor(to / step) - first + 1);
  return Array.from({ length }, (_, index) => (first + index) * step).map((at) => ({
    at,
    label: at === 0 ? 'login' : formatDurationShort(at),
  }));
}

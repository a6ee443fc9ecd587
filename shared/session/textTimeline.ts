/** A drawing of a session's life for terminals and hovers: monospace, one line per life and an axis below. */
import { resolveBehaviour, type Behaviour } from './behaviour';
import { describeLifetime, plausible, reasonText } from './describe';
import { formatDurationShort } from './duration';
import { simulate, type SimulationOptions } from './lifetime';
import { latestEnd } from './questions';
import type { EventKind, SessionConfig, SessionEvent, Simulation } from './types';

export { describeLifetime } from './describe';

export interface TextTimelineOptions extends SimulationOptions {
  behaviour?: Behaviour;
  /** Visits and saves to draw; without any, the shortest and the longest life are drawn. */
  events?: readonly SessionEvent[];
  /** Columns, 60 unless told; at least 30. */
  width?: number;
  /** No characters outside ASCII. */
  ascii?: boolean;
}

interface Lane {
  name: string;
  simulation: Simulation;
  /** The life goes on beyond the right edge. */
  endless: boolean;
}

interface Mark {
  at: number;
  label: string;
  /** Drawn before the others when space is short. */
  important: boolean;
}

const SIGNS: Partial<Record<EventKind, string>> = { login: '●', visit: '●', save: '◆', read: '◌' };
const NAME_WIDTH = 11;

/**
 * `stays away ●━━━━━╳` / `comes back ●━●━●━●━●┃` and an axis, or with `events` the one life they make. At most `width`
 * columns, no trailing spaces, lines joined by `\n`. A configuration that lets nobody in gives one line that says so.
 */
export function textTimeline(config: SessionConfig, options: TextTimelineOptions = {}): string {
  const behaviour = options.behaviour ?? resolveBehaviour(null);
  const first = simulate(config, [], behaviour, options);
  const width = Math.max(30, Math.floor(options.width ?? 60));
  if (first.endReason === 'error' || first.endReason === 'never-established') {
    return finish(
      [`● ╳ ${describeLifetime(config, { behaviour })}`].flatMap((line) => wrap(line, width)),
      options,
    );
  }
  const columns = width - NAME_WIDTH;
  const latest = plausible(latestEnd(config, behaviour, options.idpSessionExpiry).seconds);
  const lines = options.events
    ? drawEvents(config, options.events, behaviour, options, latest, columns)
    : drawExtremes(first, behaviour, latest, columns);
  return finish(lines, options);
}

function drawEvents(
  config: SessionConfig,
  events: readonly SessionEvent[],
  behaviour: Behaviour,
  options: TextTimelineOptions,
  latest: number | null,
  columns: number,
): string[] {
  const simulation = simulate(config, events, behaviour, options);
  const { endsAt, endReason } = simulation;
  const end = plausible(endsAt);
  const last = simulation.events.at(-1)?.at ?? 0;
  const horizon = Math.max(last, end ?? last * 1.2, 1);
  const lane: Lane = { name: 'session', simulation, endless: end === null };
  const marks: Mark[] = simulation.events.map(({ at, kind }) => ({
    at,
    label: at === 0 && kind === 'login' ? 'login' : formatDurationShort(at),
    important: at === 0,
  }));
  if (end !== null) marks.push({ at: end, label: formatDurationShort(end), important: true });
  const limit = simulation.rolling && latest !== null && latest <= horizon ? latest : null;
  const note =
    end === null ? reasonText('open') : `ends at ${formatDurationShort(end)}: ${reasonText(endReason)}`;
  return [
    row(lane, horizon, limit, columns),
    ...axis(marks, horizon, columns),
    ...wrap(note, columns).map((line) => ' '.repeat(NAME_WIDTH) + line.trimStart()),
  ];
}

function drawExtremes(
  first: Simulation,
  behaviour: Behaviour,
  latest: number | null,
  columns: number,
): string[] {
  const gap = plausible(first.endsAt);
  const unlimited = (first.rolling || behaviour.resavesNonRolling) && latest === null;
  const horizon = gap === null ? 1 : unlimited ? gap * 3 : Math.max(latest ?? gap, gap);
  const away: Lane = { name: 'stays away', simulation: first, endless: gap === null };
  const marks: Mark[] = [{ at: 0, label: 'login', important: true }];
  const lanes = [away];
  if (gap !== null) {
    const single = !unlimited && gap >= horizon;
    marks.push({ at: gap, label: formatDurationShort(gap), important: true });
    if (single) away.name = 'any use';
    else
      lanes.push({
        name: 'comes back',
        simulation: busy(first, horizon),
        endless: unlimited,
      });
    if (!single && !unlimited) {
      marks.push({ at: horizon, label: `${formatDurationShort(horizon)} at most`, important: true });
    }
  }
  const limit = first.rolling && gap !== null && gap < horizon && !unlimited ? horizon : null;
  return [...lanes.map((lane) => row(lane, horizon, limit, columns)), ...axis(marks, horizon, columns)];
}

/** A user who comes often enough lives to the horizon, whatever the number of visits: a dozen are drawn. */
function busy(first: Simulation, horizon: number): Simulation {
  const visits = Array.from({ length: 11 }, (_, index) => ({
    at: Math.round(((index + 1) * horizon) / 12),
    kind: 'visit' as const,
    alive: true,
    expiresAt: null,
    saved: true,
  }));
  const life = { from: 0, to: horizon, reason: first.endReason };
  return { ...first, events: [...first.events, ...visits], periods: [life] };
}

function row(
  { name, simulation, endless }: Lane,
  horizon: number,
  limit: number | null,
  columns: number,
): string {
  const cells = new Array<string>(columns).fill(' ');
  const column = (at: number) =>
    Math.max(0, Math.min(columns - 1, Math.round((at / horizon) * (columns - 1))));
  const end = simulation.events.at(-1)?.at ?? 0;
  for (let at = 0; at <= column(end); at++) cells[at] = '·';
  for (const { from, to } of simulation.periods) {
    const last = to === null || to > horizon ? columns - 1 : column(to);
    for (let at = column(from); at < last; at++) cells[at] = '━';
    if (to !== null && to <= horizon) cells[Math.max(last, column(from) + 1)] = '╳';
  }
  if (limit !== null) cells[column(limit)] = '┃';
  let drawn = -1;
  for (const { at, kind, alive, login } of simulation.events) {
    const sign = alive || kind === 'login' ? SIGNS[kind] : login ? '●' : '○';
    const place = column(at);
    // Visits that follow each other closely would make a solid bar: leave every other cell to the line.
    const dense = kind === 'visit' && alive && place - drawn < 2 && place !== drawn;
    if (sign === undefined || dense || at > horizon || (cells[place] === '╳' && place > 0)) continue;
    cells[place] = sign;
    drawn = place;
  }
  if (endless) cells[columns - 1] = '▶';
  return name.padEnd(NAME_WIDTH) + cells.join('').slice(0, columns);
}

/** Ruler and labels. Labels that would touch another one are left out, the less important first. */
function axis(marks: readonly Mark[], horizon: number, columns: number): string[] {
  const ruler = new Array<string>(columns).fill('─');
  const labels = new Array<string>(columns).fill(' ');
  const byImportance = [...marks].sort((a, b) => Number(b.important) - Number(a.important) || a.at - b.at);
  for (const { at, label, important } of byImportance) {
    const tick = Math.max(0, Math.min(columns - 1, Math.round((at / horizon) * (columns - 1))));
    const wanted = Math.max(0, Math.min(tick, columns - label.length));
    const tries = important ? [wanted, wanted + 2, wanted + 4, wanted + 6] : [wanted];
    const start = tries.find((place) => fits(labels, place, label.length));
    if (start === undefined) continue;
    ruler[tick] = '┴';
    labels.splice(start, label.length, ...label);
  }
  ruler[0] = '└';
  ruler[columns - 1] = '┘';
  const indent = ' '.repeat(NAME_WIDTH);
  return [indent + ruler.join(''), indent + labels.slice(0, columns).join('')];
}

function fits(labels: readonly string[], start: number, length: number): boolean {
  if (start + length > labels.length) return false;
  return labels.slice(Math.max(0, start - 1), start + length + 1).every((cell) => cell === ' ');
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `  ${word}`);
  }
  return lines;
}

const ASCII: Record<string, string> = {
  '●': '*',
  '○': 'o',
  '◌': ':',
  '◆': '#',
  '━': '=',
  '╳': 'x',
  '┃': '|',
  '·': '.',
  '▶': '>',
  '└': '+',
  '┴': '+',
  '┘': '+',
  '─': '-',
};

function finish(lines: readonly string[], { ascii }: TextTimelineOptions): string {
  const text = lines.map((line) => line.trimEnd()).join('\n');
  return ascii ? text.replace(/[^\n -~]/g, (sign) => ASCII[sign] ?? '?') : text;
}

/** A drawing of a session's life for terminals and hovers: monospace, one line per life and an axis below. */
import { chartOf, linearScale, type ChartLane, type ChartMark, type ChartOptions, type Life } from './chart';
import { reasonText } from './describe';
import { formatDurationShort } from './duration';
import type { EventKind, SessionConfig } from './types';

export { describeLifetime } from './describe';

export interface TextTimelineOptions extends ChartOptions {
  /** Columns, 60 unless told; at least 30. */
  width?: number;
}

const SIGNS: Record<EventKind, string> = {
  login: '●',
  visit: '●',
  save: '◆',
  read: '◌',
  logout: '■',
  close: '□',
  revoke: '⊗',
};
const NAME_WIDTH = 11;

/**
 * `stays away ●━━━━━╳` / `comes back ●━●━●━●━●┃` and an axis, or with `events` the one life they make. At most `width`
 * columns, no trailing spaces, lines joined by `\n`. A configuration that lets nobody in gives one line that says so.
 */
export function textTimeline(config: SessionConfig, options: TextTimelineOptions = {}): string {
  const width = Math.max(30, Math.floor(options.width ?? 60));
  const { refused, lanes, horizon, limit, marks } = chartOf(config, options);
  if (refused !== null) return finish(wrap(`● ╳ ${refused}`, width));
  const columns = width - NAME_WIDTH;
  const column = columnOf(horizon, columns);
  const lines = [
    ...lanes.map((lane) => row(lane, horizon, limit === null ? null : column(limit), columns)),
    ...axis(marks, column, columns),
  ];
  if (options.events) {
    const notes = lanes.flatMap(({ life }) => wrap(noteOf(life), columns));
    lines.push(...notes.map((line) => ' '.repeat(NAME_WIDTH) + line.trimStart()));
  }
  return finish(lines);
}

function noteOf({ end, simulation }: Life): string {
  if (end === null) return reasonText('open');
  return `ends at ${formatDurationShort(end)}: ${reasonText(simulation.endReason)}`;
}

/** Seconds to a column; what lies beyond an edge is drawn on it. */
function columnOf(horizon: number, columns: number): (at: number) => number {
  const scale = linearScale(0, horizon, columns - 1);
  return (at) => Math.max(0, Math.min(columns - 1, Math.round(scale.x(at))));
}

function row({ name, life, endless }: ChartLane, horizon: number, limit: number | null, columns: number) {
  const { events, periods } = life.simulation;
  const cells = new Array<string>(columns).fill(' ');
  const column = columnOf(horizon, columns);
  cells.fill('·', 0, column(events.at(-1)?.at ?? 0) + 1);
  for (const { from, to } of periods) {
    const last = to === null || to > horizon ? columns - 1 : column(to);
    for (let at = column(from); at < last; at++) cells[at] = '━';
    if (to !== null && to <= horizon) cells[Math.max(last, column(from) + 1)] = '╳';
  }
  if (limit !== null) cells[limit] = '┃';
  let drawn = -1;
  for (const { at, kind, alive, login } of events) {
    const sign = alive || kind === 'login' ? SIGNS[kind] : login ? '●' : '○';
    const place = column(at);
    // Visits that follow each other closely would make a solid bar: leave every other cell to the line.
    const dense = kind === 'visit' && alive && place - drawn < 2 && place !== drawn;
    if (dense || at > horizon || (cells[place] === '╳' && place > 0)) continue;
    cells[place] = sign;
    drawn = place;
  }
  if (endless) cells[columns - 1] = '▶';
  return name.padEnd(NAME_WIDTH) + cells.join('').slice(0, columns);
}

/** Ruler and labels. Labels that would touch another one are left out, the less important first. */
function axis(marks: readonly ChartMark[], column: (at: number) => number, columns: number): string[] {
  const ruler = new Array<string>(columns).fill('─');
  const labels = new Array<string>(columns).fill(' ');
  const byImportance = [...marks].sort((a, b) => Number(b.important) - Number(a.important) || a.at - b.at);
  for (const { at, label, important } of byImportance) {
    const tick = column(at);
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

function finish(lines: readonly string[]): string {
  return lines.map((line) => line.trimEnd()).join('\n');
}

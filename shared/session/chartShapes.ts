/**
 * One life as a list of SVG elements, for a string (chartSvg.ts) and for the panel's page alike. Classes say what a shape
 * means; whoever draws gives them colours. Nothing is told by colour alone: a used stretch is a filled bar, an unused one
 * an outlined bar, none a dashed line, the end a cross, the absolute limit a vertical line.
 */
import type { Gap, Life, Scale } from './chart';
import { endsSession, isRequest, markShape } from './chartMarks';
import { formatDurationShort } from './duration';
import type { EndReason, SimulatedEvent, Simulation } from './types';

export interface Shape {
  tag: 'rect' | 'path' | 'line' | 'circle' | 'text';
  /** Attributes of the element, `class` among them. */
  attributes: Record<string, string | number>;
  text?: string;
}

export interface ShapeOptions {
  /** Middle of the bar. */
  y: number;
  /** Height of the bar. */
  bar: number;
  /** Texts at the end and at the limit, above the bar. */
  labels?: boolean;
  /** Length of the lines at the absolute limit, above and below the middle. */
  reach?: number;
}

/** Everything of one life that lies within the scale. */
export function lifeShapes(life: Life, scale: Scale, options: ShapeOptions): Shape[] {
  const limits = life.limits.filter((at) => inside(at, scale));
  return [
    ...life.gaps.flatMap((gap) => gapShapes(gap, limits, scale, options)),
    ...life.segments.flatMap((segment) => [
      ...bar('idle', segment.usedUntil, segment.to ?? Infinity, scale, options),
      ...bar('used', segment.from, segment.usedUntil, scale, options),
    ]),
    ...limits.map((at) => limitShape(at, scale, life, options)),
    ...eventShapes(life.simulation, scale, options),
    ...life.segments.flatMap(({ to }) =>
      to !== null && inside(to, scale) ? [cross(to, scale, options)] : [],
    ),
    ...(life.end === null ? [arrow(scale, options)] : []),
    ...(options.labels ? labelShapes(life, scale, options) : []),
  ];
}

/** Width of a text of 11 px in the usual fonts, roughly. */
export function textWidth(text: string): number {
  return text.length * 6.4;
}

/** Numbers of a picture need no more than a tenth of a pixel. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function inside(at: number, { from, to }: Scale): boolean {
  return at >= from && at <= to;
}

/** Beyond the edges by a little, so that what goes on there is seen to go on. */
function clampedX(at: number, scale: Scale): number {
  return round(Math.max(-4, Math.min(scale.width + 4, scale.x(at))));
}

function bar(
  kind: 'used' | 'idle',
  from: number,
  to: number,
  scale: Scale,
  { y, bar: height }: ShapeOptions,
) {
  const x = clampedX(from, scale);
  const width = round(clampedX(to, scale) - x);
  if (width <= 0) return [];
  // The outline lies inside, so that both bars are equally high.
  const inset = kind === 'idle' ? 0.5 : 0;
  const attributes = { class: kind, x, y: y - height / 2 + inset, width, height: height - 2 * inset, rx: 2 };
  return [{ tag: 'rect' as const, attributes }];
}

/** A dashed line on a shaded ground, and words where there is room for them. */
function gapShapes({ from, to }: Gap, limits: number[], scale: Scale, options: ShapeOptions): Shape[] {
  const { y, bar: height, labels } = options;
  const [x1, x2] = [clampedX(from, scale), clampedX(to, scale)];
  const width = round(x2 - x1);
  if (width <= 0) return [];
  const shapes: Shape[] = [
    { tag: 'rect', attributes: { class: 'void', x: x1, y: y - height / 2, width, height } },
    { tag: 'line', attributes: { class: 'gap', x1, x2, y1: y, y2: y } },
  ];
  const text = `signed out for ${formatDurationShort(to - from)}`;
  const x = round((x1 + x2) / 2);
  const crossed = limits.some((at) => Math.abs(scale.x(at) - x) < textWidth(text) / 2 + 4);
  if (labels && !crossed && width > textWidth(text) + 8) {
    shapes.push({
      tag: 'text',
      attributes: { class: 'gap-label', x, y: y + height + 6, 'text-anchor': 'middle' },
      text,
    });
  }
  return shapes;
}

/** A bracket below the bar: how long the session lasts after an event if nobody comes any more. */
export function untilShapes({ at, expiresAt }: SimulatedEvent, scale: Scale, options: ShapeOptions): Shape[] {
  if (expiresAt === null || expiresAt <= at) return [];
  const y = options.y + options.bar / 2 + 5;
  const [x1, x2] = [clampedX(at, scale), clampedX(expiresAt, scale)];
  const text = `until ${formatDurationShort(expiresAt)}`;
  const half = textWidth(text) / 2;
  const x = round(Math.max(half, Math.min(scale.width - half, (x1 + x2) / 2)));
  return [
    { tag: 'path', attributes: { class: 'until', d: `M${x1} ${y - 3}v3H${x2}v-3` } },
    { tag: 'text', attributes: { class: 'until-label', x, y: y + 12, 'text-anchor': 'middle' }, text },
  ];
}

function limitShape(at: number, scale: Scale, { limitedBy }: Life, options: ShapeOptions): Shape {
  const { y, bar: height, reach, labels } = options;
  const x = round(scale.x(at));
  const half = reach ?? height;
  // The label stands on top of the line.
  const top = y - (labels ? height - 1 : half);
  const name = limitedBy === undefined ? 'limit' : `limit ${limitedBy}`;
  return { tag: 'line', attributes: { class: name, x1: x, x2: x, y1: top, y2: y + half } };
}

function cross(at: number, scale: Scale, { y, bar: height }: ShapeOptions): Shape {
  const x = round(scale.x(at));
  const half = round(height / 2);
  const d = `M${x - half} ${y - half}l${2 * half} ${2 * half}m0-${2 * half}l-${2 * half} ${2 * half}`;
  return { tag: 'path', attributes: { class: 'end', d } };
}

/** Wider than the bar, so that it is seen to go on. */
function arrow(scale: Scale, { y, bar: height }: ShapeOptions): Shape {
  const half = round(height * 0.9);
  const d = `M${round(scale.width - 2)} ${y - half}l10 ${half}l-10 ${half}z`;
  return { tag: 'path', attributes: { class: 'on', d } };
}

function eventShapes(simulation: Simulation, scale: Scale, { y, bar: height }: ShapeOptions): Shape[] {
  const seen = simulation.events.filter(({ at }) => inside(at, scale));
  // So many that they would touch: small ones.
  const crowded = seen.length > 1 && scale.width / seen.length < height * 1.2;
  const radius = round(height / (crowded ? 5 : 2.6));
  return seen.map((event) => {
    const x = round(scale.x(event.at));
    // The cross of the end lies on it: it has to look out on all sides.
    if (endsSession(event, simulation))
      return markShape(event.kind, 'event ended', x, y, round(height / 1.55));
    return markShape(event.kind, `event ${effectOf(event)}`, x, y, radius);
  });
}

/** `calm`: a logout or a closed browser that ended nothing. */
function effectOf({ kind, alive, login }: SimulatedEvent): 'found' | 'missed' | 'calm' {
  if (kind === 'logout' || !isRequest(kind)) return 'calm';
  return alive || kind === 'login' || login === true ? 'found' : 'missed';
}

/** What the label of an end adds where an event is its cause. */
const CAUSES: Partial<Record<EndReason, string>> = {
  logout: ' logout',
  'browser-closed': ' browser closed',
  revoked: ' record deleted',
};

/**
 * `17d` above the cross, `limit 30d` above the line; what lies beyond an edge is named there. The limit gives way where
 * both would touch.
 */
function labelShapes(life: Life, scale: Scale, { y, bar: height }: ShapeOptions): Shape[] {
  const { end, limits, limitedBy, simulation } = life;
  const kind = limitedBy === undefined ? 'limit' : 'ID token';
  const label = (name: string, at: number, text: string): Shape & { x: number } => {
    const half = textWidth(text) / 2;
    const x = round(Math.max(half, Math.min(scale.width - half, scale.x(at))));
    const attributes = { class: name, x, y: y - height - 2, 'text-anchor': 'middle' };
    return { tag: 'text', attributes, text, x };
  };
  const limit = limits.find((at) => at >= scale.from);
  const same = limit !== undefined && limit === end;
  const shapes: (Shape & { x: number })[] = [];
  if (end !== null) {
    const cause = CAUSES[simulation.endReason] ?? '';
    const text = `${same ? `${kind} ` : ''}${formatDurationShort(end)}${cause}`;
    const seen = end < scale.from ? `‹ end ${text}` : end > scale.to ? `end ${text} ›` : text;
    shapes.push(label('end-label', end, seen));
  }
  if (limit !== undefined && !same) {
    // A limit far off is named at the edge it lies beyond.
    const beyond = limit > scale.to ? ' ›' : '';
    const named = label('limit-label', limit, `${kind} ${formatDurationShort(limit)}${beyond}`);
    const [ending] = shapes;
    const room = (textWidth(named.text ?? '') + textWidth(ending?.text ?? '')) / 2 + 8;
    if (ending === undefined || Math.abs(named.x - ending.x) >= room) shapes.push(named);
  }
  return shapes.map(({ tag, attributes, text = '' }) => ({ tag, attributes, text }));
}

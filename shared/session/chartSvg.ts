/**
 * Pictures of a session's lifetime as SVG files: for hovers (as a data image) and to copy into a document. Each brings its
 * own background, so that it can be read on any page.
 */
import type { Behaviour } from './behaviour';
import { chartOf, horizonOf, linearScale, ticksOf, type ChartMark, type Life, type Scale } from './chart';
import { LEGEND_WIDTH, legendOf } from './chartLegend';
import { lifeShapes, textWidth, type Shape } from './chartShapes';
import { styleOf, type PictureStyle } from './chartStyle';
import { describeLifetime } from './describe';
import type { SessionConfig, SessionEvent } from './types';

export interface TimelineSvgOptions {
  behaviour?: Behaviour;
  /** Visits and saves to draw; without any, the shortest and the longest life are drawn. */
  events?: readonly SessionEvent[];
  /** CSS pixels, 640 unless told, 360 when compact; at least 240. */
  width?: number;
  /** Small enough for a hover. */
  compact?: boolean;
  /** Whose colours; unless told, those of the page around the picture. */
  theme?: PictureStyle;
}

export interface Picture {
  /** A standalone document. */
  svg: string;
  /** The same in words. */
  alt: string;
}

/** A lane of a picture with several. */
export interface PictureLane {
  title: string;
  /** Right of the title: the values. */
  detail: string;
  life: Life;
}

const PADDING = 10;

/**
 * `timelineSvg({ absoluteDuration: 2592000 }, { compact: true })`: the lifetime of one configuration. Never throws; a
 * configuration that lets nobody in gives a picture that says so.
 */
export function timelineSvg(config: SessionConfig, options: TimelineSvgOptions = {}): Picture {
  const { compact = false, theme = 'auto' } = options;
  const width = Math.max(240, Math.floor(options.width ?? (compact ? 360 : 640)));
  const chart = chartOf(config, options);
  const lifetime = describeLifetime(config, options.behaviour ? { behaviour: options.behaviour } : {});
  const alt = chart.note === null ? lifetime : `${lifetime} With these visits: ${chart.note}`;
  if (chart.refused !== null) return { svg: refusal(chart.refused, width, theme), alt };
  const names = chart.lanes.length > 1 || !compact ? 74 : 0;
  const row = compact ? 22 : 30;
  const shift = PADDING + names + 6;
  const scale = linearScale(0, chart.horizon, width - shift - PADDING - 8);
  const lanes = chart.lanes.flatMap(({ name, life, endless }, index) => {
    const y = PADDING + row * (index + 0.5);
    const drawn = {
      ...life,
      limits: chart.limit === null ? [] : [chart.limit],
      end: endless ? null : life.end,
    };
    const shapes = lifeShapes(drawn, scale, { y, bar: compact ? 9 : 11, reach: row / 2 });
    const title = text(name, PADDING, y + 4, 'quiet');
    return [...(names === 0 ? [] : [title]), `<g transform="translate(${shift})">${render(shapes)}</g>`];
  });
  const bottom = PADDING + row * chart.lanes.length + 4;
  const axis = `<g transform="translate(${shift} ${bottom})">${axisOf(chart.marks, scale)}</g>`;
  const notes = chart.note === null || compact ? [] : wrapped(chart.note, width - shift - PADDING);
  const lines = notes.map((line, index) => text(line, shift, bottom + 38 + index * 15));
  const height = bottom + 22 + PADDING + lines.length * 16;
  return { svg: document(width, height, [...lanes, axis, ...lines].join(''), theme), alt };
}

/** Several lives on one axis and what the signs mean, as the panel shows them; for documents. */
export function lanesSvg(
  lanes: readonly PictureLane[],
  options: Pick<TimelineSvgOptions, 'width' | 'theme'> = {},
): Picture {
  const width = Math.max(320, Math.floor(options.width ?? 760));
  const scale = linearScale(0, horizonOf(lanes.map(({ life }) => life)) * 1.02, width - 2 * PADDING - 16);
  const ticks = ticksOf(scale, Math.floor(scale.width / 70));
  const shift = PADDING + 8;
  let y = PADDING;
  const parts = lanes.map(({ title, detail, life }) => {
    const notes = wrapped(life.note, scale.width);
    const heading = text(title, shift, y + 14, 'strong');
    const right = shift + scale.width;
    const roomy = textWidth(title) + textWidth(detail) + 24 < scale.width;
    const values = roomy ? text(detail, right, y + 14, 'quiet', 'end') : text(detail, shift, y + 29, 'quiet');
    const top = y + (roomy ? 18 : 33);
    const grid = ticks.map(({ at }) => vertical('grid', scale.x(at), 14, 46)).join('');
    const shapes = render(lifeShapes(life, scale, { y: 30, bar: 11, reach: 15, labels: true }));
    y = top + 48 + notes.length * 15 + 12;
    const lines = notes.map((line, index) => text(line, shift, top + 62 + index * 15));
    return `${heading}${values}<g transform="translate(${shift} ${top})">${grid}${shapes}</g>${lines.join('')}`;
  });
  const labels = ticks.map(({ at, label }) => ({ at, label, important: at === 0 }));
  const axis = `<g transform="translate(${shift} ${y})">${axisOf(labels, scale)}</g>`;
  const legend = legendOfLanes(lanes, scale.width);
  const signs = `<g transform="translate(${shift} ${y + 34})">${legend.body}</g>`;
  const height = y + 34 + legend.height + PADDING;
  const svg = document(width, height, parts.join('') + axis + signs, options.theme ?? 'auto');
  return { svg, alt: lanes.map(({ title, detail, life }) => `${title} (${detail}): ${life.note}`).join(' ') };
}

/** Entries side by side, as many to a line as there is room for. */
function legendOfLanes(lanes: readonly PictureLane[], width: number): { body: string; height: number } {
  const row = 18;
  let x = 0;
  let y = 0;
  const entries = legendOf(lanes.map(({ life }) => life)).map(({ label, shapes }) => {
    const needed = Math.ceil(LEGEND_WIDTH + 6 + textWidth(label));
    if (x > 0 && x + needed > width) {
      x = 0;
      y += row;
    }
    const place = `<g transform="translate(${x} ${y})">`;
    x += needed + 14;
    return `${place}${render(shapes)}${text(label, LEGEND_WIDTH + 6, 11, 'quiet')}</g>`;
  });
  return { body: entries.join(''), height: y + row };
}

function document(width: number, height: number, body: string, theme: PictureStyle): string {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const card = `<rect class="card" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="4"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><style>${styleOf(theme)}</style>${card}${body}</svg>`;
}

function refusal(sentence: string, width: number, theme: PictureStyle): string {
  const lines = wrapped(sentence, width - 2 * PADDING);
  const body = lines.map((line, index) => text(line, PADDING, PADDING + 12 + index * 15, 'end-label'));
  return document(width, lines.length * 15 + 2 * PADDING, body.join(''), theme);
}

/** A line with small ticks; labels that would touch another one are left out, the less important first. */
function axisOf(marks: readonly ChartMark[], scale: Scale): string {
  const taken: { left: number; right: number }[] = [];
  const parts = [`<line class="axis" x2="${scale.width}"/>`];
  const inOrder = [...marks].sort((a, b) => Number(b.important) - Number(a.important) || a.at - b.at);
  for (const { at, label } of inOrder) {
    const half = textWidth(label) / 2;
    const x = Math.round(scale.x(at) * 10) / 10;
    const middle = Math.max(half - 14, Math.min(scale.width + 8 - half, x));
    const [left, right] = [middle - half - 4, middle + half + 4];
    if (taken.some((other) => left < other.right && right > other.left)) continue;
    taken.push({ left, right });
    parts.push(vertical('axis', x, 0, 4), text(label, Math.round(middle), 17, 'quiet', 'middle'));
  }
  return parts.join('');
}

function vertical(name: string, x: number, y1: number, y2: number): string {
  const place = Math.round(x * 10) / 10;
  return `<line class="${name}" x1="${place}" x2="${place}" y1="${y1}" y2="${y2}"/>`;
}

function text(content: string, x: number, y: number, name?: string, anchor?: 'middle' | 'end'): string {
  const attributes = `x="${x}" y="${y}"${name ? ` class="${name}"` : ''}${anchor ? ` text-anchor="${anchor}"` : ''}`;
  return `<text ${attributes}>${escaped(content)}</text>`;
}

function render(shapes: readonly Shape[]): string {
  return shapes.map(element).join('');
}

function element({ tag, attributes, text: content }: Shape): string {
  const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${escaped(String(value))}"`);
  const open = `<${tag}${list.join('')}`;
  return content === undefined ? `${open}/>` : `${open}>${escaped(content)}</${tag}>`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** XML knows no control characters, not even escaped. */
function escaped(content: string): string {
  return content
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '')
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');
}

function wrapped(sentence: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`) < width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

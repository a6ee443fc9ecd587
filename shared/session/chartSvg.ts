/** Pictures of a session's lifetime as SVG files: for hovers (as a data image) and to copy into a document. */
import type { Behaviour } from './behaviour';
import { chartOf, horizonOf, linearScale, ticksOf, type ChartMark, type Life, type Scale } from './chart';
import { lifeShapes, textWidth, type Shape } from './chartShapes';
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
const FONT = 11;

/**
 * The picture brings its own background and looks at `prefers-color-scheme`, which for an image follows the page around
 * it: it is readable on any background even where that guess is wrong.
 */
const STYLE = `text{font:${FONT}px system-ui,-apple-system,"Segoe UI",Ubuntu,sans-serif;fill:#1f2328}
.card{fill:#fff;stroke:#d0d7de}.quiet{fill:#59636e}.strong{font-weight:600}
.grid{stroke:#e3e7eb}.axis{stroke:#8c959f}
.used,.on{fill:#0b62c4}.idle{fill:#0b62c426;stroke:#0b62c4}
.void{fill:#c4281c12}.gap-label{fill:#59636e}.gap{stroke:#c4281c;stroke-dasharray:2 3;stroke-width:1.5}
.end{fill:none;stroke:#c4281c;stroke-width:2;stroke-linecap:round}.end-label{fill:#b3241a;font-weight:600}
.limit{stroke:#8a5a00;stroke-width:2}.limit-label{fill:#7a5000}
.found{fill:#fff;stroke:#0b62c4;stroke-width:2}.missed{fill:#fff;stroke:#c4281c;stroke-width:1.5}
@media(prefers-color-scheme:dark){text{fill:#e6e6e6}
.card{fill:#1f1f1f;stroke:#4a4a4a}.quiet{fill:#b3b3b3}.grid{stroke:#333}.axis{stroke:#808080}
.used,.on{fill:#4da3ff}.idle{fill:#4da3ff33;stroke:#4da3ff}
.void{fill:#ff8a801c}.gap-label{fill:#b3b3b3}.gap,.end{stroke:#ff8a80}.end-label{fill:#ff9d94}.limit{stroke:#e2b340}.limit-label{fill:#e8bd55}
.found{fill:#1f1f1f;stroke:#4da3ff}.missed{fill:#1f1f1f;stroke:#ff8a80}}`;

/**
 * `timelineSvg({ absoluteDuration: 2592000 }, { compact: true })`: the lifetime of one configuration. Never throws; a
 * configuration that lets nobody in gives a picture that says so.
 */
export function timelineSvg(config: SessionConfig, options: TimelineSvgOptions = {}): Picture {
  const { compact = false } = options;
  const width = Math.max(240, Math.floor(options.width ?? (compact ? 360 : 640)));
  const chart = chartOf(config, options);
  const lifetime = describeLifetime(config, options.behaviour ? { behaviour: options.behaviour } : {});
  const alt = chart.note === null ? lifetime : `${lifetime} With these visits: ${chart.note}`;
  if (chart.refused !== null) return { svg: refusal(chart.refused, width), alt };
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
  return { svg: document(width, height, [...lanes, axis, ...lines].join('')), alt };
}

/** Several lives on one axis, as the panel shows them; for documents. */
export function lanesSvg(lanes: readonly PictureLane[], options: { width?: number } = {}): Picture {
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
  const svg = document(width, y + 26 + PADDING, parts.join('') + axis);
  return { svg, alt: lanes.map(({ title, detail, life }) => `${title} (${detail}): ${life.note}`).join(' ') };
}

function document(width: number, height: number, body: string): string {
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`;
  const card = `<rect class="card" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="4"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}><style>${STYLE}</style>${card}${body}</svg>`;
}

function refusal(sentence: string, width: number): string {
  const lines = wrapped(sentence, width - 2 * PADDING);
  const body = lines.map((line, index) => text(line, PADDING, PADDING + 12 + index * 15, 'end-label'));
  return document(width, lines.length * 15 + 2 * PADDING, body.join(''));
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

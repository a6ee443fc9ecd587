import { horizonOf, linearScale, ticksOf, type Scale } from '../../../shared/session/chart';
import { lifeShapes, textWidth, type Shape } from '../../../shared/session/chartShapes';
import type { ClientView, CookieCard, CookieRequest, LifeView } from '../../../shared/webview/cookie';
import { h, svg } from '../common/dom';
import { button, dateText, prose, span } from './ui';

type Post = (request: CookieRequest) => void;

export interface LifeSection {
  element: HTMLElement;
  stop(): void;
}

/** How long the cookie lives on, as words and as a picture, and the client behind it. Goes with the clock. */
export function lifeSection(cookie: CookieCard, index: number, post: Post): LifeSection | undefined {
  const { kind, issuedAt, expiresAt, life, client, doubt } = cookie;
  const began = kind === 'transaction' ? 'Started' : 'Login';
  if (expiresAt === null && client === null) return undefined;
  const words = h('p', { class: 'life-words' });
  const picture = h('div', { class: 'life-picture' });
  const wasOver = expiresAt !== null && expiresAt <= clock();
  const draw = () => {
    const now = clock();
    // The state of the card is the host's: it has to look again once the session is over.
    if (expiresAt !== null && expiresAt <= now && !wasOver) post({ type: 'refresh' });
    words.textContent = expiresAt === null ? NO_END : sentence(began, issuedAt, expiresAt, now);
    if (life) picture.replaceChildren(drawLife(life, Math.max(280, picture.clientWidth), now));
  };
  const timer = setInterval(draw, 15_000);
  const resized = new ResizeObserver(draw);
  if (life) resized.observe(picture);
  const element = h(
    'section',
    { class: 'part', 'aria-labelledby': `life-${index}` },
    h('h3', { id: `life-${index}` }, 'Lifetime'),
    words,
    ...(life ? [picture] : []),
    ...(client ? [clientLine(client, index, post)] : []),
    ...(doubt === null ? [] : [h('p', { class: 'hint' }, ...prose(doubt))]),
  );
  draw();
  return {
    element,
    stop() {
      clearInterval(timer);
      resized.disconnect();
    },
  };
}

const NO_END = 'The cookie does not tell its end.';

function clock(): number {
  return Date.now() / 1000;
}

function sentence(began: string, issuedAt: number | null, expiresAt: number, now: number): string {
  const start = issuedAt === null ? '' : `${began} ${dateText(issuedAt)}, ${span(now - issuedAt)} ago. `;
  const end = `${dateText(expiresAt)}, ${now < expiresAt ? `in ${span(expiresAt - now)}` : `${span(now - expiresAt)} ago`}.`;
  return `${start}${now < expiresAt ? 'Ends' : 'Ended'} ${end}`;
}

function clientLine(client: ClientView, index: number, post: Post): HTMLElement {
  const { name, file, line, app, summary, fits, lastWrite } = client;
  const place = button(`${file}:${line}`, () => post({ type: 'open-client', cookie: index }), {
    class: 'link',
    id: `client-${index}`,
  });
  const verdict =
    fits === true
      ? `The end of this cookie is one that this configuration writes${lastWrite === null ? '' : `; it was last written ${dateText(lastWrite)}`}.`
      : fits === false
        ? 'The end of this cookie is none that this configuration writes: another version of it, another deployment or another client did.'
        : '';
  const lead = fits === true ? 'Written by' : 'The client for cookies of this name:';
  return h(
    'div',
    { class: 'client' },
    h('p', {}, `${lead} `, h('code', {}, name), ' of ', place, ` (${app}). ${summary}`),
    ...(verdict === '' ? [] : [h('p', { class: fits === false ? 'note' : 'hint' }, verdict)]),
  );
}

const PADDING = 10;
const BAR = 14;
const MIDDLE = 44;
const AXIS = 64;

function drawLife({ life, loginAt }: LifeView, width: number, now: number): SVGSVGElement {
  const age = now - loginAt;
  const end = life.end ?? 1;
  // An old cookie keeps a picture of its life; "now" is beyond the edge then.
  const horizon = Math.max(horizonOf([life]), Math.min(age, end * 1.5)) * 1.03;
  const scale = linearScale(0, horizon, width - 2 * PADDING);
  const shapes = lifeShapes(life, scale, { y: MIDDLE, bar: BAR, reach: 16, labels: true });
  return svg(
    'svg',
    {
      width,
      height: AXIS + 22,
      viewBox: `0 0 ${width} ${AXIS + 22}`,
      role: 'img',
      'aria-label': altText(life.note, age, end),
    },
    svg(
      'g',
      { transform: `translate(${PADDING})` },
      ...axis(scale),
      ...nowLine(age, scale, shapes),
      ...shapes.map(({ tag, attributes, text }) =>
        svg(tag, attributes, ...(text === undefined ? [] : [text])),
      ),
      ...nowLabel(age, scale),
    ),
  );
}

function altText(note: string, age: number, end: number): string {
  const position =
    age < end ? `Now is ${span(age)} after login, ${span(end - age)} before the end.` : 'It is over.';
  return `The session from login to its end. ${position} ${note}`.trim();
}

function axis(scale: Scale): SVGElement[] {
  const ticks = ticksOf(scale, Math.floor(scale.width / 90));
  return [
    svg('line', { class: 'axis', x1: 0, x2: scale.width, y1: AXIS, y2: AXIS }),
    ...ticks.flatMap(({ at, label }) => {
      const x = scale.x(at);
      const half = textWidth(label) / 2;
      const place = Math.max(half - PADDING, Math.min(scale.width + PADDING - half, x));
      return [
        svg('line', { class: 'axis', x1: x, x2: x, y1: AXIS, y2: AXIS + 4 }),
        svg('text', { class: 'tick', x: place, y: AXIS + 17, 'text-anchor': 'middle' }, label),
      ];
    }),
  ];
}

/** It begins below a label that it would cross. */
function nowLine(age: number, scale: Scale, shapes: readonly Shape[]): SVGElement[] {
  if (age < 0 || age > scale.to) return [];
  const x = scale.x(age);
  const crossed = shapes.some(
    ({ tag, attributes, text = '' }) =>
      tag === 'text' &&
      Number(attributes['y']) < MIDDLE &&
      Math.abs(Number(attributes['x']) - x) < textWidth(text) / 2 + 2,
  );
  return [svg('line', { class: 'now', x1: x, x2: x, y1: crossed ? MIDDLE - BAR + 2 : 16, y2: AXIS })];
}

function nowLabel(age: number, scale: Scale): SVGElement[] {
  if (age < 0) return [];
  const beyond = age > scale.to;
  const x = beyond ? scale.width : scale.x(age);
  const label = beyond ? 'now →' : 'now';
  const half = textWidth(label) / 2;
  const place = Math.max(half, Math.min(scale.width - half, x));
  return [svg('text', { class: 'now-label', x: place, y: 12, 'text-anchor': 'middle' }, label)];
}

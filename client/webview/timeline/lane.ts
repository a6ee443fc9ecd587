/** One lane: whose session it is, the drawing, and when and why it ends. */
import { ticksOf, type Scale } from '../../../shared/session/chart';
import { lifeShapes, untilShapes } from '../../../shared/session/chartShapes';
import { h, svg } from '../common/dom';
import { visitsOf, type App } from './app';
import { WHAT_IF, type DrawnLane } from './lanes';
import { button, shapeElement } from './ui';
import { caveatOf, nameOf, valuesOf } from './words';
import { EDGE, TICK_ROOM } from './zoom';

const HEIGHT = 62;
const BAR = { y: 28, bar: 12, reach: 20, labels: true };

export interface LaneView {
  element: HTMLElement;
  render(lane: DrawnLane, scale: Scale): void;
}

/** `form` is shown below the heading: the fields of the typed configuration. */
export function laneView(app: App, key: string, form?: HTMLElement): LaneView {
  const title = h('h2', {});
  const badge = h('span', { class: 'badge' });
  const values = h('span', { class: 'values' });
  const caveat = h('p', { class: 'caveat' });
  const note = h('p', { class: 'note' });
  const drawing = svg('svg', { class: 'track', role: 'img', height: HEIGHT });
  let open: string | undefined;
  const where = button('', () => open !== undefined && app.post({ type: 'open', lane: open }), {
    class: 'link',
  });
  const element = h(
    'section',
    { class: 'lane', 'data-lane': key },
    h('header', {}, title, badge, where, values),
    ...(form ? [form] : []),
    h('div', { class: 'drawing', 'data-track': true }, drawing),
    note,
    caveat,
  );

  function render(lane: DrawnLane, scale: Scale): void {
    const several = new Set(app.lanes.all.map(({ app: name }) => name)).size > 1;
    open = lane.lane?.id;
    title.textContent = `${several && lane.lane ? `${lane.lane.app} · ` : ''}${lane.title}`;
    setText(badge, lane.badge);
    setText(where, lane.key.startsWith('before:') ? '' : (lane.lane?.where ?? ''));
    where.setAttribute('aria-label', `Show the code of ${lane.title}, ${lane.lane?.where ?? ''}`);
    values.textContent = valuesOf(lane).replace('SDK ', 'SDK\u00a0');
    setText(note, lane.life.note);
    setText(caveat, caveatOf(lane) ?? '');
    element.classList.toggle('old', lane.key.startsWith('before:'));
    element.classList.toggle('typed', lane.key === WHAT_IF);
    element.dataset.end = String(lane.life.end);
    drawing.setAttribute('width', String(scale.width + 2 * EDGE));
    drawing.setAttribute('aria-label', `${nameOf(lane, several)}: ${lane.life.note}`);
    drawing.replaceChildren(contents(lane, scale));
  }

  function contents({ life }: DrawnLane, scale: Scale): SVGElement {
    const group = svg('g', { transform: `translate(${EDGE} 0)` });
    for (const { at } of ticksOf(scale, Math.floor(scale.width / TICK_ROOM))) {
      const x = Math.round(scale.x(at));
      group.append(svg('line', { class: 'grid', x1: x, x2: x, y1: 0, y2: HEIGHT }));
    }
    const chosen = visitsOf(app).find(({ id }) => id === app.selected);
    const event =
      chosen && life.simulation.events.find(({ at, kind }) => at === chosen.at && kind === chosen.kind);
    const shapes = lifeShapes(life, scale, BAR).filter(
      ({ attributes }) => !event || attributes.class !== 'gap-label',
    );
    const until = event?.alive || event?.login ? untilShapes(event, scale, BAR) : [];
    group.append(...[...shapes, ...until].map(shapeElement));
    return group;
  }

  return { element, render };
}

function setText(element: HTMLElement, text: string): void {
  element.textContent = text;
  element.hidden = text === '';
}

/** The axis, and on it one marker per event: a slider for the keyboard, and something to drag for the mouse. */
import { markShape } from '../../../shared/session/chartMarks';
import { ticksOf, type Scale } from '../../../shared/session/chart';
import { formatDuration } from '../../../shared/session/duration';
import { h, svg } from '../common/dom';
import { visitsOf, type App } from './app';
import { kindName, nextKind, offeredKinds } from './kinds';
import type { Visit } from './state';
import { shapeElement } from './ui';
import { EDGE, moved, snapped, stepsOf, TICK_ROOM, windowOf } from './zoom';

const BASE = 34;

/** Height of a marker, down to the axis. */
const HANDLE = 28;

export interface Axis {
  element: HTMLElement;
  /** Focuses the marker of a visit. */
  focus(visit: number): void;
  render(scale: Scale): void;
}

export function axis(app: App): Axis {
  const drawing = svg('svg', { class: 'ruler', 'aria-hidden': 'true', height: 54 });
  const handles = h('div', { class: 'handles', role: 'group', 'aria-label': 'Events' });
  const help = h(
    'p',
    { class: 'visually-hidden', id: 'handle-help' },
    'Left and right arrow move it, with Shift further. Up and down arrow go to the next one. Delete removes it, Enter makes it another kind of event.',
  );
  const element = h('div', { class: 'axis', 'data-track': true }, drawing, handles, help);
  const known = new Map<number, HTMLElement>();
  let current: number | undefined;
  let scale: Scale | undefined;

  function render(next: Scale): void {
    scale = next;
    drawTicks(drawing, next);
    const visits = visitsOf(app);
    if (!visits.some(({ id }) => id === current)) current = visits[0]?.id;
    const inside = visits.filter(({ at, id }) => (at >= next.from && at <= next.to) || id === focused());
    handles.classList.toggle('crowded', next.width / Math.max(1, inside.length) < 16);
    for (const [id, handle] of known) if (!inside.some((visit) => visit.id === id)) forget(id, handle);
    for (const [index, visit] of inside.entries()) place(visit, index, next);
  }

  function forget(id: number, handle: HTMLElement): void {
    known.delete(id);
    handle.remove();
  }

  function focused(): number | undefined {
    return [...known].find(([, handle]) => handle === document.activeElement)?.[0];
  }

  function place(visit: Visit, index: number, { from, to, x }: Scale): void {
    const handle = known.get(visit.id) ?? create(visit.id);
    // The order in the document is the order in time; a focused element must not be moved in vain.
    if (handles.children[index] !== handle) {
      const hadFocus = handle === document.activeElement;
      handles.insertBefore(handle, handles.children[index] ?? null);
      if (hadFocus) handle.focus();
    }
    handle.className = 'handle';
    drawHandle(handle, visit.kind, handles.classList.contains('crowded'));
    handle.classList.toggle('selected', app.selected === visit.id);
    handle.style.left = `${EDGE + x(visit.at)}px`;
    handle.tabIndex = visit.id === current ? 0 : -1;
    const values = {
      'aria-label': kindName(visit.kind),
      'aria-valuemin': Math.floor(Math.min(from, visit.at)),
      'aria-valuemax': Math.ceil(Math.max(to, visit.at)),
      'aria-valuenow': Math.round(visit.at),
      'aria-valuetext': `${formatDuration(visit.at)} after login`,
    };
    for (const [name, value] of Object.entries(values)) handle.setAttribute(name, String(value));
  }

  function create(id: number): HTMLElement {
    const handle = h('div', { role: 'slider', 'aria-describedby': 'handle-help', 'data-visit': id });
    handle.append(svg('svg', { 'aria-hidden': 'true' }));
    handle.addEventListener('focus', () => {
      current = id;
      app.select(id);
    });
    handle.addEventListener('blur', () => app.select(null));
    handle.addEventListener('pointerenter', () => app.select(id));
    handle.addEventListener('pointerleave', () => app.select(focused() ?? null));
    handle.addEventListener('keydown', (event) => onKey(event, id));
    known.set(id, handle);
    return handle;
  }

  function onKey(event: KeyboardEvent, id: number): void {
    const visits = visitsOf(app);
    const index = visits.findIndex((visit) => visit.id === id);
    const visit = visits[index];
    if (!visit || !scale || event.ctrlKey || event.metaKey || event.altKey) return;
    const steps = stepsOf(scale);
    const step = event.shiftKey ? steps.coarse : steps.fine;
    const neighbour = (offset: number) => focus(visits[index + offset]?.id ?? id);
    const actions: Record<string, () => void> = {
      ArrowRight: () => move(visit, snapped(visit.at + step, step)),
      ArrowLeft: () => move(visit, snapped(visit.at - step, step)),
      ArrowDown: () => neighbour(1),
      ArrowUp: () => neighbour(-1),
      Home: () => move(visit, 0),
      End: () => move(visit, Math.floor(scale?.to ?? visit.at)),
      Delete: () => remove(visits, index),
      Backspace: () => remove(visits, index),
      Enter: () => {
        const offered = offeredKinds(app.drawn, [visit.kind]);
        change(visit, { kind: nextKind(visit.kind, offered, event.shiftKey ? -1 : 1) });
      },
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  }

  function change(visit: Visit, values: Partial<Visit>): void {
    app.update({ visits: visitsOf(app).map((each) => (each === visit ? { ...each, ...values } : each)) });
  }

  function move(visit: Visit, at: number): void {
    change(visit, { at });
    const window = windowOf(app);
    if (app.state.window === null || (at >= window.from && at <= window.to)) return;
    // Follows what leaves the picture.
    app.update({ window: moved(window, at < window.from ? at - window.from : at - window.to) });
  }

  function remove(visits: readonly Visit[], index: number): void {
    const next = visits[index + 1] ?? visits[index - 1];
    app.update({ visits: visits.filter((_, at) => at !== index) });
    if (next) focus(next.id);
  }

  function focus(id: number): void {
    current = id;
    known.get(id)?.focus();
  }

  return { element, focus, render };
}

/** The sign, and the stem down to the axis. */
function drawHandle(handle: HTMLElement, kind: Visit['kind'], crowded: boolean): void {
  const drawing = handle.firstElementChild;
  const form = `${kind}${crowded ? ' crowded' : ''}`;
  if (!drawing || handle.dataset.form === form) return;
  handle.dataset.form = form;
  const [width, top, radius] = crowded ? [12, 12, 2.5] : [24, 11, 5];
  drawing.setAttribute('width', String(width));
  drawing.setAttribute('height', String(HANDLE));
  drawing.replaceChildren(
    svg('line', { class: 'stem', x1: width / 2, x2: width / 2, y1: top, y2: HANDLE }),
    shapeElement(markShape(kind, 'sign', width / 2, top, radius)),
  );
}

function drawTicks(drawing: SVGSVGElement, scale: Scale): void {
  drawing.setAttribute('width', String(scale.width + 2 * EDGE));
  const group = svg('g', { transform: `translate(${EDGE} ${BASE})` });
  group.append(svg('line', { class: 'base', x1: 0, x2: scale.width }));
  for (const { at, label } of ticksOf(scale, Math.floor(scale.width / TICK_ROOM))) {
    const x = Math.round(scale.x(at));
    group.append(
      svg('line', { class: 'tick', x1: x, x2: x, y1: 0, y2: 5 }),
      svg(
        'text',
        { x, y: 18, 'text-anchor': at === 0 ? 'start' : 'middle', dx: at === 0 ? -EDGE + 2 : 0 },
        label,
      ),
    );
  }
  drawing.replaceChildren(group);
}

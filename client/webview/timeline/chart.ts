/** The picture: axis, lanes and the line below the pointer. */
import type { Scale } from '../../../shared/session/chart';
import { formatDurationShort } from '../../../shared/session/duration';
import { h } from '../common/dom';
import type { App } from './app';
import { axis } from './axis';
import { laneView, type LaneView } from './lane';
import { WHAT_IF } from './lanes';
import { pointing } from './pointer';
import { EDGE, moved, scaleOf, windowOf, zoomed } from './zoom';
import { button, type Part } from './ui';

export interface ChartPart extends Part {
  /** Focuses the marker of a visit. */
  focus(visit: number): void;
}

/** `whatIfForm`: the fields of the typed configuration, shown in its lane. */
export function chart(app: App, whatIfForm: Part): ChartPart {
  let scale: Scale = scaleOf({ from: 0, to: 1 }, 600);
  let width = 600;
  let seen = app.state.window;
  const ruler = axis(app);
  const lanes = h('div', { class: 'lanes' });
  const label = h('span', {});
  const cursor = h('div', { class: 'cursor', 'aria-hidden': 'true', hidden: true }, label);
  const area = h('div', { class: 'area' }, ruler.element, lanes, cursor);
  const zoom = zoomButtons(app);
  const element = h('section', { class: 'chart', 'aria-label': 'Timeline' }, zoom.element, area);
  const views = new Map<string, LaneView>();

  const pointer = pointing(
    app,
    area,
    () => scale,
    over,
    (visit) => ruler.focus(visit),
  );
  new ResizeObserver(([entry]) => {
    const next = Math.floor(entry?.contentRect.width ?? 0);
    if (next === 0 || next === width) return;
    width = next;
    render();
  }).observe(area);

  function over(at: number | null): void {
    cursor.hidden = at === null;
    if (at === null) return;
    const x = EDGE + scale.x(at);
    cursor.style.transform = `translateX(${x}px)`;
    cursor.classList.toggle('left', x > width - 90);
    label.textContent = formatDurationShort(at);
  }

  function render(): void {
    // The line stays where the hand is, not where the moment was.
    if (!pointer.frozen() && app.state.window !== seen) over(null);
    seen = app.state.window;
    scale = scaleOf(pointer.frozen() ?? windowOf(app), width);
    ruler.render(scale);
    zoom.render();
    whatIfForm.render();
    const keys = new Set(app.drawn.map(({ key }) => key));
    for (const [key, view] of views) {
      if (keys.has(key)) continue;
      view.element.remove();
      views.delete(key);
    }
    for (const [index, lane] of app.drawn.entries()) {
      const view =
        views.get(lane.key) ?? laneView(app, lane.key, lane.key === WHAT_IF ? whatIfForm.element : undefined);
      views.set(lane.key, view);
      if (lanes.children[index] !== view.element)
        lanes.insertBefore(view.element, lanes.children[index] ?? null);
      view.render(lane, scale);
    }
  }

  return { element, render, focus: ruler.focus };
}

function zoomButtons(app: App): Part {
  const middle = () => {
    const { from, to } = windowOf(app);
    return (from + to) / 2;
  };
  const zoom = (factor: number) => app.update({ window: zoomed(windowOf(app), factor, middle()) });
  const shift = (share: number) => {
    const window = windowOf(app);
    app.update({ window: moved(window, share * (window.to - window.from)) });
  };
  const icon = (sign: string, name: string, act: () => void) =>
    button(sign, act, { class: 'icon', 'aria-label': name, title: name });
  const earlier = icon('‹', 'Earlier', () => shift(-0.5));
  const later = icon('›', 'Later', () => shift(0.5));
  const fit = button('Fit', () => app.update({ window: null }), {
    class: 'icon',
    title: 'Show everything (0)',
  });
  const hint = h('span', { class: 'hint' }, 'Click to add, drag to move');
  const element = h(
    'div',
    { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
    hint,
    earlier,
    later,
    icon('−', 'Zoom out (-)', () => zoom(1.5)),
    icon('+', 'Zoom in (+)', () => zoom(1 / 1.5)),
    fit,
  );
  document.addEventListener('keydown', (event) => {
    const field = (event.target as Element).closest?.('input, select, textarea');
    if (field || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === '+' || event.key === '=') zoom(1 / 1.5);
    else if (event.key === '-') zoom(1.5);
    else if (event.key === '0') app.update({ window: null });
  });
  return {
    element,
    render() {
      const isFit = app.state.window === null;
      fit.disabled = isFit;
      earlier.disabled = isFit || windowOf(app).from === 0;
      later.disabled = isFit;
    },
  };
}

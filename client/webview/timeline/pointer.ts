/** Mouse, pen and finger on the axis and the lanes: a press adds a visit or takes the one below, and dragging moves it. */
import type { Scale } from '../../../shared/session/chart';
import { visitsOf, type App } from './app';
import { MOST_VISITS, newVisit } from './state';
import { EDGE, moved, snapped, stepsOf, windowOf, zoomed, type Window } from './zoom';

/** How near to a marker a press takes it. Pixels. */
const NEAR = 9;

export interface Pointing {
  /** The window while something is dragged, which must not move under the hand. */
  frozen(): Window | undefined;
}

interface Drag {
  id: number;
  window: Window;
  /** To take back with Escape. */
  before: App['state']['visits'];
}

/** `over` is told where the pointer is, to show it; `done` gets the visit that was added or moved. */
export function pointing(
  app: App,
  area: HTMLElement,
  scale: () => Scale,
  over: (at: number | null) => void,
  done: (visit: number) => void,
): Pointing {
  let drag: Drag | undefined;

  const track = (event: Event) => (event.target as Element).closest('[data-track]');

  /** Seconds at the pointer, on a round moment. */
  function momentOf(event: PointerEvent | WheelEvent): number {
    const left = area.getBoundingClientRect().left + EDGE;
    return scale().at(event.clientX - left);
  }

  function visitAt(event: PointerEvent): number | undefined {
    const handle = (event.target as Element).closest<HTMLElement>('[data-visit]');
    if (handle) return Number(handle.dataset.visit);
    const { x } = scale();
    const place = x(momentOf(event));
    const near = visitsOf(app)
      .map(({ id, at }) => ({ id, distance: Math.abs(x(at) - place) }))
      .sort((a, b) => a.distance - b.distance)[0];
    return near && near.distance <= NEAR ? near.id : undefined;
  }

  area.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || !track(event)) return;
    const visits = app.state.visits ?? [];
    const window = { ...windowOf(app) };
    const found = visitAt(event);
    if (found === undefined && visits.length >= MOST_VISITS) return;
    event.preventDefault();
    area.setPointerCapture(event.pointerId);
    if (found !== undefined) {
      drag = { id: found, window, before: visits };
      done(found);
      return;
    }
    const added = newVisit(snapped(momentOf(event), stepsOf(scale()).fine), app.state.adds);
    drag = { id: added.id, window, before: visits };
    app.update({ visits: [...visits, added] });
    done(added.id);
  });

  area.addEventListener('pointermove', (event) => {
    over(drag || track(event) ? snapped(momentOf(event), stepsOf(scale()).fine) : null);
    if (!drag) return;
    const { id, window } = drag;
    const at = Math.min(Math.max(momentOf(event), window.from), window.to);
    const to = snapped(at, stepsOf(scale()).fine);
    const visits = app.state.visits ?? [];
    if (visits.some((visit) => visit.id === id && visit.at !== to)) {
      app.update({ visits: visits.map((visit) => (visit.id === id ? { ...visit, at: to } : visit)) });
    }
  });

  const end = (): void => {
    if (!drag) return;
    const { id } = drag;
    drag = undefined;
    app.update({});
    done(id);
  };
  area.addEventListener('pointerup', end);
  area.addEventListener('pointercancel', end);
  area.addEventListener('pointerleave', () => over(null));
  area.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !drag) return;
    const { before } = drag;
    drag = undefined;
    app.update({ visits: before });
  });

  area.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        app.update({ window: zoomed(windowOf(app), 1.0015 ** event.deltaY, momentOf(event)) });
        return;
      }
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      if (sideways === 0 || app.state.window === null) return;
      event.preventDefault();
      const { from, to, width } = scale();
      app.update({ window: moved(windowOf(app), (sideways / width) * (to - from)) });
    },
    { passive: false },
  );

  return { frozen: () => drag?.window };
}

/** The events of the picture as a table, for eyes and for screen readers; they can be changed here too. */
import { isRequest } from '../../../shared/session/chartMarks';
import { formatDuration } from '../../../shared/session/duration';
import { h } from '../common/dom';
import { severalApps } from './answers';
import { visitsOf, type App } from './app';
import { isPlacedKind, kindName, offeredKinds } from './kinds';
import type { Visit } from './state';
import { button, setChoices, type Part } from './ui';
import { nameOf, outcomeOf } from './words';

interface Row {
  element: HTMLElement;
  /** `index`: of the event in each lane; the first one is the login. */
  render(index: number): void;
  focus(): void;
}

export function events(app: App): Part {
  const head = h('thead', {});
  const body = h('tbody', {});
  // The table can be wider than the panel; who has no mouse scrolls it with the arrow keys.
  const scrolling = h(
    'div',
    { class: 'scrolling', tabindex: 0, role: 'region', 'aria-label': 'Events' },
    h('table', { class: 'events' }, head, body),
  );
  const element = h('section', {}, h('h2', {}, 'The same as a table'), scrolling);
  const login = loginRow(app);
  const end = h('tr', { class: 'end-row' });
  // Rows stay as long as their visits, so that a list stays open and the focus where it is.
  const known = new Map<number, Row>();

  function remove(id: number): void {
    const visits = visitsOf(app);
    const index = visits.findIndex((visit) => visit.id === id);
    const next = visits[index + 1] ?? visits[index - 1];
    app.update({ visits: visits.filter((visit) => visit.id !== id) });
    if (next) known.get(next.id)?.focus();
  }

  return {
    element,
    render() {
      const visits = visitsOf(app);
      const columns = ['After login', 'Event'].map((name) => h('th', { scope: 'col' }, name));
      const last = h('td', {}, h('span', { class: 'visually-hidden' }, 'Remove'));
      const names = app.drawn.map((lane) => h('th', { scope: 'col' }, nameOf(lane, severalApps(app))));
      head.replaceChildren(h('tr', {}, ...columns, ...names, last));
      for (const [id, { element: row }] of known) {
        if (visits.some((visit) => visit.id === id)) continue;
        known.delete(id);
        row.remove();
      }
      const rows = visits.map(({ id }) => {
        const row = known.get(id) ?? visitRow(app, id, remove);
        known.set(id, row);
        return row;
      });
      const ends = app.drawn.map(({ life }) => h('td', {}, life.note));
      end.replaceChildren(h('th', { scope: 'row' }, 'End'), h('td', {}), ...ends, h('td', {}));
      for (const [index, row] of [login, ...rows].entries()) {
        row.render(index);
        inPlace(body, row.element, index);
      }
      inPlace(body, end, rows.length + 1);
    },
  };
}

/** An element that is there already is not moved: it would lose the focus. */
function inPlace(parent: HTMLElement, child: HTMLElement, index: number): void {
  if (parent.children[index] === child) return;
  const hadFocus = child.contains(document.activeElement) ? document.activeElement : null;
  parent.insertBefore(child, parent.children[index] ?? null);
  if (hadFocus instanceof HTMLElement) hadFocus.focus();
}

function loginRow(app: App): Row {
  const outcomes = outcomeCells(app);
  const element = h('tr', {}, h('th', { scope: 'row' }, 'At login'), h('td', {}, 'Login'), h('td', {}));
  return { element, render: (index) => outcomes(element, index), focus: () => {} };
}

function visitRow(app: App, id: number, remove: (id: number) => void): Row {
  const when = h('th', { scope: 'row' });
  const kind = h('select', { class: 'plain' });
  const action = button('×', () => remove(id), { class: 'icon', title: 'Remove' });
  const element = h('tr', {}, when, h('td', {}, kind), h('td', {}, action));
  const outcomes = outcomeCells(app);
  const change = (values: Partial<Visit>) =>
    app.update({ visits: visitsOf(app).map((each) => (each.id === id ? { ...each, ...values } : each)) });
  kind.addEventListener('change', () => {
    if (isPlacedKind(kind.value)) change({ kind: kind.value });
  });
  return {
    element,
    focus: () => action.focus(),
    render(index) {
      const visit = visitsOf(app)[index - 1];
      if (!visit) return;
      const time = visit.at === 0 ? 'At login' : formatDuration(visit.at);
      const text = time.toLowerCase();
      when.textContent = time;
      const offered = offeredKinds(app.drawn, [visit.kind]);
      setChoices(
        kind,
        offered.map((value) => ({ value, label: kindName(value) })),
        visit.kind,
      );
      kind.setAttribute('aria-label', `Event ${visit.at === 0 ? text : `after ${text}`}`);
      const name = kindName(visit.kind).toLowerCase();
      action.setAttribute('aria-label', `Remove: ${name} ${visit.at === 0 ? text : `after ${text}`}`);
      outcomes(element, index);
    },
  };
}

/** Brings the cells between the event and the last one up to date: one per lane. */
function outcomeCells(app: App): (row: HTMLElement, index: number) => void {
  let cells: HTMLElement[] = [];
  return (row, index) => {
    if (cells.length !== app.drawn.length) {
      for (const cell of cells) cell.remove();
      cells = app.drawn.map(() => h('td', {}));
      row.lastElementChild?.before(...cells);
    }
    for (const [lane, { life }] of app.drawn.entries()) {
      const [cell, event] = [cells[lane], life.simulation.events[index]];
      if (!cell) continue;
      cell.textContent = event ? outcomeOf(event, life.simulation) : '';
      const asks = event !== undefined && isRequest(event.kind) && event.kind !== 'logout';
      cell.classList.toggle('missed', asks && !event.alive && !event.login);
    }
  };
}

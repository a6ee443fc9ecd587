/** The answers, and the events of the picture, as tables. */
import { formatDuration, parseDuration } from '../../../shared/session/duration';
import { h } from '../common/dom';
import { visitsOf, type App } from './app';
import { button, setValue, type Part } from './ui';
import { answersOf, nameOf, outcomeOf, sharedCookies } from './words';

export function severalApps(app: App): boolean {
  return new Set(app.lanes.all.map((lane) => lane.app)).size > 1;
}

function headings(app: App): HTMLElement[] {
  return app.drawn.map((lane) => h('th', { scope: 'col' }, nameOf(lane, severalApps(app))));
}

/** The table can be wider than the panel; who has no mouse scrolls it with the arrow keys. */
function scrolling(table: HTMLElement, name: string): HTMLElement {
  return h('div', { class: 'scrolling', tabindex: 0, role: 'region', 'aria-label': name }, table);
}

/** What people ask about each lane. */
export function answers(app: App): Part {
  const every = h('input', {
    type: 'text',
    size: 5,
    'aria-label': 'Interval between visits',
    spellcheck: 'false',
  });
  every.addEventListener('input', () => app.update({ every: every.value }));
  const head = h('thead', {});
  const body = h('tbody', {});
  const shared = h('div', { class: 'shared' });
  const table = h('table', { class: 'answers' }, head, body);
  const element = h('section', {}, h('h2', {}, 'Questions people ask'), scrolling(table, 'Answers'), shared);
  let rows: { cells: HTMLElement[] }[] = [];

  return {
    element,
    render() {
      const seconds = parseDuration(app.state.every);
      const list = answersOf(app.drawn, seconds === undefined || seconds <= 0 ? null : seconds);
      setValue(every, app.state.every);
      every.setAttribute('aria-invalid', String(seconds === undefined || seconds <= 0));
      const names = headings(app);
      // One lane needs no heading of its own.
      head.replaceChildren(h('tr', {}, h('th', { scope: 'col' }, 'Question'), ...names));
      head.classList.toggle('visually-hidden', names.length < 2);
      // The rows stay: the field in one of them may have the focus.
      if (rows.length !== list.length || rows[0]?.cells.length !== names.length) {
        rows = list.map(({ question, answers: texts }) => {
          const cells = texts.map(() => h('td', {}));
          const field = question.endsWith('every') ? [' ', every] : [];
          body.append(h('tr', {}, h('th', { scope: 'row' }, question, ...field), ...cells));
          return { cells };
        });
        body.replaceChildren(...[...body.children].slice(-list.length));
      }
      for (const [index, { answers: texts }] of list.entries()) {
        for (const [column, text] of texts.entries()) {
          const cell = rows[index]?.cells[column];
          if (cell && cell.textContent !== text) cell.textContent = text;
        }
      }
      shared.replaceChildren(...sharedCookies(app.drawn).map((sentence) => h('p', {}, sentence)));
    },
  };
}

/** The same events as the picture's, for eyes and for screen readers. `gone` is told after a removal. */
export function events(app: App): Part {
  const head = h('thead', {});
  const body = h('tbody', {});
  const element = h(
    'section',
    {},
    h('h2', {}, 'The same as a table'),
    scrolling(h('table', { class: 'events' }, head, body), 'Events'),
  );

  function row(index: number): HTMLElement | undefined {
    const event = app.drawn[0]?.life.simulation.events[index];
    if (!event) return undefined;
    const visits = visitsOf(app);
    // The first event is the login.
    const visit = visits[index - 1];
    const what = event.kind === 'login' ? 'Login' : event.kind === 'save' ? 'Save' : 'Visit';
    const when = event.at === 0 ? 'At login' : formatDuration(event.at);
    const cells = app.drawn.map(({ life }) => {
      const own = life.simulation.events[index];
      const missed = own && !own.alive && !own.login;
      return h('td', { class: missed ? 'missed' : undefined }, own ? outcomeOf(own) : '');
    });
    const remove = () => {
      app.update({ visits: visits.filter(({ id }) => id !== visit?.id) });
      body.querySelectorAll('button')[Math.max(0, index - 2)]?.focus();
    };
    const name = `Remove the ${what.toLowerCase()} at ${when}`;
    const action = visit ? button('×', remove, { class: 'icon', 'aria-label': name, title: 'Remove' }) : '';
    return h('tr', {}, h('th', { scope: 'row' }, when), h('td', {}, what), ...cells, h('td', {}, action));
  }

  return {
    element,
    render() {
      const count = app.drawn[0]?.life.simulation.events.length ?? 0;
      const columns = ['After login', 'Event'].map((name) => h('th', { scope: 'col' }, name));
      const last = h('td', {}, h('span', { class: 'visually-hidden' }, 'Remove'));
      head.replaceChildren(h('tr', {}, ...columns, ...headings(app), last));
      const rows = Array.from({ length: count }, (_, index) => row(index)).filter(
        (each) => each !== undefined,
      );
      const ends = app.drawn.map(({ life }) => h('td', {}, life.note));
      const end = h(
        'tr',
        { class: 'end-row' },
        h('th', { scope: 'row' }, 'End'),
        h('td', {}),
        ...ends,
        h('td', {}),
      );
      body.replaceChildren(...rows, end);
    },
  };
}

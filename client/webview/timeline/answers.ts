/** The answers to what people ask, and what they have to know about clients that share a cookie. */
import { parseDuration } from '../../../shared/session/duration';
import { h } from '../common/dom';
import type { App } from './app';
import { setValue, type Part } from './ui';
import { answersOf, nameOf, sharedCookies } from './words';

export function severalApps(app: App): boolean {
  return new Set(app.lanes.all.map((lane) => lane.app)).size > 1;
}

/** What people ask about each lane: a group of rows per question, so that it reads well in a narrow panel too. */
export function answers(app: App): Part {
  const every = h('input', {
    type: 'text',
    size: 5,
    'aria-label': 'Interval between visits',
    spellcheck: 'false',
  });
  every.addEventListener('input', () => app.update({ every: every.value }));
  const table = h('table', { class: 'answers' });
  const shared = h('div', { class: 'shared' });
  const element = h('section', {}, h('h2', {}, 'Questions people ask'), table, shared);
  let cells: HTMLElement[][] = [];
  let shape = '';

  return {
    element,
    render() {
      const seconds = parseDuration(app.state.every);
      const isInterval = seconds !== undefined && seconds > 0;
      const list = answersOf(app.drawn, isInterval ? seconds : null);
      const names = app.drawn.map((lane) => nameOf(lane, severalApps(app)));
      setValue(every, app.state.every);
      every.setAttribute('aria-invalid', String(!isInterval));
      // The rows stay while they can: the field in one of them may have the focus.
      const wanted = JSON.stringify(names);
      if (shape !== wanted) {
        shape = wanted;
        const hadFocus = every === document.activeElement;
        cells = list.map(() => names.map(() => h('td', {})));
        table.replaceChildren(
          ...list.map(({ question }, index) => {
            const field = question.endsWith('every') ? [' ', every] : [];
            return group([question, ...field], names, cells[index] ?? []);
          }),
        );
        if (hadFocus) every.focus();
      }
      for (const [index, { answers: texts }] of list.entries()) {
        for (const [lane, text] of texts.entries()) {
          const cell = cells[index]?.[lane];
          if (cell && cell.textContent !== text) cell.textContent = text;
        }
      }
      shared.replaceChildren(...sharedCookies(app.drawn).map((sentence) => h('p', {}, sentence)));
    },
  };
}

/** One lane needs no name: question and answer are one row. */
function group(question: (string | Node)[], names: string[], cells: HTMLElement[]): HTMLElement {
  const [only] = cells;
  if (only && cells.length === 1) {
    return h('tbody', {}, h('tr', {}, h('th', { scope: 'row' }, ...question), only));
  }
  const heading = h('tr', {}, h('th', { scope: 'rowgroup', colspan: 2, class: 'question' }, ...question));
  const rows = cells.map((cell, index) => h('tr', {}, h('th', { scope: 'row' }, names[index] ?? ''), cell));
  return h('tbody', {}, heading, ...rows);
}

/** Between the habits and the picture: single events, and what is taken for granted about the user and the tenant. */
import { parseDuration } from '../../../shared/session/duration';
import { h } from '../common/dom';
import type { App } from './app';
import { isPlacedKind, offeredKinds, wordsOf } from './kinds';
import { durationOf } from './lanes';
import { MOST_VISITS, newVisit } from './state';
import { button, captioned, checkbox, labelled, setChoices, setValue, type Part } from './ui';

const NO_DURATION = 'A duration such as 90s, 15m, 12h or 7d';

/** `Add [a visit] at [7d]`; what a click in the picture adds is the same choice. */
export function adder(app: App, added: (visit: number) => void): Part {
  const kind = h('select', { 'aria-label': 'What to add' });
  const at = durationField('add-problem');
  at.value = '7d';
  const problem = h('span', { class: 'problem', id: 'add-problem', role: 'alert' });
  const add = () => {
    const seconds = parseDuration(at.value);
    const visits = app.state.visits ?? [];
    const full = visits.length >= MOST_VISITS;
    problem.textContent = seconds === undefined ? NO_DURATION : full ? `At most ${MOST_VISITS}` : '';
    at.setAttribute('aria-invalid', String(seconds === undefined));
    if (seconds === undefined || full) return;
    const visit = newVisit(Math.round(seconds), app.state.adds);
    app.update({ visits: [...visits, visit] });
    added(visit.id);
  };
  kind.addEventListener('change', () => {
    if (isPlacedKind(kind.value)) app.update({ adds: kind.value });
  });
  at.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') add();
  });
  const element = captioned('Add', 'Add an event', kind, labelled('at', at), button('Add', add), problem);
  return {
    element,
    render() {
      const offered = offeredKinds(app.drawn, [app.state.adds]);
      setChoices(
        kind,
        offered.map((value) => ({ value, label: wordsOf(value).add })),
        app.state.adds,
      );
      kind.title = wordsOf(app.state.adds).hint;
    },
  };
}

/** What happens besides the events. */
export function assumptions(app: App): Part {
  const again = checkbox('Signs in again when signed out', (checked) => app.update({ again: checked }));
  again.element.title = 'A request that finds no session is followed by a new login at once';
  const idp = durationField('idp-problem');
  idp.placeholder = 'never';
  idp.addEventListener('input', () => app.update({ idp: idp.value }));
  const problem = h('span', { class: 'problem', id: 'idp-problem', role: 'status' });
  const limit = labelled('ID token says the session ends after', idp, {
    title: 'Its session_expiry claim (IPSIE), from SDK 4.24.0: the session ends 30 seconds before',
  });
  const element = captioned('Assume', 'Assume', again.element, limit, problem);
  return {
    element,
    render() {
      again.input.checked = app.state.again;
      setValue(idp, app.state.idp);
      // Where no lane looks at the claim there is nothing to try, but what was typed can be taken away.
      limit.hidden = app.state.idp === '' && !app.drawn.some(({ behaviour }) => behaviour.idpSessionExpiry);
      const bad = durationOf(app.state.idp) === null;
      idp.setAttribute('aria-invalid', String(bad));
      problem.textContent = bad ? NO_DURATION : '';
    },
  };
}

function durationField(describedBy: string): HTMLInputElement {
  return h('input', { type: 'text', size: 5, 'aria-describedby': describedBy, spellcheck: 'false' });
}

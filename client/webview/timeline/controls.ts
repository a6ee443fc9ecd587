/** Above the picture: which clients, compared with what, and who visits when. */
import { latestEnd, longestGap } from '../../../shared/session/questions';
import { plausible } from '../../../shared/session/describe';
import { h } from '../common/dom';
import { visitsOf, type App } from './app';
import { BEFORE, WHAT_IF } from './lanes';
import { newVisit, type Visit } from './state';
import { button, captioned, labelled, setChoices, type Choice, type Part } from './ui';
import { HABITS, type Habit } from './visits';

/** Which lanes are drawn. */
export function choices(app: App): Part {
  const show = h('select', {});
  const compare = h('select', {});
  const again = button('Pin again', () => app.post({ type: 'pin' }), {
    title: 'Compare with the values as they are now',
  });
  const showLabel = labelled('Show', show);
  const element = h('div', { class: 'row choices' }, showLabel, labelled('Compare with', compare), again);
  show.addEventListener('change', () => app.update({ show: show.value }));
  compare.addEventListener('change', () => {
    app.update({ compare: compare.value });
    app.post({ type: compare.value === BEFORE ? 'pin' : 'unpin' });
  });

  return {
    element,
    render() {
      const { all } = app.lanes;
      element.hidden = all.length === 0;
      const clients = all.filter(
        (lane, index) => all.findIndex(({ client }) => client === lane.client) === index,
      );
      const name = (lane: (typeof all)[number]) => `${lane.name}, ${lane.where}`;
      showLabel.hidden = clients.length < 2;
      setChoices(
        show,
        [
          { value: '', label: 'All clients' },
          ...clients.map((lane) => ({ value: lane.client, label: name(lane) })),
        ],
        app.state.show,
      );
      const others: Choice[] =
        all.length > 1 ? all.map((lane) => ({ value: lane.id, label: name(lane) })) : [];
      setChoices(
        compare,
        [
          { value: 'none', label: 'Nothing' },
          { value: BEFORE, label: 'Before my edit' },
          { value: WHAT_IF, label: 'What if…' },
          ...others,
        ],
        app.state.compare,
      );
      again.hidden = app.state.compare !== BEFORE;
    },
  };
}

/** Habits to choose from. */
export function habits(app: App): Part {
  const buttons = HABITS.map((habit) => ({
    habit,
    element: button(habit.title, () => app.update({ visits: visitsOfHabit(app, habit), window: null }), {
      class: 'chip',
      title: habit.hint,
    }),
  }));
  const element = captioned('Visits', 'Visits', ...buttons.map((each) => each.element));
  return {
    element,
    render() {
      const present = JSON.stringify(visitsOf(app).map(({ at, kind }) => [at, kind]));
      for (const { habit, element: chip } of buttons) {
        const its = visitsOfHabit(app, habit).map(({ at, kind }) => [at, kind]);
        chip.setAttribute('aria-pressed', String(JSON.stringify(its) === present));
      }
    },
  };
}

/** The habit as the first lane's durations make it. */
export function visitsOfHabit({ drawn }: App, habit: Habit): Visit[] {
  const [first] = drawn;
  if (!first) return [];
  const { config, behaviour } = first;
  const latest = plausible(latestEnd(config, behaviour).seconds);
  return habit.visits(plausible(longestGap(config, behaviour)), latest).map((at) => newVisit(at, 'visit'));
}

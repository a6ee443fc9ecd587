import type { FromTimeline, ToTimeline } from '../../../shared/webview/timeline';
import { h } from '../common/dom';
import { onMessage, vscode } from '../common/host';
import type { App } from './app';
import { chart } from './chart';
import { adder, assumptions } from './adder';
import { choices, habits, visitsOfHabit } from './controls';
import { markdownOf, svgOf } from './copy';
import { BEFORE, drawnLanes, type DrawnLane, type Lanes } from './lanes';
import { legend } from './legend';
import { restored, saved } from './state';
import './styles.css';
import { answers, severalApps } from './answers';
import { events } from './events';
import { button } from './ui';
import { HABITS } from './visits';
import { whatIf } from './whatIf';
import { differenceOf, nameOf } from './words';

/** How long the picture has to be still before a screen reader hears of it. Milliseconds. */
const CALM = 600;

/** More sentences than these would push the picture away; the lanes say the same. */
const MOST_DIFFERENCES = 3;

const state = restored(vscode.getState());
let lanes: Lanes = { all: [], pinned: null };
let drawn: DrawnLane[] = drawnLanes(lanes, state);
let isLoaded = false;
let selected: number | null = null;

const app: App = {
  state,
  get lanes() {
    return lanes;
  },
  get drawn() {
    return drawn;
  },
  get isLoaded() {
    return isLoaded;
  },
  get selected() {
    return selected;
  },
  update(change) {
    Object.assign(state, change);
    vscode.setState(saved(state));
    render();
  },
  select(visit) {
    if (visit === selected) return;
    selected = visit;
    picture.render();
  },
  post: (message: FromTimeline) => vscode.postMessage(message),
};

const picture = chart(app, whatIf(app));
const visits = adder(app, (visit) => picture.focus(visit));
const parts = [
  choices(app),
  habits(app),
  visits,
  assumptions(app),
  legend(app),
  answers(app),
  events(app),
] as const;
const [choice, habit, add, assume, signs, answer, table] = parts;
const intro = h('p', { class: 'intro' });
const difference = h('div', { class: 'difference' });
const summary = h('p', { class: 'visually-hidden', role: 'status', 'aria-live': 'polite' });
const notice = h('span', { class: 'visually-hidden', role: 'status' });

/** How long a button says that it has done its work. Milliseconds. */
const CONFIRMED = 2500;

/** What a confirmation of the extension host is about. */
let pressed: { element: HTMLButtonElement; label: string } | undefined;

function copyButton(label: string, text: (lanes: readonly DrawnLane[], several: boolean) => string) {
  const format = text === svgOf ? 'svg' : 'markdown';
  const element = button(label, () => {
    pressed = { element, label };
    app.post({ type: 'copy', format, text: text(drawn, severalApps(app)) });
  });
  return element;
}

function confirm(text: string): void {
  notice.textContent = text;
  if (pressed) {
    const { element, label } = pressed;
    // The buttons beside it stay where they are.
    element.style.minWidth = `${element.offsetWidth}px`;
    element.textContent = 'Copied';
    setTimeout(() => (element.textContent = label), CONFIRMED);
  }
  setTimeout(() => (notice.textContent = ''), CONFIRMED);
}

function start(): void {
  const actions = h(
    'div',
    { class: 'row actions' },
    notice,
    copyButton('Copy Markdown', markdownOf),
    copyButton('Copy SVG', svgOf),
  );
  document
    .getElementById('root')
    ?.append(
      h('div', { class: 'top' }, h('h1', {}, 'When does the session end?'), actions),
      intro,
      choice.element,
      difference,
      habit.element,
      add.element,
      assume.element,
      picture.element,
      signs.element,
      answer.element,
      table.element,
      summary,
    );
  render();
  window.addEventListener('scrollend', () => {
    // Before the lanes are there the page is short.
    if (!isLoaded) return;
    state.scroll = Math.round(window.scrollY);
    vscode.setState(saved(state));
  });
  onMessage(receive);
  app.post({ type: 'ready' });
}

function receive(message: ToTimeline): void {
  switch (message.type) {
    case 'lanes':
      lanes = { all: message.lanes, pinned: message.pinned };
      if (!isLoaded) setTimeout(() => window.scrollTo(0, state.scroll));
      isLoaded = true;
      // The extension host forgets what was pinned when the panel is closed.
      if (state.compare === BEFORE && lanes.pinned === null) app.post({ type: 'pin' });
      return render();
    case 'show':
      return app.update({ show: message.client, window: null });
    case 'notice':
      return confirm(message.text);
  }
}

function render(): void {
  drawn = drawnLanes(lanes, state);
  // The first picture shows what the durations of the first client are about.
  if (state.visits === null && isLoaded) {
    const first = HABITS.find(({ id }) => id === 'long-gap');
    if (first) state.visits = visitsOfHabit(app, first);
    drawn = drawnLanes(lanes, state);
  }
  document.body.classList.toggle('loading', !isLoaded);
  intro.hidden = lanes.all.length > 0;
  intro.textContent = isLoaded
    ? 'No Auth0Client was found in this workspace. Open the file that creates it, or try values here.'
    : 'Reading the workspace…';
  picture.render();
  for (const part of parts) part.render();
  const differences = drawn.flatMap((lane) => {
    const other = drawn.find(({ key }) => key === lane.comparedWith);
    return other ? [h('p', {}, differenceOf(lane, other))] : [];
  });
  difference.replaceChildren(...differences.slice(0, MOST_DIFFERENCES));
  announce();
}

let calm: ReturnType<typeof setTimeout> | undefined;

function announce(): void {
  clearTimeout(calm);
  const text = drawn.map((lane) => `${nameOf(lane, severalApps(app))}: ${lane.life.note}`).join(' ');
  calm = setTimeout(() => {
    if (isLoaded && summary.textContent !== text) summary.textContent = text;
  }, CALM);
}

start();

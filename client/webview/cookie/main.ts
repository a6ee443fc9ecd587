/** The page of the panel "Decode Session Cookie". Keeps nothing: VS Code would save it (setState). */
import { readAnswer, type CookieRequest, type CookieView } from '../../../shared/webview/cookie';
import { h } from '../common/dom';
import { onMessage, vscode } from '../common/host';
import { cookieCards, type Cards } from './card';
import { pasteRegion } from './paste';
import { secretRegion } from './secret';
import './styles.css';
import { button, replace } from './ui';

const post = (request: CookieRequest) => vscode.postMessage(request);

const paste = h('section', { class: 'region', tabindex: -1, 'aria-labelledby': 'paste-title' });
const secret = h('section', { class: 'region', tabindex: -1, 'aria-labelledby': 'secret-title' });
const results = h('div', { class: 'results', tabindex: -1 });
const actions = h(
  'div',
  { class: 'actions' },
  button('Copy JSON', () => post({ type: 'copy-json' }), { class: 'quiet' }),
  button('Copy redacted report', () => post({ type: 'copy-report' }), {
    class: 'quiet',
    title: 'Markdown for an issue: kinds, states, sizes and names of claims, no values',
  }),
);
const status = h('p', { class: 'status', role: 'status' });
const announcer = h('p', { class: 'visually-hidden', role: 'status' });
document
  .getElementById('root')
  ?.append(
    h('header', {}, h('h1', {}, 'Session cookie'), actions),
    status,
    announcer,
    h('div', { class: 'inputs' }, paste, secret),
    results,
  );

let shown: Partial<CookieView> = {};
let cards: Cards | undefined;

function show(view: CookieView): void {
  const changed = (...names: (keyof CookieView)[]) =>
    names.some((name) => JSON.stringify(view[name]) !== JSON.stringify(shown[name]));
  const first = shown.sources === undefined;
  actions.hidden = view.cookies.length === 0;
  if (first || changed('paste')) pasteRegion(paste, view.paste, post);
  if (first || changed('sources', 'chosen', 'secretNotes', 'trusted')) secretRegion(secret, view, post);
  if (changed('cookies')) {
    cards?.stop();
    cards = cookieCards(view.cookies, post);
    replace(results, cards.element);
    announcer.textContent = view.cookies
      .map(({ name, statusLabel }) => `${name ?? 'Cookie'}: ${statusLabel}.`)
      .join(' ');
  }
  shown = view;
}

let timer: ReturnType<typeof setTimeout> | undefined;

function say(text: string): void {
  status.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (status.textContent = ''), 6000);
}

onMessage((message) => {
  const answer = readAnswer(message);
  if (answer?.type === 'view') show(answer.view);
  if (answer?.type === 'said') say(answer.text);
  if (answer?.type === 'revealed') cards?.reveal(answer.cookie, answer.token, answer.revealed);
});
post({ type: 'ready' });

import { MAX_PASTE, type CookieRequest, type PasteView } from '../../../shared/webview/cookie';
import { h } from '../common/dom';
import { button, count, replace } from './ui';

type Post = (request: CookieRequest) => void;

/** A text area, or what was pasted into it: the text itself goes to the extension host and out of the page. */
export function pasteRegion(region: HTMLElement, view: PasteView | null, post: Post): void {
  const title = h('h2', { id: 'paste-title' }, 'Cookie');
  if (view === null) return replace(region, title, ...form(post));
  const again = button('Paste another', () => pasteAnother(region, view, post), {
    id: 'paste-again',
    class: 'quiet',
  });
  const clear = button('Clear', () => post({ type: 'clear' }), {
    id: 'paste-clear',
    class: 'quiet',
    title: 'Forgets the cookies and the typed secrets',
  });
  const summary = `${view.form}: ${count(view.characters, 'character')}, ${count(view.cookies, 'cookie')}.`;
  const note = view.note === null ? [] : [h('p', { class: 'note' }, view.note)];
  replace(region, title, h('div', { class: 'row' }, h('p', {}, summary), again, clear), ...note);
}

function pasteAnother(region: HTMLElement, view: PasteView, post: Post): void {
  const back = () => {
    pasteRegion(region, view, post);
    document.getElementById('paste-again')?.focus();
  };
  pasteRegion(region, null, (request) => {
    // The same text again changes nothing in the host's view.
    back();
    post(request);
  });
  const cancel = button('Cancel', back, { class: 'quiet' });
  region.querySelector('.buttons')?.append(cancel);
  region.querySelector('textarea')?.focus();
}

function form(post: Post): HTMLElement[] {
  const text = h('textarea', {
    id: 'paste-text',
    rows: 4,
    spellcheck: 'false',
    autocomplete: 'off',
    'aria-describedby': 'paste-hint',
  });
  const error = h('p', { class: 'note', role: 'alert' });
  const send = () => {
    const value = text.value;
    if (value.trim() === '') return text.focus();
    if (value.length > MAX_PASTE) return void (error.textContent = 'That is too much text for one cookie.');
    text.value = '';
    post({ type: 'paste', text: value });
  };
  // A paste into the empty field is the whole input; the value is there after the event.
  text.addEventListener('paste', () => {
    if (text.value === '') setTimeout(send);
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  });
  return [
    h('label', { for: 'paste-text' }, 'Paste a cookie'),
    text,
    h('p', { id: 'paste-hint', class: 'hint' }, HINT),
    error,
    h('div', { class: 'buttons' }, button('Decode', send, { id: 'paste-send' })),
  ];
}

const HINT =
  'A value, a Cookie or Set-Cookie header, “Copy as cURL”, a HAR file, or rows of developer tools. It is decrypted on this machine and stored nowhere.';

import type { CookieRequest, CookieView, SecretSource } from '../../../shared/webview/cookie';
import { h } from '../common/dom';
import { button, replace } from './ui';

type Post = (request: CookieRequest) => void;

/** Where secrets are written: names and files. The values stay in the extension host. */
export function secretRegion(region: HTMLElement, view: CookieView, post: Post): void {
  const { sources, chosen, trusted, secretNotes } = view;
  const list = h(
    'div',
    { class: 'sources', role: 'group', 'aria-labelledby': 'secret-title' },
    ...sources.map((source, i) => choice(source, i, chosen.includes(source.id), post)),
  );
  const keep = button('Keep it in the secret storage…', () => post({ type: 'store-secret' }), {
    id: 'secret-keep',
    class: 'quiet',
  });
  const hasTyped = sources.some(({ kind }) => kind === 'typed');
  const type = button(
    hasTyped ? 'Type another secret…' : 'Type a secret…',
    () => post({ type: 'type-secret' }),
    {
      id: 'secret-type',
      class: sources.length > 0 ? 'quiet' : '',
    },
  );
  replace(
    region,
    h('h2', { id: 'secret-title' }, 'Secrets to try'),
    ...explanation(view).map((text) => h('p', { class: 'hint' }, text)),
    ...(sources.length > 0 ? [list] : []),
    ...secretNotes.map((text) => h('p', { class: 'note' }, text)),
    h('div', { class: 'buttons' }, type, ...(trusted && hasTyped ? [keep] : [])),
  );
}

function explanation({ trusted, sources }: CookieView): string[] {
  if (!trusted) {
    return [
      'Restricted Mode: this panel reads no env file. Type the secret; it stays in memory until the panel is closed.',
    ];
  }
  if (sources.some(({ kind }) => kind === 'app')) return [];
  return ['No env file of this workspace sets the secret of an app.'];
}

function choice(source: SecretSource, index: number, checked: boolean, post: Post): HTMLElement {
  const id = `secret-${index}`;
  const box = h('input', {
    type: 'checkbox',
    id,
    checked,
    'aria-describedby': `${id}-detail`,
  });
  box.addEventListener('change', () => post({ type: 'choose', source: source.id, use: box.checked }));
  const forget = button('Forget', () => post({ type: 'forget-secret', source: source.id }), {
    id: `${id}-forget`,
    class: 'quiet',
    'aria-label': `Forget ${source.label}`,
  });
  return h(
    'div',
    { class: 'source' },
    box,
    h('label', { for: id }, source.label),
    h('span', { id: `${id}-detail`, class: 'hint' }, source.detail),
    ...(source.kind === 'app' ? [] : [forget]),
  );
}

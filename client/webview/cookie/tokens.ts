import type { CookieRequest, RevealedToken, TokenView } from '../../../shared/webview/cookie';
import { h } from '../common/dom';
import { button, bytes, span } from './ui';

type Post = (request: CookieRequest) => void;

interface TokenList {
  nodes: HTMLElement[];
  reveal(token: string, revealed: RevealedToken): void;
}

/** Tokens without their values: the extension host sends one when its button is pressed, and the page drops it again. */
export function tokenList(tokens: readonly TokenView[], cookie: number, post: Post): TokenList {
  const items = tokens.map((token, index) => item(token, `token-${cookie}-${index}`, cookie, post));
  return {
    nodes: [h('ul', { class: 'tokens' }, ...items.map(({ element }) => element))],
    reveal: (token, revealed) => items.find(({ id }) => id === token)?.show(revealed),
  };
}

function item(token: TokenView, id: string, cookie: number, post: Post) {
  const content = h('div', { class: 'revealed', id: `${id}-content` });
  const copy = button('Copy', () => post({ type: 'copy-token', cookie, token: token.id }), {
    class: 'quiet',
    'aria-label': `Copy ${token.label}`,
    hidden: true,
  });
  let isShown = false;
  const toggle = button(
    'Reveal',
    () => (isShown ? hide() : post({ type: 'reveal', cookie, token: token.id })),
    {
      class: 'quiet',
      id,
      'aria-expanded': 'false',
      'aria-controls': `${id}-content`,
      'aria-label': `Reveal ${token.label}`,
    },
  );
  const set = (shown: boolean) => {
    isShown = shown;
    toggle.textContent = shown ? 'Hide' : 'Reveal';
    toggle.setAttribute('aria-label', `${shown ? 'Hide' : 'Reveal'} ${token.label}`);
    toggle.setAttribute('aria-expanded', String(shown));
    copy.hidden = !shown;
  };
  const hide = () => {
    content.replaceChildren();
    set(false);
  };
  const show = (revealed: RevealedToken) => {
    content.replaceChildren(...parts(token, revealed));
    set(true);
  };
  const heading = h('h4', {}, token.label);
  const facts = h('p', { class: 'hint' }, factsOf(token).join(', '));
  const element = h('li', {}, h('div', { class: 'line' }, heading, facts, toggle, copy), content);
  return { id: token.id, element, show };
}

function factsOf({ format, algorithm, bytes: size, expiresAt }: TokenView): string[] {
  const kind = { jwt: 'JWT', jwe: 'encrypted JWT', opaque: 'opaque' }[format];
  const left = expiresAt === null ? 0 : expiresAt - Date.now() / 1000;
  return [
    algorithm === null ? kind : `${kind} (${algorithm})`,
    bytes(size),
    ...(format === 'jwt' ? ['signature not verified'] : []),
    ...(expiresAt === null ? [] : [left > 0 ? `expires in ${span(left)}` : `expired ${span(-left)} ago`]),
  ];
}

function parts({ label, format }: TokenView, { value, header, payload }: RevealedToken): HTMLElement[] {
  const block = (title: string, text: string) => [
    h('p', { class: 'hint' }, title),
    h('pre', { tabindex: '0', 'aria-label': `${label}: ${title}` }, text),
  ];
  return [
    ...(header === null ? [] : block('Header', header)),
    ...(payload === null ? [] : block('Payload, signature not verified', payload)),
    ...block(format === 'opaque' ? 'Value; nothing can be read in it' : 'Value', value),
  ];
}

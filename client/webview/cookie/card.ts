import type { CookieCard, CookieRequest, RevealedToken } from '../../../shared/webview/cookie';
import { h, svg } from '../common/dom';
import { claimTable } from './claims';
import { lifeSection, type LifeSection } from './life';
import { sizeSection } from './size';
import { tokenList } from './tokens';
import { bytes, count, prose } from './ui';

type Post = (request: CookieRequest) => void;

export interface Cards {
  element: HTMLElement;
  reveal(cookie: number, token: string, revealed: RevealedToken): void;
  /** Ends the clocks of the cards. */
  stop(): void;
}

interface Card {
  element: HTMLElement;
  life?: LifeSection;
  reveal?(token: string, revealed: RevealedToken): void;
}

export function cookieCards(cookies: readonly CookieCard[], post: Post): Cards {
  const cards = cookies.map((cookie, index) => card(cookie, index, cookies.length === 1, post));
  return {
    element: h('div', {}, ...cards.map(({ element }) => element)),
    reveal: (cookie, token, revealed) => cards[cookie]?.reveal?.(token, revealed),
    stop: () => cards.forEach(({ life }) => life?.stop()),
  };
}

/** One cookie stands open; of several the first does, the others open on a click. */
function card(cookie: CookieCard, index: number, alone: boolean, post: Post): Card {
  const title = [
    h('h2', { id: `cookie-${index}` }, h('code', {}, cookie.name ?? 'Cookie value')),
    h('span', { class: `badge ${cookie.status}` }, statusIcon(cookie.status), cookie.statusLabel),
    h(
      'span',
      { class: 'hint' },
      `${cookie.kindLabel}, ${count(cookie.chunks, 'cookie')}, ${bytes(cookie.bytes)}`,
    ),
  ];
  const { nodes, life, reveal } = body(cookie, index, post);
  const parts = { ...(life && { life }), ...(reveal && { reveal }) };
  if (alone) {
    const label = { class: 'card', 'aria-labelledby': `cookie-${index}` };
    return { element: h('section', label, h('div', { class: 'title' }, ...title), ...nodes), ...parts };
  }
  const details = h(
    'details',
    { class: 'card', open: index === 0 },
    h('summary', { class: 'title' }, ...title),
    ...nodes,
  );
  return { element: details, ...parts };
}

function body(cookie: CookieCard, index: number, post: Post) {
  const { message, next, openedWith, claims, tokens, size } = cookie;
  const nodes: HTMLElement[] = [h('p', { class: 'message' }, ...prose(message))];
  if (next !== null) nodes.push(h('p', {}, ...prose(next)));
  if (openedWith !== null) nodes.push(h('p', { class: 'hint' }, `Opened with ${openedWith}.`));
  const life = lifeSection(cookie, index, post);
  if (life) nodes.push(life.element);
  if (claims.length > 0) nodes.push(part(`claims-${index}`, 'Claims', claimTable(cookie)));
  const list = tokens.length === 0 ? undefined : tokenList(tokens, index, post);
  if (list) nodes.push(part(`tokens-${index}`, 'Tokens', ...list.nodes));
  if (size !== null) nodes.push(part(`size-${index}`, 'Size', ...sizeSection(size, index)));
  return { nodes, life, reveal: list?.reveal };
}

function part(id: string, title: string, ...children: Node[]): HTMLElement {
  return h('section', { class: 'part', 'aria-labelledby': id }, h('h3', { id }, title), ...children);
}

/** The state as a shape too, not by colour alone. The word follows. */
function statusIcon(status: CookieCard['status']): HTMLElement {
  const icon = status === 'valid' ? '✓' : status === 'expired' ? '◷' : status === 'locked' ? padlock() : '✗';
  return h('span', { 'aria-hidden': 'true', class: 'icon' }, icon);
}

/** Drawn: many fonts have no sign for it. */
function padlock(): SVGElement {
  return svg(
    'svg',
    { class: 'padlock', width: 10, height: 12, viewBox: '0 0 10 12' },
    svg('path', {
      d: 'M2.5 5V3.2a2.5 2.5 0 0 1 5 0V5',
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.4,
    }),
    svg('rect', { x: 1, y: 5, width: 8, height: 6.5, rx: 1, fill: 'currentColor' }),
  );
}

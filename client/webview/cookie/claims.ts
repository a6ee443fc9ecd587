import type { ClaimRow, CookieCard } from '../../../shared/webview/cookie';
import { h } from '../common/dom';
import { count, dateText, prose } from './ui';

export function claimTable({ claims, moreClaims, name }: CookieCard): HTMLElement {
  const head = ['Claim', 'Value'].map((text) => h('th', { scope: 'col' }, text));
  const more = `And ${count(moreClaims, 'more claim')}; “Copy JSON” has all of them.`;
  return h(
    'div',
    // Long values scroll inside, and a region that scrolls has to take the focus.
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Claims of ${name ?? 'the cookie'}` },
    h('table', { class: 'claims' }, h('thead', {}, h('tr', {}, ...head)), h('tbody', {}, ...claims.map(row))),
    ...(moreClaims > 0 ? [h('p', { class: 'hint' }, more)] : []),
  );
}

function row({ path, value, time, hint, redacted }: ClaimRow): HTMLElement {
  const shown = redacted
    ? [h('span', { class: 'hint' }, value.replace(/^<redacted (.*)>$/, 'redacted, $1'))]
    : time === null
      ? [value]
      : [dateText(time), h('span', { class: 'hint raw' }, value)];
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('code', {}, ...breakable(path))),
    h('td', {}, ...shown, ...(hint === null ? [] : [h('div', { class: 'hint' }, ...prose(hint))])),
  );
}

/** A path may break after each of its parts. */
function breakable(path: string): (Node | string)[] {
  return path.split(/(?<=[./])/).flatMap((part) => [part, h('wbr')]);
}

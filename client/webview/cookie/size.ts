import type { HeaderShare, SizeAdvice, SizeTile, SizeView } from '../../../shared/webview/cookie';
import { h, svg } from '../common/dom';
import { sizeTreemap } from './treemap';
import { button, bytes, count, percent, prose } from './ui';

/** Rows that are shown at once. */
const ROWS = 8;

export function sizeSection(size: SizeView, index: number): HTMLElement[] {
  const leaves = leavesOf(size.tree).sort((a, b) => b.bytes - a.bytes);
  const detail = h(
    'p',
    { class: 'hint tile-detail', 'aria-hidden': 'true' },
    'Every area is a claim, or what encryption and encoding add. Choose one for its size.',
  );
  const map = sizeTreemap(size.tree, 'Bytes per claim', (tile) => {
    detail.replaceChildren(
      h('code', {}, tile.path),
      ` ${bytes(tile.bytes)}, ${percent(tile.bytes / size.tree.bytes)} of the cookies`,
    );
  });
  return [
    h('p', {}, summary(size)),
    map,
    detail,
    claimSizes(leaves, size.tree.bytes, index),
    ...(size.advice.length === 0 ? [] : [h('h4', {}, 'What would make it smaller'), adviceList(size.advice)]),
    ...(size.limits.length === 0 ? [] : headerPart(size.limits)),
  ];
}

function headerPart(limits: readonly HeaderShare[]): HTMLElement[] {
  return [
    h('h4', {}, 'Share of request headers'),
    h(
      'p',
      { class: 'hint' },
      'The browser sends the cookie with every request; hosts refuse requests whose headers are larger than this.',
    ),
    headerTable(limits),
  ];
}

function summary({ payloadBytes, cookieBytes, isSigned, chunks, nextChunkIn }: SizeView): string {
  const parts =
    chunks.length > 1 ? ` (${chunks.map((chunk) => chunk.toLocaleString('en')).join(' + ')})` : '';
  const next =
    nextChunkIn === null
      ? ''
      : ` There is room for ${nextChunkIn.toLocaleString('en')} more bytes of payload before another cookie is needed.`;
  if (isSigned)
    return `The id and its signature make ${count(chunks.length, 'cookie')} of ${bytes(cookieBytes)}.`;
  return `${bytes(payloadBytes)} of payload make ${count(chunks.length, 'cookie')} of ${bytes(cookieBytes)}${parts}, encrypted and encoded.${next}`;
}

function claimSizes(leaves: readonly SizeTile[], total: number, index: number): HTMLElement {
  const rows = leaves.map((leaf) => claimRow(leaf, total));
  for (const row of rows.slice(ROWS)) row.hidden = true;
  const head = ['Claim', 'Bytes', 'Share'].map(column);
  const table = h(
    'table',
    { class: 'sizes', 'aria-label': 'Bytes per claim' },
    h('thead', {}, h('tr', {}, ...head)),
    h('tbody', {}, ...rows),
  );
  if (rows.length <= ROWS) return table;
  const more = button(
    `Show all ${rows.length} claims`,
    () => {
      for (const row of rows) row.hidden = false;
      more.remove();
    },
    { class: 'quiet', id: `sizes-${index}` },
  );
  return h('div', {}, table, more);
}

function claimRow({ path, bytes: size }: SizeTile, total: number): HTMLElement {
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('code', {}, path)),
    h('td', { class: 'number' }, size.toLocaleString('en')),
    h('td', { class: 'share' }, bar(size / total), percent(size / total)),
  );
}

function adviceList(advice: readonly SizeAdvice[]): HTMLElement {
  const items = advice.map(({ text, how }) =>
    h('li', {}, ...prose(text), h('div', { class: 'hint' }, ...prose(how))),
  );
  return h('ul', { class: 'advice' }, ...items);
}

function headerTable(limits: readonly HeaderShare[]): HTMLElement {
  const head = ['Host', 'Limit in bytes', 'This cookie', 'Limit of'].map(column);
  return h(
    'table',
    { class: 'limits', 'aria-label': 'Share of request headers' },
    h('thead', {}, h('tr', {}, ...head)),
    h('tbody', {}, ...limits.map(headerRow)),
  );
}

function headerRow({ host, limit, what, share, source, seen }: HeaderShare): HTMLElement {
  const name =
    source === null ? host : h('a', { href: source, title: `${source}, read on ${seen ?? ''}` }, host);
  const part = share === null ? [] : [bar(share), share > 1 ? `${percent(share)}, refused` : percent(share)];
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, name),
    h('td', { class: 'number' }, limit === null ? '–' : limit.toLocaleString('en')),
    h('td', { class: 'share' }, ...part),
    h('td', { class: 'hint' }, what),
  );
}

function column(title: string): HTMLElement {
  return h('th', { scope: 'col', class: /bytes$/i.test(title) && 'number' }, title);
}

/** The number stands beside it. */
function bar(share: number): SVGSVGElement {
  const width = 80;
  return svg(
    'svg',
    {
      class: share > 1 ? 'bar over' : 'bar',
      viewBox: `0 0 ${width} 8`,
      // Narrow columns have a shorter bar: see styles.css.
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    },
    svg('rect', { class: 'bar-back', width, height: 8, rx: 2 }),
    svg('rect', { class: 'bar-part', width: Math.max(1, Math.min(1, share) * width), height: 8, rx: 2 }),
  );
}

function leavesOf(tile: SizeTile): SizeTile[] {
  return tile.children.length === 0 ? [tile] : tile.children.flatMap(leavesOf);
}

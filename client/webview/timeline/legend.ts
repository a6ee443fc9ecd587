/** What the signs of the picture mean. */
import { h, svg } from '../common/dom';

export function legend(): HTMLElement {
  const entry = (label: string, ...shapes: SVGElement[]) =>
    h('li', {}, svg('svg', { width: 26, height: 14, 'aria-hidden': 'true' }, ...shapes), label);
  const bar = (name: string) => svg('rect', { class: name, x: 1, y: 3, width: 24, height: 8, rx: 2 });
  return h(
    'ul',
    { class: 'legend', 'aria-label': 'Signs' },
    entry('in use', bar('used')),
    entry('signed in, unused', bar('idle')),
    entry(
      'signed out',
      svg('rect', { class: 'void', x: 1, y: 3, width: 24, height: 8 }),
      svg('line', { class: 'gap', x1: 1, x2: 25, y1: 7, y2: 7 }),
    ),
    entry('end', svg('path', { class: 'end', d: 'M8 2l10 10m0-10l-10 10' })),
    entry('absolute limit', svg('line', { class: 'limit', x1: 13, x2: 13, y1: 0, y2: 14 })),
    entry('visit', svg('circle', { class: 'event found', cx: 13, cy: 7, r: 4 })),
    entry('save', svg('path', { class: 'event found', d: 'M13 1.5l5.5 5.5-5.5 5.5-5.5-5.5z' })),
  );
}

/** What the signs of the picture mean: those that are in it. */
import { LEGEND_HEIGHT, LEGEND_WIDTH, legendOf } from '../../../shared/session/chartLegend';
import { h, svg } from '../common/dom';
import type { App } from './app';
import { shapeElement, type Part } from './ui';

export function legend(app: App): Part {
  const element = h('ul', { class: 'legend', 'aria-label': 'Signs' });
  let shown = '';
  return {
    element,
    render() {
      const entries = legendOf(app.drawn.map(({ life }) => life));
      const labels = entries.map(({ label }) => label).join('\n');
      if (labels === shown) return;
      shown = labels;
      const size = { width: LEGEND_WIDTH, height: LEGEND_HEIGHT, 'aria-hidden': 'true' };
      element.replaceChildren(
        ...entries.map(({ label, shapes }) =>
          h('li', {}, svg('svg', size, ...shapes.map(shapeElement)), label),
        ),
      );
    },
  };
}

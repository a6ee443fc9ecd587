/** The picture as Markdown and as SVG, for an issue or a document. */
import { lanesSvg } from '../../../shared/session/chartSvg';
import { formatDuration } from '../../../shared/session/duration';
import type { DrawnLane } from './lanes';
import { kindName } from './kinds';
import { nameOf, outcomeOf, valuesOf } from './words';

export function svgOf(lanes: readonly DrawnLane[], several: boolean): string {
  return lanesSvg(
    lanes.map((lane) => ({ title: nameOf(lane, several), detail: valuesOf(lane), life: lane.life })),
  ).svg;
}

export function markdownOf(lanes: readonly DrawnLane[], several: boolean): string {
  const names = lanes.map((lane) => nameOf(lane, several));
  const list = lanes.map((lane, index) => {
    const where = lane.lane ? ` in \`${lane.lane.where.replaceAll('`', '')}\`` : '';
    return `- **${escaped(names[index] ?? '')}**${where} (${escaped(valuesOf(lane))}): ${escaped(lane.life.note)}`;
  });
  const events = lanes[0]?.life.simulation.events ?? [];
  const table = [
    ['After login', 'Event', ...names],
    ['---', '---', ...names.map(() => '---')],
    ...events.map(({ at, kind }, index) => [
      at === 0 ? '0' : formatDuration(at),
      kindName(kind).toLowerCase(),
      ...lanes.map(({ life }) => {
        const event = life.simulation.events[index];
        return event ? outcomeOf(event, life.simulation) : '';
      }),
    ]),
  ];
  const rows = table.map((cells, index) => `| ${cells.map(index === 1 ? String : escaped).join(' | ')} |`);
  return ['### When does the session end?', '', ...list, '', ...rows, ''].join('\n');
}

/** Names come from code: they must not become Markdown or HTML. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>|#&]/g, '\\$&').replace(/\s+/g, ' ');
}

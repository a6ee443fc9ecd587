import { hierarchy, treemap, treemapSquarify, type HierarchyRectangularNode } from 'd3-hierarchy';
import type { SizeTile } from '../../../shared/webview/cookie';
import { h } from '../common/dom';
import { bytes, percent } from './ui';

const HEIGHT = 240;
const HEADING = 18;
/** Between groups. */
const GAP = 6;
/** Neighbours differ; what is no claim looks alike. */
const LOOKS = 5;

type Node = HierarchyRectangularNode<SizeTile>;

/**
 * Bytes as areas, claims of one object together. A list box for the keyboard: one stop, arrow keys inside. `onSelect`
 * gets the tile that has the focus.
 */
export function sizeTreemap(tree: SizeTile, label: string, onSelect: (tile: SizeTile) => void): HTMLElement {
  const element = h('div', { class: 'treemap', role: 'listbox', 'aria-label': label });
  element.style.height = `${HEIGHT}px`;
  let selected: string | undefined;

  const select = (option: HTMLElement, tile: SizeTile) => {
    selected = tile.path;
    for (const each of options(element)) mark(each, each === option);
    onSelect(tile);
  };

  const draw = () => {
    const hasFocus = element.contains(document.activeElement);
    const layout = treemap<SizeTile>()
      .tile(treemapSquarify)
      .size([Math.max(240, element.clientWidth), HEIGHT])
      // Members of one object stay together; where colors are few, the wider gap alone tells groups apart.
      .paddingInner(({ depth }) => (depth === 0 ? GAP : 2))
      .paddingTop((node) => (node.depth === 1 && node.children ? HEADING : 0));
    const root = layout(
      hierarchy(tree, ({ children }) => children.slice())
        // What a group spends on names, braces and commas belongs to none of its tiles.
        .sum(({ bytes: size, children }) => (children.length === 0 ? size : own(size, children)))
        .sort((a, b) => (b.value ?? 0) - (a.value ?? 0)),
    );
    const groups = (root.children ?? []).map((node, i) =>
      group(node, node.data.isClaim ? i % LOOKS : 'rest', tree.bytes, select),
    );
    element.replaceChildren(...groups);
    const all = options(element);
    const current = all.find(({ dataset }) => dataset.path === selected) ?? all[0];
    if (current) mark(current, true);
    if (hasFocus) current?.focus();
  };

  element.addEventListener('keydown', (event) => {
    const all = options(element);
    const at = all.findIndex((each) => each === document.activeElement);
    const next = {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 0,
      End: all.length - 1,
    }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    all[Math.max(0, Math.min(all.length - 1, next))]?.focus();
  });
  new ResizeObserver(draw).observe(element);
  return element;
}

function own(size: number, children: readonly SizeTile[]): number {
  return Math.max(0, size - children.reduce((sum, child) => sum + child.bytes, 0));
}

function options(element: HTMLElement): HTMLElement[] {
  return [...element.querySelectorAll<HTMLElement>('[role="option"]')];
}

function mark(option: HTMLElement, on: boolean): void {
  option.setAttribute('aria-selected', String(on));
  option.tabIndex = on ? 0 : -1;
}

type Select = (option: HTMLElement, tile: SizeTile) => void;

/** A member of the payload: one tile, or a frame with its own members. */
function group(node: Node, look: number | 'rest', total: number, select: Select): HTMLElement {
  const leaves = node.leaves();
  if (leaves.length === 1 && leaves[0] === node) {
    return option(node, { x: 0, y: 0 }, `tile look-${look}`, total, select);
  }
  const { name, bytes: size } = node.data;
  const heading = `${name} · ${bytes(size)}`;
  const frame = h(
    'div',
    { class: `frame look-${look}`, role: 'group', 'aria-label': `${name}, ${bytes(size)}` },
    h('span', { class: 'frame-name', 'aria-hidden': 'true', title: heading }, heading),
    ...leaves.map((leaf) => option(leaf, { x: node.x0, y: node.y0 }, 'tile', total, select)),
  );
  place(frame, node, { x: 0, y: 0 });
  return frame;
}

function option(
  node: Node,
  origin: { x: number; y: number },
  className: string,
  total: number,
  select: Select,
): HTMLElement {
  const { name, path, bytes: size } = node.data;
  const roomy = node.x1 - node.x0 > 34 && node.y1 - node.y0 > 16;
  const tall = node.y1 - node.y0 > 34;
  // The visible words come first in the name: whoever speaks to the computer says those.
  const text = `${name} ${bytes(size)}, ${percent(size / total)}`;
  const element = h(
    'div',
    {
      class: className,
      role: 'option',
      'aria-label': text,
      'aria-selected': 'false',
      tabindex: '-1',
      title: `${path}: ${bytes(size)}`,
    },
    ...(roomy ? [h('span', {}, name)] : []),
    ...(roomy && tall ? [' ', h('span', { class: 'tile-bytes' }, size.toLocaleString('en'))] : []),
  );
  element.dataset.path = path;
  element.addEventListener('focus', () => select(element, node.data));
  place(element, node, origin);
  return element;
}

/** From script: the page's policy allows no style attributes. */
function place({ style }: HTMLElement, { x0, x1, y0, y1 }: Node, origin: { x: number; y: number }): void {
  style.left = `${x0 - origin.x}px`;
  style.top = `${y0 - origin.y}px`;
  style.width = `${x1 - x0}px`;
  style.height = `${y1 - y0}px`;
}

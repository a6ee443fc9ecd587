import { formatDuration } from '../../../shared/session/duration';
import { h } from '../common/dom';

type Attributes = Parameters<typeof h>[1];

export function button(label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = h('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', onClick);
  return element;
}

export function bytes(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'byte' : 'bytes'}`;
}

export function percent(share: number): string {
  return share > 0 && share < 0.01 ? '< 1 %' : `${Math.round(share * 100).toLocaleString('en')} %`;
}

/** `1 cookie`, `2 cookies`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}

/** Local date and time of Unix seconds. */
export function dateText(seconds: number): string {
  return new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** A duration as coarse as people would tell it: seconds count below an hour only. */
export function span(seconds: number): string {
  const length = Math.abs(seconds);
  const grain = length >= 2 * 86_400 ? 3600 : length >= 3600 ? 60 : 1;
  return formatDuration(Math.round(length / grain) * grain).replace(/^about /, '');
}

/** Parts of a text between backticks become code. */
export function prose(text: string): (Node | string)[] {
  return text.split('`').map((part, i) => (i % 2 === 1 ? h('code', {}, part) : part));
}

/** Puts new children in place of the old. The focus goes back to the element with the same `id`, else to the region. */
export function replace(region: HTMLElement, ...children: (Node | string)[]): void {
  const focused = region.contains(document.activeElement) ? document.activeElement : null;
  region.replaceChildren(...children);
  if (focused === null || focused === region) return;
  (document.getElementById(focused.id) ?? region).focus();
}

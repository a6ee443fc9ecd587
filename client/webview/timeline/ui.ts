import type { Shape } from '../../../shared/session/chartShapes';
import { h, svg } from '../common/dom';

type Attributes = Parameters<typeof h>[1];

/** A part of the page: built once, brought up to date whenever something changed. */
export interface Part {
  element: HTMLElement;
  render(): void;
}

export function button(label: string, onClick: () => void, attributes: Attributes = {}): HTMLButtonElement {
  const element = h('button', { type: 'button', ...attributes }, label);
  element.addEventListener('click', onClick);
  return element;
}

/** A control with its label before it. */
export function labelled(label: string, control: HTMLElement, attributes: Attributes = {}): HTMLLabelElement {
  return h('label', { class: 'labelled', ...attributes }, h('span', {}, label), control);
}

/** A group of controls with a caption beside them; `name` is what a screen reader calls it. */
export function captioned(caption: string, name: string, ...controls: HTMLElement[]): HTMLElement {
  return h(
    'div',
    { class: 'captioned', role: 'group', 'aria-label': name },
    h('span', { class: 'caption', 'aria-hidden': 'true' }, caption),
    h('div', { class: 'row' }, ...controls),
  );
}

export function checkbox(label: string, onChange: (checked: boolean) => void) {
  const input = h('input', { type: 'checkbox' });
  input.addEventListener('change', () => onChange(input.checked));
  return { input, element: h('label', { class: 'labelled' }, input, h('span', {}, label)) };
}

export function shapeElement({ tag, attributes, text }: Shape): SVGElement {
  return svg(tag, attributes, ...(text === undefined ? [] : [text]));
}

export interface Choice {
  value: string;
  label: string;
}

/** Fills a select only when its choices changed, so that an open list stays open. */
export function setChoices(select: HTMLSelectElement, choices: readonly Choice[], value: string): void {
  const key = JSON.stringify(choices);
  if (select.dataset.choices !== key) {
    select.dataset.choices = key;
    select.replaceChildren(...choices.map((choice) => h('option', { value: choice.value }, choice.label)));
  }
  select.value = choices.some((choice) => choice.value === value) ? value : (choices[0]?.value ?? '');
}

/** Does not touch a text field that already has the value: the caret would jump. */
export function setValue(input: HTMLInputElement, value: string): void {
  if (input.value !== value) input.value = value;
}

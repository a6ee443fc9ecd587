/** What the names of the platform stand for: the environment, and the constants of `Number` and `Math`. */
import type ts from 'typescript';
import { nameText, unwrap } from './parse';
import { known, unknown, type Origin, type Value } from './value';

/** `const { TTL } = process.env`. */
export function fromEnvironment(
  initializer: ts.Expression,
  element: ts.BindingElement,
  origin: Origin,
): Value | undefined {
  if (!isProcessEnv(unwrap(initializer))) return undefined;
  const name = nameText(element.propertyName ?? element.name);
  return name === undefined ? unknown(origin) : environment(name, origin);
}

export function isProcessEnv(node: ts.Expression): boolean {
  return /^(globalThis\.)?process\??\.env$/.test(node.getText());
}

export function environment(name: string, origin: Origin): Value {
  // What users deploy is the production build; its arm of a NODE_ENV ternary is the one to judge.
  if (name === 'NODE_ENV') return known('production', { ...origin, production: true });
  return unknown(origin, { type: 'string', env: name, mayBeUndefined: true });
}

export function globalConstant(holder: string, name: string, origin: Origin): Value {
  const value: unknown =
    holder === 'Number'
      ? Number[name as keyof NumberConstructor]
      : holder === 'Math'
        ? Math[name as keyof Math]
        : undefined;
  return typeof value === 'number' ? known(value, origin) : unknown(origin);
}

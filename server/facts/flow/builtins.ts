/** Methods of strings and regular expressions. */
import type { Call } from './calls';
import { one } from './expressions';
import { type Out, plainAt } from './machine';
import { conditionAt, testString } from './truth';
import type { Val } from './values';

const stringTests = { startsWith: 'startsWith', endsWith: 'endsWith', includes: 'includes' } as const;

export function callString(receiver: Val, call: Call): Out[] {
  const { name, args, node, context, state } = call;
  const [first] = args;
  if (receiver.kind === 'regexp') {
    const isTest = (name === 'test' || name === 'exec') && first;
    const formula = isTest
      ? testString('matches', first, receiver.source, context, receiver.flags)
      : undefined;
    return one(conditionAt(formula, node, context), state);
  }
  if (name in stringTests && first?.kind === 'string' && first.exact && args.length === 1) {
    const op = stringTests[name as keyof typeof stringTests];
    return one(conditionAt(testString(op, receiver, first.text, context), node, context), state);
  }
  if (name === 'match' && first?.kind === 'regexp') {
    const formula = testString('matches', receiver, first.source, context, first.flags);
    return one(conditionAt(formula, node, context), state);
  }
  if (name === 'toString' || name === 'trim' || name === 'normalize') return one(receiver, state);
  if (name === 'toLowerCase') return one(lowered(receiver), state);
  return one(plainAt(node, context), state);
}

function lowered(value: Val): Val {
  if (value.kind === 'pathname') return { ...value, lowerCase: true };
  return value.kind === 'string' ? { ...value, text: value.text.toLowerCase() } : value;
}

/** Truth, equality and tests on strings: from values to formulas. */
import type ts from 'typescript';
import { type Formula, isFalse, isTrue, not, or } from './conditions';
import { type Context, plainAt } from './machine';
import type { PathPredicate } from './types';
import type { HeaderClass, Val } from './values';

export function truthOf(value: Val, context: Context): Formula {
  const { atoms } = context.machine;
  switch (value.kind) {
    case 'nullish':
      return isFalse;
    case 'boolean':
      return value.formula;
    case 'number':
      return value.value === 0 || Number.isNaN(value.value) ? isFalse : isTrue;
    case 'string':
      if (value.text !== '') return isTrue;
      return value.exact ? isFalse : atoms.opaque(`string ${context.machine.newId()}`, '');
    case 'session':
      return atoms.session();
    case 'plain':
    case 'unresolved':
      return atoms.value(value.id, value.text, value.asks);
    case 'external':
      return atoms.opaque(`import ${value.specifier} ${value.name}`, value.name);
    case 'tainted':
    case 'cookieValue':
    case 'cookieOptions':
      return atoms.opaque(`tainted ${context.machine.newId()}`, '');
    default:
      // `headers.get('set-cookie')` too: where there is no cookie there is nothing to lose.
      return isTrue;
  }
}

/** `a === b`; undefined when nothing is known about it. */
export function equals(left: Val, right: Val, context: Context): Formula | undefined {
  const one = equalsOrdered(left, right, context);
  return one ?? equalsOrdered(right, left, context);
}

function equalsOrdered(left: Val, right: Val, context: Context): Formula | undefined {
  if (right.kind === 'nullish') return isNullish(left, context);
  if (right.kind === 'boolean' && right.formula.kind === 'constant' && left.kind === 'boolean') {
    return right.formula.value ? left.formula : not(left.formula);
  }
  if (left.kind === 'number' && right.kind === 'number') return left.value === right.value ? isTrue : isFalse;
  if (left.kind === 'response' && right.kind === 'response') return left.id === right.id ? isTrue : isFalse;
  if (right.kind !== 'string' || !right.exact) return undefined;
  return testString('equals', left, right.text, context);
}

function isNullish(value: Val, context: Context): Formula | undefined {
  switch (value.kind) {
    case 'nullish':
      return isTrue;
    case 'session':
    case 'plain':
    case 'unresolved':
    case 'boolean':
      // `list.find(…) === undefined`, `path.match(…) === null`: nobody compares mere booleans so.
      return not(truthOf(value, context));
    case 'tainted':
    case 'external':
      return undefined;
    default:
      return isFalse;
  }
}

type StringOp = Extract<PathPredicate, { kind: 'test' }>['op'];

/** `subject.startsWith(value)` and its like, as far as the subject is the path, a header name or a constant. */
export function testString(
  op: StringOp,
  subject: Val,
  value: string,
  context: Context,
  flags = '',
): Formula | undefined {
  const { atoms } = context.machine;
  const test = { kind: 'test', op, value, ...(op === 'matches' ? { flags } : {}) } as const;
  switch (subject.kind) {
    case 'pathname': {
      // A comparison with a lower-case path can only hold for a lower-case string.
      return atoms.path({ ...test, subject: 'pathname', ...(subject.lowerCase ? { lowerCase: true } : {}) });
    }
    case 'requestUrl':
      return atoms.path({ ...test, subject: 'url' });
    case 'headerKey':
      return testHeader(op, subject.header, value, flags);
    case 'string':
      return subject.exact ? constant(testText(op, subject.text, value, flags)) : undefined;
    default:
      return undefined;
  }
}

function constant(value: boolean | undefined): Formula | undefined {
  return value === undefined ? undefined : value ? isTrue : isFalse;
}

/** `other` stands for every name but the two that matter. */
function testHeader(op: StringOp, header: HeaderClass, value: string, flags: string): Formula | undefined {
  if (header !== 'other') return constant(testText(op, header, value, flags));
  return op === 'equals' && (value === 'set-cookie' || value === 'x-middleware-next') ? isFalse : undefined;
}

function testText(op: StringOp, text: string, value: string, flags: string): boolean | undefined {
  switch (op) {
    case 'equals':
      return text === value;
    case 'startsWith':
      return text.startsWith(value);
    case 'endsWith':
      return text.endsWith(value);
    case 'includes':
      return text.includes(value);
    case 'matches':
      try {
        return value.length > 500 || /\)[+*{]/.test(value)
          ? undefined
          : new RegExp(value, flags.replace(/[gy]/g, '')).test(text);
      } catch {
        return undefined;
      }
  }
}

/** `list.includes(subject)`, `set.has(subject)`. */
export function includedIn(items: readonly Val[], subject: Val, context: Context): Formula | undefined {
  const tests = items.map((item) => equals(subject, item, context));
  return tests.every((t): t is Formula => t !== undefined) ? or(tests) : undefined;
}

/** A condition as value; where it is not known, an unknown that stays the same for the same text. */
export function conditionAt(formula: Formula | undefined, node: ts.Node, context: Context): Val {
  return formula ? { kind: 'boolean', formula } : plainAt(node, context);
}

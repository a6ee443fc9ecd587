import ts from 'typescript';
import { formatDuration } from '../../shared/session/duration';
import type { ClientModel, Report, Rule, RuleEdit, RuleFix } from '../model';
import { alternatives, type KnownValue } from '../syntax/value';
import { clashesOf, limitsOf } from './support/comparison';
import { isInside, replaceOption } from './support/edits';
import { millisecondCall } from './support/millisecondCalls';
import { suspicion, thousandOf, type Suspicion } from './support/milliseconds';
import {
  constants,
  durationNames,
  isRolling,
  placeOfAlternative,
  sessionClients,
  type DurationName,
} from './support/session';

export const rule: Rule = {
  meta: {
    id: 'duration-in-milliseconds',
    severity: 'warning',
    description: 'A session duration is written in milliseconds, and the SDK counts in seconds.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      for (const name of durationNames) {
        // Without rolling the SDK does not read it.
        if (name === 'inactivityDuration' && isRolling(client) === false) continue;
        reportLibraries(client, name, report);
        for (const value of constants(client[name].value)) {
          const found = suspicion(value, client[name]);
          if (!found) continue;
          const fix = fixOf(client, name, value, found);
          report({
            ...placeOfAlternative(client, client[name], value),
            message: messageOf(name, Number(value.value), found),
            ...(found === 'likely' ? { severity: 'info' as const } : {}),
            fixes: fix ? [fix] : [],
          });
        }
      }
    }
  },
};

/** The value of such a call is unknown, and its unit is not. */
function reportLibraries(client: ClientModel, name: DurationName, report: (r: Report) => void): void {
  const option = client[name];
  for (const value of alternatives(option.value)) {
    const callee = value.kind === 'unknown' ? millisecondCall(value.origin.node) : null;
    if (callee === null) continue;
    const isOne = option.value.kind === 'unknown';
    const edit = option.node && isOne ? replaceOption(option, divided(option.node)) : null;
    report({
      ...placeOfAlternative(client, option, value),
      message: `${limitOf(name)} is 1000 times as long as meant: ${name} is counted in seconds, and ${callee}() gives milliseconds.`,
      fixes: edit ? [{ title: 'Divide by 1000', edits: [edit], safe: true }] : [],
    });
  }
}

function limitOf(name: DurationName): string {
  return name === 'absoluteDuration' ? 'The absolute limit of a session' : 'The idle limit of a session';
}

function messageOf(name: DurationName, seconds: number, found: Suspicion): string {
  const [actual, meant] = [formatDuration(seconds), formatDuration(seconds / 1000)];
  const limit = limitOf(name);
  return found === 'certain'
    ? `${limit} is ${actual} here, not ${meant}: ${name} is counted in seconds, and this is ${meant} in milliseconds.`
    : `${limit} is ${actual} here: ${name} is counted in seconds. In milliseconds the same number would be ${meant}.`;
}

function fixOf(client: ClientModel, name: DurationName, value: KnownValue, found: Suspicion): RuleFix | null {
  const option = client[name];
  const seconds = Number(value.value) / 1000;
  if (option.value.kind !== 'known' || !option.node || bringsClash(client, name, seconds)) return null;
  const title = `Write ${formatDuration(seconds)} in seconds`;
  const factor = thousandOf(value.origin.node);
  if (factor && isInside(factor, option.node)) return { title, edits: [withoutFactor(factor)], safe: true };
  const text = ts.isNumericLiteral(option.node) ? String(seconds) : divided(option.node);
  const edit = replaceOption(option, text);
  return edit && { title, edits: [edit], safe: found === 'certain' };
}

/** Would the value in seconds run into the other limit, which the value in milliseconds does not? */
function bringsClash(client: ClientModel, name: DurationName, seconds: number): boolean {
  const limits = limitsOf(client);
  if (!limits) return false;
  const before = clashesOf(limits);
  const after = clashesOf({
    ...limits,
    [name === 'absoluteDuration' ? 'absolute' : 'inactivity']: [seconds],
  });
  return [...after].some((clash) => clash !== null && !before.has(clash));
}

/** The product without its factor 1000. */
function withoutFactor(factor: ts.NumericLiteral): RuleEdit {
  const product = factor.parent as ts.BinaryExpression;
  const file = factor.getSourceFile().fileName;
  const span =
    product.right === factor
      ? { start: product.left.getEnd(), end: factor.getEnd() }
      : { start: factor.getStart(), end: product.right.getStart() };
  return { file, span, newText: '' };
}

function divided(node: ts.Node): string {
  const isSimple = ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isCallExpression(node);
  return isSimple ? `${node.getText()} / 1000` : `(${node.getText()}) / 1000`;
}

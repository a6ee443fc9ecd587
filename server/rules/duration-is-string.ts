import ts from 'typescript';
import { resolveBehaviour, type Behaviour } from '../../shared/session/behaviour';
import { plausible } from '../../shared/session/describe';
import { formatDuration } from '../../shared/session/duration';
import { V4_DEFAULTS } from '../../shared/session/defaults';
import { simulate } from '../../shared/session/lifetime';
import type { ClientModel, Rule, RuleFix } from '../model';
import { alternatives, type OneOfValue, type Value } from '../syntax/value';
import { clashesOf, limitsOf } from './support/comparison';
import { replaceOption } from './support/edits';
import {
  isRolling,
  isWritten,
  numbersOf,
  placeOfOption,
  sessionClients,
  writtenDurations,
  type DurationName,
} from './support/session';

export const rule: Rule = {
  meta: {
    id: 'duration-is-string',
    severity: 'error',
    description: 'A session duration is a string: the SDK appends it to the time instead of adding it.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      for (const name of writtenDurations(client)) {
        const values = alternatives(client[name].value);
        if (!values.some(isText)) continue;
        // A variable of the environment is a string whenever it is set; what stands in for it may be right.
        const severity = values.every(isText) ? 'error' : values.some(isVariable) ? 'warning' : null;
        if (!severity) continue;
        const message = messageOf(client, name, values, app.project.sdk.version);
        if (message === null) continue;
        const fix = fixOf(client, name);
        report({
          ...placeOfOption(client, client[name]),
          message,
          severity,
          fixes: fix ? [fix] : [],
        });
      }
    }
  },
};

type Single = Exclude<Value, OneOfValue>;

function isText(value: Single): boolean {
  return value.kind === 'known' ? typeof value.value === 'string' : isVariable(value);
}

function isVariable(value: Single): boolean {
  return value.kind === 'unknown' && value.type === 'string';
}

/** Run with 4.30.0: `now + "604800"` joins the digits; while rolling only the other limit is left. */
function messageOf(
  client: ClientModel,
  name: DurationName,
  values: readonly Single[],
  sdk: string | null,
): string | null {
  const variable = values.find(isVariable);
  const what =
    variable?.kind === 'unknown' && variable.env !== undefined
      ? `${variable.env} is a string`
      : `${name} is a string`;
  if (isRolling(client) === false) return withoutRolling(values, what, resolveBehaviour(sdk));
  if (values.some((v) => v.kind === 'known' && typeof v.value === 'string' && isNaNAfterTime(v.value))) {
    return `Nobody stays signed in: ${name} is a string that is no number of seconds, so the session cookie gets Max-Age=0.`;
  }
  const other = name === 'absoluteDuration' ? 'inactivityDuration' : 'absoluteDuration';
  if (alternatives(client[other].value).every(isText)) {
    return 'Only the browser ends a session, after 400 days without a request at the latest: both limits are strings, which the SDK appends to the current time instead of adding them.';
  }
  const limits = numbersOf(client[other].value);
  const rest = limits?.length === 1 && limits[0] !== undefined ? ` of ${formatDuration(limits[0])}` : '';
  return `This limit never ends a session, only ${other}${rest} does: ${what}, which the SDK appends to the current time instead of adding it.`;
}

/** What a variable of seconds holds. */
const SECONDS = '3600';

/** The SDK takes the string for a Max-Age, and from 4.5.1 for the end of the token too. Null where it works by luck. */
function withoutRolling(values: readonly Single[], what: string, behaviour: Behaviour): string | null {
  const texts = values.flatMap((v) => (v.kind === 'known' && typeof v.value === 'string' ? [v.value] : []));
  const outcomes = (texts.length > 0 ? texts : [SECONDS]).map((text) => {
    const { endReason, endsAt } = simulate({ rolling: false, absoluteDuration: text }, [], behaviour);
    if (endReason === 'error') return 'Every login fails with an exception';
    if (endReason === 'never-established') return 'Nobody stays signed in';
    return plausible(endsAt) === null ? 'A session lasts until the browser is closed' : null;
  });
  const outcome = outcomes.find((one) => one !== null);
  if (outcome === undefined) return null;
  const when = texts.length > 0 ? '' : ', once it is set to a number of seconds';
  return `${outcome}${when}: ${what}, and the SDK needs a number.`;
}

/** `1700000000` with the text behind it; nothing behind it leaves no time at all. */
function isNaNAfterTime(text: string): boolean {
  return text.trim() === '' || Number.isNaN(Number(`1700000000${text}`));
}

function fixOf(client: ClientModel, name: DurationName): RuleFix | null {
  const option = client[name];
  const node = option.node;
  if (!node) return null;
  const values = alternatives(option.value);
  if (ts.isStringLiteralLike(node)) {
    const seconds = Number(node.text);
    if (!(seconds > 0) || !Number.isFinite(seconds) || bringsClash(client, name, seconds)) return null;
    const edit = replaceOption(option, String(seconds));
    return edit && { title: `Write ${seconds} without quotes`, edits: [edit], safe: true };
  }
  if (!values.some(isVariable)) return null;
  const mayBeMissing = values.some((v) => v.kind === 'unknown' && v.mayBeUndefined);
  const number = `Number(${node.getText()})`;
  const text = mayBeMissing ? `${number} || ${V4_DEFAULTS[name]}` : number;
  const edit = replaceOption(option, text);
  return edit && { title: `Convert to a number: ${shorten(text)}`, edits: [edit], safe: true };
}

/** Would the number run into the other limit? As a string it does not, for it is no limit. */
function bringsClash(client: ClientModel, name: DurationName, seconds: number): boolean {
  const other = name === 'absoluteDuration' ? client.inactivityDuration : client.absoluteDuration;
  const others = numbersOf(other.value);
  if (isRolling(client) !== true || !others) return limitsOf(client) !== undefined;
  const clashes = clashesOf({
    absolute: name === 'absoluteDuration' ? [seconds] : others,
    absoluteIsWritten: isWritten(client.absoluteDuration),
    inactivity: name === 'inactivityDuration' ? [seconds] : others,
    inactivityIsWritten: isWritten(client.inactivityDuration),
  });
  return clashes.size > 1 || !clashes.has(null);
}

function shorten(text: string): string {
  return text.length > 60 ? 'Number(…)' : text;
}

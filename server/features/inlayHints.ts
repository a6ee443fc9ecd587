/** Readable durations behind numbers of seconds: `604800` is followed by `7 days`. */
import ts from 'typescript';
import { formatDuration, parseDuration } from '../../shared/session/duration';
import type { Span } from '../../shared/text';
import { optionOf } from '../app/clientConfigs';
import { memberOf } from '../app/client';
import type { AppModel, ClientModel } from '../model';
import { alternatives, type Value } from '../syntax/value';

export interface DurationHint {
  /** Behind the value. */
  offset: number;
  /** `7 days`. */
  label: string;
  /** `604,800 seconds: inactivityDuration of auth0`. */
  tooltip: string;
}

/** Hints within `range`, by place; all of the file without one. */
export function inlayHints(apps: readonly AppModel[], file: string, range?: Span): DurationHint[] {
  const hints = new Map<number, DurationHint>();
  for (const { clients } of apps) {
    for (const { node, seconds, option, client, isDefault } of clients.flatMap(durationsOf)) {
      const source = node.getSourceFile();
      const offset = node.getEnd();
      if (source.fileName !== file || hints.has(offset)) continue;
      if (range && (offset < range.start || offset > range.end)) continue;
      const label = formatDuration(seconds);
      if (saysItself(node.getText(), seconds) || commentSays(source.text, offset, seconds)) continue;
      const exact = `${seconds.toLocaleString('en')} seconds${isDefault ? ', the default' : ''}`;
      const tooltip = `${exact}: ${option} of ${client.name}`;
      hints.set(offset, { offset, label, tooltip });
    }
  }
  return [...hints.values()].sort((a, b) => a.offset - b.offset);
}

interface Duration {
  node: ts.Node;
  seconds: number;
  option: string;
  client: ClientModel;
  /** What is written is `undefined`. */
  isDefault: boolean;
}

/** Every place that writes a duration of the client: the option's value, and the constants it comes from. */
function durationsOf(client: ClientModel): Duration[] {
  const { absoluteDuration, inactivityDuration } = client;
  const origin = { node: client.node, module: client.file };
  const maxAge = memberOf(optionOf(client, 'transactionCookie'), 'maxAge', origin);
  return [
    ...placesOf(client, 'absoluteDuration', absoluteDuration.value, absoluteDuration.node),
    ...placesOf(client, 'inactivityDuration', inactivityDuration.value, inactivityDuration.node),
    ...placesOf(client, 'transactionCookie.maxAge', maxAge.value, initializerOf(maxAge.node)),
  ];
}

function placesOf(client: ClientModel, option: string, value: Value, written: ts.Node | null): Duration[] {
  // A default is written nowhere: its origin is the whole client.
  if (!written) return [];
  const places = alternatives(value).flatMap((v): Duration[] => {
    if (v.kind !== 'known' || typeof v.value !== 'number') return [];
    const { node } = v.origin;
    // A default that is filled in for an absent property has the object for its origin.
    if (!Number.isFinite(v.value) || v.value <= 0 || ts.isObjectLiteralExpression(node)) return [];
    const isDefault = node.getText() === 'undefined';
    return [{ node, seconds: v.value, option, client, isDefault }];
  });
  const [only] = places;
  const isElsewhere = only && value.kind === 'known' && !isWithin(only.node, written);
  const all = isElsewhere ? [...places, { ...only, node: written }] : places;
  return all.filter(({ node }) => !dependsOnCall(node, client));
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return ts.findAncestor(node, (at) => at === outer) !== undefined;
}

/** `n * 86400` in a helper that takes `n` is another duration in each call. */
function dependsOnCall(node: ts.Node, client: ClientModel): boolean {
  const helper = ts.findAncestor(
    node,
    (at): at is ts.SignatureDeclaration =>
      ts.isFunctionLike(at) && at.parameters.length > 0 && !isWithin(client.node, at),
  );
  return helper !== undefined && hasName(node);
}

function hasName(node: ts.Node): boolean {
  return ts.isIdentifier(node) || (ts.forEachChild(node, hasName) ?? false);
}

function initializerOf(property: ts.ObjectLiteralElementLike | null): ts.Node | null {
  return property && 'initializer' in property ? (property.initializer ?? null) : (property?.name ?? null);
}

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** `SEVEN_DAYS`, `days7`, `7 * DAY`, `ONE_WEEK`, `day`: a hint would only repeat it. */
function saysItself(text: string, seconds: number): boolean {
  const words = text
    .replace(/([a-z])(?=[A-Z\d])|(\d)(?=[A-Za-z])/g, '$1$2 ')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '' && !['in', 'seconds', 'secs', 'sec', 'time'].includes(word));
  const [first = '', second = ''] = words;
  if (words.length === 1) return says('1', first, seconds);
  return words.length === 2 && (says(first, second, seconds) || says(second, first, seconds));
}

function says(count: string, unit: string, seconds: number): boolean {
  const index = NUMBERS.indexOf(count);
  const digits = index >= 0 ? String(index) : count;
  const letter = /^(?:second|minute|hour|day|week)s?$/.test(unit) ? unit.charAt(0) : '';
  return letter !== '' && /^\d+$/.test(digits) && parseDuration(digits + letter) === seconds;
}

/** `604800, // 7 days`. */
function commentSays(text: string, offset: number, seconds: number): boolean {
  const rest = /^[^\r\n]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  const comment = /^[\s,;)}\]]*(?:\/\/|\/\*)(.*)$/.exec(rest)?.[1] ?? '';
  const amounts = comment.matchAll(/(\w+)[\s-]*(seconds?|minutes?|hours?|days?|weeks?)\b/gi);
  return [...amounts].some(([, count = '', unit = '']) =>
    says(count.toLowerCase(), unit.toLowerCase(), seconds),
  );
}

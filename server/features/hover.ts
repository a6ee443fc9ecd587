import ts from 'typescript';
import { resolveBehaviour, type Behaviour } from '../../shared/session/behaviour';
import { describeLifetime } from '../../shared/session/describe';
import { simulate, type SessionConfig } from '../../shared/session/lifetime';
import { textTimeline } from '../../shared/session/textTimeline';
import type { Span } from '../../shared/text';
import { memberOf } from '../app/client';
import type { AppModel, ClientModel } from '../model';
import { alternatives, type Value } from '../syntax/value';
import { code, codeBlock } from './markdown';
import { describeOption, OPTIONS, source, type OptionName } from './options';

export interface HoverResult {
  /** Without HTML and without command links. */
  markdown: string;
  span: Span;
}

interface Target {
  app: AppModel;
  client: ClientModel;
  /** The option under the cursor; null on the client itself and on `session`. */
  option: OptionName | null;
  span: Span;
}

/** Clients that share one options object are shown together, up to this many. */
const MAX_CLIENTS = 3;

/**
 * On `new Auth0Client`, its variable, `session` or one of its lifetime options: the effective values, where they come
 * from, and when the session ends. Null anywhere else.
 */
export function hover(apps: readonly AppModel[], file: string, offset: number): HoverResult | null {
  const targets = apps.flatMap((app) =>
    app.clients.flatMap((client) => targetOf(app, client, file, offset) ?? []),
  );
  const [first] = targets;
  if (!first) return null;
  const same = targets.filter(({ span }) => span.start === first.span.start).slice(0, MAX_CLIENTS);
  return { markdown: same.map(card).join('\n\n---\n\n'), span: first.span };
}

function targetOf(app: AppModel, client: ClientModel, file: string, offset: number): Target | undefined {
  const at = (
    node: ts.Node | null,
    option: OptionName | null,
    last: ts.Node | null = node,
  ): Target | undefined => {
    if (!node || !last || node.getSourceFile().fileName !== file) return undefined;
    const span = { start: node.getStart(), end: last.getEnd() };
    return span.start <= offset && offset <= span.end ? { app, client, option, span } : undefined;
  };
  for (const option of OPTIONS) {
    const found = at(client[option].property, option);
    if (found) return found;
  }
  return (
    at(nameOf(client.sessionNode), null) ??
    at(variableOf(client.node), null) ??
    // `new Auth0Client`, without its arguments.
    at(client.node, null, client.node.expression)
  );
}

/** The name of the `session` property. */
function nameOf(node: ts.Node | null): ts.Node | null {
  return node && ts.isObjectLiteralElementLike(node) && node.name ? node.name : null;
}

/** The name that is initialized with, or assigned, the client. */
function variableOf(client: ts.Node): ts.Node | null {
  for (let at = client; at.parent && !ts.isBlock(at.parent) && !ts.isSourceFile(at.parent); at = at.parent) {
    const { parent } = at;
    if (ts.isVariableDeclaration(parent) || ts.isPropertyDeclaration(parent)) return parent.name;
    if (ts.isBinaryExpression(parent) && parent.right === at && ts.isIdentifier(parent.left))
      return parent.left;
    if (ts.isFunctionLike(parent) || ts.isCallExpression(parent)) return null;
  }
  return null;
}

const MEANING: Record<OptionName, string> = {
  rolling: 'Whether requests through the middleware extend the session.',
  absoluteDuration: 'The longest time from login to the end of the session, in seconds.',
  inactivityDuration: 'The longest time between two requests, in seconds.',
};

function card({ app, client, option }: Target): string {
  const { version } = app.project.sdk;
  const title = `**Session of ${code(client.name)}**${version === null ? '' : ` (SDK ${version})`}`;
  const focus = option === null ? [] : [`${code(option)}: ${MEANING[option]}`];
  const options = OPTIONS.map((name) => `- ${code(name)}: ${describeOption(app, client, name)}`).join('\n');
  return [title, ...focus, options, ...lifetime(client, resolveBehaviour(version))].join('\n\n');
}

/** When the session ends, in a sentence and as a drawing; only what decides it when that is not known. */
function lifetime(client: ClientModel, behaviour: Behaviour): string[] {
  const config = knownConfig(client);
  if (!config) return [undecided(client)];
  const { endReason } = simulate(config, [], behaviour);
  const sentence = describeLifetime(config, { behaviour });
  const neverBegins = endReason === 'error' || endReason === 'never-established';
  return neverBegins ? [sentence] : [sentence, codeBlock(textTimeline(config, { behaviour }))];
}

function knownConfig(client: ClientModel): SessionConfig | undefined {
  const config: SessionConfig = { stateful: client.hasStore === true, transient: isTransient(client) };
  for (const name of OPTIONS) {
    const { value } = client[name];
    if (value.kind !== 'known') return undefined;
    config[name] = value.value;
  }
  return config;
}

/** `session.cookie.transient`, where it is certain. */
function isTransient({ options, node, file }: ClientModel): boolean {
  const origin = { node, module: file };
  const { value } = ['session', 'cookie', 'transient'].reduce<{ value: Value }>(
    (holder, name) => memberOf(holder.value, name, origin),
    { value: options },
  );
  return value.kind === 'known' && value.value === true;
}

function undecided(client: ClientModel): string {
  const open = OPTIONS.filter((name) => client[name].value.kind !== 'known');
  const unknown = open.flatMap((name) =>
    alternatives(client[name].value).filter((v) => v.kind === 'unknown'),
  );
  const deciding = [...new Set(unknown.map(source))];
  const names = open.map((name) => code(name)).join(' and ');
  return deciding.length > 0
    ? `When the session ends is decided at run time, by ${deciding.join(' and ')}.`
    : `When the session ends depends on which value of ${names} is used.`;
}

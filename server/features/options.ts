/** Sentences about a client's session options: what takes effect, and where it comes from. */
import ts from 'typescript';
import { formatDuration } from '../../shared/session/duration';
import { lineStarts, positionAt } from '../../shared/text';
import { SESSION_OPTIONS, type SessionOption } from '../app/clientConfigs';
import type { AppModel, ClientModel, Effective } from '../model';
import { basename, relativeTo } from '../project/paths';
import { nameText } from '../syntax/parse';
import { alternatives, type Origin, type Scalar, type Value } from '../syntax/value';
import { code } from './markdown';
import { joined } from './words';

/** `**30 days** (2592000 s), line 6`. */
export function describeOption(app: AppModel, client: ClientModel, name: SessionOption): string {
  const effective = client[name];
  return `${describeValue(effective.value, name)}, ${describeOrigin(app, client, effective)}`;
}

/** The values an option can have, in words: `**7 days** (604800 s)`, `**1 day** or **7 days**`. */
export function describeValue(value: Value, name: SessionOption): string {
  const texts = alternatives(value).map((v) => {
    if (v.kind === 'known') return name === 'rolling' ? describeSwitch(v.value) : describeSeconds(v.value);
    return v.kind === 'unknown' ? `a value from ${source(v)}` : 'a value that is no number';
  });
  const all = [...new Set(texts)];
  return joined(all, 'or');
}

/** What decides an unknown value: the environment variable, or the expression. */
export function source(value: Value): string {
  if (value.kind === 'unknown' && value.env !== undefined)
    return `the environment variable ${code(value.env)}`;
  return code(value.origin.node.getText());
}

function describeSwitch(value: Scalar): string {
  if (typeof value === 'boolean') return value ? '**on**' : '**off**';
  // Any other value counts as JavaScript reads it: the text "false" is true.
  return `${value ? '**on**' : '**off**'} (${code(JSON.stringify(value) ?? 'undefined')} is no boolean)`;
}

function describeSeconds(value: Scalar): string {
  if (typeof value !== 'number') return `${code(JSON.stringify(value) ?? 'undefined')}, which is no number`;
  const words = formatDuration(value);
  return Number.isFinite(value) ? `**${words}** (${value} s)` : `**${words}**`;
}

function describeOrigin(app: AppModel, client: ClientModel, { value }: Effective): string {
  const places = [...new Set(alternatives(value).map((v) => place(app, client, v.origin)))];
  return places.slice(0, 3).join(' or ');
}

/** `line 6`, or for a value written elsewhere `` `WEEK` in `lib/time.ts`, line 3``. */
function place(app: AppModel, client: ClientModel, { node, module, ...by }: Origin): string {
  const when = by.production ? ' (in production)' : '';
  if (by.isDefault) return defaultOf(app) + when;
  const name = constantName(node);
  const start = node.getStart();
  const { line } = positionAt(lineStarts(node.getSourceFile().text), start);
  const where = `line ${line + 1}${when}`;
  const named = name !== undefined && !isOption(name) ? `${code(name)} in ` : '';
  if (module === client.file) return named === '' ? where : `${named}${where}`;
  return `${named}${code(relativeTo(app.project.root, module) ?? basename(module))}, ${where}`;
}

function defaultOf({ project: { sdk } }: AppModel): string {
  return sdk.version === null ? 'the default' : `the default of SDK ${sdk.version}`;
}

function isOption(name: string): boolean {
  return (SESSION_OPTIONS as readonly string[]).includes(name);
}

/** The constant, enum member or property whose whole value this node is part of. */
function constantName(node: ts.Node): string | undefined {
  for (let at = node; at.parent && ts.isExpression(at); at = at.parent) {
    const { parent } = at;
    if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
    if (ts.isPropertyAssignment(parent) || ts.isEnumMember(parent)) return nameText(parent.name);
    if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return undefined;
  }
  return undefined;
}

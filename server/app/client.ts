import ts from 'typescript';
import type { ClientSite } from '../facts/clients';
import type { ClientModel, Effective } from '../model';
import type { Program } from '../syntax/program';
import { under } from '../syntax/choices';
import {
  alternatives,
  known,
  oneOf,
  unknown,
  type ObjectProperty,
  type Origin,
  type Value,
} from '../syntax/value';

/**
 * Defaults of the session options, in seconds. Source: AbstractSessionStore's constructor,
 * dist/server/session/abstract-session-store.js, the same in 4.0.0 to 4.30.0.
 */
const defaults = { rolling: true, absoluteDuration: 259_200, inactivityDuration: 86_400 } as const;

/** A client's options after evaluation and defaults. */
export function modelClient(site: ClientSite, program: Program): ClientModel {
  const origin: Origin = { node: site.node, module: site.module.path };
  const argument = site.node.arguments?.[0];
  const options: Value = argument
    ? program.evaluate(argument, site.module)
    : { kind: 'object', properties: new Map(), open: false, origin };
  const session = memberOf(options, 'session', origin);
  return {
    file: site.module.path,
    module: site.module,
    node: site.node,
    name: site.name,
    options,
    sessionNode: session.node,
    rolling: effective(session.value, 'rolling', origin),
    absoluteDuration: effective(session.value, 'absoluteDuration', origin),
    inactivityDuration: effective(session.value, 'inactivityDuration', origin),
    hasStore: isPresent(memberOf(options, 'sessionStore', origin).value),
    enterpriseConnect: isTruthy(memberOf(options, 'enterpriseConnect', origin).value),
  };
}

interface Member {
  value: Value;
  node: ts.ObjectLiteralElementLike | null;
}

/** A property of an evaluated object; known `undefined` when it is certainly absent. */
export function memberOf(holder: Value, name: string, origin: Origin): Member {
  let node: ts.ObjectLiteralElementLike | null = null;
  const parts = alternatives(holder).flatMap((v): Value[] => {
    if (v.kind === 'known' && (v.value === undefined || v.value === null))
      return [known(undefined, v.origin)];
    if (v.kind !== 'object') return [unknown(v.origin)];
    const property: ObjectProperty | undefined = v.properties.get(name);
    node ??= property?.node ?? null;
    const absent = v.open ? unknown(v.origin) : known(undefined, v.origin);
    return under(property?.value ?? absent, v.origin);
  });
  return { value: oneOf(parts, origin), node };
}

/** Only `undefined` takes the default; `null`, `0` and `false` are used as they are. */
function effective(session: Value, name: keyof typeof defaults, origin: Origin): Effective {
  const { value, node } = memberOf(session, name, origin);
  const parts = alternatives(value);
  const isDefault = (v: Value): boolean => v.kind === 'known' && v.value === undefined;
  const filled = oneOf(
    parts.map((v) => (isDefault(v) ? known(defaults[name], { ...v.origin, isDefault: true }) : v)),
    value.origin,
  );
  return {
    value: filled,
    origin: parts.every(isDefault) ? 'default' : filled.kind === 'unknown' ? 'unknown' : 'option',
    property: node,
    node: valueNode(node),
  };
}

/** The node a finding about the property points at: its value. */
export function valueNode(property: ts.ObjectLiteralElementLike | null): ts.Node | null {
  if (!property) return null;
  return 'initializer' in property && property.initializer
    ? property.initializer
    : (property.name ?? property);
}

function isPresent(value: Value): boolean | 'unknown' {
  const answers = alternatives(value).map((v) => {
    if (v.kind === 'known') return v.value !== undefined && v.value !== null;
    // Nothing is known of what a constructor makes, except that there is an object.
    return v.kind !== 'unknown' || ts.isNewExpression(v.origin.node) ? true : 'unknown';
  });
  return agreed(answers);
}

function isTruthy(value: Value): boolean | 'unknown' {
  const answers = alternatives(value).map((v) =>
    v.kind === 'known' ? Boolean(v.value) : v.kind === 'unknown' ? 'unknown' : true,
  );
  return agreed(answers);
}

function agreed(answers: readonly (boolean | 'unknown')[]): boolean | 'unknown' {
  const [first] = answers;
  return first !== undefined && answers.every((a) => a === first) ? first : 'unknown';
}

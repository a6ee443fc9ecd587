/** `value.name`, `value[0]`, and what a rest pattern takes. */
import type ts from 'typescript';
import { isTrue } from './conditions';
import { unresolvedAt } from './holders';
import { type Context, plainAt } from './machine';
import { declaredValue, externalValue, unresolved } from './names';
import { bool, isActive, jarOf, nullish, tainted, text, type Val } from './values';

export function memberOf(
  value: Val,
  name: string,
  node: ts.Expression | ts.BindingElement,
  context: Context,
): Val {
  const { machine, module } = context;
  switch (value.kind) {
    case 'tainted':
    case 'nullish':
      return value;
    case 'client':
      return { kind: 'clientMethod', name, node, module, bound: false };
    case 'object':
      return value.fields.get(name) ?? spreadMember(value.fields.get('...'), name, node, context);
    case 'array':
      if (name === 'length') return { kind: 'number', value: value.items.length };
      if (/^-?\d+$/.test(name)) return value.items[Number(name)] ?? nullish;
      return isActive(value) ? unresolvedAt(node, context) : plainAt(node, context);
    case 'function':
    case 'clientMethod':
      return unresolvedAt(node, context);
    case 'namespace': {
      const declaration = machine.program.exportOf(value.module, name);
      return declaration ? declaredValue(declaration, machine) : unresolved(node, machine);
    }
    case 'external':
      return value.name === '*'
        ? externalValue(value.specifier, name)
        : { kind: 'external', specifier: value.specifier, name: `${value.name}.${name}` };
    case 'session':
      return name === 'user' ? value : plainAt(node, context);
    case 'plain':
    case 'unresolved':
      return memberOfUnknown(value, name, context);
    default:
      return (
        memberOfRequest(value, name, context) ??
        memberOfResponse(value, name, node, context) ??
        plainAt(node, context)
      );
  }
}

/** A field that may come from `{ ...other }`. */
function spreadMember(
  spread: Val | undefined,
  name: string,
  node: ts.Expression | ts.BindingElement,
  context: Context,
): Val {
  return spread ? memberOf(spread, name, node, context) : nullish;
}

function memberOfUnknown(
  value: Extract<Val, { kind: 'plain' | 'unresolved' }>,
  name: string,
  context: Context,
): Val {
  // Any unknown object may be a response.
  if (name === 'headers' || name === 'cookies') return { kind: name, id: value.id };
  const id = context.machine.idOf(`${value.id}.${name}`);
  const asks = statusData.has(name) ? [value.id] : value.asks;
  return { kind: value.kind, id, text: `${value.text}.${name}`, asks };
}

function memberOfRequest(value: Val, name: string, context: Context): Val | undefined {
  switch (value.kind) {
    case 'request':
      return name === 'nextUrl' ? { kind: 'nextUrl' } : name === 'url' ? { kind: 'requestUrl' } : undefined;
    case 'nextUrl':
      if (name === 'href') return { kind: 'requestUrl' };
      return name === 'pathname' && !context.machine.pathChanged
        ? { kind: 'pathname', lowerCase: false }
        : undefined;
    case 'url':
      return name === 'pathname' && value.path !== null ? text(value.path) : undefined;
    default:
      return undefined;
  }
}

/** What tells an error or a redirect from a page. */
const statusData = new Set(['status', 'ok', 'redirected']);
const responseData = new Set(['statusText', 'url', 'type', 'body', 'bodyUsed']);
const methods = new Set([
  'append',
  'delete',
  'entries',
  'forEach',
  'get',
  'getAll',
  'getSetCookie',
  'has',
  'keys',
  'set',
  'size',
  'values',
]);

function memberOfResponse(value: Val, name: string, node: ts.Node, context: Context): Val | undefined {
  switch (value.kind) {
    case 'response':
      if (name === 'headers' || name === 'cookies') return { kind: name, id: value.id };
      if (statusData.has(name)) return { ...plainAt(node, context), asks: [value.id] };
      return responseData.has(name) ? undefined : tainted;
    case 'headers':
    case 'cookies':
      // One of its methods taken off: whoever calls it has the response. `size` says whether there is a cookie.
      return methods.has(name) ? tainted : undefined;
    case 'entries':
      return tainted;
    case 'entry':
      if (name === '0') return { ...value, kind: 'headerKey' };
      return name === '1' ? { ...value, kind: 'headerValue' } : tainted;
    case 'setCookies':
    case 'cookieList':
      // Only a list with something in it can lose something.
      return name === 'length' ? { kind: 'number', value: 2 } : tainted;
    case 'cookie':
      if (name === 'name') return { ...value, kind: 'cookieName' };
      return name === 'value' ? { ...value, kind: 'cookieValue' } : { ...value, kind: 'cookieOptions' };
    case 'record':
    case 'joined':
    case 'setCookie':
    case 'headerValue':
    case 'cookieValue':
    case 'cookieOptions':
      return name === 'length' ? bool(isTrue) : tainted;
    default:
      return undefined;
  }
}

/** What `...rest` takes when the named parts are gone. */
export function restOf(
  value: Val,
  names: readonly (string | undefined)[],
  context: Context,
  node: ts.Node,
): Val {
  if (value.kind === 'object') {
    const fields = new Map([...value.fields].filter(([name]) => !names.includes(name)));
    return { kind: 'object', id: context.machine.newId(), fields };
  }
  if (value.kind === 'cookie') {
    const isOptions = names.includes('name') && names.includes('value');
    return isOptions ? { ...value, kind: 'cookieOptions' } : tainted;
  }
  if (value.kind === 'tainted') return value;
  if (value.kind === 'client' || value.kind === 'namespace') return unresolved(node, context.machine);
  if (value.kind === 'plain' || value.kind === 'unresolved') {
    return { ...value, id: context.machine.idOf(`${value.id}...`) };
  }
  return jarOf(value) === undefined && value.kind !== 'array' ? plainAt(node, context) : tainted;
}

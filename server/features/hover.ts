/** What a hover says, by what lies under the cursor: a matcher, or a client and its session options. */
import ts from 'typescript';
import type { PictureTheme } from '../../shared/protocol';
import type { Span } from '../../shared/text';
import { optionOf, SESSION_OPTIONS, type SessionOption } from '../app/clientConfigs';
import type { AppModel, ClientModel } from '../model';
import { nameText, unwrap } from '../syntax/parse';
import { alternatives } from '../syntax/value';
import { clientCard } from './hoverClient';
import { cookieSizeHover } from './hoverCookieSize';
import { matcherCard } from './hoverMatcher';

export interface HoverResult {
  /** Without HTML and without command links. */
  markdown: string;
  span: Span;
}

export interface HoverOptions {
  /** The editor shows pictures on such a ground; without them the lifetime is drawn with characters. */
  pictures?: PictureTheme | null;
  /** Bytes of request header that the user's own host takes. */
  headerLimit?: number | null;
}

interface Target {
  app: AppModel;
  client: ClientModel;
  /** The option under the cursor; null on the client itself and on `session`. */
  option: SessionOption | null;
  span: Span;
}

/** Clients that share one options object are shown together, up to this many. */
const MAX_CLIENTS = 3;

/**
 * On `new Auth0Client`, its variable, `session` or one of its lifetime options: the effective values, where they come
 * from, and when the session ends. On a matcher: what it takes. On an option that decides the size of the cookie: the
 * estimate. Null anywhere else.
 */
export function hover(
  apps: readonly AppModel[],
  file: string,
  offset: number,
  options: HoverOptions = {},
): HoverResult | null {
  const { headerLimit = null } = options;
  return (
    matcherHover(apps, file, offset) ??
    clientHover(apps, file, offset, options) ??
    cookieSizeHover(apps, file, offset, { headerLimit })
  );
}

function matcherHover(apps: readonly AppModel[], file: string, offset: number): HoverResult | null {
  for (const app of apps) {
    if (app.middleware?.file !== file) continue;
    for (const entry of app.middleware.matcher.entries) {
      const span = { start: entry.node.getStart(), end: entry.node.getEnd() };
      if (span.start <= offset && offset <= span.end) return { markdown: matcherCard(app, entry), span };
    }
  }
  return null;
}

function clientHover(
  apps: readonly AppModel[],
  file: string,
  offset: number,
  options: HoverOptions,
): HoverResult | null {
  const targets = apps.flatMap((app) =>
    app.clients.flatMap((client) => targetOf(app, client, file, offset) ?? []),
  );
  const [first] = targets;
  if (!first) return null;
  const same = targets.filter(({ span }) => span.start === first.span.start).slice(0, MAX_CLIENTS);
  const cards = same.map(({ app, client, option }) => clientCard(app, client, option, options));
  return { markdown: cards.join('\n\n---\n\n'), span: first.span };
}

function targetOf(app: AppModel, client: ClientModel, file: string, offset: number): Target | undefined {
  const at = (
    node: ts.Node | null,
    option: SessionOption | null,
    last: ts.Node | null = node,
  ): Target | undefined => {
    if (!node || !last || node.getSourceFile().fileName !== file) return undefined;
    const span = { start: node.getStart(), end: last.getEnd() };
    return span.start <= offset && offset <= span.end ? { app, client, option, span } : undefined;
  };
  const objects = alternatives(optionOf(client, 'session'))
    .map(({ origin }) => origin.node)
    .filter(ts.isObjectLiteralExpression);
  for (const option of SESSION_OPTIONS) {
    const written = objects.flatMap((object) => propertiesIn(object, option));
    const found = [client[option].property, ...written].map((node) => at(node, option)).find(Boolean);
    if (found) return found;
  }
  return (
    at(nameOf(client.sessionNode), null) ??
    objects.map((object) => at(constantOf(object), null)).find(Boolean) ??
    at(variableOf(client.node), null) ??
    // `new Auth0Client`, without its arguments.
    at(client.node, null, client.node.expression)
  );
}

/** Where an object writes the option: more than once when it spreads other objects, `...(short ? { … } : {})`. */
function propertiesIn(node: ts.Node, option: SessionOption): ts.Node[] {
  if (ts.isObjectLiteralElementLike(node) && !ts.isSpreadAssignment(node)) {
    return node.name && nameText(node.name) === option ? [node] : [];
  }
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => {
    if (!ts.isCallExpression(child) && !ts.isFunctionLike(child)) found.push(...propertiesIn(child, option));
  });
  return found;
}

/** The name of a constant that is the object. */
function constantOf(object: ts.ObjectLiteralExpression): ts.Node | null {
  const declaration = ts.findAncestor(object, ts.isVariableDeclaration);
  const isWhole = declaration?.initializer && unwrap(declaration.initializer) === object;
  return isWhole ? declaration.name : null;
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

/** Links the facts of one app's files into its AppModel. */
import ts from 'typescript';
import { findClients, isAuth0Client, type Certainty } from '../facts/clients';
import { findMiddleware } from '../facts/middleware';
import type { AppModel, ClientModel, MiddlewareModel, Module, Project } from '../model';
import type { Program } from '../syntax/program';
import { modelClient } from './client';

/** `candidates`: the source files that hold a marker word; others cannot hold a client or an SDK call. */
export function buildApp(project: Project, candidates: readonly string[], program: Program): AppModel {
  const modules = candidates.flatMap((path) => program.module(path) ?? []);
  const clients = modules
    .flatMap((module) => findClients(module, program))
    .map((site): ClientModel => modelClient(site, program));
  const middleware = middlewareOf(project, program);
  return {
    project,
    clients,
    middleware,
    callsMiddleware: callsMiddleware(modules, middleware, program),
    usesClientHelpers: {
      profile: modules.some((m) => importsClientHelper(m, /\buseUser\b/)),
      accessToken: modules.some((m) => importsClientHelper(m, /\b(getAccessToken|useAccessToken)\b/)),
    },
  };
}

/** Next.js 16 reads `proxy.*`, and `middleware.*` where there is no proxy; before 16 only `middleware.*`. */
function middlewareOf(project: Project, program: Program): MiddlewareModel | null {
  const major = Number(/\d+/.exec(project.next.version ?? project.next.range ?? '')?.[0] ?? 16);
  const isProxy = (path: string): boolean => /\/proxy\.[^/]+$/.test(path);
  const files = project.middlewareFiles;
  const file = (major >= 16 ? files.find(isProxy) : undefined) ?? files.find((f) => !isProxy(f));
  const module = file === undefined ? undefined : program.module(file);
  if (file === undefined || !module) return null;
  return findMiddleware(module, program, isProxy(file) ? 'proxy' : 'middleware', project.next.version);
}

/** The entry points for the browser: `@auth0/nextjs-auth0` and `@auth0/nextjs-auth0/client`. */
function importsClientHelper(module: Module, name: RegExp): boolean {
  return /['"]@auth0\/nextjs-auth0(\/client)?['"]/.test(module.text) && name.test(module.text);
}

/** Is the middleware of a client called, or handed on, anywhere in the app? */
function callsMiddleware(
  modules: readonly Module[],
  middleware: MiddlewareModel | null,
  program: Program,
): Certainty {
  // A handler we cannot see may call it.
  let answer: Certainty = middleware && !middleware.handler ? 'unknown' : false;
  const all = middleware && !modules.includes(middleware.module) ? [...modules, middleware.module] : modules;
  for (const module of all) {
    if (!module.text.includes('middleware')) continue;
    const found = middlewareUse(module, program);
    if (found === true) return true;
    if (found === 'unknown') answer = 'unknown';
  }
  return answer;
}

function middlewareUse(module: Module, program: Program): Certainty {
  let answer: Certainty = false;
  const judge = (holder: ts.Expression): void => {
    const is = isAuth0Client(holder, module, program);
    if (is === true || (is === 'unknown' && answer === false)) answer = is;
  };
  const visit = (node: ts.Node): void => {
    if (answer === true) return;
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'middleware') judge(node.expression);
    if (
      ts.isElementAccessExpression(node) &&
      /^['"`]middleware['"`]$/.test(node.argumentExpression.getText())
    ) {
      judge(node.expression);
    }
    if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name) && node.initializer) {
      const takes = node.name.elements.some((e) => (e.propertyName ?? e.name).getText() === 'middleware');
      if (takes) judge(node.initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(module.ast);
  return answer;
}

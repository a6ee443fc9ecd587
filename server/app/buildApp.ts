/** Links the facts of one app's files into its AppModel. */
import type ts from 'typescript';
import { importsBrowserToken } from '../facts/clientCalls';
import { findClients, isAuth0Client, type Certainty } from '../facts/clients';
import { analyzeFlow } from '../facts/flow/analyze';
import { findLinks } from '../facts/links';
import { findMiddleware } from '../facts/middleware';
import type { AppModel, ClientModel, MiddlewareModel, Module, Place, Project } from '../model';
import { isInside } from '../project/paths';
import { atLeast } from '../project/semver';
import type { Program } from '../syntax/program';
import { modelClient } from './client';
import { clientCalls } from './clientCalls';
import { sessionCookies } from './clientConfigs';
import { importsOf, type SpecifiersOf } from './imports';
import { middlewareCalls, neverRun } from './middlewareCalls';

interface Texts {
  /** Keeps the text: for files that matter. */
  read(path: string): string | undefined;
  specifiersOf: SpecifiersOf;
}

/** `candidates`: the source files that hold a marker word; others cannot hold a client or an SDK call. */
export function buildApp(
  project: Project,
  candidates: readonly string[],
  program: Program,
  texts: Texts,
): AppModel {
  const modules = candidates.flatMap((path) => program.module(path) ?? []);
  const clients = modules
    .flatMap((module) => findClients(module, program))
    .map((site): ClientModel => modelClient(site, program));
  const middleware = middlewareOf(project, program);
  const read = (files: readonly string[]): Module[] => files.flatMap((path) => program.module(path) ?? []);
  const isImported = importsOf(project.sourceFiles, texts.specifiersOf, program);
  const misplaced = neverRun(project, read(project.misplacedMiddlewareFiles), program, isImported);
  const calls = middlewareCalls({ project, modules, middleware, misplaced }, program, isImported);
  return {
    project,
    clients,
    middleware,
    sessionCookies: sessionCookies(clients),
    middlewareModules: read(project.middlewareFiles),
    misplacedMiddleware: misplaced,
    sdkDeclaration: sdkDeclaration(project, texts),
    clientCalls: clientCalls(project, modules, clients, program),
    browserTokenModules: modules.filter(importsBrowserToken),
    // A component of a shared package may be another app's.
    links: modules
      .filter(({ path }) => isInside(project.root, path))
      .flatMap((module) => findLinks(module, program)),
    sessionFiles: new Set(modules.filter((m) => sessionUse.test(m.text)).map((m) => m.path)),
    callsMiddleware: calls.answer,
    middlewareCallers: calls.callers,
    unusedCallers: calls.unused,
    usesClientHelpers: {
      profile: modules.some((m) => importsClientHelper(m, /\buseUser\b/)),
      accessToken: modules.some((m) => importsClientHelper(m, /\b(getAccessToken|useAccessToken)\b/)),
    },
  };
}

const sessionUse =
  /\b(getSession|getAccessToken|getAccessTokenForConnection|updateSession|withApiAuthRequired)\b/;

function sdkDeclaration(project: Project, { read }: Texts): Place | null {
  const text = project.manifest === null ? undefined : read(project.manifest);
  const found = /"@auth0\/nextjs-auth0"\s*:\s*"[^"\n]*"/.exec(text ?? '');
  if (project.manifest === null || !found) return null;
  return { file: project.manifest, span: { start: found.index, end: found.index + found[0].length } };
}

/** Next.js 16 reads `proxy.*`, and `middleware.*` where there is no proxy; before 16 only `middleware.*`. */
function middlewareOf(project: Project, program: Program): MiddlewareModel | null {
  const isProxy = (path: string): boolean => /\/proxy\.[^/]+$/.test(path);
  const files = project.middlewareFiles;
  const readsProxy = atLeast(project.next, '16.0.0') !== false;
  const file = (readsProxy ? files.find(isProxy) : undefined) ?? files.find((f) => !isProxy(f));
  const module = file === undefined ? undefined : program.module(file);
  if (file === undefined || !module) return null;
  const found = findMiddleware(module, program, isProxy(file) ? 'proxy' : 'middleware', project.next.version);
  const isClient = (expression: ts.Expression, where: Module): Certainty =>
    isAuth0Client(expression, where, program);
  return { ...found, flow: analyzeFlow(found.handler, program, isClient) };
}

/** The entry points for the browser: `@auth0/nextjs-auth0` and `@auth0/nextjs-auth0/client`. */
function importsClientHelper(module: Module, name: RegExp): boolean {
  return /['"]@auth0\/nextjs-auth0(\/client)?['"]/.test(module.text) && name.test(module.text);
}

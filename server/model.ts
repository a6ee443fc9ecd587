/**
 * The vocabulary of the engine. A path of data: text -> facts -> AppModel -> Finding[].
 * Paths are absolute with forward slashes, spans are UTF-16 offsets, durations are seconds.
 */
import type ts from 'typescript';
import type { Severity } from '../shared/finding';
import type { Span } from '../shared/text';
import type { ClientMethod } from './facts/clientCalls';
import type { MiddlewareFlow } from './facts/flow/types';
import type { LinkSite } from './facts/links';
import type { Value } from './syntax/value';

/** The engine's only door to files; tests use a map, the server lays open documents over the disk. */
export interface Host {
  /** Undefined when missing, unreadable, not text, or larger than the host's limit. */
  readFile(path: string): string | undefined;
  /** Empty when missing or unreadable. Symbolic links to directories are reported as 'file' is not: they are left out. */
  readDirectory(path: string): readonly DirectoryEntry[];
}

export interface DirectoryEntry {
  name: string;
  kind: 'file' | 'directory';
}

export interface Place {
  file: string;
  span: Span;
}

/** A dependency's version as far as it can be known without running anything. */
export interface PackageVersion {
  /** Exact version, or null when only a range (or nothing) is known. */
  version: string | null;
  /** The range in package.json, when declared there. */
  range: string | null;
  source: 'node_modules' | 'lockfile' | 'package.json' | null;
}

export type RouteKind = 'page' | 'handler' | 'api' | 'sdk' | 'asset';

export interface Route {
  /** Next.js notation without basePath: `/`, `/blog/[slug]`, `/docs/[[...path]]`. */
  route: string;
  kind: RouteKind;
  /** The file that makes the route; null for SDK routes and framework assets. */
  file: string | null;
  /** Metadata route such as robots, sitemap, icon, manifest, opengraph-image. */
  metadata?: boolean;
}

export interface I18nConfig {
  locales: string[];
  defaultLocale: string;
}

/** What was read statically from next.config.*; null where it is not constant. */
export interface NextConfig {
  file: string | null;
  /** False when some value could not be read, so that rules which depend on it stay silent. */
  known: boolean;
  basePath: string;
  trailingSlash: boolean;
  i18n: I18nConfig | null;
  pageExtensions: string[];
}

export interface EnvEntry {
  name: string;
  file: string;
  /** Of the name. */
  span: Span;
  /** Where the entry begins: at `export` where that stands before the name. */
  start: number;
  /** Of the value as written, without its quotes; empty where nothing is written. */
  valueSpan: Span;
  /** Stays inside the server process: never in a message, a log or a report. */
  value: string;
}

/** Everything discovered about one Next.js app by looking at names and configuration files. */
export interface Project {
  /** Directory of the app. */
  root: string;
  name: string;
  sdk: PackageVersion;
  next: PackageVersion;
  /** package.json that declares the SDK (or next). */
  manifest: string | null;
  /** True when the root is a Next.js app; false for a package that only holds a client. */
  isNextApp: boolean;
  /** Candidate source files of the app and of the workspace packages it depends on. */
  sourceFiles: readonly string[];
  routes: readonly Route[];
  /** `middleware.*` and `proxy.*` where Next.js looks for them (root, or `src/`). */
  middlewareFiles: readonly string[];
  /** `middleware.*` and `proxy.*` files elsewhere in the app. */
  misplacedMiddlewareFiles: readonly string[];
  /** Those of them that would be right but for their name: `middlewares.ts`, `proxy.mjs`. */
  misnamedMiddlewareFiles: readonly string[];
  nextConfig: NextConfig;
  env: readonly EnvEntry[];
  /** There are env files whose text cannot be read, in Restricted Mode for instance: `env` does not tell all. */
  hasUnreadEnv: boolean;
}

/** A parsed module, cached by content. */
export interface Module {
  path: string;
  text: string;
  ast: ts.SourceFile;
}

/** A session option as it takes effect, with where it comes from. Durations in seconds. */
export interface Effective {
  value: Value;
  origin: 'option' | 'default' | 'unknown';
  /** The option's property (name and value), when written. */
  property: ts.Node | null;
  /** The node a finding should point at: the value where it is written. */
  node: ts.Node | null;
}

export interface ClientModel {
  file: string;
  module: Module;
  /** `new Auth0Client(...)`. */
  node: ts.NewExpression;
  /** The constructor's argument after evaluation; an empty closed object when there is none. */
  options: Value;
  /** The `session` object literal or expression, when written. */
  sessionNode: ts.Node | null;
  rolling: Effective;
  absoluteDuration: Effective;
  inactivityDuration: Effective;
  /** True when a `sessionStore` is, or may be, set. */
  hasStore: boolean | 'unknown';
  /** Names under which the client is reachable, for messages: `auth0`. */
  name: string;
  /** Development-only or mock clients are not reported. */
  enterpriseConnect: boolean | 'unknown';
}

/** A call of a method that reads or writes the session: `auth0.updateSession(…)`. */
export interface ClientCall {
  method: ClientMethod;
  node: ts.CallExpression;
  module: Module;
  /** The client it is called on; several where a request decides, none where it cannot be told. */
  clients: readonly ClientModel[];
  /** In a Server Component, by the rendering itself: cookies cannot be written there. */
  rendering: boolean;
}

export interface MiddlewareModel {
  file: string;
  module: Module;
  /** `middleware`, `proxy` or the default export, where it could be found. */
  handler: ts.Node | null;
  matcher: MatcherModel;
  /** What becomes of the response of `auth0.middleware()`; null where the handler could not be found. */
  flow: MiddlewareFlow | null;
}

export interface MatcherEntry {
  source: string;
  locale?: false;
  basePath?: false;
  has?: unknown[];
  missing?: unknown[];
  node: ts.Node;
}

/**
 * `all`: no `config.matcher`, the middleware runs everywhere. `entries`: read statically as Next.js reads it.
 * `unreadable`: Next.js cannot read it either (see MatcherModel.reason).
 */
export interface MatcherModel {
  kind: 'all' | 'entries' | 'unreadable';
  entries: MatcherEntry[];
  /** The value of `config.matcher`, or the `config` declaration. */
  node: ts.Node | null;
  reason?: string;
  /** With `unreadable`: this version of Next.js goes on without it, and runs the middleware on every request. */
  isIgnored?: boolean;
}

export interface AppModel {
  project: Project;
  clients: readonly ClientModel[];
  middleware: MiddlewareModel | null;
  /** Names of the cookies in which a session may come, as far as they are known. */
  sessionCookies: readonly string[];
  /** Every parsed `middleware.*` and `proxy.*` where Next.js looks, in use or not. */
  middlewareModules: readonly Module[];
  /** The same for files that lie where Next.js does not look. */
  misplacedMiddleware: readonly Module[];
  /** Where package.json asks for the SDK; null when it was not found. */
  sdkDeclaration: Place | null;
  /** Route files that read the session or a token (`getSession`, `getAccessToken`, …). */
  sessionFiles: ReadonlySet<string>;
  /** Any call or reference of `<client>.middleware` where it can run; 'unknown' when a client escapes our view. */
  callsMiddleware: boolean | 'unknown';
  /** The files that surely do so, where surely no other does, nor the middleware in use. */
  middlewareCallers: readonly Module[];
  /** Files that would, and no import of them is found. */
  unusedCallers: readonly Module[];
  /** Uses `useUser`, `getAccessToken` from the client entry point, which call the SDK's own routes. */
  usesClientHelpers: { profile: boolean; accessToken: boolean };
  /** Calls on what is surely a client, in the order of the files. */
  clientCalls: readonly ClientCall[];
  /** Files that take `getAccessToken` from the SDK's entry point for the browser. */
  browserTokenModules: readonly Module[];
  /** `<Link>` elements in the files of the app itself, of those files that were parsed. */
  links: readonly LinkSite[];
}

export interface RuleMeta {
  /** Kebab-case; equals the file names of the rule, its fixture and its docs page. */
  id: string;
  severity: Severity;
  /** One sentence for tables and SARIF. */
  description: string;
  /** Whether some finding of the rule carries a fix. */
  fixable: boolean;
  /** False: runs only when the user turns it on. */
  enabledByDefault?: boolean;
}

export interface RuleEdit {
  file: string;
  span: Span;
  newText: string;
}

export interface RuleFix {
  title: string;
  edits: RuleEdit[];
  safe?: boolean;
  partial?: boolean;
  /** See `LastUse` of `shared/finding.ts`. */
  lastUse?: { edit: RuleEdit; uses: number; of: number };
}

/** What a rule reports; the engine adds ranges, the docs link and the user's severity. */
export interface Report {
  file: string;
  span: Span;
  message: string;
  severity?: Severity;
  related?: (Place & { message: string })[];
  fixes?: RuleFix[];
  /** The span is a secret, whatever its name: no output may quote it. */
  marksSecret?: true;
}

export interface Rule {
  meta: RuleMeta;
  check(app: AppModel, report: (r: Report) => void): void;
}

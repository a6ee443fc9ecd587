/** Which routes of an app its middleware runs on: what the command line prints and the editor lists. */

export type RouteKind = 'page' | 'handler' | 'api' | 'sdk' | 'asset';

/**
 * `all`: every path of the route; `none`: no path; `partial`: some paths, see the witness; `unknown`: not decided.
 */
export type RouteCoverage = 'all' | 'none' | 'partial' | 'unknown';

export interface RouteRow {
  /** Next.js notation without basePath: `/`, `/blog/[slug]`. */
  route: string;
  kind: RouteKind;
  covered: RouteCoverage;
  /** The shortest readable path that is skipped, for `partial` and `none`. */
  witness: string | null;
  /** Whether a request to the route extends a rolling session: the middleware runs there and its body rolls. */
  rolls: 'yes' | 'no' | 'maybe';
  /** What coverage depends on (`has`, `missing`), in words. */
  condition: string | null;
  /** Absolute path of the file that makes the route. */
  file: string | null;
  metadata: boolean;
  /** Mounted by the SDK without anything in the app asking for it: passkeys, MFA, passwordless login. */
  optional: boolean;
}

export interface RouteTable {
  /** Absolute path of the app's directory. */
  root: string;
  name: string;
  /** Sources of `config.matcher`; empty where there is none, or where it cannot be read. */
  matchers: string[];
  /** Absolute path of the middleware in use; null where there is none. */
  middleware: string | null;
  routes: RouteRow[];
}

/**
 * What the handler of a middleware file does with the response of `auth0.middleware()`, path by path.
 * Plain data with nodes for spans; made by `analyzeFlow`.
 */
import type ts from 'typescript';
import type { Module } from '../../model';

/** A test on the request's path as `request.nextUrl.pathname` gives it: without basePath and locale. */
export type PathPredicate =
  | {
      kind: 'test';
      op: 'equals' | 'startsWith' | 'endsWith' | 'includes' | 'matches';
      /** The string compared with; for `matches` the source of the regular expression. */
      value: string;
      /** Flags of the regular expression, for `matches`. */
      flags?: string;
      /** `url`: the test is on the whole `request.url`, so it says something about the path only when it holds. */
      subject: 'pathname' | 'url';
      /** The path is put in lower case before the test. */
      lowerCase?: boolean;
    }
  | { kind: 'not'; of: PathPredicate }
  | { kind: 'any'; of: readonly PathPredicate[] }
  | { kind: 'every'; of: readonly PathPredicate[] };

/** Something a path of execution depends on. Equal atoms are the same object. */
export type Atom =
  | { kind: 'path'; predicate: PathPredicate }
  /** True when the SDK's `getSession` finds a session. */
  | { kind: 'session' }
  /** Anything else: an environment variable, a header, a call that cannot be followed. */
  | {
      kind: 'opaque';
      text: string;
      /** Responses (their jars) whose status or target it is about. */
      asks?: readonly number[] | undefined;
      /** The value whose truth it is. */
      of?: number | undefined;
    };

export type Case = ReadonlyMap<Atom, boolean>;

/** Holds when all literals of one of its cases hold. No cases: never. One empty case: always. */
export interface PathCondition {
  cases: readonly Case[];
  /** False when cases were dropped or blurred: then the condition may also hold for less. */
  exact: boolean;
}

/** A call of `<client>.middleware(…)`; the reference to the method where that itself is the handler. */
export interface FlowCall {
  node: ts.Node;
  module: Module;
  /** When it is reached. */
  condition: PathCondition;
  /** The reference to the method, when it was taken off the client without being bound. */
  detached: ts.Node | null;
  /** The variable the (awaited) response is kept in, when it is a plain `const` or `let` beside the call. */
  variable: ts.Identifier | null;
}

export type SaveMethod = 'getAccessToken' | 'getAccessTokenForConnection' | 'updateSession';

/** A call that may write the session. */
export interface FlowSave {
  method: SaveMethod;
  node: ts.CallExpression;
  module: Module;
  /** Which of request and response were passed: both, only the request, none, or it cannot be told. */
  passes: 'both' | 'request' | 'none' | 'unknown';
}

/** A use of `<client>.middleware` as a value, without binding it to its client. */
export interface DetachedMethod {
  node: ts.Expression | ts.BindingElement;
  module: Module;
}

/**
 * What became of the cookies of a call or save in the response that is returned:
 * `kept`: all of them are there; `lost`: none; `overwritten`: `headers.set` (or a later `cookies.set`) left at most
 * the last; `collapsed`: all in one `Set-Cookie` line; `stripped`: without their attributes; `unknown`: cannot be told.
 */
export type Fate = 'kept' | 'lost' | 'overwritten' | 'collapsed' | 'stripped' | 'unknown';

export interface Carried<Source> {
  source: Source;
  fate: Fate;
  /** The expression that overwrites, collapses or strips. */
  node: ts.Node | null;
  module: Module | null;
}

export type ResponseKind =
  /** The response of a call of the auth middleware itself. */
  | 'auth'
  | 'next'
  | 'rewrite'
  | 'redirect'
  | 'json'
  /** `new NextResponse(body)`, `new Response(body)`. */
  | 'body'
  /** Nothing is returned: Next.js carries on as with `NextResponse.next()`. */
  | 'none'
  /** Made by code we do not look into, such as another middleware. */
  | 'other';

export interface ReturnSite {
  /** The `return` statement, or the expression an arrow function returns. */
  node: ts.Node;
  module: Module;
}

/** One way to leave the handler. */
export interface FlowReturn {
  /** Innermost first: a `return` in a helper, then the one that hands its result on, last the handler's own. */
  sites: readonly ReturnSite[];
  condition: PathCondition;
  response: {
    kind: ResponseKind;
    /** The expression that makes it, when there is one. */
    node: ts.Node | null;
    /** HTTP status, where it is written out. */
    status: number | null;
    /** Path a redirect leads to, without query; null when it is not constant. */
    location: string | null;
    /** It may be, or be made of, the auth response: code that is not followed had both. */
    mayBeAuth: boolean;
    /** The expression that copied `x-middleware-next` to it. */
    nextHeader: { node: ts.Node; module: Module } | null;
    /** The way depends on what is not known of it: it may be an error, a redirect or no response at all here. */
    isAsked: boolean;
  };
  /** The calls of the auth middleware on this path. */
  calls: readonly Carried<FlowCall>[];
  saves: readonly Carried<FlowSave>[];
  /** On the way lies a `catch`, whose real starting point is unknown: nothing should be concluded from it. */
  exceptional: boolean;
  /** On the way lies a call that cannot be followed and might call the auth middleware. */
  opaque: boolean;
}

export interface MiddlewareFlow {
  calls: readonly FlowCall[];
  saves: readonly FlowSave[];
  detached: readonly DetachedMethod[];
  returns: readonly FlowReturn[];
  /** False when not every path was followed: rules that need all paths stay silent. */
  complete: boolean;
}

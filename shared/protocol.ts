/** Custom LSP messages of Session Lens. Shapes only: the language client and the server import the same names. */
import type { RouteTable } from './routes';
import type { WireConfig } from './session/wire';

/**
 * `initializationOptions` of an editor that is more than a plain language client. Anything else gets text that needs
 * neither: no command it could not run, no picture it would print as a long address.
 */
export interface ClientOffers {
  /** It has the commands of the extension (`sessionLens.showRoutes`, …). */
  commands?: boolean;
  /** It shows `data:` pictures in hovers, on a ground of this kind. */
  pictures?: PictureTheme;
  /** False in Restricted Mode: the server reads no `.env` file until it gets a TrustNotification. */
  trusted?: boolean;
}

export type PictureTheme = 'light' | 'dark';

/** Notification, client to server: the user chose another colour theme. Parameter: PictureTheme. */
export const PictureThemeNotification = 'sessionLens/pictureTheme';

/** Notification, client to server, no parameters: the user trusts the workspace. */
export const TrustNotification = 'sessionLens/trust';

/** Request, no parameters: what the status item shows. Result: StatusResult. Never starts an analysis. */
export const StatusRequest = 'sessionLens/status';

export interface AppStatus {
  /** Absolute path of the app's directory. */
  root: string;
  name: string;
  sdk: string | null;
  next: string | null;
  clients: number;
  /** Why nothing is said about it: its SDK is another than the rules know. */
  notChecked?: string | undefined;
  findings: { error: number; warning: number; info: number; hint: number };
}

export interface StatusResult {
  apps: AppStatus[];
  /** Milliseconds of the last analysis. */
  lastAnalysisMs: number;
  /** False until a file or a package.json of the workspace names the SDK: no parser is loaded before that. */
  engineLoaded: boolean;
}

/** Notification, server to client, after each analysis. Parameter: StatusResult. */
export const StatusNotification = 'sessionLens/statusChanged';

/**
 * Request, no parameters: forget every cache, analyse the whole workspace and report the findings of closed files
 * too. Result: StatusResult.
 */
export const CheckWorkspaceRequest = 'sessionLens/checkWorkspace';

/** Request. Parameter: AppParams. Result: RoutesResult. Which routes the middleware runs on. */
export const RoutesRequest = 'sessionLens/routes';

export interface AppParams {
  /** Absolute path of one app's directory; all apps without it. */
  root?: string;
}

export interface RoutesResult {
  tables: RouteTable[];
}

/** Request. Parameter: AppParams. Result: SessionLanesResult. Every client, with every configuration it can have. */
export const SessionLanesRequest = 'sessionLens/sessionLanes';

export interface SessionLanesResult {
  lanes: SessionLane[];
}

export interface LaneSharer {
  /** Id of the first lane of the client. */
  lane: string;
  /** It surely has another secret: neither can read what the other wrote. */
  otherSecret: boolean;
}

export interface SessionLane {
  /** Stays the same while the client is edited: app, file, and the how-manieth client and value set it is. */
  id: string;
  /** Absolute path of the app's directory, and its name. */
  root: string;
  app: string;
  /** Absolute path of the file with the client. */
  file: string;
  /** 1-based. */
  line: number;
  /** Of the variable that holds the client: `auth0`. */
  name: string;
  sdk: string | null;
  /** Name of the session cookie; null when it is decided at run time. */
  cookieName: string | null;
  /** The other clients that write the same cookie. */
  sharers: LaneSharer[];
  config: WireConfig;
  /** Options with a value that is decided at run time: the lane shows the known rest. */
  unknown: string[];
  /** The client can have more configurations than there are lanes. */
  isCut?: true;
  /** `NODE_ENV` chose among the values: these are those of production. */
  isProduction?: true;
}

/** Request. Parameter: AppParams. Result: SecretNamesResult. Where secrets are written: names, never values. */
export const SecretNamesRequest = 'sessionLens/secretNames';

export interface SecretNamesResult {
  secrets: SecretName[];
}

export interface SecretName {
  root: string;
  app: string;
  /** Variable, such as AUTH0_SECRET. */
  variable: string;
  /** Absolute path of the `.env` file, in the order in which Next.js prefers them. */
  file: string;
}

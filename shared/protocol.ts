/** Custom LSP messages of Session Lens. Shapes only: the language client and the server import the same names. */

/** Request, no parameters: what the status item shows. Result: StatusResult. Never starts an analysis. */
export const StatusRequest = 'sessionLens/status';

export interface AppStatus {
  /** Absolute path of the app's directory. */
  root: string;
  name: string;
  sdk: string | null;
  next: string | null;
  clients: number;
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

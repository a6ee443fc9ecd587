/** The webview panels: a bundle of its own, loaded when the first one is opened. */
import type { CancellationToken, Event, LogOutputChannel, SecretStorage, Uri } from 'vscode';

/** What a panel may use of the extension around it. */
export interface PanelHost {
  /** Folder of the extension. */
  extension: Uri;
  log: LogOutputChannel;
  /** VS Code's own store for secrets that the user chooses to keep. */
  secrets: SecretStorage;
  /** Asks the language server; starts it when it does not run. Undefined when it cannot be started. */
  ask<Result>(request: string, parameter?: unknown, token?: CancellationToken): Promise<Result | undefined>;
  /** After each analysis: what the server says may have changed. */
  onAnalysed: Event<void>;
}

export { openCookiePanel } from './panels/cookie/host';
export { openTimelinePanel, restoreTimelinePanel } from './panels/timeline/host';

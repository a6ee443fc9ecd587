/** Everything that needs the language client library: a bundle of its own, loaded when the server is wanted. */
import { ColorThemeKind, window, workspace, type CancellationToken, type LogOutputChannel } from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  TransportKind,
  type ErrorHandler,
  type LanguageClientOptions,
} from 'vscode-languageclient/node';
import {
  CheckWorkspaceRequest,
  PictureThemeNotification,
  TrustNotification,
  StatusNotification,
  StatusRequest,
  type ClientOffers,
  type PictureTheme,
  type StatusResult,
} from '../shared/protocol';
import { selector } from './selector';
import { traceChannel } from './trace';

export interface ServerOptions {
  /** Absolute path of the server's bundle. */
  module: string;
  log: LogOutputChannel;
  onStatus(status: StatusResult): void;
  /** The server crashed and is started again. */
  onRestarting(): void;
  /** The server crashed too often and stays down. */
  onGaveUp(): void;
}

export interface RunningServer {
  restart(): Promise<void>;
  checkWorkspace(token: CancellationToken): Promise<void>;
  /** A request of shared/protocol.ts. */
  ask<Result>(request: string, parameter?: unknown, token?: CancellationToken): Promise<Result>;
  stop(): Promise<void>;
}

const MOST_RESTARTS = 4;
const WITHIN_MS = 3 * 60 * 1000;

/** Starts one server for all workspace folders. Rejects when it does not start. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { module, log, onStatus } = options;
  const run = { module, transport: TransportKind.ipc };
  const trace = traceChannel(log);
  const errorHandler = restarts(options);
  const client = new LanguageClient(
    'sessionLens',
    'Session Lens',
    { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6019'] } } },
    { ...clientOptions(log), traceOutputChannel: trace, errorHandler },
  );
  client.onNotification(StatusNotification, onStatus);
  const showStatus = async () => onStatus(await client.sendRequest<StatusResult>(StatusRequest));
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) showStatus().catch((error) => log.debug('No status', error));
  });
  await client.start();
  const themes = window.onDidChangeActiveColorTheme(() => {
    client.sendNotification(PictureThemeNotification, pictureTheme()).catch(() => undefined);
  });
  const tellTrust = (): void => void client.sendNotification(TrustNotification).catch(() => undefined);
  const trust = workspace.onDidGrantWorkspaceTrust(tellTrust);
  // It may have been granted while the server started; a server that knows does nothing.
  if (workspace.isTrusted) tellTrust();
  return {
    async restart() {
      errorHandler.forget();
      await client.restart();
    },
    async checkWorkspace(token) {
      onStatus(await client.sendRequest<StatusResult>(CheckWorkspaceRequest, undefined, token));
    },
    // An undefined token would travel as a second parameter, null.
    ask: (request, parameter, token) =>
      token ? client.sendRequest(request, parameter, token) : client.sendRequest(request, parameter),
    async stop() {
      themes.dispose();
      trust.dispose();
      trace.dispose();
      await client.dispose();
    },
  };
}

function pictureTheme(): PictureTheme {
  const { Dark, HighContrast } = ColorThemeKind;
  return [Dark, HighContrast].includes(window.activeColorTheme.kind) ? 'dark' : 'light';
}

function clientOptions(log: LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: selector,
    // Read again when the server is restarted.
    initializationOptions: () =>
      ({ commands: true, pictures: pictureTheme(), trusted: workspace.isTrusted }) satisfies ClientOffers,
    outputChannel: log,
    diagnosticCollectionName: 'Session Lens',
    // Findings follow each keystroke, also in the other open files: proxy.ts decides about auth0.ts.
    diagnosticPullOptions: { onChange: true, onSave: true, onFocus: true, onTabs: false },
    // Hovers and messages quote the workspace's code: no commands, no HTML in them.
    markdown: { isTrusted: false, supportHtml: false },
    // The controller tells the user, once and with something to click.
    initializationFailedHandler: () => false,
  };
}

/** Restarts a crashed server at most four times within three minutes. */
function restarts({ log, onRestarting, onGaveUp }: ServerOptions): ErrorHandler & { forget(): void } {
  let crashes: number[] = [];
  return {
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
      handled: true,
    }),
    closed() {
      const now = Date.now();
      crashes = [...crashes.filter((time) => now - time < WITHIN_MS), now];
      if (crashes.length <= MOST_RESTARTS) {
        log.warn('The server stopped unexpectedly and is started again.');
        onRestarting();
        return { action: CloseAction.Restart, handled: true };
      }
      onGaveUp();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
    forget: () => (crashes = []),
  };
}

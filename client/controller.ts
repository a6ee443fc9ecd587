import {
  commands,
  EventEmitter,
  ProgressLocation,
  window,
  type CancellationToken,
  type Event,
  type ExtensionContext,
  type LogOutputChannel,
} from 'vscode';
import type { RunningServer } from './languageClient';
import { someManifest } from './sdk';
import { statusItem, type StatusItem } from './status';

export interface ServerController {
  /** Starts the server unless it runs already. Shows failures itself and never throws. */
  start(): void;
  restart(): Promise<void>;
  /** Analyses everything again, then shows the Problems panel. */
  checkWorkspace(): Promise<void>;
  /** A request of shared/protocol.ts. Starts the server when it does not run; undefined when it cannot answer. */
  ask<Result>(request: string, parameter?: unknown, token?: CancellationToken): Promise<Result | undefined>;
  /** After each analysis. */
  onAnalysed: Event<void>;
  stop(): Promise<void>;
}

export function serverController(context: ExtensionContext, log: LogOutputChannel): ServerController {
  let running: Promise<RunningServer> | undefined;
  let status: StatusItem | undefined;
  const analysed = new EventEmitter<void>();
  context.subscriptions.push(analysed);

  function ensure(): Promise<RunningServer> {
    if (!status) context.subscriptions.push((status = statusItem()));
    return (running ??= launch(status).catch((error: unknown) => {
      running = undefined;
      throw error;
    }));
  }

  async function launch(item: StatusItem): Promise<RunningServer> {
    item.busy('Starting…');
    // A bundle of its own, so that a workspace without the SDK never loads the language client.
    const { startServer } = await import('./languageClient.js');
    return startServer({
      module: context.asAbsolutePath('dist/server.js'),
      log,
      onStatus(found) {
        item.show(found);
        analysed.fire();
      },
      onRestarting: () => item.busy('Restarting…'),
      onGaveUp: () => {
        item.failed('The server stopped');
        void offerRestart('The Session Lens server stopped working five times within three minutes.');
      },
    });
  }

  async function offerRestart(message: string): Promise<void> {
    const choice = await window.showErrorMessage(message, 'Restart server', 'Show output');
    if (choice === 'Restart server') await restart();
    if (choice === 'Show output') log.show();
  }

  function report(error: unknown): undefined {
    log.error(error instanceof Error ? error : String(error));
    status?.failed('The server could not be started');
    void offerRestart('The Session Lens server could not be started.');
  }

  async function restart(): Promise<void> {
    try {
      const current = await running?.catch(() => undefined);
      if (!current) return void (await ensure());
      status?.busy('Restarting…');
      await current.restart();
    } catch (error) {
      report(error);
    }
  }

  async function checkWorkspace(): Promise<void> {
    if (!running && !(await someManifest())) {
      await window.showInformationMessage(
        'Session Lens found no package.json with @auth0/nextjs-auth0 in this workspace.',
      );
      return;
    }
    const server = await ensure().catch(report);
    if (!server) return;
    const title = 'Session Lens: checking the workspace';
    const done = await window.withProgress(
      { location: ProgressLocation.Notification, title, cancellable: true },
      (_progress, token) => checked(server, token),
    );
    if (done) await commands.executeCommand('workbench.actions.view.problems');
  }

  async function checked(server: RunningServer, token: CancellationToken): Promise<boolean> {
    try {
      await server.checkWorkspace(token);
      return true;
    } catch (error) {
      if (token.isCancellationRequested) return false;
      log.error('Checking the workspace failed', error);
      void offerRestart('Session Lens could not check the workspace.');
      return false;
    }
  }

  return {
    start: () => void ensure().catch(report),
    restart,
    checkWorkspace,
    async ask<Result>(request: string, parameter?: unknown, token?: CancellationToken) {
      const server = await ensure().catch(report);
      try {
        return await server?.ask<Result>(request, parameter, token);
      } catch (error) {
        if (!token?.isCancellationRequested) log.error(`${request} failed`, error);
        return undefined;
      }
    },
    onAnalysed: analysed.event,
    async stop() {
      const current = await running?.catch(() => undefined);
      running = undefined;
      await current?.stop();
    },
  };
}

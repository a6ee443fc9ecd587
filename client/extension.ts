import { commands, window, type ExtensionContext, type LogOutputChannel } from 'vscode';
import { explainRule } from './explain';
import { serverController, type ServerController } from './controller';
import { openers, panelHost, panelRestorer } from './open';
import type { PanelHost } from './panels';
import { untilSdk } from './sdk';

let controller: ServerController | undefined;

/**
 * Cheap on purpose: the activation events only guess from file names. The language client is loaded, and the server
 * started, once a package.json or an open document really names the SDK.
 */
export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Session Lens', { log: true });
  const server = serverController(context, log);
  controller = server;
  const host = panelHost(context, server, log);
  context.subscriptions.push(
    log,
    ...registerCommands(context, server, log, host),
    panelRestorer(host),
    untilSdk(
      () => server.start(),
      (error) => log.error('Looking for @auth0/nextjs-auth0 failed', error),
    ),
  );
}

export async function deactivate(): Promise<void> {
  await controller?.stop();
}

function registerCommands(
  context: ExtensionContext,
  server: ServerController,
  log: LogOutputChannel,
  host: PanelHost,
) {
  return [
    commands.registerCommand('sessionLens.restart', () => server.restart()),
    commands.registerCommand('sessionLens.showOutput', () => log.show()),
    commands.registerCommand('sessionLens.checkWorkspace', () => server.checkWorkspace()),
    commands.registerCommand('sessionLens.explainRule', (rule?: unknown) =>
      explainRule(context.extensionUri, typeof rule === 'string' ? rule : undefined),
    ),
    commands.registerCommand('sessionLens.showMenu', () => showMenu()),
    ...Object.entries(openers(host)).map(([name, open]) =>
      commands.registerCommand(`sessionLens.${name}`, open),
    ),
  ];
}

/** What a click on the status item offers. */
async function showMenu(): Promise<void> {
  const choice = await window.showQuickPick(
    [
      { label: '$(pulse) Preview session timeline', command: 'sessionLens.previewTimeline' },
      { label: '$(lock) Decode session cookie', command: 'sessionLens.decodeCookie' },
      { label: '$(list-tree) Show routes', command: 'sessionLens.showRoutes' },
      { label: '$(checklist) Check workspace', command: 'sessionLens.checkWorkspace' },
      { label: '$(book) Explain a rule', command: 'sessionLens.explainRule' },
      { label: '$(output) Show output', command: 'sessionLens.showOutput' },
      { label: '$(debug-restart) Restart server', command: 'sessionLens.restart' },
    ],
    { title: 'Session Lens' },
  );
  if (choice) await commands.executeCommand(choice.command);
}

import { env, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { ServerController } from './controller';
import type { PanelHost } from './panels';
import { showRoutes } from './routes';

/** The commands that open something, by the name behind `sessionLens.`. Each loads what it shows when it is called. */
export function openers(
  { extensionUri, secrets }: Pick<ExtensionContext, 'extensionUri' | 'secrets'>,
  server: ServerController,
  log: LogOutputChannel,
): Record<string, (argument?: unknown) => Promise<void>> {
  const { ask, onAnalysed } = server;
  const host: PanelHost = { extension: extensionUri, log, secrets, ask, onAnalysed };
  const panels = () => import('./panels.js');
  return {
    async previewTimeline(argument) {
      const lane = field(argument, 'lane');
      (await panels()).openTimelinePanel(host, lane === undefined ? {} : { lane });
    },
    decodeCookie: async () => (await panels()).openCookiePanel(host),
    async decodeCookieFromClipboard() {
      (await panels()).openCookiePanel(host, { text: await env.clipboard.readText() });
    },
    showRoutes: (argument) => showRoutes(host, field(argument, 'root')),
  };
}

/** Commands can be called by anything: a key binding, another extension, a code lens. */
function field(argument: unknown, name: string): string | undefined {
  const value =
    typeof argument === 'object' && argument !== null
      ? (argument as Record<string, unknown>)[name]
      : undefined;
  return typeof value === 'string' ? value : undefined;
}

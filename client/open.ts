import { env, window, type Disposable, type ExtensionContext, type LogOutputChannel } from 'vscode';
import type { ServerController } from './controller';
import type { PanelHost } from './panels';
import { TIMELINE_VIEW } from './panels/viewTypes';
import { showRoutes } from './routes';

export function panelHost(
  { extensionUri, secrets }: Pick<ExtensionContext, 'extensionUri' | 'secrets'>,
  { ask, onAnalysed }: ServerController,
  log: LogOutputChannel,
): PanelHost {
  return { extension: extensionUri, log, secrets, ask, onAnalysed };
}

const panels = () => import('./panels.js');

/** The commands that open something, by the name behind `sessionLens.`. Each loads what it shows when it is called. */
export function openers(host: PanelHost): Record<string, (argument?: unknown) => Promise<void>> {
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

/**
 * Brings the timeline back after a restart. VS Code has kept what the page stores for itself; the cookie panel has no such
 * thing: what was pasted there must not outlive it.
 */
export function panelRestorer(host: PanelHost): Disposable {
  return window.registerWebviewPanelSerializer(TIMELINE_VIEW, {
    deserializeWebviewPanel: async (panel) => (await panels()).restoreTimelinePanel(host, panel),
  });
}

/** Commands can be called by anything: a key binding, another extension, a code lens. */
function field(argument: unknown, name: string): string | undefined {
  const value =
    typeof argument === 'object' && argument !== null
      ? (argument as Record<string, unknown>)[name]
      : undefined;
  return typeof value === 'string' ? value : undefined;
}

import { QuickPickItemKind, ThemeIcon, Uri, window, type QuickPickItem } from 'vscode';
import { RoutesRequest, type RoutesResult } from '../shared/protocol';
import type { PanelHost } from './panels';
import { listTitle, routeItems, type RouteItem } from './routeItems';

interface Pick extends QuickPickItem {
  file: string | null;
}

/** Lists the routes of an app, or of all apps, with where the middleware runs; choosing one opens its file. */
export async function showRoutes(host: PanelHost, root?: string): Promise<void> {
  const list = window.createQuickPick<Pick>();
  const chosen = new Promise<Pick | undefined>((resolve) => {
    // Enter before the list is there, or without a match, chooses nothing.
    list.onDidAccept(() => list.activeItems[0] && resolve(list.activeItems[0]));
    list.onDidHide(() => resolve(undefined));
  });
  Object.assign(list, {
    title: 'Routes',
    placeholder: 'A route, or a word such as missed, page, api',
    matchOnDescription: true,
    matchOnDetail: true,
    busy: true,
  });
  list.show();
  try {
    // The server may have to be started first.
    const result = await host.ask<RoutesResult>(RoutesRequest, root === undefined ? {} : { root });
    if (!result) return;
    if (result.tables.length === 0) {
      void window.showInformationMessage('Session Lens found no Next.js app with @auth0/nextjs-auth0 here.');
      return;
    }
    list.title = listTitle(result.tables);
    list.items = routeItems(result.tables).map(toPick);
    list.busy = false;
    const pick = await chosen;
    if (pick?.file) await window.showTextDocument(Uri.file(pick.file));
  } finally {
    list.dispose();
  }
}

function toPick({ kind, label, description, detail, icon, file = null }: RouteItem): Pick {
  if (kind === 'separator') return { kind: QuickPickItemKind.Separator, label, file: null };
  return {
    label,
    file,
    ...(description !== undefined && { description }),
    ...(detail !== undefined && { detail }),
    ...(icon !== undefined && { iconPath: new ThemeIcon(icon) }),
  };
}

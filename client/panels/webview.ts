import { randomBytes } from 'node:crypto';
import { Uri, ViewColumn, window, type Disposable, type WebviewPanel } from 'vscode';

export interface PanelOptions {
  /** `sessionLens.timeline`. */
  viewType: string;
  title: string;
  /** Folder of the extension. */
  extension: Uri;
  /** Name of the webview's bundle: `dist/webview/<entry>.js` and `.css`. */
  entry: 'timeline' | 'cookie';
  /** What the webview posts. Anything may come: check it. */
  onMessage(message: unknown): void;
  onClosed(): void;
  /** A panel that VS Code kept over a restart, to be filled again instead of opening one. */
  kept?: WebviewPanel | undefined;
}

/**
 * A panel beside the editor. Nothing in it may load anything, except its own script and style sheet; the page is built
 * by the script, so that no text of the workspace is ever part of the HTML.
 */
export function openPanel(options: PanelOptions): WebviewPanel {
  const { viewType, title, extension, entry } = options;
  const bundles = Uri.joinPath(extension, 'dist', 'webview');
  const webview = {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [bundles],
  };
  const panel =
    options.kept ??
    window.createWebviewPanel(
      viewType,
      title,
      { viewColumn: ViewColumn.Beside, preserveFocus: false },
      webview,
    );
  // A kept one may have those of an older version of the extension.
  panel.webview.options = webview;
  panel.iconPath = Uri.joinPath(extension, 'media', 'icon.png');
  const subscriptions: Disposable[] = [panel.webview.onDidReceiveMessage(options.onMessage)];
  panel.onDidDispose(() => {
    for (const each of subscriptions) each.dispose();
    options.onClosed();
  });
  const file = (name: string) => panel.webview.asWebviewUri(Uri.joinPath(bundles, name)).toString();
  panel.webview.html = page({
    title,
    script: file(`${entry}.js`),
    style: file(`${entry}.css`),
    source: panel.webview.cspSource,
  });
  return panel;
}

function page({ title, script, style, source }: Record<'title' | 'script' | 'style' | 'source', string>) {
  const nonce = randomBytes(16).toString('base64');
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${source}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<main id="root"></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
}

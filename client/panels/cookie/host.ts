import type { PanelHost } from '../../panels';
import { openPanel } from '../webview';

export interface CookieInput {
  /** Text to decode at once, from the clipboard. Never logged, never stored. */
  text?: string;
}

export function openCookiePanel(host: PanelHost, _input: CookieInput = {}): void {
  openPanel({
    viewType: 'sessionLens.cookie',
    title: 'Session Cookie',
    extension: host.extension,
    entry: 'cookie',
    onMessage: () => {},
    onClosed: () => {},
  });
}

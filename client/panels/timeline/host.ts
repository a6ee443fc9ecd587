import type { PanelHost } from '../../panels';
import { openPanel } from '../webview';

export interface TimelineTarget {
  /** Lane to show first; see SessionLane. */
  lane?: string;
}

export function openTimelinePanel(host: PanelHost, _target: TimelineTarget = {}): void {
  openPanel({
    viewType: 'sessionLens.timeline',
    title: 'Session Timeline',
    extension: host.extension,
    entry: 'timeline',
    onMessage: () => {},
    onClosed: () => {},
  });
}

import {
  CancellationTokenSource,
  env,
  Range,
  Uri,
  ViewColumn,
  window,
  workspace,
  type WebviewPanel,
} from 'vscode';
import { SessionLanesRequest, type SessionLanesResult } from '../../../shared/protocol';
import { readFromTimeline, type PanelLane, type ToTimeline } from '../../../shared/webview/timeline';
import type { PanelHost } from '../../panels';
import { TIMELINE_VIEW } from '../viewTypes';
import { openPanel } from '../webview';
import { namedLanes, type NamedLane } from './lanes';

export interface TimelineTarget {
  /** Lane whose client to show first; see SessionLane. */
  lane?: string;
}

interface OpenPanel {
  panel: WebviewPanel;
  show(target: TimelineTarget): void;
}

/** One panel at most. */
let opened: OpenPanel | undefined;

/** Opens the panel, or brings it to the front. */
export function openTimelinePanel(host: PanelHost, target: TimelineTarget = {}): void {
  if (opened) opened.panel.reveal();
  else opened = create(host);
  opened.show(target);
}

/**
 * Fills a panel that VS Code kept over a restart. Its page brings its own view settings; there is nothing else to restore.
 * Where one was opened before VS Code came to it, that one stays.
 */
export function restoreTimelinePanel(host: PanelHost, panel: WebviewPanel): void {
  if (opened) panel.dispose();
  else opened = create(host, panel);
}

/** While somebody types an analysis follows the other: the last one counts. Milliseconds. */
const SETTLE = 40;

function create(host: PanelHost, kept?: WebviewPanel): OpenPanel {
  let lanes: NamedLane[] = [];
  let pinned: PanelLane[] | null = null;
  let target: TimelineTarget = {};
  let isReady = false;
  let timer: NodeJS.Timeout | undefined;
  let asking = false;
  let isStale = false;
  const closed = new CancellationTokenSource();

  const panel = openPanel({
    viewType: TIMELINE_VIEW,
    kept,
    title: 'Session Timeline',
    extension: host.extension,
    entry: 'timeline',
    onMessage: (message) => void receive(message),
    onClosed() {
      clearTimeout(timer);
      closed.cancel();
      closed.dispose();
      analysed.dispose();
      opened = undefined;
    },
  });
  const analysed = host.onAnalysed(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), SETTLE);
  });
  panel.onDidChangeViewState(() => {
    // VS Code throws a hidden page away.
    if (!panel.visible) isReady = false;
  });
  const post = (message: ToTimeline) => void panel.webview.postMessage(message);

  /** Asks once at a time; what changed meanwhile is asked for afterwards. */
  async function refresh(): Promise<void> {
    isStale = true;
    if (asking) return;
    asking = true;
    try {
      while (isStale && opened?.panel === panel) {
        isStale = false;
        const answer = await host.ask<SessionLanesResult>(SessionLanesRequest, {}, closed.token);
        if (answer) lanes = namedLanes(answer.lanes, (path) => workspace.asRelativePath(path));
        send();
      }
    } finally {
      asking = false;
    }
  }

  function send(): void {
    if (!isReady || opened?.panel !== panel) return;
    post({ type: 'lanes', lanes: lanes.map(({ shown }) => shown), pinned });
    const wanted = lanes.find(({ source }) => source.id === target.lane);
    if (!wanted) return;
    target = {};
    post({ type: 'show', client: wanted.shown.client });
  }

  async function receive(raw: unknown): Promise<void> {
    const message = readFromTimeline(raw);
    switch (message?.type) {
      case 'ready':
        isReady = true;
        if (lanes.length > 0) send();
        return refresh();
      case 'pin':
        pinned = lanes.map(({ shown }) => shown);
        return send();
      case 'unpin':
        pinned = null;
        return send();
      case 'open':
        return openCode(lanes.find(({ shown }) => shown.id === message.lane));
      case 'copy':
        await env.clipboard.writeText(message.text);
        return post({ type: 'notice', text: `Copied as ${message.format === 'svg' ? 'SVG' : 'Markdown'}` });
    }
  }

  async function openCode(lane: NamedLane | undefined): Promise<void> {
    if (!lane) return;
    const { file, line } = lane.source;
    const uri = Uri.file(file);
    const shown = window.visibleTextEditors.find(({ document }) => document.uri.fsPath === uri.fsPath);
    const selection = new Range(line - 1, 0, line - 1, 0);
    const viewColumn = shown?.viewColumn ?? ViewColumn.One;
    try {
      await window.showTextDocument(uri, { viewColumn, selection });
    } catch (error) {
      host.log.warn(`The client's file cannot be shown: ${String(error)}`);
    }
  }

  return {
    panel,
    show(wanted) {
      if (wanted.lane === undefined) return;
      target = wanted;
      send();
    },
  };
}

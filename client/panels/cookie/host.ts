/**
 * The extension host's side of the panel. What was pasted, the typed secrets and the tokens stay here until the panel
 * is closed; the webview gets a view of them. Nothing of it is logged.
 */
import { env, extensions, Range, Uri, version, ViewColumn, window, workspace } from 'vscode';
import {
  SecretNamesRequest,
  SessionLanesRequest,
  type SecretNamesResult,
  type SessionLane,
  type SessionLanesResult,
} from '../../../shared/protocol';
import { readSettings, settingsSection } from '../../../shared/settings';
import { readRequest, type CookieAnswer, type CookieRequest } from '../../../shared/webview/cookie';
import type { PanelHost } from '../../panels';
import { openPanel } from '../webview';
import { revealToken } from './claims';
import { cookiesJson, redactedReport } from './report';
import { panelSecrets, TYPED } from './secrets';
import { cookieSession, type CookieSession } from './session';

export interface CookieInput {
  /** Text to decode at once, from the clipboard. Never logged, never stored. */
  text?: string;
}

let open: ((input: CookieInput) => void) | undefined;

/** There is one panel at most; opening it again shows it. */
export function openCookiePanel(host: PanelHost, input: CookieInput = {}): void {
  if (open) open(input);
  else open = createPanel(host, input, () => (open = undefined));
}

/** Returns what shows the panel again. */
function createPanel(host: PanelHost, input: CookieInput, onClosed: () => void) {
  const secrets = panelSecrets(host.secrets);
  let closed = false;
  const session = cookieSession({
    secrets,
    trusted: () => workspace.isTrusted,
    now,
    headerLimit: () => readSettings(workspace.getConfiguration(settingsSection)).headerLimit,
    workspace: () => offers(host),
  });
  const panel = openPanel({
    viewType: 'sessionLens.cookie',
    title: 'Session Cookie',
    extension: host.extension,
    entry: 'cookie',
    onMessage(message) {
      const request = readRequest(message);
      if (request) attempt(answer(request));
    },
    onClosed() {
      closed = true;
      session.forget();
      for (const each of subscriptions) each.dispose();
      onClosed();
    },
  });
  const subscriptions = [
    workspace.onDidGrantWorkspaceTrust(() => attempt(session.refresh().then(post))),
    host.onAnalysed(() => {
      if (panel.visible) attempt(session.refresh().then(post));
    }),
  ];
  const send = (message: CookieAnswer) => {
    if (!closed) void panel.webview.postMessage(message);
  };
  const say = (text: string) => send({ type: 'said', text });
  const post = async () => send({ type: 'view', view: await session.view() });

  /** The message of an error is not logged: it could quote what was pasted. */
  function attempt(work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      host.log.error(`The cookie panel failed: ${error instanceof Error ? error.name : typeof error}`);
      say('That did not work.');
    });
  }

  async function answer(request: CookieRequest): Promise<void> {
    switch (request.type) {
      case 'ready':
        return post();
      case 'paste':
        return session.paste(request.text).then(post);
      case 'choose':
        return session.choose(request.source, request.use).then(post);
      case 'refresh':
        return session.decode().then(post);
      case 'clear':
        session.forget();
        return post();
      case 'type-secret':
        return (await secrets.type()) ? session.choose(TYPED, true).then(post) : undefined;
      case 'store-secret':
        return (await session.storeSecret()) ? post().then(() => say('Secret stored.')) : undefined;
      case 'forget-secret':
        await session.forgetSecret(request.source);
        return post().then(() => say('Secret forgotten.'));
      case 'reveal': {
        const value = session.opened()[request.cookie]?.tokens.get(request.token);
        if (value !== undefined) send({ ...request, type: 'revealed', revealed: revealToken(value) });
        return;
      }
      case 'copy-token':
        return copy(session.opened()[request.cookie]?.tokens.get(request.token), 'Token copied.');
      case 'copy-json':
        return copy(cookiesJson(session.opened()), 'JSON copied. Tokens in it are redacted.');
      case 'copy-report':
        return copy(report(session), 'Report copied. It holds no values.');
      case 'open-client':
        return openClient(session.opened()[request.cookie]?.lane ?? null);
    }
  }

  async function copy(text: string | undefined, done: string): Promise<void> {
    if (text === undefined) return;
    await env.clipboard.writeText(text);
    say(done);
  }

  const show = ({ text }: CookieInput) => {
    if (text !== undefined) attempt(session.paste(text).then(post));
  };
  attempt(session.refresh().then(post));
  show(input);
  return (next: CookieInput) => {
    panel.reveal(undefined, false);
    show(next);
  };
}

/** Names of secrets are not even asked for in Restricted Mode. */
async function offers(host: PanelHost) {
  const [secrets, clients] = await Promise.all([
    workspace.isTrusted ? host.ask<SecretNamesResult>(SecretNamesRequest, {}) : undefined,
    host.ask<SessionLanesResult>(SessionLanesRequest, {}),
  ]);
  return { names: secrets?.secrets ?? [], lanes: clients?.lanes ?? [] };
}

function report(session: CookieSession): string {
  const opened = session.opened();
  const { version: own } = (extensions.getExtension('session-lens.session-lens')?.packageJSON ?? {}) as {
    version?: string;
  };
  const sdks = [...new Set(opened.flatMap(({ lane }) => lane?.sdk ?? []))];
  const versions = [
    `Session Lens ${own ?? ''}`,
    ...sdks.map((sdk) => `@auth0/nextjs-auth0 ${sdk}`),
    `VS Code ${version}`,
  ];
  return redactedReport(opened, { now: now(), versions });
}

async function openClient(lane: SessionLane | null): Promise<void> {
  if (lane === null) return;
  const line = lane.line - 1;
  await window.showTextDocument(Uri.file(lane.file), {
    viewColumn: ViewColumn.One,
    selection: new Range(line, 0, line, 0),
  });
}

function now(): number {
  return Math.floor(Date.now() / 1000);
}

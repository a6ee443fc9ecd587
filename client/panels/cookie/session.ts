/**
 * What the panel knows while it is open: the pasted cookies, which secret to try, what came out. In memory only, and
 * without VS Code, so that tests can drive it.
 */
import type { PastedText } from '../../../shared/cookie/types';
import type { SecretName, SessionLane } from '../../../shared/protocol';
import type { CookieView } from '../../../shared/webview/cookie';
import type { Secrets } from './secrets';
import { openedCookie, pasteView, type OpenedCookie } from './view';

export interface SessionOptions {
  secrets: Secrets;
  trusted(): boolean;
  /** Unix seconds. */
  now(): number;
  /** Bytes; null for none. */
  headerLimit(): number | null;
  /** What the workspace offers; no secret names in Restricted Mode. */
  workspace(): Promise<Workspace>;
}

export interface Workspace {
  names: readonly SecretName[];
  lanes: readonly SessionLane[];
}

export interface CookieSession {
  opened(): readonly OpenedCookie[];
  paste(text: string): Promise<void>;
  /** Tries this source of secrets too, or no longer: an old secret and a new one, after a rotation. */
  choose(source: string, use: boolean): Promise<void>;
  /** Decodes again, because time has passed or a secret has changed. */
  decode(): Promise<void>;
  /** Asks what the workspace offers, again. */
  refresh(): Promise<void>;
  view(): Promise<CookieView>;
  forgetSecret(source: string): Promise<void>;
  storeSecret(): Promise<boolean>;
  /** Lets go of everything. */
  forget(): void;
}

export function cookieSession(options: SessionOptions): CookieSession {
  const { secrets } = options;
  let pasted: { text: PastedText; characters: number } | undefined;
  let opened: OpenedCookie[] = [];
  const chosen = new Set<string>();
  let notes: string[] = [];
  let workspace: Workspace = { names: [], lanes: [] };
  let known: Promise<void> | undefined;
  /** Goes up with each decoding: what an older one finds is dropped. */
  let run = 0;

  async function paste(text: string): Promise<void> {
    const current = ++run;
    opened = [];
    const { parsePasted } = await import('../../../shared/cookie/parse.js');
    const found = parsePasted(text);
    await (known ??= refresh());
    if (current !== run) return;
    pasted = { text: found, characters: text.length };
    if (chosen.size === 0) await chooseTheOnly();
    await decode();
  }

  /** With a single app, or a single secret, there is nothing to choose. */
  async function chooseTheOnly(): Promise<void> {
    const [only, ...others] = await secrets.sources(workspace.names);
    if (only && others.length === 0) chosen.add(only.id);
  }

  async function decode(): Promise<void> {
    const current = ++run;
    const cookies = pasted?.text.cookies ?? [];
    // No cookie, no reason to read a secret.
    const found =
      chosen.size === 0 || cookies.length === 0
        ? NOTHING
        : await secrets.resolve([...chosen], workspace.names);
    const { decodeCookies } = await import('../../../shared/cookie/decode.js');
    const now = options.now();
    const values = found.candidates.map(({ value }) => value);
    const decoded = await decodeCookies(cookies, values, { now });
    if (current !== run) return;
    const origins = found.candidates.map(({ kind, label, root }) => ({ kind, label, root }));
    const context = { now, lanes: workspace.lanes, secrets: origins, headerLimit: options.headerLimit() };
    opened = decoded.map((cookie) => openedCookie(cookie, context));
    notes = found.notes;
  }

  async function refresh(): Promise<void> {
    const before = JSON.stringify(workspace);
    workspace = await options.workspace();
    if (opened.length > 0 && JSON.stringify(workspace) !== before) await decode();
  }

  async function choose(source: string, use: boolean): Promise<void> {
    if (use) chosen.add(source);
    else chosen.delete(source);
    await decode();
  }

  return {
    opened: () => opened,
    paste,
    choose,
    decode,
    refresh: () => (known = refresh()),
    async view() {
      const sources = await secrets.sources(workspace.names);
      return {
        trusted: options.trusted(),
        paste: pasted ? pasteView(pasted.text, pasted.characters) : null,
        sources,
        chosen: sources.map(({ id }) => id).filter((id) => chosen.has(id)),
        secretNotes: notes,
        cookies: opened.map(({ card }) => card),
      };
    },
    async forgetSecret(source) {
      await secrets.forget(source);
      await choose(source, false);
    },
    async storeSecret() {
      const source = await secrets.store();
      if (source === undefined) return false;
      await choose(source, true);
      return true;
    },
    forget() {
      run++;
      pasted = undefined;
      opened = [];
      chosen.clear();
      notes = [];
      secrets.clear();
    },
  };
}

const NOTHING = { candidates: [], notes: [] };

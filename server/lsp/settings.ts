import {
  DidChangeConfigurationNotification,
  type Connection,
  type InitializeParams,
} from 'vscode-languageserver';
import { defaultSettings, readSettings, settingsSection, type Settings } from '../../shared/settings';
import { isInside } from '../project/paths';
import { oneLine, type Log } from './log';
import { pathToUri } from './uri';

export interface SettingsStore {
  /** Reads the settings of these folders; they stay until `forget`. */
  load(folders: readonly string[]): Promise<void>;
  /** Settings for a path: those of the innermost loaded folder that holds it. */
  of(path: string): Settings;
  forget(): void;
}

/**
 * Settings by folder. A client with `workspace/configuration` is asked for each folder; from any other client they come
 * with `initializationOptions.settings` and `workspace/didChangeConfiguration`.
 */
export function settingsStore(
  connection: Connection,
  params: InitializeParams,
  log: Log,
  onChange: () => void,
): SettingsStore {
  const asks = params.capabilities.workspace?.configuration === true;
  let pushed = pushedSettings(params.initializationOptions);
  let byFolder = new Map<string, Settings>();

  connection.onDidChangeConfiguration(({ settings }) => {
    pushed = pushedSettings({ settings }) ?? pushed;
    byFolder = new Map();
    onChange();
  });

  async function ask(folders: readonly string[]): Promise<Settings[]> {
    try {
      const items = folders.map((folder) => ({ scopeUri: pathToUri(folder), section: settingsSection }));
      const answers: unknown[] = await connection.workspace.getConfiguration(items);
      return folders.map((_, i) => readSettings(answers[i]));
    } catch (error) {
      log(`The settings could not be read: ${oneLine(error)}`);
      return folders.map(() => defaultSettings);
    }
  }

  return {
    async load(folders) {
      const target = byFolder;
      const missing = folders.filter((folder) => !target.has(folder));
      if (missing.length === 0) return;
      const found = asks ? await ask(missing) : missing.map(() => pushed ?? defaultSettings);
      missing.forEach((folder, i) => target.set(folder, found[i] ?? defaultSettings));
    },
    of(path) {
      const folders = [...byFolder.keys()].filter((folder) => isInside(folder, path));
      const innermost = folders.sort((a, b) => b.length - a.length)[0];
      return (innermost === undefined ? undefined : byFolder.get(innermost)) ?? pushed ?? defaultSettings;
    },
    forget() {
      byFolder = new Map();
    },
  };
}

/** Call after `initialized`: without a registration VS Code does not tell about changed settings. */
export async function registerSettings(connection: Connection, params: InitializeParams): Promise<void> {
  if (params.capabilities.workspace?.didChangeConfiguration?.dynamicRegistration !== true) return;
  await connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection });
}

/** `{ settings: { sessionLens: {…} } }` or, as some clients send it, `{ settings: {…} }` without the section. */
function pushedSettings(holder: unknown): Settings | undefined {
  const settings = (holder as { settings?: unknown } | null | undefined)?.settings;
  if (typeof settings !== 'object' || settings === null) return undefined;
  const section = (settings as Record<string, unknown>)[settingsSection];
  return readSettings(section ?? settings);
}

/**
 * In Restricted Mode no `.env` file is read: a workspace that nobody vouches for may hold one with a real secret, and what
 * is not read cannot leak. Their names still show in directories, so the engine knows that there is something it does not see.
 */
import { TrustNotification } from '../../shared/protocol';
import type { Connection } from 'vscode-languageserver';
import { isEnvFile } from '../app/suppressions';
import type { Host } from '../model';

export interface Trust {
  /** Called when the client says that it runs in Restricted Mode. */
  restrict(): void;
  /** The same files, without the text of those that need trust. */
  guard(host: Host): Host;
  /** Calls back once, when the user trusts the workspace. */
  onGranted(connection: Connection, granted: () => void): void;
}

export function workspaceTrust(): Trust {
  let isTrusted = true;
  return {
    restrict: () => void (isTrusted = false),
    guard: (host) => ({
      ...host,
      readFile: (path) => (isTrusted || !isEnvFile(path) ? host.readFile(path) : undefined),
    }),
    onGranted(connection, granted) {
      connection.onNotification(TrustNotification, () => {
        if (isTrusted) return;
        isTrusted = true;
        granted();
      });
    },
  };
}

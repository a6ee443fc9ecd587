/** What the panels ask: the session configurations of an app, and where its secrets are written. */
import type { CancellationToken } from 'vscode-languageserver';
import {
  SecretNamesRequest,
  SessionLanesRequest,
  type AppParams,
  type SecretNamesResult,
  type SessionLanesResult,
} from '../../../shared/protocol';
import { runSafe } from '../runSafe';
import { appsOf, type FeatureContext } from './context';

export function registerLanes(context: FeatureContext): void {
  const { connection, log } = context;
  connection.onRequest(SessionLanesRequest, (params: AppParams | null, token: CancellationToken) =>
    runSafe<SessionLanesResult, never>(SessionLanesRequest, { lanes: [] }, log, token, async () => {
      const apps = await appsOf(context, params, token);
      if (apps.length === 0) return { lanes: [] };
      const { sessionLanes } = await import('../lazy');
      return { lanes: apps.flatMap(sessionLanes) };
    }),
  );
  connection.onRequest(SecretNamesRequest, (params: AppParams | null, token: CancellationToken) =>
    runSafe<SecretNamesResult, never>(SecretNamesRequest, { secrets: [] }, log, token, async () => {
      const apps = await appsOf(context, params, token);
      if (apps.length === 0) return { secrets: [] };
      const { secretNames } = await import('../lazy');
      return { secrets: apps.flatMap(secretNames) };
    }),
  );
}

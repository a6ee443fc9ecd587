import type { CancellationToken } from 'vscode-languageserver';
import { RoutesRequest, type AppParams, type RoutesResult } from '../../../shared/protocol';
import { runSafe } from '../runSafe';
import { appsOf, type FeatureContext } from './context';

/** Only apps have routes of their own, not packages that merely hold a client. */
export function registerRoutes(context: FeatureContext): void {
  const { connection, log } = context;
  connection.onRequest(RoutesRequest, (params: AppParams | null, token: CancellationToken) =>
    runSafe<RoutesResult, never>(RoutesRequest, { tables: [] }, log, token, async () => {
      const apps = await appsOf(context, params, token);
      const withRoutes = apps.filter(({ project }) => project.isNextApp);
      if (withRoutes.length === 0) return { tables: [] };
      const { routeTable } = await import('../lazy');
      return { tables: withRoutes.map(routeTable) };
    }),
  );
}

import { RoutesRequest, type RoutesResult } from '../shared/protocol';
import type { PanelHost } from './panels';

/** Lists the routes of an app, or of all apps, with where the middleware runs. */
export async function showRoutes(host: PanelHost, root?: string): Promise<void> {
  await host.ask<RoutesResult>(RoutesRequest, root === undefined ? {} : { root });
}

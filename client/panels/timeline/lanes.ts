import type { SessionLane } from '../../../shared/protocol';
import type { PanelLane } from '../../../shared/webview/timeline';

export interface NamedLane {
  shown: PanelLane;
  source: SessionLane;
}

/**
 * The server's lanes as the page gets them: absolute paths stay here. `relative` makes a path one for people.
 * A lane's number within its client is the last part of the server's id.
 */
export function namedLanes(lanes: readonly SessionLane[], relative: (path: string) => string): NamedLane[] {
  const taken = new Set<string>();
  const clients = new Map<string, string>();
  const named = lanes.map((source) => {
    const { app, file, line, name, sdk, cookieName, config, unknown, root } = source;
    const where = relative(file);
    const rest = source.id.startsWith(root) ? source.id.slice(root.length) : source.id;
    let id = `${app}|${where}|${rest}`;
    // Two apps of one name that share a file.
    while (taken.has(id)) id = `+${id}`;
    taken.add(id);
    const client = id.slice(0, id.lastIndexOf('|'));
    clients.set(source.id, client);
    const place = { id, client, app, where: `${where}:${line}`, name };
    const { isCut, isProduction } = source;
    const limits = { ...(isCut && { isCut }), ...(isProduction && { isProduction }) };
    return { source, shown: { ...place, sdk, cookieName, sharers: [], config, unknown, ...limits } };
  });
  return named.map(({ source, shown }) => {
    const sharers = source.sharers.flatMap(({ lane, otherSecret }) => {
      const client = clients.get(lane);
      return client === undefined ? [] : [{ client, otherSecret }];
    });
    return { source, shown: { ...shown, sharers } };
  });
}

/** Which lane of before an edit is which lane of now: their ids count places, and an edit moves those. */
import type { PanelLane } from '../../../shared/webview/timeline';

export interface Pairs {
  /** Lanes of before by the lanes of now; one that is not there is new. */
  before: ReadonlyMap<PanelLane, PanelLane>;
  removed: readonly PanelLane[];
}

export function pairsOf(now: readonly PanelLane[], pinned: readonly PanelLane[]): Pairs {
  const before = new Map<PanelLane, PanelLane>();
  for (const [lanes, old] of paired(clientsOf(now), clientsOf(pinned), [
    (client) => `${fileOf(client)}|${nameOf(client)}|${valuesOf(client)}`,
    (client) => `${fileOf(client)}|${nameOf(client)}`,
    (client) => `${fileOf(client)}|${valuesOf(client)}`,
    ([lane]) => lane?.client,
  ])) {
    // A new arm of a condition moves the others.
    const sets = paired(lanes, old, [
      ({ config }) => JSON.stringify(config),
      ({ id }) => id.slice(id.lastIndexOf('|')),
    ]);
    for (const [lane, was] of sets) before.set(lane, was);
  }
  const found = new Set(before.values());
  return { before, removed: pinned.filter((lane) => !found.has(lane)) };
}

type Client = readonly PanelLane[];

/** Pairs of equal keys; the first kind of key that fits decides. */
function paired<T>(
  now: readonly T[],
  before: readonly T[],
  keys: readonly ((item: T) => unknown)[],
): Map<T, T> {
  const pairs = new Map<T, T>();
  const left = new Set(before);
  for (const key of keys) {
    for (const item of now) {
      if (pairs.has(item)) continue;
      const match = [...left].find((other) => key(other) === key(item));
      if (match === undefined) continue;
      pairs.set(item, match);
      left.delete(match);
    }
  }
  return pairs;
}

function clientsOf(lanes: readonly PanelLane[]): Client[] {
  return [...new Set(lanes.map(({ client }) => client))].map((id) =>
    lanes.filter(({ client }) => client === id),
  );
}

function fileOf([lane]: Client): string {
  return lane ? `${lane.app}|${lane.where.replace(/:\d+$/, '')}` : '';
}

function nameOf([lane]: Client): string {
  return lane?.name ?? '';
}

function valuesOf(client: Client): string {
  return JSON.stringify(client.map(({ config }) => config));
}

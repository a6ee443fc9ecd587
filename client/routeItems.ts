/** What the list of routes shows: groups of routes, each with where the middleware runs, in words. */
import type { RouteKind, RouteRow, RouteTable } from '../shared/routes';
import { byCoverage, isCounted, routesInShort } from '../shared/routeSummary';

export interface RouteItem {
  /** The heading of a group, or a route. */
  kind: 'separator' | 'route';
  label: string;
  description?: string;
  detail?: string;
  /** Name of a product icon; the words say the same. */
  icon?: string;
  /** Absolute path of the file to open. */
  file?: string | null;
}

/** What is missed comes first, then the rest; what does not count comes last. */
export function routeItems(tables: readonly RouteTable[]): RouteItem[] {
  return tables.flatMap((table) => {
    const prefix = tables.length > 1 ? `${table.name} · ` : '';
    const groups = byCoverage(table);
    const others = table.routes.filter((row) => !isCounted(row));
    return [
      ...group(`${prefix}missed`, groups.none, table),
      ...group(`${prefix}in part`, groups.partial, table),
      ...group(`${prefix}undecided`, groups.unknown, table),
      ...group(`${prefix}runs`, groups.all, table),
      ...group(`${prefix}optional routes of the SDK`, others.filter(isOptional), table),
      ...group(
        `${prefix}files`,
        others.filter((row) => !isOptional(row)),
        table,
      ),
    ];
  });
}

/** `shop: runs on 14 of 17 routes · 3 missed`, or how many apps there are. */
export function listTitle(tables: readonly RouteTable[]): string {
  const [table, ...more] = tables;
  if (!table) return 'Routes';
  if (more.length > 0) return `Routes of ${tables.length} apps`;
  if (table.middleware === null) return `${table.name}: no middleware`;
  const short = routesInShort(table);
  return short === undefined ? `Routes of ${table.name}` : `${table.name}: middleware ${short}`;
}

function isOptional({ optional }: RouteRow): boolean {
  return optional;
}

function group(label: string, rows: readonly RouteRow[], table: RouteTable): RouteItem[] {
  if (rows.length === 0) return [];
  return [{ kind: 'separator', label: `${label} (${rows.length})` }, ...rows.map((row) => item(row, table))];
}

const KINDS: Record<RouteKind, string> = {
  page: 'page',
  handler: 'route handler',
  api: 'API route',
  sdk: 'route of the SDK',
  asset: 'file',
};

function item(row: RouteRow, table: RouteTable): RouteItem {
  const { state, icon } = stateOf(row);
  const detail = detailOf(row, table);
  return {
    kind: 'route',
    label: row.route,
    description: `${state} · ${row.metadata ? 'metadata file' : KINDS[row.kind]}`,
    icon,
    // The SDK answers its routes in the middleware.
    file: row.file ?? (row.kind === 'sdk' ? table.middleware : null),
    ...(detail !== '' && { detail }),
  };
}

function stateOf({ kind, covered, rolls, condition }: RouteRow): { state: string; icon: string } {
  if (covered === 'none') return { state: 'missed', icon: 'circle-slash' };
  if (covered === 'partial') return { state: 'runs in part', icon: 'warning' };
  if (covered === 'unknown') return { state: 'undecided', icon: 'question' };
  if (condition !== null) return { state: 'runs under a condition', icon: 'warning' };
  return { state: 'runs', icon: rolls === 'no' && kind !== 'sdk' ? 'info' : 'check' };
}

function detailOf(
  { kind, route, covered, witness, rolls, condition, file, metadata }: RouteRow,
  table: RouteTable,
) {
  const isServed = kind !== 'asset' && !metadata;
  const runs = covered === 'all' || covered === 'partial';
  const parts = [
    ...(witness !== null && witness !== route ? [`${witness} is skipped`] : []),
    ...(condition === null ? [] : [`runs ${condition.replace(/`/g, '')}`]),
    ...(isServed && kind !== 'sdk' && runs && rolls === 'no' ? ['visits do not extend the session'] : []),
    ...(file === null ? [] : [withoutRoot(file, table.root)]),
  ];
  return parts.join(' · ');
}

function withoutRoot(file: string, root: string): string {
  return file.startsWith(`${root}/`) ? file.slice(root.length + 1) : file;
}

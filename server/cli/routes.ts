import { Option } from 'commander';
import { isCounted, routesInShort } from '../../shared/routeSummary';
import type { RouteKind, RouteRow, RouteTable } from '../../shared/routes';
import type { AppModel } from '../model';
import { notChecked } from '../project/supported';
import { visible } from './columns';
import { colorsFor, type Colors, type ExitCode, type Io } from './io';
import { relativeTo, resolveDirectories } from './paths';
import type { Cli } from './program';
import { uncheckedApps } from './unchecked';

/** The documented output of `routes --format json`. */
export interface RoutesJson {
  version: 1;
  apps: {
    /** POSIX path relative to the directory. */
    root: string;
    matchers: string[];
    routes: {
      route: string;
      kind: RouteKind;
      covered: RouteRow['covered'];
      witness: string | null;
      /** `has` and `missing` in words: `covered` holds for such requests only. */
      condition: string | null;
      /** Whether a visit extends a rolling session. */
      rolls: RouteRow['rolls'];
    }[];
  }[];
}

export function registerRoutes({ program, io, exit }: Cli): void {
  program
    .command('routes')
    .summary('show on which routes the middleware runs')
    .description(
      'Lists every route of each app below a directory (default: the current one), and whether its\nmiddleware runs there: decided from the matcher, with a path that is skipped.',
    )
    .argument('[dir]', 'directory of the app')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (dir: string | undefined, { format }: { format: 'text' | 'json' }) =>
      exit(await routes(dir, format, io)),
    );
}

async function routes(dir: string | undefined, format: 'text' | 'json', io: Io): Promise<ExitCode> {
  const [root = io.cwd] = resolveDirectories(dir === undefined ? [] : [dir], io.cwd);
  const [{ createEngine }, { nodeHost }, { routeTable }] = await Promise.all([
    import('../engine'),
    import('../project/nodeHost'),
    import('../app/routeTable'),
  ]);
  const warn = (line: string) => io.stderr.write(`session-lens: ${visible(line)}\n`);
  const { apps } = await createEngine({ host: nodeHost(), roots: [root], log: warn }).analyze();
  const unchecked = uncheckedApps(apps, io.cwd);
  for (const line of unchecked) warn(line);
  // JSON has no place to say that the middleware of another SDK was not looked for.
  const isShown = ({ project }: AppModel) => project.isNextApp && (format === 'json' || !notChecked(project));
  const tables = apps.filter(isShown).map(routeTable);
  if (tables.length === 0 && unchecked.length === 0)
    warn(`no Next.js app with @auth0/nextjs-auth0 found in ${relativeTo(io.cwd, root)}`);
  io.stdout.write(format === 'json' ? toJson(tables, root) : toText(tables, io));
  return 0;
}

function toJson(tables: readonly RouteTable[], base: string): string {
  const json: RoutesJson = {
    version: 1,
    apps: tables.map(({ root, matchers, routes: rows }) => ({
      root: relativeTo(base, root),
      matchers,
      routes: rows.map(({ route, kind, covered, witness, condition, rolls }) => ({
        route,
        kind,
        covered,
        witness,
        condition,
        rolls,
      })),
    })),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function toText(tables: readonly RouteTable[], io: Io): string {
  const colors = colorsFor(io.stdout, io.env);
  return tables.map((table) => block(table, io, colors)).join('\n');
}

function block(table: RouteTable, io: Io, colors: Colors): string {
  const lines = treeOf(table.routes);
  const shared = sharedConditions(table.routes);
  const width = Math.max(0, ...lines.map(({ text }) => text.length));
  const body = lines.map(({ text, row }) =>
    row ? line(text.padEnd(width), row, shared, colors) : `  ${colors.dim(text)}`,
  );
  const summary = summaryOf(table, colors);
  const conditions = shared.map((condition) =>
    colors.dim(`${note(shared, condition)} ${visible(condition)}`),
  );
  return `${[heading(table, io, colors), ...conditions, '', ...body, ...summary].join('\n')}\n`;
}

function summaryOf(table: RouteTable, colors: Colors): string[] {
  const text = routesInShort(table);
  if (text === undefined) return [];
  const leftOut = table.routes.filter((row) => !isCounted(row)).length;
  const counted = 'Not counted: assets, metadata, and routes of the SDK that an app has to ask for.';
  return ['', `The middleware ${text}`, ...(leftOut > 0 ? [colors.dim(counted)] : [])];
}

function heading({ root, matchers, middleware }: RouteTable, io: Io, colors: Colors): string {
  const name = colors.bold(visible(relativeTo(io.cwd, root)));
  if (middleware === null) return `${name} ${colors.dim('· no middleware')}`;
  const sources = matchers.length === 0 ? '' : ` · ${matchers.map((source) => visible(source)).join('  ')}`;
  const file = colors.cyan(visible(relativeTo(root, middleware)));
  return `${name} ${colors.dim('·')} ${file}${colors.dim(sources)}`;
}

const MARKS: Record<RouteRow['covered'], string> = { all: '✓', partial: '◐', none: '✗', unknown: '?' };

/** Conditions that many rows have are told once, above the tree. */
function sharedConditions(rows: readonly RouteRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { condition } of rows) if (condition) counts.set(condition, (counts.get(condition) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 2).map(([condition]) => condition);
}

/** `[1]`; the condition itself where it is not told above. */
function note(shared: readonly string[], condition: string): string {
  const index = shared.indexOf(condition);
  return index < 0 ? visible(condition) : `[${index + 1}]`;
}

function line(text: string, row: RouteRow, shared: readonly string[], colors: Colors): string {
  const mark = { all: colors.green, partial: colors.yellow, none: colors.red, unknown: colors.dim }[
    row.covered
  ];
  const parts = [
    `${mark(MARKS[row.covered])} ${visible(text)}`,
    colors.dim(row.kind.padEnd(7)),
    notes(row, shared),
  ];
  return parts.join('  ').trimEnd();
}

function notes({ covered, witness, kind, rolls, condition }: RouteRow, shared: readonly string[]): string {
  return [
    ...(covered === 'partial' && witness !== null ? [`${visible(witness)} is skipped`] : []),
    ...(covered === 'none' ? ['skipped'] : []),
    ...(covered === 'unknown' ? ['not decided'] : []),
    ...(condition === null ? [] : [note(shared, condition)]),
    ...(kind !== 'sdk' && covered !== 'none' && rolls === 'no' ? ['does not extend the session'] : []),
  ].join(', ');
}

interface TreeLine {
  text: string;
  /** Null for a folder without a route of its own. */
  row: RouteRow | null;
}

/** Two spaces for each segment above; a folder is named once, before what lies below it. */
function treeOf(rows: readonly RouteRow[]): TreeLine[] {
  const lines: TreeLine[] = [];
  let open: string[] = [];
  const sorted = rows.map((row) => ({ row, segments: row.route.split('/').filter(Boolean) }));
  sorted.sort((a, b) => compareSegments(a.segments, b.segments));
  for (const { row, segments } of sorted) {
    const folders = segments.slice(0, -1);
    const shared = folders.findIndex((segment, i) => open[i] !== segment);
    for (let i = shared < 0 ? folders.length : shared; i < folders.length; i++) {
      lines.push({ text: `${'  '.repeat(i)}/${folders[i]}`, row: null });
    }
    const last = segments.at(-1);
    const name = row.route.startsWith('$') ? row.route : `/${last ?? ''}`;
    lines.push({ text: `${'  '.repeat(folders.length)}${name}`, row });
    open = segments;
  }
  return lines;
}

function compareSegments(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [left, right] = [a[i], b[i]];
    if (left === right) continue;
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

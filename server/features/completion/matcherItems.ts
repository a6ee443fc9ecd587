/** Patterns for `config.matcher`: the SDK's routes, everything but static files, and the app's own routes. */
import { sdkRoutes } from '../../app/sdkRoutes';
import type { AppModel } from '../../model';
import { coverageWith } from '../../rules/support/coverage';
import { quoted } from '../../rules/support/edits';
import { BROAD, broadSources, sourceFor } from '../../rules/support/matcherSources';
import { visitedRoutes } from '../../rules/support/routes';
import { isV4 } from '../../rules/support/session';
import { code } from '../markdown';
import { counted, joined } from '../words';
import { routePatterns } from './routePatterns';
import type { Completion, MatcherSite } from './types';

/** A pattern, or several that only work together. */
interface Choice {
  sources: readonly string[];
  label: string;
  description: string;
  documentation: string;
  /** Upper groups come first. */
  group: number;
}

/** Routes named in the documentation. */
const MAX_ROUTES = 8;

export function matcherItems(app: AppModel, site: MatcherSite): Completion[] {
  const taken = new Set(site.others.map(({ source }) => source));
  const items: Completion[] = [];
  for (const choice of [...sdkChoices(app, site), ...broadChoice(app), ...routeChoices(app)]) {
    const sources = writable(choice.sources, site).filter((source) => !taken.has(source));
    if (sources.length === 0) continue;
    for (const source of sources) taken.add(source);
    items.push(itemOf(choice, sources, site, items.length));
  }
  return items;
}

/** Inside the author's quotes there is room for one pattern, the main one, which is the last. */
function writable(sources: readonly string[], { quote }: MatcherSite): readonly string[] {
  return quote === null ? sources : sources.slice(-1);
}

function itemOf(choice: Choice, sources: readonly string[], site: MatcherSite, index: number): Completion {
  const { quote, preferred, inArray, after, span } = site;
  const list = sources.map((source) => quoted(source, preferred)).join(', ');
  const text = inArray || sources.length === 1 ? list : `[${list}]`;
  const newText = quote === null ? text + after : inside(sources[0] ?? '', quote);
  const { label, description, documentation, group } = choice;
  return {
    label,
    description,
    documentation,
    kind: 'pattern',
    span,
    newText,
    filterText: newText,
    sortText: `${group}${String(index).padStart(4, '0')}`,
  };
}

/** Characters of a pattern as a literal with these quotes has them. */
function inside(source: string, quote: '"' | "'" | '`'): string {
  if (quote !== '`') return quoted(source, quote).slice(1, -1);
  return source.replace(/[\\`]|\$(?=\{)/g, '\\$&');
}

const SIGNING = ['login', 'callback', 'logout'];

interface Mounted {
  path: string;
  name: string;
  fromEnv: string | null;
  /** The client that mounts it; null for the defaults, where no client was found. */
  client: string | null;
}

/** The routes that only the middleware answers: first of all while the other entries miss them. */
function sdkChoices(app: AppModel, { others }: MatcherSite): Choice[] {
  if (!isV4(app)) return [];
  const routes = mountedRoutes(app);
  const groups = new Map<string, Mounted[]>();
  // A path that only an .env file tells does not get into the source.
  for (const route of routes) {
    if (route.fromEnv !== null || /[^\w\-./~]/.test(route.path)) continue;
    const source = sourceFor(route.path);
    groups.set(source, [...(groups.get(source) ?? []), route]);
  }
  const variables = [...new Set(routes.flatMap(({ fromEnv }) => fromEnv ?? []))].map((name) => code(name));
  const elsewhere = variables.length === 0 ? [] : [`Not among them: what ${joined(variables, 'and')} sets.`];
  const plain = others.flatMap(({ source, plain: isPlain }) => (isPlain ? [{ source }] : []));
  const covers = plain.length > 0 ? coverageWith(app, plain) : undefined;
  // The usual `/auth/:path*` in front of what an additional client has elsewhere.
  const sorted = [...groups].sort(([a], [b]) => a.length - b.length);
  return sorted.map(([source, members]): Choice => {
    const isMissed = members.some(({ path }) => covers?.({ route: path }) !== 'all');
    const signs = members.some(({ name }) => SIGNING.includes(name));
    const paths = [...new Set(members.map(({ path }) => path))];
    const clients = [...new Set(members.flatMap(({ client }) => client ?? []))];
    const owner = app.clients.length > 1 ? clients.join(', ') : 'SDK';
    return {
      sources: [source],
      label: source,
      description: `${owner}: ${isMissed ? counted(paths.length, 'route') : 'matched already'}`,
      documentation: [
        `Login, logout and what else the SDK answers: ${paths.map((path) => code(path)).join(', ')}.`,
        ...(signs ? ['Only the middleware answers them: without it nobody can sign in.'] : []),
        ...elsewhere,
      ].join('\n\n'),
      group: isMissed ? 0 : 3,
    };
  });
}

/** The default where no client was found: it may come from a package. */
function mountedRoutes(app: AppModel): Mounted[] {
  if (app.clients.length === 0) return [{ path: '/auth/login', name: 'login', fromEnv: null, client: null }];
  return app.clients.flatMap((client) =>
    sdkRoutes(client, app)
      .filter(({ optional }) => !optional)
      .map(({ path, name, fromEnv }) => ({ path, name, fromEnv, client: client.name })),
  );
}

/** Deciding hundreds of routes takes a while, and typing changes none of them: the last apps' answers are kept. */
const broad = new Map<string, readonly string[]>();
const MAX_KEPT = 8;

function broadFor(app: AppModel): readonly string[] {
  const { next, nextConfig, routes } = app.project;
  const sdk = app.clients.flatMap((client) => sdkRoutes(client, app).map(({ path }) => path));
  const key = JSON.stringify([next, nextConfig, routes, sdk, app.usesClientHelpers]);
  const sources = broad.get(key) ?? broadSources(app) ?? [];
  broad.delete(key);
  broad.set(key, sources);
  for (const oldest of broad.keys()) if (broad.size > MAX_KEPT) broad.delete(oldest);
  return sources;
}

function broadChoice(app: AppModel): Choice[] {
  const sources = broadFor(app);
  if (sources.length === 0) return [];
  const [first] = sources;
  const root =
    first === BROAD ? [] : [`The front page needs an entry of its own here: ${code(first ?? '')}.`];
  return [
    {
      sources,
      label: '/((?!_next/static|…).*)',
      description: 'all but static files',
      documentation: [
        code(BROAD, 120),
        'Takes every page and route of this app, and leaves out the files that Next.js serves itself. ' +
          'Each visit then extends a rolling session.',
        ...root,
      ].join('\n\n'),
      group: 1,
    },
  ];
}

function routeChoices(app: AppModel): Choice[] {
  return routePatterns(visitedRoutes(app)).map(({ source, takes, routes, description }): Choice => {
    return {
      sources: [source],
      label: source,
      description,
      documentation: `${takes}\n\n${counted(routes.length, 'route')} of this app: ${listed(routes)}.`,
      group: 2,
    };
  });
}

function listed(routes: readonly string[]): string {
  const rest = routes.length - MAX_ROUTES;
  const shown = (rest > 1 ? routes.slice(0, MAX_ROUTES) : routes).map((route) => code(route)).join(', ');
  return rest > 1 ? `${shown} and ${rest} more` : shown;
}

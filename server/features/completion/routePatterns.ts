/** Routes of an app as patterns of `config.matcher`. */
import { parseRoute, type Segment } from '../../matcher/routePattern';
import type { Route } from '../../model';
import { counted } from '../words';

export interface Pattern {
  /** Without basePath, which Next.js puts in front itself. */
  source: string;
  /** In words, Markdown. */
  takes: string;
  /** The routes it takes as a whole. */
  routes: readonly string[];
  /** Behind the pattern in the list: `3 routes`, `/blog/[slug]`, `page`. */
  description: string;
}

interface Parsed {
  route: string;
  isPage: boolean;
  segments: readonly Segment[];
}

/** What path-to-regexp takes as it is, and what a request carries unencoded. */
const PLAIN = /^[\w\-.~@$!,;=&]+$/;

/**
 * The pattern of each route (`/blog/[slug]` → `/blog/:slug`), and one for everything below a directory of routes
 * (`/dashboard/:path*`). Left out are patterns that would take the files below `/_next` as well.
 */
export function routePatterns(routes: readonly Route[]): Pattern[] {
  const parsed = routes.flatMap((route): Parsed[] => {
    const segments = parseRoute(route)?.segments;
    const isPlain = segments?.every((s) => s.kind !== 'literal' || PLAIN.test(s.text));
    return segments && isPlain ? [{ route: route.route, isPage: route.kind === 'page', segments }] : [];
  });
  const found = new Map<string, Pattern>();
  for (const pattern of [...directories(parsed), ...parsed.map(exact)]) {
    const known = found.get(pattern.source);
    const all = [...(known?.routes ?? []), ...pattern.routes];
    found.set(pattern.source, known ? { ...known, routes: [...new Set(all)] } : pattern);
  }
  return [...found.values()].filter((pattern) => !takesEverything(pattern.source)).sort(byPath);
}

/** No literal in it, and any number of segments. */
function takesEverything(source: string): boolean {
  return /[*+]$/.test(source) && source.split('/').every((part) => part === '' || part.startsWith(':'));
}

/** `/dashboard/:path*` in front of `/dashboard` and of what is below. */
function byPath(a: Pattern, b: Pattern): number {
  const [left, right] = [a, b].map(({ source }) => source.replace(/\/:path\*$/, '')) as [string, string];
  if (left === right) return a.source.length > b.source.length ? -1 : 1;
  return left < right ? -1 : 1;
}

/** Directories with routes below: the uppermost ones always, others where they hold several. */
function directories(routes: readonly Parsed[]): Pattern[] {
  const members = new Map<string, { depth: number; below: boolean; routes: string[] }>();
  for (const { route, segments } of routes) {
    for (let depth = 1; depth <= segments.length; depth++) {
      const last = segments[depth - 1];
      if (last?.kind !== 'literal' && last?.kind !== 'one') break;
      const prefix = sourceOf(segments.slice(0, depth));
      const group = members.get(prefix) ?? { depth, below: false, routes: [] };
      members.set(prefix, group);
      group.routes.push(route);
      group.below ||= depth < segments.length;
    }
  }
  return [...members].flatMap(([prefix, { depth, below, routes: own }]): Pattern[] => {
    if (!below || (depth > 1 && own.length < 2)) return [];
    return [
      {
        source: `${prefix}/:path*`,
        takes: `Takes \`${prefix}\` and everything below it.`,
        routes: own,
        description: counted(own.length, 'route'),
      },
    ];
  });
}

function exact({ route, isPage, segments }: Parsed): Pattern {
  const source = sourceOf(segments) || '/';
  const last = segments.at(-1);
  const base = sourceOf(segments.slice(0, -1)) || '/';
  const takes = {
    any: `Takes \`${base}\` and everything below it.`,
    many: `Takes everything below \`${base}\`, but not \`${base}\` itself.`,
    one: `Takes what stands directly below \`${base}\`.`,
    literal: `Takes \`${source}\` and nothing below it.`,
  };
  const description = source === route ? (isPage ? 'page' : 'handler') : route;
  return { source, takes: takes[last?.kind ?? 'literal'], routes: [route], description };
}

function sourceOf(segments: readonly Segment[]): string {
  const modifiers = { one: '', many: '+', any: '*' };
  return segments
    .map((s, index) =>
      s.kind === 'literal' ? `/${s.text}` : `/:${parameter(s.name, index, segments)}${modifiers[s.kind]}`,
    )
    .join('');
}

/** Names consist of word characters and must differ: `[post-id]` → `:postId`. */
function parameter(name: string, index: number, segments: readonly Segment[]): string {
  const plain = wordOf(name);
  const isTaken = segments.slice(0, index).some((s) => s.kind !== 'literal' && wordOf(s.name) === plain);
  return plain === '' || isTaken ? `${plain}${index}` : plain;
}

function wordOf(name: string): string {
  return name
    .replace(/[^A-Za-z0-9_]+([A-Za-z0-9_])?/g, (_all, next: string | undefined) => next?.toUpperCase() ?? '')
    .replace(/^[^A-Za-z_]+/, '');
}

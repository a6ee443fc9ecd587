/** Decides conditions of a flow for one route of the app. */
import type { Case, PathCondition, PathPredicate } from './types';

/** `maybe`: for some requests to the route, or it cannot be told. */
export type Certainty3 = 'yes' | 'no' | 'maybe';

/** Does the condition hold for requests to `route` (Next.js notation without basePath, `/blog/[slug]`)? */
export function holdsOn(condition: PathCondition, route: string): Certainty3 {
  const shape = shapeOf(route);
  let result: Certainty3 = 'no';
  for (const literals of condition.cases) {
    let holds: Certainty3 = 'yes';
    for (const [atom, truth] of literals) {
      const part = atom.kind === 'path' ? negatedIf(test(atom.predicate, shape), !truth) : 'maybe';
      if (part === 'no') holds = 'no';
      else if (part === 'maybe' && holds === 'yes') holds = 'maybe';
      if (holds === 'no') break;
    }
    if (holds === 'yes' && condition.exact) return 'yes';
    if (holds !== 'no') result = 'maybe';
  }
  return result;
}

/** `request.cookies.has('__session')` */
const COOKIE = /\bcookies\??\.(?:has|get)\((['"`])([^'"`]+)\1\)(?:\??\.value)?$/;

/** Does the code ask for one of the cookies, or for a part of a large one? */
function asksFor(code: string, cookies: readonly string[]): boolean {
  const name = COOKIE.exec(code)?.[2];
  return name !== undefined && (cookies.includes(name) || cookies.includes(name.replace(/__\d+$/, '')));
}

/**
 * What the condition says about the session: `absent` when it holds only for requests without one. `cookies`: the names
 * of those that a session may come in.
 */
export function sessionIn(
  condition: PathCondition,
  cookies: readonly string[],
): 'present' | 'absent' | 'unknown' {
  const seen = new Set<boolean | undefined>();
  for (const literals of condition.cases) {
    const found = [...literals].find(([atom]) => atom.kind === 'session')?.[1];
    // Without its cookie there is no session; with it there may be none either.
    const isWithoutCookie = [...literals].some(
      ([atom, truth]) => atom.kind === 'opaque' && !truth && asksFor(atom.text, cookies),
    );
    seen.add(isWithoutCookie ? false : found);
  }
  if (seen.size !== 1) return 'unknown';
  return seen.has(true) ? 'present' : seen.has(false) ? 'absent' : 'unknown';
}

/** Has a header, a variable or the like to have some value for it to hold, so that it may hold for few requests? */
export function dependsOnMore({ cases, exact }: PathCondition): boolean {
  // The SDK's response for a page is no error and no redirect.
  const isOwn = (text: string): boolean => /\.(?:ok|status)\b/.test(text);
  const needsMore = (literals: Case): boolean =>
    [...literals].some(([atom, truth]) => atom.kind === 'opaque' && truth && !isOwn(atom.text));
  return !exact || cases.every(needsMore);
}

/** Does it hold only for what a browser fetches ahead of a visit? */
export function isOnlyPrefetch({ cases }: PathCondition): boolean {
  return cases.every((literals) =>
    [...literals].some(([atom, truth]) => atom.kind === 'opaque' && truth && /prefetch/i.test(atom.text)),
  );
}

interface Shape {
  /** The path itself when the route has no dynamic part. */
  path: string | null;
  /** What every path of the route starts and ends with. */
  prefix: string;
  suffix: string;
  pattern: RegExp;
}

const shapes = new Map<string, Shape>();

function shapeOf(route: string): Shape {
  let shape = shapes.get(route);
  if (!shape) {
    shape = makeShape(route);
    if (shapes.size > 2000) shapes.clear();
    shapes.set(route, shape);
  }
  return shape;
}

function makeShape(route: string): Shape {
  const segments = route.split('/').slice(1);
  const dynamic = segments.findIndex((s) => s.startsWith('['));
  if (dynamic < 0) return { path: route, prefix: route, suffix: route, pattern: /(?:)/ };
  const fixed = segments.slice(0, dynamic).join('/');
  const isOptional = segments[dynamic]!.startsWith('[[');
  const last = segments.at(-1)!;
  const source = segments
    .map((s) =>
      s.startsWith('[[')
        ? '(?:/.+)?'
        : s.startsWith('[...')
          ? '/.+'
          : s.startsWith('[')
            ? '/[^/]+'
            : `/${escapeRegExp(s)}`,
    )
    .join('');
  return {
    path: null,
    prefix: isOptional ? `/${fixed}` : fixed === '' ? '/' : `/${fixed}/`,
    suffix: last.startsWith('[') ? '' : `/${last}`,
    pattern: new RegExp(`^${source}/?$`),
  };
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function test(predicate: PathPredicate, shape: Shape): Certainty3 {
  switch (predicate.kind) {
    case 'not':
      return negatedIf(test(predicate.of, shape), true);
    case 'any':
      return combine(
        predicate.of.map((p) => test(p, shape)),
        'yes',
        'no',
      );
    case 'every':
      return combine(
        predicate.of.map((p) => test(p, shape)),
        'no',
        'yes',
      );
    case 'test':
      return shape.path === null ? testDynamic(predicate, shape) : testStatic(predicate, shape.path);
  }
}

function negatedIf(value: Certainty3, negate: boolean): Certainty3 {
  return !negate || value === 'maybe' ? value : value === 'yes' ? 'no' : 'yes';
}

/** `decisive` as soon as one part has it, `neutral` when all have the other. */
function combine(parts: readonly Certainty3[], decisive: Certainty3, neutral: Certainty3): Certainty3 {
  return parts.includes(decisive) ? decisive : parts.includes('maybe') ? 'maybe' : neutral;
}

type Test = Extract<PathPredicate, { kind: 'test' }>;

function testStatic(predicate: Test, route: string): Certainty3 {
  const path = predicate.lowerCase ? route.toLowerCase() : route;
  const { op, value } = predicate;
  if (predicate.subject === 'url') return op === 'includes' && path.includes(value) ? 'yes' : 'maybe';
  switch (op) {
    case 'equals':
      return path === value ? 'yes' : 'no';
    case 'startsWith':
      return path.startsWith(value) ? 'yes' : 'no';
    case 'endsWith':
      return path.endsWith(value) ? 'yes' : 'no';
    case 'includes':
      return path.includes(value) ? 'yes' : 'no';
    case 'matches':
      return matches(value, predicate.flags, path);
  }
}

function testDynamic(predicate: Test, shape: Shape): Certainty3 {
  const { op, value } = predicate;
  const prefix = predicate.lowerCase ? shape.prefix.toLowerCase() : shape.prefix;
  if (predicate.subject === 'url') return op === 'includes' && prefix.includes(value) ? 'yes' : 'maybe';
  switch (op) {
    case 'equals':
      return !predicate.lowerCase && !shape.pattern.test(value) ? 'no' : 'maybe';
    case 'startsWith':
      return prefix.startsWith(value) ? 'yes' : value.startsWith(prefix) ? 'maybe' : 'no';
    case 'endsWith':
      if (shape.suffix === '') return 'maybe';
      return shape.suffix.endsWith(value) ? 'yes' : value.endsWith(shape.suffix) ? 'maybe' : 'no';
    case 'includes':
      return prefix.includes(value) ? 'yes' : 'maybe';
    case 'matches':
      return canStart(predicate, prefix) ? 'maybe' : 'no';
  }
}

/** `^\/auth(\/|$)` only takes paths that start with `/auth`. */
function canStart({ value, flags }: Test, prefix: string): boolean {
  if (!value.startsWith('^') || hasAlternatives(value) || flags?.includes('i')) return true;
  const literal = /^\^((?:\\\/|[\w/-])*)(.?)/.exec(value);
  let start = (literal?.[1] ?? '').replaceAll('\\', '');
  if (/[?*{+]/.test(literal?.[2] ?? '')) start = start.slice(0, -1);
  return prefix.startsWith(start) || start.startsWith(prefix);
}

/** A workspace's regular expression is run on short paths only, and not when it repeats a group: that can take long. */
function matches(source: string, flags: string | undefined, path: string): Certainty3 {
  if (source.length > 500 || /\)[+*{]/.test(source)) return 'maybe';
  try {
    return new RegExp(source, (flags ?? '').replace(/[gy]/g, '')).test(path) ? 'yes' : 'no';
  } catch {
    return 'maybe';
  }
}

/** `^a|b`, as opposed to `^(a|b)`. */
function hasAlternatives(source: string): boolean {
  let outside = source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
  for (let last = ''; last !== outside;) {
    last = outside;
    outside = outside.replace(/\([^()]*\)/g, '');
  }
  return outside.includes('|');
}

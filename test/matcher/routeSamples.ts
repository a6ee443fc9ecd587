/** Pathnames of a route as the server tests them, written down independently of server/matcher. */
import type { RouteCase } from './arbitraries';
import { createRandom } from './urls';
import type { Random } from './urls';

export const I18N = { locales: ['en', 'fr'], defaultLocale: 'en' };

const CHARACTERS = "abxyzABZ019-_.~!$&'()*+,;=:@";
const USUAL = [
  'a',
  'b',
  'ab',
  'api',
  'en',
  'x',
  'auth',
  'v1',
  'a.b',
  '42',
  'my-post',
  'logo.png',
  'x.a',
  'index',
  '.a',
];

export function sampleRoute(each: RouteCase, count: number, seed: number, longest: number): string[] {
  const random = createRandom(seed);
  const words = [...USUAL, ...each.sources.flatMap((source) => source.match(/[\w-]+/g) ?? [])];
  const found = new Set<string>();
  // A static route has a handful of paths, so that the number of tries is bounded too.
  for (let tries = 0; found.size < count && tries < count * 4; tries++) {
    for (const path of pathsOf(each, random, words)) if (path.length <= longest) found.add(path);
  }
  return [...found];
}

function pathsOf(each: RouteCase, random: Random, words: readonly string[]): string[] {
  const { basePath, hasI18n, trailingSlash, siblings } = each;
  const parts = each.route.split('/').filter((part) => part !== '');
  const body = parts.flatMap((part) => {
    if (!part.startsWith('[')) return [part];
    const least = part.startsWith('[[') ? 0 : 1;
    const times = part.includes('...') ? least + random.below(3) : 1;
    return Array.from({ length: times }, () => segment(random, words));
  });
  const isTaken = siblings.includes(`/${body.join('/')}`) && parts.some((part) => part.startsWith('['));
  // Below /_next there are no pages, except with a locale in front, where nothing is special about it.
  if (isTaken || (body[0] === '_next' && parts[0] !== '_next')) return [];
  const isApi = parts[0] === 'api';
  const locale = !hasI18n ? [] : [isApi ? I18N.defaultLocale : random.pick(I18N.locales)];
  const path = `${basePath}/${[...locale, ...body].join('/')}`;
  if (body.length === 0) {
    const bare = path.replace(/\/$/, '');
    return [bare === '' ? '/' : trailingSlash ? `${bare}/` : bare];
  }
  const last = body.at(-1) as string;
  if (!trailingSlash || /.\.\w+$/.test(last)) return [path];
  return last.includes('.') ? [path, `${path}/`] : [`${path}/`];
}

function segment(random: Random, words: readonly string[]): string {
  const word = random.pick(words);
  const noise = Array.from(
    { length: 1 + random.below(4) },
    () => CHARACTERS[random.below(CHARACTERS.length)],
  ).join('');
  const text = random.pick([word, word, word + noise, noise + word, noise, `${word}-${random.pick(words)}`]);
  return /^\.{1,2}$/.test(text) ? 'dots' : text;
}

/** The pathname the server tests for a request of this URL path. */
export function tested(path: string, { basePath, hasI18n, trailingSlash }: RouteCase): string {
  const rest = path.slice(basePath.length);
  if (!hasI18n || rest.startsWith('/_next/') || /^\/(?:en|fr)(?:\/|$)/.test(rest)) return path;
  const inside = rest === '/' || rest === '' ? (trailingSlash ? '/' : '') : rest;
  return `${basePath}/${I18N.defaultLocale}${inside}`;
}

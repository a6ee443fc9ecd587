/** One matcher string in words: what it takes and skips, and which routes of the app it covers. */
import { isCounted } from '../../shared/routeSummary';
import { routeTable } from '../app/routeTable';
import { compileMatchers, decideCoverage, explainMatcher, type MatcherContext } from '../matcher';
import { conditionsInWords } from '../matcher/conditions';
import type { AppModel, MatcherEntry, Project } from '../model';

import { code } from './markdown';
import { counted } from './words';

/** Routes named in one line. */
const MAX_ROUTES = 6;

export function matcherCard(app: AppModel, entry: MatcherEntry): string {
  const { next, nextConfig } = app.project;
  const title = `**Matcher** ${code(entry.source)}${next.version === null ? '' : ` (Next.js ${next.version})`}`;
  const context = contextOf(app.project);
  if (!nextConfig.known) {
    return `${title}\n\nWhich paths it takes depends on the configuration of Next.js, which could not be read.`;
  }
  const { words, takes, skips } = explainMatcher(entry.source, forEntry(entry, context));
  // The words quote the source in code spans, which a backtick of its own would end.
  const explanation = hasBacktick(entry) ? [] : [words, ...conditions(entry, context)];
  const examples = [...example('Takes', takes), ...example('Skips', skips)].join('\n');
  return [title, ...explanation, examples, ...coverage(app, entry, context)].filter(Boolean).join('\n\n');
}

function hasBacktick({ source, has, missing }: MatcherEntry): boolean {
  return JSON.stringify([source, has, missing]).includes('`');
}

function contextOf({ next, nextConfig: { basePath, trailingSlash, i18n } }: Project): MatcherContext {
  return { nextVersion: next.version, basePath, trailingSlash, i18n };
}

/** What the explanation must not say of an entry that opts out of the base path or of locales. */
function forEntry({ basePath, locale }: MatcherEntry, context: MatcherContext): MatcherContext {
  return {
    ...context,
    ...(basePath === false && { basePath: '' }),
    ...(locale === false && { i18n: null }),
  };
}

function conditions(entry: MatcherEntry, context: MatcherContext): string[] {
  const words = conditionsInWords(compileMatchers([entry], context).matchers);
  return words === '' ? [] : [`Only ${words}.`];
}

function example(verb: string, paths: readonly string[]): string[] {
  return paths.length === 0 ? [] : [`- ${verb} ${paths.map((path) => code(path)).join(', ')}`];
}

/** The routes of this app under this entry alone. */
function coverage(app: AppModel, entry: MatcherEntry, context: MatcherContext): string[] {
  const { matchers, errors } = compileMatchers([entry], context);
  if (errors.length > 0) return [];
  // A path that an environment variable sets goes by the variable's name there.
  const all = routeTable(app).routes.filter((row) => isCounted(row) && row.route.startsWith('/'));
  const siblings = app.project.routes.map(({ route }) => route);
  const decided = all.map(({ route }) => ({
    route,
    ...decideCoverage(route, matchers, context, { siblings }),
  }));
  const known = decided.filter(({ covered }) => covered !== 'unknown');
  if (known.length === 0) return [];
  const taken = known.filter(({ covered }) => covered === 'all').map(({ route }) => code(route));
  const partly = known.filter(({ covered }) => covered === 'partial');
  const skipped = known.filter(({ covered }) => covered === 'none').map(({ route }) => code(route));
  const parts = partly.map(
    ({ route, witness }) => `${code(route)}${witness === null ? '' : ` (not ${code(witness)})`}`,
  );
  const lines = [
    `- takes ${taken.length === known.length ? 'all of them' : listed(taken)}`,
    ...(parts.length > 0 ? [`- in part ${listed(parts)}`] : []),
    ...(skipped.length > 0 ? [`- skips ${listed(skipped)}`] : []),
  ];
  const open = decided.length - known.length;
  const note = open > 0 ? `, ${open} more could not be decided` : '';
  return [`Of ${counted(known.length, 'route')} of this app${note}:\n${lines.join('\n')}`];
}

function listed(items: readonly string[]): string {
  if (items.length === 0) return 'none';
  const rest = items.length - MAX_ROUTES;
  // A list that would end in "and 1 more" can as well name it.
  return rest > 1 ? `${items.slice(0, MAX_ROUTES).join(', ')} and ${rest} more` : items.join(', ');
}

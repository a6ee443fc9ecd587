/**
 * What Next.js demands of an entry besides a source that compiles: checkCustomRoutes in dist/lib/load-custom-routes.js
 * up to 14, dist/build/segment-config/middleware/middleware-config.js from 15.0.0. Both refuse `basePath`, although
 * redirects and rewrites know it.
 */
import type { Semantics } from './semantics';
import type { MatcherSource } from './types';

export interface EntryProblem {
  message: string;
  offset: number | null;
}

/** Null when the entry's shape is accepted. Keys Next.js does not know cannot be seen here. */
export function checkEntry(entry: MatcherSource, validation: Semantics['validation']): EntryProblem | null {
  const { source, basePath, locale } = entry as { [Key in keyof MatcherSource]: unknown };
  if (typeof source !== 'string' || source === '') return problem('The source must be a non-empty string');
  if (!source.startsWith('/')) return { message: 'The source must start with `/`', offset: 0 };
  if (basePath !== undefined) return problem('`basePath` is not allowed in a matcher');
  if (locale !== undefined && locale !== false) return problem('`locale` must be `false` or absent');
  return (
    checkConditions('has', entry.has, validation) ?? checkConditions('missing', entry.missing, validation)
  );
}

function checkConditions(
  name: string,
  items: unknown,
  validation: Semantics['validation'],
): EntryProblem | null {
  if (items === undefined || (items === null && validation === 'custom-routes')) return null;
  if (!Array.isArray(items)) return problem(`\`${name}\` must be a list`);
  for (const item of items as unknown[]) {
    const reason = checkCondition(item, validation);
    if (reason) return problem(`\`${name}\`: ${reason}`);
  }
  return null;
}

function checkCondition(item: unknown, validation: Semantics['validation']): string | null {
  if (typeof item !== 'object' || item === null) return 'every item must be an object';
  const { type, key, value, ...rest } = item as Record<string, unknown>;
  if (type !== 'header' && type !== 'cookie' && type !== 'query' && type !== 'host') {
    return '`type` must be `header`, `cookie`, `query` or `host`';
  }
  if (value !== undefined && typeof value !== 'string') return '`value` must be a string';
  if (type === 'host') {
    if (value === undefined) return '`host` needs a `value`';
    if (key !== undefined && validation === 'schema') return '`host` takes no `key`';
  } else if (typeof key !== 'string') return `\`${type}\` needs a \`key\``;
  const unknown = validation === 'schema' ? Object.keys(rest)[0] : undefined;
  return unknown === undefined ? null : `\`${unknown}\` is not known`;
}

function problem(message: string): EntryProblem {
  return { message, offset: null };
}

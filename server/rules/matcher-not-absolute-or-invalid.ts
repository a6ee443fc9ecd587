import { compileMatchers } from '../matcher';
import type { MatcherEntry, Rule, RuleFix } from '../model';
import { placeOf } from './support/edits';
import { entriesOf, placeInSource, replaceSource } from './support/matcher';

export const rule: Rule = {
  meta: {
    id: 'matcher-not-absolute-or-invalid',
    severity: 'error',
    description: 'Next.js refuses this matcher: it is no path, or no pattern that can be read.',
    fixable: true,
  },
  check(app, report) {
    const entries = entriesOf(app);
    if (entries.length === 0) return;
    const { next, nextConfig } = app.project;
    const { basePath, trailingSlash, i18n } = nextConfig;
    const { errors } = compileMatchers(entries, { nextVersion: next.version, basePath, trailingSlash, i18n });
    for (const { source, message, offset } of errors) {
      const entry = entries.find((e) => e === source);
      if (!entry) continue;
      const fix = withSlash(entry);
      report({
        ...(offset === null ? placeOf(entry.node) : placeInSource(entry, offset, offset + 1)),
        message: `Next.js does not accept this matcher: ${message}`,
        fixes: fix ? [fix] : [],
      });
    }
  },
};

function withSlash(entry: MatcherEntry): RuleFix | null {
  if (entry.source === '' || entry.source.startsWith('/')) return null;
  const edit = replaceSource(entry, `/${entry.source}`);
  return edit && { title: 'Start the matcher with a slash', edits: [edit], safe: true };
}

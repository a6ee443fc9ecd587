import type { Rule } from '../model';
import { entriesOf, lookaheadAlternatives, placeInSource, replaceSource } from './support/matcher';

export const rule: Rule = {
  meta: {
    id: 'matcher-unescaped-dot',
    severity: 'hint',
    description: 'A dot in a matcher stands for any character; the file name needs an escaped one.',
    fixable: true,
    enabledByDefault: false,
  },
  check(app, report) {
    for (const entry of entriesOf(app)) {
      for (const { text, start, end } of lookaheadAlternatives(entry.source)) {
        // A file name such as favicon.ico or sitemap.xml; `.*` and the like mean what they say.
        if (!/^[\w-]+(?:\.[\w-]+)+$/.test(text)) continue;
        const escaped = text.replaceAll('.', String.raw`\.`);
        const edit = replaceSource(entry, entry.source.slice(0, start) + escaped + entry.source.slice(end));
        report({
          ...placeInSource(entry, start, end),
          message: `The dot stands for any character: /${text.replaceAll('.', 'X')} is excluded too.`,
          fixes: edit ? [{ title: `Escape the dot in ${text}`, edits: [edit], safe: true }] : [],
        });
      }
    }
  },
};

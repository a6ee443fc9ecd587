import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { colorsFor, UsageError } from './io';
import type { ExitCode, Io } from './io';
import { renderMarkdown } from './markdown';
import type { Cli } from './program';
import { closest } from './suggest';

export function registerExplain({ program, io, exit }: Cli): void {
  program
    .command('explain')
    .summary('show the page of a rule')
    .description('Shows what a rule looks for, why it matters and how to fix it.')
    .argument('<rule>', 'id of the rule, as printed with a finding')
    .action((rule: string) => exit(explain(rule, io)));
}

function explain(rule: string, io: Io): ExitCode {
  const ids = ruleIds(io.docsDirectory);
  const id = rule.trim().toLowerCase();
  if (!ids.includes(id)) throw new UsageError(unknownRule(rule, ids));
  const page = readFileSync(path.join(io.docsDirectory, `${id}.md`), 'utf8');
  const colors = colorsFor(io.stdout, io.env);
  io.stdout.write(colors.isColorSupported ? renderMarkdown(page, colors) : page);
  return 0;
}

/** From the pages and not from the rules: those would load the parser. A test keeps both alike. */
function ruleIds(docsDirectory: string): string[] {
  return readdirSync(docsDirectory)
    .filter((name) => /^[a-z\d-]+\.md$/.test(name))
    .map((name) => name.slice(0, -'.md'.length))
    .sort();
}

function unknownRule(rule: string, ids: readonly string[]): string {
  const near = closest(rule, ids);
  if (near.length > 0) return `unknown rule '${rule}' (did you mean ${near.join(', ')}?)`;
  return `unknown rule '${rule}'`;
}

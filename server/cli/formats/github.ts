import type { Finding, Severity } from '../../../shared/finding';
import { relativeTo } from '../paths';
import type { Formatter } from '../report';

const COMMANDS: Record<Severity, string> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** Annotations of a GitHub Actions run: one workflow command per finding. */
export const githubFormatter: Formatter = {
  pathsFrom: 'repository',
  format: (report, { base }) => report.findings.map((finding) => annotation(finding, base) + '\n').join(''),
};

function annotation({ rule, severity, file, range, message, docs }: Finding, base: string): string {
  const { start, end } = range;
  // The runner drops columns of an annotation that spans lines, and says so in the log.
  const columns: [string, string | number][] =
    start.line === end.line
      ? [
          ['col', start.character + 1],
          ['endColumn', end.character + 1],
        ]
      : [];
  const properties: [string, string | number][] = [
    ['file', relativeTo(base, file)],
    ['line', start.line + 1],
    ['endLine', end.line + 1],
    ...columns,
    ['title', `Session Lens (${rule})`],
  ];
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${COMMANDS[severity]} ${list}::${escapeData(`${message}\n${docs}`)}`;
}

/** The escapes of the Actions toolkit (`@actions/core`, command.ts). */
function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

import type { Finding } from '../../../shared/finding';
import { codeFrame, severityColor } from '../codeFrame';
import { visible } from '../columns';
import { count } from '../io';
import { secretsIn } from '../mask';
import { relativeTo } from '../paths';
import { countSeverities } from '../report';
import type { CheckReport, FormatContext, Formatter, SeverityCounts } from '../report';
import { uncheckedLines } from '../unchecked';

/** For people: the header line is in the form of `tsc --pretty`, which terminals and editors turn into a link. */
export const textFormatter: Formatter = {
  pathsFrom: 'cwd',
  format(report, context) {
    if (report.apps.length === 0 && report.findings.length === 0) return '';
    return [
      ...report.findings.map((finding) => block(finding, report, context)),
      summary(report, context),
    ].join('\n');
  },
};

function block(finding: Finding, { findings }: CheckReport, context: FormatContext): string {
  const { colors } = context;
  const paint = severityColor(colors, finding.severity);
  const text = context.readFile(finding.file);
  const frame =
    text === undefined
      ? ''
      : codeFrame(text, finding.file, finding.range, {
          colors,
          severity: finding.severity,
          width: context.width,
          secrets: secretsIn(findings, finding.file),
        });
  const fix = finding.fixes[0];
  const lines = [
    `${location(finding, context)} - ${paint(finding.severity)} ${colors.bold(finding.rule)}: ${message(finding.message, '  ')}`,
    ...(frame ? ['', frame] : []),
    '',
    ...finding.related.map(
      (related) =>
        `  ${colors.dim('note:')} ${location(related, context)} - ${message(related.message, '        ')}`,
    ),
    ...(fix
      ? [`  ${colors.dim('help:')} ${visible(fix.title)}${fix.safe ? colors.dim(' (--fix does it)') : ''}`]
      : []),
    `  ${colors.dim('docs:')} ${colors.underline(visible(finding.docs))}`,
  ];
  return lines.join('\n') + '\n';
}

function location({ file, range }: Pick<Finding, 'file' | 'range'>, { base, colors }: FormatContext): string {
  const { line, character } = range.start;
  return `${colors.cyan(visible(relativeTo(base, file)))}:${line + 1}:${character + 1}`;
}

function message(text: string, indent: string): string {
  return visible(text).replace(/\n/g, `\n${indent}`);
}

function summary({ findings, apps }: CheckReport, { colors, base }: FormatContext): string {
  const notes = uncheckedLines(apps, base).map((line) => `${colors.yellow(visible(line))}\n`);
  const inApps = apps.length > 0 ? ` · ${count(apps.length, 'app')}` : '';
  if (findings.length === 0) {
    const isAnyChecked = notes.length === 0 || notes.length < apps.length;
    const verdict = isAnyChecked ? colors.green('No problems') : colors.yellow('Nothing checked');
    return `${verdict}${inApps}\n${notes.join('')}`;
  }
  const files = new Set(findings.map((finding) => finding.file)).size;
  const counts = countSeverities(findings);
  const paint = severityColor(colors, worst(counts));
  const total = paint(colors.bold(count(findings.length, 'problem')));
  const fixable = findings.filter((finding) => finding.fixes.some((fix) => fix.safe)).length;
  const hint = fixable > 0 ? `${fixable} of them can be fixed with --fix\n` : '';
  return `${total} (${describe(counts)}) in ${count(files, 'file')}${inApps}\n${hint}${notes.join('')}`;
}

function worst(counts: SeverityCounts) {
  return (['error', 'warning', 'info'] as const).find((severity) => counts[severity] > 0) ?? 'hint';
}

/** `2 errors, 1 warning`; severities without a finding are left out. */
function describe(counts: SeverityCounts): string {
  return [
    [counts.error, 'error'] as const,
    [counts.warning, 'warning'] as const,
    [counts.info, 'info'] as const,
    [counts.hint, 'hint'] as const,
  ]
    .filter(([n]) => n > 0)
    .map(([n, noun]) => (noun === 'info' ? `${n} info` : count(n, noun)))
    .join(', ');
}

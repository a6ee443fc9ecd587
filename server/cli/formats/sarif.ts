import { createHash } from 'node:crypto';
import type {
  ArtifactLocation,
  Fix as SarifFix,
  Location,
  Log,
  Notification,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
} from 'sarif';
import type { Finding, Fix, Severity, TextEdit } from '../../../shared/finding';
import type { Range } from '../../../shared/text';
import { isEnvFile, maskEnvLine, publicLines, secretsIn } from '../mask';
import { isInside } from '../../project/paths';
import { relativeTo } from '../paths';
import type { CheckReport, FormatContext, Formatter, RuleDescription } from '../report';

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
const ROOT = '%SRCROOT%';
const LEVELS = { error: 'error', warning: 'warning', info: 'note', hint: 'note' } as const satisfies Record<
  Severity,
  Result.level
>;

/** SARIF 2.1.0, for code scanning services. */
export const sarifFormatter: Formatter = {
  pathsFrom: 'repository',
  format(report, context) {
    const log: Log = {
      $schema: SCHEMA,
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Session Lens',
              semanticVersion: context.version,
              rules: report.rules.map(describeRule),
            },
          },
          columnKind: 'utf16CodeUnits',
          originalUriBaseIds: { [ROOT]: { uri: fileUri(context.base).replace(/\/?$/, '/') } },
          invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report) }],
          results: results(report, context),
        },
      ],
    };
    return JSON.stringify(log, null, 2) + '\n';
  },
};

function describeRule(rule: RuleDescription): ReportingDescriptor {
  return {
    id: rule.id,
    shortDescription: { text: rule.description },
    fullDescription: { text: rule.description },
    helpUri: rule.docs,
    help: {
      text: `${rule.description} See ${rule.docs}`,
      markdown: `${rule.description} [Read more](${rule.docs})`,
    },
    defaultConfiguration: { level: LEVELS[rule.severity], enabled: rule.enabledByDefault !== false },
  };
}

function notifications({ failures }: CheckReport): Notification[] {
  return failures.map((failure) => ({
    level: 'error',
    message: { text: `Rule ${failure.rule} failed: ${failure.message}` },
    associatedRule: { id: failure.rule },
  }));
}

function results(report: CheckReport, context: FormatContext): Result[] {
  const ruleIndex = new Map(report.rules.map((rule, index) => [rule.id, index]));
  const fingerprint = fingerprints(report, context);
  return report.findings.map((finding) => ({
    ruleId: finding.rule,
    ruleIndex: ruleIndex.get(finding.rule) ?? -1,
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation: physical(finding.file, finding.range, context.base) }],
    relatedLocations: finding.related.map((related, id): Location => ({
      id,
      message: { text: related.message },
      physicalLocation: physical(related.file, related.range, context.base),
    })),
    partialFingerprints: { 'sessionLens/v1': fingerprint(finding) },
    fixes: finding.fixes.filter(isPublic).map((fix) => describeFix(fix, context.base)),
  }));
}

/** The text of an edit in a `.env` file could be a value, and the report leaves the machine. */
function isPublic(fix: Fix): boolean {
  return fix.edits.length > 0 && fix.edits.every((edit) => !isEnvFile(edit.file));
}

function describeFix(fix: Fix, base: string): SarifFix {
  const byFile = new Map<string, TextEdit[]>();
  for (const edit of fix.edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  return {
    description: { text: fix.title },
    artifactChanges: [...byFile].map(([file, edits]) => ({
      artifactLocation: artifact(file, base),
      replacements: edits.map((edit) => ({
        deletedRegion: region(edit.range),
        insertedContent: { text: edit.newText },
      })),
    })),
  };
}

/**
 * Identifies a finding across runs while lines around it move: rule, file, the masked text of its line, and which
 * one of several alike it is.
 */
function fingerprints(
  { findings }: CheckReport,
  { base, readFile }: FormatContext,
): (finding: Finding) => string {
  const seen = new Map<string, number>();
  return ({ rule, file, range }) => {
    const lines = (readFile(file) ?? '').split(/\r\n|\n|\r/);
    const masked = isEnvFile(file) ? lines.map(maskEnvLine) : publicLines(lines, secretsIn(findings, file));
    const line = (masked[range.start.line] ?? '').replace(/\s+/g, '');
    const hash = createHash('sha256')
      .update([rule, relativeTo(base, file), line].join('\0'))
      .digest('hex');
    const key = hash.slice(0, 16);
    const occurrence = (seen.get(key) ?? 0) + 1;
    seen.set(key, occurrence);
    return `${key}:${occurrence}`;
  };
}

function physical(file: string, range: Range, base: string): PhysicalLocation {
  return { artifactLocation: artifact(file, base), region: region(range) };
}

function artifact(file: string, base: string): ArtifactLocation {
  if (!isInside(base, file)) return { uri: fileUri(file) };
  return { uri: encodePath(relativeTo(base, file)), uriBaseId: ROOT };
}

function region({ start, end }: Range): Region {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function fileUri(path: string): string {
  const rooted = path.startsWith('/') ? path : `/${path}`;
  return `file://${encodePath(rooted).replace(/^\/([A-Za-z])%3A/, '/$1:')}`;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
